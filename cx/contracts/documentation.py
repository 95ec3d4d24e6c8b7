"""The columns of every extract as a document and as an empty file."""

from cx.contracts.column import Column
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.words import N_, Words


def template_csv(extract: Extract) -> str:
    """The header line of an empty file with all columns of the extract."""
    return ",".join(extract.columns) + "\r\n"


def columns_markdown(words: Words) -> str:
    """Every extract with its columns: what each holds, its type, what it may hold, the headers it is known by."""
    parts = [
        f"# {words.say(N_('Columns'))}\n",
        words.say(
            N_(
                "What each export may hold. A column in bold is required. Headers are recognised by any of their spellings; "
                "any other header can be named in a mapping."
            )
        )
        + "\n",
        words.say(
            N_(
                "A moment with a time of day is kept in UTC: one without an offset of its own is read in the time zone that "
                "the mapping declares. A day without a time stays that day in every time zone, and is kept as its midnight; "
                "where one of two moments of a row is such a day, the two are put in order by their days alone."
            )
        )
        + "\n",
    ]
    parts += [_extract(extract, words) for extract in EXTRACTS.values()]
    return "\n".join(parts)


def _extract(extract: Extract, words: Words) -> str:
    key = ", ".join(extract.key)
    lines = [
        f"## {extract.name}",
        "",
        words.say(
            N_("One row is {row}. The same {key} is the same row in a later load."),
            row=words.say(extract.one_row_is),
            key=key,
        ),
        "",
        "| "
        + " | ".join(
            words.say(name)
            for name in (N_("column"), N_("what it holds"), N_("type"), N_("may hold"), N_("known headers"))
        )
        + " |",
        "|---|---|---|---|---|",
    ]
    lines += [_column(column, words) for column in extract.columns.values()]
    return "\n".join(lines) + "\n"


def _column(column: Column, words: Words) -> str:
    name = f"**{column.name}**" if column.required else column.name
    known = ", ".join(dict.fromkeys((column.title.lower(), *column.aliases)))
    return f"| {name} | {words.say(column.description)} | {column.kind} | {_allowed(column)} | {known} |"


def _allowed(column: Column) -> str:
    if column.vocabulary:
        return ", ".join(term.word for term in column.vocabulary)
    if column.form:
        return column.form.example
    if column.low is not None and column.high is not None:
        return f"{column.low:g}\u2013{column.high:g}"
    return f"≥ {column.low:g}" if column.low is not None else ""
