"""What is said of a value that lies outside its column's range, by how the range is written: 0–10, ≥ 0, ≤ 5."""

from cx.contracts.words import N_

BETWEEN, AT_LEAST, AT_MOST = "\u2013", "≥ ", "≤ "
"""How a range is written: with both ends, with the lower one alone, with the upper one alone."""

NOT_BETWEEN = N_("Record {record} (line {line}), {column}: {value} does not lie between {least} and {most}.")
NEGATIVE = N_("Record {record} (line {line}), {column}: {value} is negative, and must not be below 0.")
IN_BRACKETS = N_(
    "Record {record} (line {line}), {column}: {value} is a negative amount, since it stands in brackets, and must not be "
    "below 0."
)
TOO_LOW = N_("Record {record} (line {line}), {column}: {value} is less than {least}, the least that it may be.")
TOO_HIGH = N_("Record {record} (line {line}), {column}: {value} is more than {most}, the most that it may be.")


def ends(written: str) -> dict[str, str]:
    """The `least` and the `most` of a range; an end that is open is empty."""
    if written.startswith(AT_MOST):
        return {"least": "", "most": written.removeprefix(AT_MOST)}
    least, _, most = written.removeprefix(AT_LEAST).partition(BETWEEN)
    return {"least": least, "most": most}


def outside_template(written: str, value: str) -> str:
    """The sentence for a value outside the range, with places for both of its ends."""
    least, most = ends(written).values()
    if least and most:
        return NOT_BETWEEN
    if least != "0":
        return TOO_LOW if least else TOO_HIGH
    return IN_BRACKETS if value.strip().startswith("(") else NEGATIVE
