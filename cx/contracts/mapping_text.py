"""A mapping as TOML: the text that browser, shell and a file beside an export share."""

import json
import re
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Pairs
from pathlib import Path

from pydantic import BaseModel, ValidationError

from cx.contracts.file_units import FILE_UNITS
from cx.contracts.mapping import Mapping
from cx.contracts.problems import FileRefused, Problem


def mapping_from_toml(text: str) -> Mapping:
    """The mapping that a TOML text holds; a text that is no mapping refuses the file."""
    try:
        return Mapping.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as fault:
        raise FileRefused(_unknown_unit(fault) or Problem("unknown_mapping", value=_reason(fault))) from None


def mapping_from_file(path: Path) -> Mapping:
    """The mapping in a TOML file."""
    if not path.is_file():
        raise FileRefused(Problem("file_missing", details={"file": str(path)}))
    try:
        return mapping_from_toml(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise FileRefused(Problem("unknown_mapping", value=str(fault))) from None


def _unknown_unit(fault: Exception) -> Problem | None:
    """The unit that no column can have, where one is what is wrong."""
    errors = fault.errors() if isinstance(fault, ValidationError) else []
    found = next((item for item in errors if item["type"] == "value_error" and item["loc"][-1:] == ("unit",)), None)
    if found is None:
        return None
    details = {"units": ", ".join(FILE_UNITS)}
    return Problem("unknown_unit", column=str(found["loc"][1]), value=str(found["input"]), details=details)


def _reason(fault: Exception) -> str:
    if isinstance(fault, ValidationError):
        first = fault.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(fault)


def toml(mapping: Mapping) -> str:
    """The mapping as the TOML text that `mapping_from_toml` reads back to the same mapping."""
    lines = [f"extract = {_quoted(mapping.extract)}", f"source = {_quoted(mapping.source)}"]
    lines += ["", "[columns]", *_pairs(mapping.columns)]
    if mapping.constants:
        lines += ["", "[constants]", *_pairs(mapping.constants)]
    for name, words in mapping.values.items():
        lines += ["", f"[values.{name}]", *(f"{_quoted(a)} = {_quoted(b)}" for a, b in words.items())]
    for name in ("when", "answers"):
        for item in getattr(mapping, name):
            lines += ["", f"[[{name}]]", *_pairs(_said(item))]
    for name in ("event_log", "repeats"):
        if item := getattr(mapping, name):
            lines += ["", f"[{name}]", *_pairs(_said(item))]
    if mapping.skip:
        lines += ["", "[skip]", *_pairs(mapping.skip)]
    lines += ["", "[declare]", *_pairs(_said(mapping.declare))]
    return "\n".join(lines) + "\n"


def _said(item: BaseModel) -> dict[str, object]:
    return item.model_dump(exclude_none=True, exclude_defaults=True)


def _pairs(values: Pairs[str, object]) -> Iterator[str]:
    for name, value in values.items():
        yield f"{_key(name)} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, BaseModel):
        return _value(_said(value))
    if isinstance(value, dict):
        return "{ " + ", ".join(_pairs(value)) + " }" if value else "{}"
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else _quoted(str(value))


def _key(name: str) -> str:
    """A bare key where TOML allows one."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    """A TOML string: JSON writes the same one, but for a sign that TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
