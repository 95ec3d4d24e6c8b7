"""Units that a file may write a value in, by the name that a mapping gives them, and what becomes of the value."""

DURATIONS = {"seconds": 1 / 60, "minutes": 1.0, "hours": 60.0, "days": 1440.0}
"""Minutes in one of each."""
CLOCK_DURATIONS = ("h:mm", "h:mm:ss", "mm:ss")
"""Durations written with colons, signed or not."""
MONEY = {
    "month": 12,
    "quarter": 4,
    "half-year": 2,
    "year": 1,
    "cents": 1,
    "cents/month": 12,
    "cents/quarter": 4,
    "cents/half-year": 2,
    "cents/year": 1,
}
"""How many times a year an amount is paid; cents are divided by 100."""
MOMENTS = ("epoch seconds", "epoch milliseconds", "excel serial")
COUNTS = ("stations",)
"""Stations that something passed through: one means no handoff."""
VERDICTS = ("time left",)
"""The time that was left of a promise, signed: below zero it was broken."""
IDS = ("salesforce id",)
"""Ids of 15 signs, which Salesforce also writes with three more that say nothing new."""
INTERVALS = {
    "day": 365,
    "daily": 365,
    "week": 52,
    "weekly": 52,
    "month": 12,
    "monthly": 12,
    "quarter": 4,
    "quarterly": 4,
    "half-year": 2,
    "semiannual": 2,
    "year": 1,
    "yearly": 1,
    "annual": 1,
    "annually": 1,
}
"""Words by which a column says how often an amount is paid, and how many times a year that is."""
FILE_UNITS = (*DURATIONS, *CLOCK_DURATIONS, *MONEY, *MOMENTS, *COUNTS, *VERDICTS, *IDS)
