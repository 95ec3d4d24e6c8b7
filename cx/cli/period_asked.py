"""The period that a command names by `--period`."""

from datetime import date

from cx.cli.arguments import Ended
from cx.cli.speech import Speech
from cx.contracts.asked_period import PeriodRefused, asked_period
from cx.contracts.periods import Period
from cx.contracts.settings import Settings


def period_asked(named: str | None, known_to: date, settings: Settings, speech: Speech) -> Period | None:
    """The period of the words, None without any; words that mean none end the command with 2."""
    if named is None:
        return None
    try:
        return asked_period(named, known_to, settings.fiscal_year_starts)
    except PeriodRefused as refused:
        speech.error(refused.sentence(speech.words))
        raise Ended(2) from None
