"""That the data ends long before today, so that an old export is not read as how things stand."""

from datetime import date

from cx.contracts.periods import months_later
from cx.contracts.words import N_, Words
from cx.story.period_names import day

CURRENT_MONTHS = 6
"""Two quarters: data that ends no earlier is read as how things stand."""


def stale_line(known_to: date, today: date, words: Words) -> str:
    """On which day the data ends and how many whole months ago that was; empty while that is within two quarters."""
    if months_later(known_to, CURRENT_MONTHS) >= today:
        return ""
    months = (today.year - known_to.year) * 12 + today.month - known_to.month - (today.day < known_to.day)
    return words.plural(
        N_("The data ends on {day}, {n} month before today: what happened since is not in it."),
        N_("The data ends on {day}, {n} months before today: what happened since is not in it."),
        months,
        day=day(known_to, words),
    )
