"""The pictures and tables of the renewal forecast: its range, its trial on past quarters, and where its chances come from."""

from collections.abc import Sequence
from dataclasses import replace

from cx.contracts.periods import Grain, Period
from cx.contracts.units import Unit, figure, span
from cx.contracts.words import N_
from cx.insights.forecast import Forecast, QuarterTried, Shock
from cx.metrics.due_terms import Band
from cx.statistics import CalibrationBand, Estimate
from cx.story.exhibit import Cell, Exhibit, Happening, Point, Series, Shape
from cx.story.happened import covered, event_notes, happened_in, happenings
from cx.story.period_names import day, name_of, name_of_part
from cx.story.telling import Telling

FEWEST = 10
"""Terms below which a quarter is drawn faint."""
BAND_NAMES = {
    Band.AT_RISK: N_("at risk"),
    Band.NOT_AT_RISK: N_("no sign of risk"),
    Band.UNSCORED: N_("cannot be scored"),
}


def money_range(item: Estimate, telling: Telling) -> str:
    """The 95 % range of an amount."""
    return span(item.low or 0.0, item.high or 0.0, Unit.MONEY, telling.words, telling.currency)


def scenario_sentence(shock: Shock, telling: Telling) -> str:
    """What would stay in the scenario, and what the scenario is."""
    return telling.words.say(
        N_(
            "Scenario: were all terms lost as often, against the usual, as in {worst} (the worst of the past quarters, "
            "{times} times the usual), {stays} would stay."
        ),
        worst=name_of(shock.worst, telling.settings),
        times=figure(max(shock.times, 1.0), Unit.SCORE),
        stays=telling.money(shock.stays),
    )


def trial_sentence(tried: Sequence[QuarterTried], telling: Telling) -> str:
    """In how many past quarters what came lay in the range."""
    inside = sum(quarter.is_inside for quarter in tried)
    return telling.words.plural(
        N_(
            "Tried on {n} past quarter with what was known on the day before it: what came lay in the range in {inside}."
        ),
        N_(
            "Tried on {n} past quarters with what was known on the day before each: what came lay in the range in {inside}."
        ),
        len(tried),
        inside=inside,
    )


def band_of(item: CalibrationBand, telling: Telling) -> str:
    """The band of chance in words."""
    return telling.words.say(
        N_("a chance of {low} to {high} %"), low=f"{100 * item.low:.0f}", high=f"{100 * item.high:.0f}"
    )


def range_exhibit(found: Forecast, heading: str, telling: Telling) -> Exhibit:
    """What is expected to stay of each quarter ahead and of the whole, and the scenario."""
    say = telling.words.say
    marks = [
        replace(
            _quarter(
                name_of_part(part.period, Grain.QUARTER, telling.settings), part.expected, part.terms, part.due, telling
            ),
            on=part.period.start,
        )
        for part in found.quarters
        if part.terms
    ]
    marks.append(_quarter(say(N_("All of it")), found.expected, found.terms, found.due, telling))
    series = [Series(say(N_("Expected to stay")), tuple(marks))]
    if found.shock:
        name = say(N_("All of it, in the scenario"))
        shock = Point(name, found.shock.stays, n=found.terms, note=scenario_sentence(found.shock, telling))
        series.append(Series(say(N_("Scenario")), (shock,), matters=False))
    caption = telling.words.plural(
        N_("Annual value expected to stay of the terms due, with 95 % range · {filters} · {start} to {end}: {n} term"),
        N_("Annual value expected to stay of the terms due, with 95 % range · {filters} · {start} to {end}: {n} terms"),
        found.terms,
        filters=telling.filters,
        start=day(found.window.start, telling.words),
        end=day(found.window.end, telling.words),
    )
    events = happened_in(events_around(found, telling), quarters_ahead(found))
    caption = " · ".join((caption, *event_notes(events, telling)))
    return Exhibit("forecast", Shape.DOTS, heading, caption, Unit.MONEY, tuple(series), telling.currency, events=events)


def quarters_ahead(found: Forecast) -> list[Period]:
    """The quarters ahead that have a row."""
    return [part.period for part in found.quarters if part.terms]


def events_around(found: Forecast, telling: Telling) -> tuple[Happening, ...]:
    """The events of the quarters tried and of those ahead, numbered over both pictures."""
    tried = covered(quarter.period for quarter in found.tried)
    return happenings((*tried, *quarters_ahead(found)), telling)


def _quarter(name: str, item: Estimate, terms: int, due: float, telling: Telling) -> Point:
    note = telling.words.plural(
        N_("{name}: {stays} of {due} expected to stay ({range}; {n} term)"),
        N_("{name}: {stays} of {due} expected to stay ({range}; {n} terms)"),
        terms,
        name=name,
        stays=telling.money(item.value or 0.0),
        due=telling.money(due),
        range=money_range(item, telling),
    )
    return Point(name, item.value, item.low, item.high, terms, is_few=terms < FEWEST, note=note)


def trial_exhibit(found: Forecast, telling: Telling) -> Exhibit:
    """By past quarter the share of the value that was foretold to stay, and the share that did."""
    say = telling.words.say
    foretold = tuple(_tried(quarter, telling) for quarter in found.tried)
    came = tuple(
        Point(
            name_of(quarter.period, telling.settings),
            _share(quarter.came, quarter.due),
            n=quarter.terms,
            on=quarter.period.start,
            is_few=quarter.terms < FEWEST,
            note=_tried_note(quarter, telling),
            role="mark",
        )
        for quarter in found.tried
    )
    caption = telling.words.plural(
        N_(
            "Value due that stays: foretold on the day before, with 95 % range, and what came, percent · {filters}: {n} term"
        ),
        N_(
            "Value due that stays: foretold on the day before, with 95 % range, and what came, percent · {filters}: {n} terms"
        ),
        sum(quarter.terms for quarter in found.tried),
        filters=say(N_("all customers")),
    )
    open_still = sum(quarter.pending for quarter in found.tried)
    if open_still:
        note = telling.words.plural(
            N_("{n} pending term is in neither"), N_("{n} pending terms are in neither"), open_still
        )
        caption = f"{caption} · {note}"
    series = (Series(say(N_("Foretold")), foretold), Series(say(N_("Came")), came, matters=False))
    events = happened_in(events_around(found, telling), covered(quarter.period for quarter in found.tried))
    caption = " · ".join((caption, *event_notes(events, telling)))
    sentence = trial_sentence(found.tried, telling)
    return Exhibit("forecast-trial", Shape.TREND, sentence, caption, Unit.PERCENT, series, events=events)


def _tried(quarter: QuarterTried, telling: Telling) -> Point:
    value, low, high = (
        None if limit is None else _share(limit, quarter.due)
        for limit in (quarter.expected.value, quarter.expected.low, quarter.expected.high)
    )
    return Point(
        name_of(quarter.period, telling.settings),
        value,
        low,
        high,
        quarter.terms,
        quarter.period.start,
        quarter.terms < FEWEST,
        _tried_note(quarter, telling),
    )


def _tried_note(quarter: QuarterTried, telling: Telling) -> str:
    return telling.words.plural(
        N_("{name}: foretold {stays} of {due} ({range}), came {came}; {n} term"),
        N_("{name}: foretold {stays} of {due} ({range}), came {came}; {n} terms"),
        quarter.terms,
        name=name_of(quarter.period, telling.settings),
        stays=telling.money(quarter.expected.value or 0.0),
        due=telling.money(quarter.due),
        range=money_range(quarter.expected, telling),
        came=telling.money(quarter.came),
    )


def _share(amount: float, due: float) -> float | None:
    return 100 * amount / due if due else None


def calibration_table(found: Forecast, telling: Telling) -> Exhibit:
    """The calibration table: what was told of the terms of each band of chance, and what came."""
    say = telling.words.say
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            band_of(item, telling),
            item.n,
            figure(100 * item.foretold, Unit.PERCENT),
            figure(100 * (item.came.value or 0.0), Unit.PERCENT),
            span(100 * (item.came.low or 0.0), 100 * (item.came.high or 0.0), Unit.PERCENT, telling.words),
        )
        for item in found.calibration
    )
    names = (N_("Told"), N_("Terms"), N_("Mean chance told"), N_("Renewed"), N_("95 % range"))
    caption = say(N_("Calibration: terms of the tried quarters by the chance that was told of them · all customers"))
    inside = sum((item.came.low or 0.0) <= item.foretold <= (item.came.high or 0.0) for item in found.calibration)
    takeaway = telling.words.plural(
        N_("In {inside} of {n} band of chance, what came is as was told."),
        N_("In {inside} of {n} bands of chance, what came is as was told."),
        len(found.calibration),
        inside=inside,
    )
    return Exhibit(
        "forecast-calibration",
        Shape.TABLE,
        takeaway,
        caption,
        Unit.PERCENT,
        columns=tuple(map(say, names)),
        rows=rows,
        is_proof=True,
    )


def chances_table(found: Forecast, telling: Telling) -> Exhibit:
    """Where the chances come from: what became of past terms by tier and flag."""
    say = telling.words.say
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            cell.tier or say(N_("not given")),
            say(BAND_NAMES[cell.band]),
            cell.n,
            cell.renewed,
            figure(100 * cell.chance, Unit.PERCENT),
        )
        for cell in found.cells
    )
    names = (N_("Tier"), N_("Risk"), N_("Past terms"), N_("Renewed"), N_("Chance taken"))
    caption = telling.words.plural(
        N_("Chances by tier and risk, from the terms due in the 24 months before {day} · all customers: {n} term"),
        N_("Chances by tier and risk, from the terms due in the 24 months before {day} · all customers: {n} terms"),
        found.past,
        day=day(found.day, telling.words),
    )
    takeaway = telling.words.plural(
        N_("The chances come from {n} past term."), N_("The chances come from {n} past terms."), found.past
    )
    return Exhibit(
        "forecast-chances",
        Shape.TABLE,
        takeaway,
        caption,
        Unit.PERCENT,
        columns=tuple(map(say, names)),
        rows=rows,
        is_proof=True,
    )
