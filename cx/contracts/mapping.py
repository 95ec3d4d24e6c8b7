"""How one source's file becomes an extract: the TOML that browser and shell share."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from cx.contracts.problems import FileRefused, Problem

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""Names by which a person may give a delimiter."""


class Lookup(BaseModel):
    """A field that is found through a column of the file in what is already loaded."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    header: str
    lookup: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    take: str

    @property
    def extract(self) -> str:
        """The extract that is searched."""
        return self.lookup.partition(".")[0]

    @property
    def key(self) -> str:
        """Its column that holds the file's value."""
        return self.lookup.partition(".")[2]


class Declared(BaseModel):
    """What a file cannot say by itself; empty where its columns decide it or nobody has said."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    date_order: Literal["ymd", "dmy", "mdy"] | None = None
    time_zone: str = "UTC"
    decimal: Literal[".", ","] | None = None
    encoding: str | None = None
    delimiter: Literal[",", ";", "\t"] | None = None
    end_is: Literal["last_day", "day_after"] | None = None
    survey: Literal["named", "anonymous"] | None = None
    implied_terms: bool = True
    exported_on: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")

    @field_validator("delimiter", mode="before")
    @classmethod
    def _spelled_out(cls, value: object) -> object:
        return DELIMITERS.get(str(value), value)

    @field_validator("exported_on", mode="before")
    @classmethod
    def _as_day(cls, value: object) -> object:
        """A day that the calendar has; TOML may give it as a date of its own."""
        return date.fromisoformat(str(value)).isoformat() if value is not None else None


class Mapping(BaseModel):
    """Which column of the file fills which of our fields, and what is declared about the rest."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    extract: str
    source: str = ""
    columns: dict[str, str | Lookup] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    declare: Declared = Declared()

    @field_validator("constants", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return {key: str(item) for key, item in value.items()} if isinstance(value, dict) else value

    def header_of(self, field: str) -> str | None:
        """The file's column that fills `field`, if one does."""
        found = self.columns.get(field)
        return found.header if isinstance(found, Lookup) else found

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that the mapping fills, from a column or a constant."""
        return (*self.columns, *(name for name in self.constants if name not in self.columns))


def mapping_from_toml(text: str) -> Mapping:
    """The mapping that a TOML text holds; a text that is no mapping refuses the file."""
    try:
        return Mapping.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as fault:
        raise FileRefused(Problem("unknown_mapping", value=_reason(fault))) from None


def mapping_from_file(path: Path) -> Mapping:
    """The mapping in a TOML file."""
    if not path.is_file():
        raise FileRefused(Problem("file_missing", details={"file": str(path)}))
    try:
        return mapping_from_toml(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise FileRefused(Problem("unknown_mapping", value=str(fault))) from None


def _reason(fault: Exception) -> str:
    if isinstance(fault, ValidationError):
        first = fault.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(fault)


def toml(mapping: Mapping) -> str:
    """The mapping as the TOML text that `mapping_from_toml` reads back to the same mapping."""
    lines = [f"extract = {_quoted(mapping.extract)}", f"source = {_quoted(mapping.source)}", "", "[columns]"]
    lines += [f"{name} = {_column(target)}" for name, target in mapping.columns.items()]
    if mapping.constants:
        lines += ["", "[constants]", *(f"{name} = {_quoted(text)}" for name, text in mapping.constants.items())]
    for name, words in mapping.values.items():
        lines += ["", f"[values.{name}]", *(f"{_quoted(a)} = {_quoted(b)}" for a, b in words.items())]
    lines += ["", "[declare]"]
    for name, value in mapping.declare.model_dump(exclude_none=True, exclude_defaults=True).items():
        lines.append(f"{name} = {str(value).lower() if isinstance(value, bool) else _quoted(value)}")
    return "\n".join(lines) + "\n"


def _column(target: str | Lookup) -> str:
    if isinstance(target, str):
        return _quoted(target)
    return f"{{ header = {_quoted(target.header)}, lookup = {_quoted(target.lookup)}, take = {_quoted(target.take)} }}"


def _quoted(text: str) -> str:
    """A TOML string: JSON writes the same one, but for a sign that TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
