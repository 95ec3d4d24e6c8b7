"""The section on the renewal forecast: its range, a scenario that hits many at once, and how well it would have done."""

from cx.contracts.units import Unit, figure, span
from cx.contracts.words import N_
from cx.insights.forecast import Forecast, renewal_forecast
from cx.metrics.due_terms import last_day, past_terms, terms_ahead, window_ahead
from cx.metrics.queries import check_dimensions
from cx.metrics.registry import REGISTRY
from cx.metrics.renewal_chances import LEAST
from cx.statistics import CalibrationBand
from cx.story.exhibit import Section
from cx.story.foretold_exhibits import (
    band_of,
    calibration_table,
    chances_table,
    money_range,
    range_exhibit,
    scenario_sentence,
    trial_exhibit,
    trial_sentence,
)
from cx.story.happened import event_key
from cx.story.period_names import day, within
from cx.story.sections import evidence
from cx.story.telling import Telling

KEY = "renewal_forecast"
LIMITS = N_(
    "Each term is drawn apart, with its own chance: what hits many at once (a price rise, an outage, a crisis) is not in the "
    "range, which is therefore too narrow. The scenario is such a shock; it has no probability."
)

BRIER = {
    True: (
        N_(
            "Brier score of {n} term, times 100: {score}, where 0 is perfect, a coin scores 25 and always telling everyone's "
            "average {average}. Lower is better: on this term tier and risk told more than the average did."
        ),
        N_(
            "Brier score of {n} terms, times 100: {score}, where 0 is perfect, a coin scores 25 and always telling everyone's "
            "average {average}. Lower is better: on these terms tier and risk told more than the average did."
        ),
    ),
    False: (
        N_(
            "Brier score of {n} term, times 100: {score}, where 0 is perfect, a coin scores 25 and always telling everyone's "
            "average {average}. Lower is better: on this term tier and risk told no more than the average did."
        ),
        N_(
            "Brier score of {n} terms, times 100: {score}, where 0 is perfect, a coin scores 25 and always telling everyone's "
            "average {average}. Lower is better: on these terms tier and risk told no more than the average did."
        ),
    ),
}
"""By whether the method beat the average on the terms of the trial."""
CALIBRATION = {
    True: (
        N_("Of {n} term given {band}, {came} were renewed ({range}); told were {foretold}, which is in the range."),
        N_("Of {n} terms given {band}, {came} were renewed ({range}); told were {foretold}, which is in the range."),
    ),
    False: (
        N_("Of {n} term given {band}, {came} were renewed ({range}); told were {foretold}, which is out of the range."),
        N_(
            "Of {n} terms given {band}, {came} were renewed ({range}); told were {foretold}, which is out of the range."
        ),
    ),
}
"""By whether what was told lies in the range of what came."""


def forecast_section(telling: Telling, _by: str | None) -> Section | None:
    """The forecast with its trial; a sentence where too few outcomes are known, and None where nothing is due."""
    check_dimensions(REGISTRY[KEY], tuple(item.dimension for item in telling.selection.filters))
    if telling.selection.period.start > telling.selection.as_of:
        return None
    found = renewal_forecast(telling.cursor, telling.selection, telling.settings)
    if found is None:
        return _too_few(telling)
    heading = _heading(found, telling)
    exhibits = [range_exhibit(found, heading, telling)]
    exhibits += [trial_exhibit(found, telling)] if found.tried else []
    exhibits += [calibration_table(found, telling)] if found.calibration else []
    exhibits += [chances_table(found, telling)]
    told = [telling.ahead[KEY]] if KEY in telling.ahead else []
    said = (*_meaning(found, telling), *event_key(exhibits, telling))
    return Section("forecast", heading, tuple(exhibits), said, evidence(told, telling))


def _too_few(telling: Telling) -> Section | None:
    """That nothing can be foretold from so few; None where nothing is due."""
    window = window_ahead(telling.selection, telling.settings)
    if not any(terms_ahead(telling.cursor, telling.selection, telling.settings, window).values()):
        return None
    known = len(past_terms(telling.cursor, telling.settings, last_day(telling.selection)))
    heading = telling.words.plural(
        N_("What will be renewed cannot be foretold yet: {n} past outcome is known, and {least} are needed."),
        N_("What will be renewed cannot be foretold yet: {n} past outcomes are known, and {least} are needed."),
        known,
        least=LEAST,
    )
    said = telling.words.say(
        N_(
            "Counted are the terms that came due in the 24 months before {day} and whose grace was over by then. A chance "
            "taken from fewer would be a guess."
        ),
        day=day(last_day(telling.selection), telling.words),
    )
    return Section("forecast", heading, (), (said,), ())


def _heading(found: Forecast, telling: Telling) -> str:
    places = {
        "due": telling.money(found.due),
        "when": within(found.window, telling.words, telling.settings),
        "stays": telling.money(found.expected.value or 0.0),
        "range": money_range(found.expected, telling),
    }
    return telling.words.say(N_("Of {due} that comes due {when}, {stays} is expected to stay ({range})."), **places)


def _meaning(found: Forecast, telling: Telling) -> tuple[str, ...]:
    said = [telling.words.say(LIMITS)]
    if found.shock:
        said.append(scenario_sentence(found.shock, telling))
    if found.tried:
        said += [trial_sentence(found.tried, telling), _rests_on(found, telling), *_brier(found, telling)]
        said += [_calibration(item, telling) for item in found.calibration]
    else:
        said.append(
            telling.words.say(
                N_(
                    "The method could not be tried on a past quarter yet: before none of them were {least} outcomes known. "
                    "Nobody knows how good it is here."
                ),
                least=LEAST,
            )
        )
    if telling.selection.filters:
        said.append(
            telling.words.say(
                N_("The chances and the trial are of all customers: of {filters} alone there are too few."),
                filters=telling.filters,
            )
        )
    said.append(
        telling.words.say(
            N_("A term that is renewed for less counts at its full value, in what is told and in what came.")
        )
    )
    return tuple(said)


def _rests_on(found: Forecast, telling: Telling) -> str:
    """What the trial takes for use: a contract export's seats have no day, and may tell what came."""
    return (
        telling.words.plural(
            N_(
                "The trial rests on dated use of the {days} days before each day, and on dated answers. {n} of its {terms} terms "
                "has no dated use: for it the seats of the contract export count, which may be of a later day and flatter it."
            ),
            N_(
                "The trial rests on dated use of the {days} days before each day, and on dated answers. {n} of its {terms} terms "
                "have no dated use: for them the seats of the contract export count, which may be of a later day and flatter it."
            ),
            found.undated,
            days=telling.settings.active_days,
            terms=sum(quarter.terms for quarter in found.tried),
        )
        if found.undated
        else telling.words.say(
            N_("The trial rests on dated use of the {days} days before each day, and on dated answers."),
            days=telling.settings.active_days,
        )
    )


def _brier(found: Forecast, telling: Telling) -> list[str]:
    """The score in plain words, beside that of a forecaster who knows the average alone."""
    if found.brier is None or found.brier_of_average is None:
        return []
    told_more = found.brier < found.brier_of_average
    return [
        telling.words.plural(
            *BRIER[told_more],
            sum(item.n for item in found.calibration),
            score=figure(100 * found.brier, Unit.SCORE),
            average=figure(100 * found.brier_of_average, Unit.SCORE),
        )
    ]


def _calibration(item: CalibrationBand, telling: Telling) -> str:
    """What was told of the terms of a band, and what came of them."""
    low, high = 100 * (item.came.low or 0.0), 100 * (item.came.high or 0.0)
    foretold = 100 * item.foretold
    return telling.words.plural(
        *CALIBRATION[low <= foretold <= high],
        item.n,
        band=band_of(item, telling),
        came=figure(100 * (item.came.value or 0.0), Unit.PERCENT),
        range=span(low, high, Unit.PERCENT, telling.words),
        foretold=figure(foretold, Unit.PERCENT),
    )
