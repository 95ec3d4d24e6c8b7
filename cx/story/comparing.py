"""Groups compared, in words: what each has, the difference, its range and how sure it is."""

from collections.abc import Sequence

from cx.contracts.units import change
from cx.contracts.words import N_, Words
from cx.insights.comparison import Comparison
from cx.metrics.registry import REGISTRY
from cx.story.exhibit import Exhibit, Shape
from cx.story.phrases import basis, certainty, level
from cx.story.telling import Telling, dimension_name

COLUMNS = (
    N_("Compared"),
    N_("With"),
    N_("Difference"),
    N_("How sure"),
    N_("95 % range of the difference"),
    N_("Value"),
    N_("Value of the other"),
)


def comparison_table(found: tuple[Comparison, ...], key: str, dimension: str, telling: Telling) -> Exhibit:
    """The comparisons as a table; its caption says of what they speak and whether they are adjusted."""
    say, metric = telling.words.say, REGISTRY[key]
    caption = say(
        N_("{name} by {dimension} · {filters} · {period}"),
        name=say(metric.name),
        dimension=dimension_name(dimension, telling.words).lower(),
        filters=telling.filters,
        period=telling.period,
    )
    return Exhibit(
        f"{key}-compared-by-{dimension}",
        Shape.TABLE,
        say(N_("Comparison by {dimension}"), dimension=dimension_name(dimension, telling.words).lower()),
        " · ".join((caption, *adjustment(found, telling))),
        metric.unit,
        currency=telling.currency,
        columns=tuple(map(say, COLUMNS)),
        rows=tuple(_row(item, telling) for item in found),
    )


def nothing_compared(key: str, names: Sequence[str], words: Words) -> str:
    """Why there is nothing to compare."""
    if REGISTRY[key].adds_up and not names:
        return words.say(
            N_("“{name}” is a sum: a part of it is not compared with the sum of all the others. Name two groups."),
            name=words.say(REGISTRY[key].name),
        )
    return words.say(N_("There are no two groups to compare."))


def adjustment(found: tuple[Comparison, ...], telling: Telling) -> list[str]:
    """That several comparisons were tested together, and are adjusted for it; nothing where one was."""
    together = max((item.together for item in found), default=0)
    if together < 2:
        return []
    text = N_("{n} comparisons tested together: ranges and words are adjusted for that (Holm)")
    return [telling.words.say(text, n=together)]


def group_names(item: Comparison, telling: Telling) -> tuple[str, str]:
    """Both sides by name."""
    say = telling.words.say
    named = [name if name else say(N_("not given")) for name in (item.one, item.other or "")]
    return named[0], say(N_("the rest")) if item.other is None else named[1]


def difference_range(item: Comparison, telling: Telling) -> str:
    """The 95 % range of the difference; empty where it has none."""
    low, high = item.change.low, item.change.high
    if low is None or high is None:
        return ""
    unit, money = item.change.after.metric.unit, telling.currency
    return telling.words.say(N_("{low} to {high}"), low=change(low, unit, money), high=change(high, unit, money))


def _row(item: Comparison, telling: Telling) -> tuple[str, ...]:
    words, found = telling.words, item.change
    unit = found.after.metric.unit
    sides = (
        words.say(
            N_("{level} ({basis})"),
            level=level(side, words, telling.currency),
            basis=basis(side, words, telling.currency),
        )
        if side.value is not None
        else level(side, words, telling.currency)
        for side in (found.after, found.before)
    )
    return (
        *group_names(item, telling),
        change(found.value, unit, telling.currency) if found.value is not None else "",
        certainty(found, words),
        difference_range(item, telling),
        *sides,
    )
