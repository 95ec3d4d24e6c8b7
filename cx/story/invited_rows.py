"""The rows behind who is silent and how the silent differ: every account that was asked, and what is known of it."""

from collections.abc import Callable, Sequence

from cx.contracts.words import N_
from cx.insights.silence import contrasts, due, levels, measured
from cx.metrics.invited import Invited, invited
from cx.story.exhibit import Cell
from cx.story.own_rows import Listing, OwnRows, RowsPart, annual_value, own_rows
from cx.story.silence_contrast import MEASURE_NAMES, contrast_name
from cx.story.telling import Telling, dimension_name
from cx.story.told_rows import COUNTS_AS

ALL = N_("all accounts asked")
SHOWN = ("segment", "tier", "region")
Group = tuple[str, Sequence[Invited]]


def silence_rows(telling: Telling, by: str) -> OwnRows[Invited] | None:
    """The accounts asked, by group and whether they answered, and those that were asked for NPS and never answered."""
    say, everybody = telling.words.say, invited(telling.cursor, telling.selection, telling.settings)
    accounts = _by_worth(due(everybody))
    groups: list[Group] = [(say(ALL), accounts)]
    groups += [
        (level, tuple(item for item in accounts if item.attributes[by] == level))
        for level in (levels(accounts, by) if by else ())
    ]
    quiet = _by_worth([item for item in everybody if item.account and item.nps_invited and not item.nps_heard])
    parts = [part for group in groups for part in (group, *_sides(group, telling))]
    return _rows("silence", everybody, [*parts, (say(N_("asked for NPS and silent")), quiet)], by, telling)


def contrast_rows(telling: Telling, by: str) -> OwnRows[Invited] | None:
    """The same accounts, by whether they answered, and by what they are compared in: those of which it is known."""
    everybody = invited(telling.cursor, telling.selection, telling.settings)
    accounts = _by_worth(due(everybody))
    whole: Group = (telling.words.say(ALL), accounts)
    found = contrasts(telling.cursor, telling.selection, telling.settings)
    compared = [(contrast_name(item, telling.words), measured(accounts, item)) for item in found]
    parts = [whole, *_sides(whole, telling), *(part for group in compared for part in (group, *_sides(group, telling)))]
    return _rows("silence-contrast", everybody, parts, by, telling)


def _by_worth(accounts: Sequence[Invited]) -> tuple[Invited, ...]:
    """The accounts, those worth most first."""
    return tuple(sorted(accounts, key=lambda item: (-item.worth, item.account or "")))


def _sides(group: Group, telling: Telling) -> list[Group]:
    """Those of the group that answered, and the silent ones."""
    name, accounts = group
    return [
        (
            telling.words.say(N_("{group} · {answered}"), group=name, answered=_counts_as(side, telling)),
            tuple(item for item in accounts if item.answered is side),
        )
        for side in (True, False)
    ]


def _counts_as(answered: bool, telling: Telling) -> str:
    return telling.words.say(N_("answered") if answered else N_("silent"))


def _rows(
    key: str, everybody: Sequence[Invited], groups: Sequence[Group], by: str, telling: Telling
) -> OwnRows[Invited] | None:
    """None where nobody was asked; hidden where any invitation that is looked at is of an anonymous survey."""
    if not groups[0][1]:
        return None
    say = telling.words.say
    counted = N_(
        "Accounts that an invitation of the period went to whose {days} days to answer are over; one that answered any of "
        "them within these is not silent. Their value is that of the day of the last such invitation, what else is told of "
        "them that of the last day of the period."
    )
    listing = Listing(
        key, say(N_("Accounts asked")), say(counted, days=telling.settings.answer_days), _columns(by, telling)
    )
    parts = [RowsPart(name, _figure(items, telling), telling.selection.period, items) for name, items in groups]
    return own_rows(listing, parts, telling, any(item.is_unnamed for item in everybody))


def _figure(accounts: Sequence[Invited], telling: Telling) -> str:
    return telling.words.plural(
        N_("{n} account worth {amount} a year"),
        N_("{n} accounts worth {amount} a year"),
        len(accounts),
        amount=telling.money(sum(item.worth for item in accounts)),
    )


def _columns(by: str, telling: Telling) -> tuple[tuple[str, Callable[[Invited], Cell]], ...]:
    say = telling.words.say
    about = [_attribute(name, telling) for name in dict.fromkeys((*((by,) if by else ()), *SHOWN))]
    return (
        (say(COUNTS_AS), lambda item: _counts_as(item.answered, telling)),
        (say(N_("Account")), lambda item: item.name),
        (say(N_("Account id")), lambda item: item.account),
        (annual_value(telling), lambda item: item.worth),
        (say(N_("Invitations")), lambda item: item.invitations),
        (say(N_("Answered invitations")), lambda item: item.answers),
        (say(N_("NPS invitations not answered")), lambda item: item.nps_silent),
        *about,
        (say(MEASURE_NAMES["tickets"]), lambda item: item.tickets),
        (say(N_("Contracts due that were renewed (%)")), _renewed),
    )


def _attribute(name: str, telling: Telling) -> tuple[str, Callable[[Invited], Cell]]:
    return dimension_name(name, telling.words), lambda item: item.attributes.get(name)


def _renewed(item: Invited) -> float | None:
    return None if item.renewed is None else round(100 * item.renewed, 1)
