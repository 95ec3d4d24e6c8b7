"""Odd ways to write a value that a file's own column shows, by the name that a resolved mapping gives them."""

MONTH_NAMES = "month names"
SHORT_YEARS = "two-digit years"
TWELVE_HOURS = "12-hour clock"
SIGNS = "signs"
"""Amounts with a currency, spaces or apostrophes between thousands, a percent sign, or brackets for a minus."""
MARKS = "missing marks"
FILE_FORMS = (MONTH_NAMES, SHORT_YEARS, TWELVE_HOURS, SIGNS, MARKS)
DATE_FORMS = frozenset((MONTH_NAMES, SHORT_YEARS, TWELVE_HOURS))

FIRST_SHORT_YEAR = 70
"""Two-digit years from here on are of the twentieth century, those below of the twenty-first."""

CLEAR_MARKS = ("-", "--", "---", "–", "—", "?", "n/a", "#n/a", "null", "nan", "*redacted*", "(null)", "(blank)")
"""Marks that stand for no value in any column but those of free text."""
MISSING_MARKS = (*CLEAR_MARKS, "na", "none")
"""Marks for no value in numbers, dates and ids; in a region "NA" is North America, and a priority may be "None"."""

CURRENCY_SIGNS = {
    "€": "EUR",
    "$": "USD",
    "us$": "USD",
    "£": "GBP",
    "₪": "ILS",
    "₽": "RUB",
    "руб": "RUB",
    "руб.": "RUB",
    "р.": "RUB",
    "lei": "RON",
    "leu": "RON",
}
"""Signs that stand for a currency, in lower case; three capital letters are its code."""
