"""The section on what a customer is worth over its lifetime: by segment, and how much that turns on retention."""

from cx.contracts.units import Unit, figure
from cx.contracts.words import N_
from cx.insights.finding import Finding, findings
from cx.metrics.lifetimes import Lifetime, lifetimes
from cx.statistics import lifetime_multiple
from cx.story.cautions import cautions
from cx.story.exhibit import Cell, Exhibit, Section, Shape
from cx.story.exhibits import dots
from cx.story.period_names import day
from cx.story.phrases import level_on_basis
from cx.story.sections import evidence
from cx.story.telling import Telling

KEY = "customer_lifetime_value"
STEP = 0.02
"""Two points of retention more or less: what the sensitivity is shown for."""
COLUMNS = (
    N_("Segment"),
    N_("Accounts"),
    N_("Margin a year"),
    N_("Retention"),
    N_("Lifetime value"),
    N_("At 2 points less"),
    N_("At 2 points more"),
)
READING = N_(
    "Margin × r / (1 + i − r) with the retention r of the account's segment over twelve months and i {discount} a year; the "
    "first margin comes at the end of year 1. That a customer goes on as this "
    "year's did is an assumption, not a forecast."
)


def lifetime_section(telling: Telling, _by: str | None) -> Section | None:
    """What a customer is worth over its lifetime; None where no margin or no year before is known."""
    told = findings(telling.cursor, (), telling.selection, telling.settings, telling.continuity, beside=(KEY,))
    groups = lifetimes(telling.cursor, telling.selection, telling.settings, ("segment",))
    parts = {dict(group)["segment"]: part.valued for group, part in groups.items() if part.valued}
    if KEY not in told or not parts:
        return None
    everybody = [item for part in parts.values() for item in part]
    heading = _heading(told[KEY], telling)
    split = dots(KEY, "segment", heading, telling) if len(parts) > 1 else None
    table = _table(parts, _sensitivity(everybody, telling), telling)
    discount = figure(100 * telling.settings.discount_rate, Unit.PERCENT)
    said = (telling.words.say(READING, discount=discount), *cautions(told[KEY], telling))
    exhibits = (*((split,) if split else ()), table)
    return Section("lifetime", heading, exhibits, said, evidence(list(told.values()), telling))


def _heading(finding: Finding, telling: Telling) -> str:
    return telling.words.say(
        N_("A customer is worth {level} over its lifetime, if margins and retention stay as they are."),
        level=level_on_basis(finding.value, telling.words, telling.currency),
    )


def _at(items: list[Lifetime] | tuple[Lifetime, ...], step: float, telling: Telling) -> float:
    """The mean value were the retention of every segment so much higher, never above all of them or below none."""
    discount = telling.settings.discount_rate
    worths = [item.margin * lifetime_multiple(min(max(item.retention + step, 0.0), 1.0), discount) for item in items]
    return sum(worths) / len(worths)


def _sensitivity(everybody: list[Lifetime], telling: Telling) -> str:
    return telling.words.say(
        N_("Two points of retention less make it {less}, two more {more}."),
        less=telling.money(_at(everybody, -STEP, telling)),
        more=telling.money(_at(everybody, STEP, telling)),
    )


def _table(parts: dict[str | None, tuple[Lifetime, ...]], takeaway: str, telling: Telling) -> Exhibit:
    say = telling.words.say
    ordered = sorted(parts.items(), key=lambda part: (-_at(part[1], 0.0, telling), str(part[0])))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            name or say(N_("not given")),
            len(items),
            round(sum(item.margin for item in items) / len(items)),
            figure(100 * items[0].retention, Unit.PERCENT),
            *(round(_at(items, step, telling)) for step in (0.0, -STEP, STEP)),
        )
        for name, items in ordered
    )
    caption = say(
        N_("Lifetime value by segment, and were retention two points lower or higher · {filters} · {day}"),
        filters=telling.filters,
        day=day(min(telling.selection.period.end, telling.selection.as_of), telling.words),
    )
    columns = tuple(map(say, COLUMNS))
    return Exhibit(
        "lifetime-sensitivity",
        Shape.TABLE,
        takeaway,
        caption,
        Unit.MONEY,
        currency=telling.currency,
        columns=columns,
        rows=rows,
    )
