"""What every metric means, in words: for the Definitions page and the document."""

from dataclasses import dataclass

from cx.contracts.dimension_names import dimension_name
from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_, PAGE, Words
from cx.metrics.metric import BOOKS, Metric
from cx.metrics.queries import dimensions_of
from cx.metrics.registry import METRICS
from cx.story.board import ADOPTION, BESIDE, RENEWALS, SERVICE, VOICE
from cx.story.unit_note import unit_note

DIRECTIONS = {
    Direction.MORE_IS_BETTER: N_("more is better"),
    Direction.FEWER_IS_BETTER: N_("less is better"),
    Direction.NEITHER: N_("neither is better"),
}

SUBJECTS = {
    N_("Voice of customer"): (VOICE, {"survey"}),
    N_("Service"): (SERVICE, {"tickets", "touches", "owner_changes"}),
    N_("Renewals"): (RENEWALS, {"renewals", "accounts"}),
    N_("Adoption"): (ADOPTION, {"usage", "milestones"}),
}
"""A page -> its metrics, and the exports whose other metrics belong to it."""
OTHER = N_("Other figures")


@dataclass(frozen=True)
class Definition:
    """A metric in words: pairs of what is said and what it is about."""

    key: str
    subject: str
    """The page that tells of it, by its name."""
    name: str
    question: str
    lines: tuple[tuple[str, str], ...]


def definitions(words: Words) -> tuple[Definition, ...]:
    """Every metric's definition in the order of the registry."""
    return tuple(
        Definition(
            metric.key,
            words.say(_subject(metric)),
            words.say(metric.name),
            words.say(metric.question),
            _lines(metric, words),
        )
        for metric in METRICS
    )


def _subject(metric: Metric) -> str:
    """The page that shows the metric, else the one that its export fills."""
    for name, (page, _) in SUBJECTS.items():
        if any(metric.key in (main, *BESIDE.get(main, ())) for main in page):
            return name
    return next((name for name, (_, extracts) in SUBJECTS.items() if metric.extract in extracts), OTHER)


def _lines(metric: Metric, words: Words) -> tuple[tuple[str, str], ...]:
    found = [
        (N_("Numerator / denominator") if " / " in metric.formula else N_("Formula"), words.say(metric.formula)),
        (
            N_("Counted in"),
            words.say(
                N_("{unit}; {direction}"),
                unit=unit_note(metric, words),
                direction=words.say(DIRECTIONS[metric.direction]),
            ),
        ),
        (N_("Left out"), words.say(metric.left_out)),
        (N_("Range (95 %)"), words.say(metric.interval)),
        (N_("Smallest change we speak of"), _change(metric, words)),
        (N_("Can be split by"), _splits(metric, words)),
        (N_("Source"), words.say(metric.source)),
    ]
    if metric.caveat:
        found.insert(3, (N_("Mind"), words.say(metric.caveat)))
    return tuple((words.say(name), text) for name, text in found)


def _splits(metric: Metric, words: Words) -> str:
    """The dimensions, by name on the page, elsewhere by the key that --by takes.

    Of a book that is compared on two days, also of which day the attributes of accounts are.
    """
    found = dimensions_of(metric)
    names = ", ".join(dimension_name(name, words) for name in found) if words.front == PAGE else ", ".join(found)
    if metric.grid not in BOOKS:
        return names
    said = (
        N_("{names}; by what was known of the account on the last day")
        if metric.of_last_day
        else N_("{names}; by what was known of the account on the first day, whatever became of it")
    )
    return words.say(said, names=names)


SIZES = {
    Unit.POINTS: N_("{n} points"),
    Unit.PERCENT: N_("{n} pp"),
    Unit.SCORE: N_("{n} of the scale"),
    Unit.MINUTES: N_("{n} min"),
    Unit.HOURS: N_("{n} h"),
    Unit.DAYS: N_("{n} d"),
    Unit.COUNT: N_("{n} per ticket"),
    Unit.PER_ACCOUNT: N_("{n} per account"),
    Unit.PER_USER: N_("{n} events per user"),
}
"""How a smallest change is said in a unit that needs a word."""


def _change(metric: Metric, words: Words) -> str:
    smallest = (
        words.say(SIZES.get(metric.unit, N_("{n}")), n=f"{metric.smallest_change:g}")
        if metric.smallest_change
        else words.say(N_("any change"))
    )
    if metric.ledger:
        return words.say(
            N_("{smallest}; all are counted, so the figure is exact"),
            smallest=smallest,
        )
    if metric.adds_up:
        return words.say(
            N_("none: it has a range of its own, but none of a difference, so that no change is called sure or likely")
        )
    return words.say(
        N_(
            "{smallest}, with at least {minimum} cases on both sides; sure when the 95 % range of the difference excludes 0, "
            "likely when the 80 % range does"
        ),
        smallest=smallest,
        minimum=metric.minimum_n,
    )


def definitions_markdown(words: Words) -> str:
    """Every definition as one Markdown document."""
    parts = [f"# {words.say(N_('Definitions'))}\n"]
    for item in definitions(words):
        parts.append(f"## {item.name} (`{item.key}`)\n\n{item.question}\n")
        parts.append("\n".join(f"- **{name}**: {text}" for name, text in item.lines) + "\n")
    return "\n".join(parts)
