"""The section on whom promises are kept to: by priority and by team, and which of them stand apart from the rest."""

from dataclasses import replace

from cx.contracts.words import N_
from cx.insights.apart import Apart, apart
from cx.insights.change import Change
from cx.story.exhibit import Exhibit, Section
from cx.story.exhibits import dots
from cx.story.level_rows import level_rows
from cx.story.phrases import certainty, level_on_basis
from cx.story.telling import Telling, dimension_name

KEY = "sla_attainment"
SPLITS = ("priority", "team", "category")
MOST_SPLITS = 2


def promises_section(telling: Telling, by: str | None) -> Section | None:
    """Promises kept by priority and team, beside the split that the page shows anyway; None where nothing splits them.

    The groups of that split are compared with the others, all adjusted together.
    """
    exhibits: list[Exhibit] = []
    told: list[str] = []
    for name in (name for name in SPLITS if name != by):
        made = dots(KEY, name, "", telling) if len(exhibits) < MOST_SPLITS else None
        if made is not None:
            exhibits.append(made)
            told.append(name)
    if not exhibits:
        return None
    compared = (*told, *((by,) if by else ()))
    found = apart(telling.cursor, KEY, telling.selection, telling.settings, compared)
    heading = _heading(found, telling)
    said = [_sentence(item, telling) for item in found if item.change.is_told]
    return Section(
        "promises",
        heading,
        tuple(_with(exhibit, heading) for exhibit in exhibits),
        (*said, *_adjusted(found, telling)),
        level_rows((KEY,), telling),
    )


def _with(exhibit: Exhibit, takeaway: str) -> Exhibit:
    return replace(exhibit, takeaway=takeaway)


def _heading(found: tuple[Apart, ...], telling: Telling) -> str:
    """The group furthest below the rest, else the one furthest above; where none stands apart, that."""
    told = [item for item in found if item.change.is_told]
    if not told:
        return telling.words.say(N_("Whether promises are kept more to some than to others cannot be told yet."))
    below = [item for item in told if (item.change.value or 0.0) < 0]
    return _sentence(max(below or told, key=_size), telling)


def _size(item: Apart) -> float:
    return abs(item.change.value or 0.0)


def _sentence(item: Apart, telling: Telling) -> str:
    template = (
        N_("{dimension} {group} has fewer of its promises kept than the rest ({certainty}): {one} against {rest}.")
        if (item.change.value or 0.0) < 0
        else N_("{dimension} {group} has more of its promises kept than the rest ({certainty}): {one} against {rest}.")
    )
    one, rest = _sides(item.change, telling)
    return telling.words.say(
        template,
        dimension=dimension_name(item.dimension, telling.words),
        group=item.group or telling.words.say(N_("not given")),
        certainty=certainty(item.change, telling.words),
        one=one,
        rest=rest,
    )


def _sides(item: Change, telling: Telling) -> tuple[str, str]:
    return level_on_basis(item.after, telling.words), level_on_basis(item.before, telling.words)


def _adjusted(found: tuple[Apart, ...], telling: Telling) -> list[str]:
    """How many were looked at, which the words allow for."""
    if not found:
        return []
    return [
        telling.words.plural(
            N_("{n} group was compared with the rest of its split."),
            N_(
                "{n} groups were compared, each with the rest of its split; ranges and words are adjusted for that (Holm)."
            ),
            found[0].looked_at,
        )
    ]
