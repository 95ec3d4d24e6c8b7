"""The mapping file of each extract: our field = the header in the file, and what the file cannot say."""

from typing import Final

DECLARED: Final = {
    "date_order": "ymd",
    "time_zone": "UTC",
    "decimal": ".",
    "encoding": "utf-8",
    "delimiter": ",",
}
DECLARED_BY_EXTRACT: Final = {"survey": {"survey": "named"}, "renewals": {"end_is": "day_after"}}


def mapping(extract: str, columns: list[str]) -> str:
    """The TOML text that maps each column of an extract to the field of the same name."""
    declared = DECLARED | DECLARED_BY_EXTRACT.get(extract, {})
    lines = [f'extract = "{extract}"', 'source = "sample company"', "", "[columns]"]
    lines += [f'{column} = "{column}"' for column in columns]
    lines += ["", "[declare]", *(f'{key} = "{value}"' for key, value in declared.items())]
    return "\n".join(lines) + "\n"
