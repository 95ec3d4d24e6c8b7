"""The base of every extract's row: text cells in, typed values or coded refusals out."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from cx.contracts.column import Column
from cx.contracts.values import READERS, SPACES, Unreadable

Checked = TypeVar("Checked", bound="Row")


def refusal(code: str, column: str) -> PydanticCustomError:
    """A validation error that carries a row fault's code and the column it is about."""
    return PydanticCustomError(code, "{column}", {"column": column})


class Row(BaseModel):
    """One row of an extract; cells arrive as text in canonical form (ISO dates, decimal point).

    Validate with `context={"today": date}` to have dates that lie after the load refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _read(cls, value: object, info: ValidationInfo) -> object:
        column = columns(cls)[info.field_name or ""]
        text = value.strip(SPACES) if isinstance(value, str) else value
        if text is None or text == "":
            if column.required:
                raise refusal("missing", column.name)
            return None
        if "\x00" in str(text):
            raise refusal("nul_byte", column.name)
        try:
            read = READERS[column.kind](str(text), column)
        except Unreadable as fault:
            raise refusal(fault.code, column.name) from None
        return _happened(read, column, info)


def _happened(value: object, column: Column, info: ValidationInfo) -> object:
    """The value, refused when it happened later than one day of grace after the load."""
    today = (info.context or {}).get("today")
    if column.happened and today is not None and isinstance(value, date):
        on = value.date() if isinstance(value, datetime) else value
        if on > today + timedelta(days=1):
            raise refusal("in_future", column.name)
    return value


def check_order(row: Checked, code: str, later: str, earlier: str) -> Checked:
    """The row itself; refused with the code where both dates are known and the later one lies before the earlier.

    Of a moment without a time of day, which is kept as midnight, only the day is compared.
    """
    ends, starts = getattr(row, later), getattr(row, earlier)
    if ends is not None and starts is not None and ends < starts and not _may_be_later(ends, starts):
        raise refusal(code, later)
    return row


def _may_be_later(ends: date, starts: date) -> bool:
    """True where the later one has no time of day, and it is the earlier one's day."""
    return isinstance(starts, datetime) and ends == datetime.combine(starts.date(), time())


@cache
def columns(model: type[Row]) -> dict[str, Column]:
    """The columns of an extract by field name, in the order of the model."""
    found = {}
    for name, field in model.model_fields.items():
        column = next(item for item in field.metadata if isinstance(item, Column))
        found[name] = replace(column, name=name)
    return found
