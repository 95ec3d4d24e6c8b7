"""Any file by any mapping loads or is refused with a sentence, its counts add up, and an undo leaves nothing of it.

`CX_FUZZ=1 pytest tests/store/test_fuzz.py` looks for new examples.
"""

import csv
import gzip
import io
import os
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cx.contracts.column import FLAG_TERMS, Column, Kind
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.file_forms import FILE_FORMS, MISSING_MARKS
from cx.contracts.file_units import FILE_UNITS
from cx.contracts.mapping import Mapping
from cx.contracts.mapping_text import mapping_from_toml, toml
from cx.contracts.problems import FileRefused
from cx.contracts.words import Words
from cx.ingest.code_page import ENCODINGS
from cx.ingest.proposal import likely_extract, proposed
from cx.store.database import Store
from cx.store.journal import refused_csv
from cx.store.load import Load
from cx.store.loading import Source, load, read_file
from cx.store.undo import undo
from tests.workbooks import DAY, DURATION, MOMENT, error, formula, number, truth, workbook

TODAY = date(2026, 11, 23)
PROFILES = sorted((Path(__file__).parents[1] / "data" / "profiles").glob("*.csv"))
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WORDS = Words("en")
BROAD = bool(os.environ.get("CX_FUZZ"))

DATES = (
    "2026-01-05", "2026-01-05 10:00", "2026-01-05T10:00:00Z", "2026-1-5", "05.01.2026", "31.12.2025", "12/31/2025",
    "31/12/25", "05/06/07", "25-12-31", "5 Jan 2026", "Jan 5, 2026 3:07 PM", "5. März 2026", "5 ינואר 2026",
    "5 января 2026 г.", "1767603600", "1767603600000", "46027", "46027.5", "2026-02-30", "0000-00-00", "99/99/9999",
    "2027-12-31", "9999-12-31 23:59:59+14:00", "12:30 AM", "01/02/2026 12:30 AM", "Q3 2026", "1/1/1", "99999999999999",
)  # fmt: skip
NUMBERS = (
    "9", "0", "10", "-1", "5.5", "5,5", "1.234,56", "1,234.56", "1'234", "1 234", "1\u202f234,5", "$5", "€ 1.000,00",
    "(12.00)", "−3", "1e9", "NaN", "inf", "99999999999999999999", "123456789012345678", "7 %", "70%", "12:30", "-1:05:09",
    "0:00", "1.2.3", ",", ".", "-", "- -", "US$ 3", "3 EUR", "XYZ 4", "٣", "½", "1.234", "1,234",
)  # fmt: skip
TEXTS = (
    "A1", "A2", "R 3", "yes", "no", "True", "", " ", "-", "?", "NA", "null", "*redacted*", "#N/A", "=1+1", "+1", "@cmd",
    "-2+3", "a,b", "a;b", "tab\there", 'say "so"', '"', '""', "'", "\\", "two\nlines", "\n", "cr\rlf\r\n", "עברית",
    "שלום, עולם", "Größe", "đây", "Привет", "naïve", "\x00", "a\x00b", "\ufeff", "\u200b", "\x1f", "\x85", "\u2028",
    "🙂", "x" * 5000, "1234567890123456789", "0012", "1.23457E+18", "{}", "$path", "?1", "c0", "%", "_", "*", "[1]",
    "Total", "Grand Total", "sep=;", "{'ImportId': 'x'}", "#REF!",
)  # fmt: skip
HEADERS = (
    "Name", "name", "", " ", "Datum (UTC)", "Zeit (in hrs)", "עמודה", "Größe", "a,b", 'a"b', "select", "c0", "two\nlines",
    "refused: why", "refused: left over", "refused: record", "x" * 300, "Status", "1", "2026-01-01", "ID", "V1", "=a",
)  # fmt: skip
TEXT_CODES = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1255",
    "iso8859-2",
    "latin-1",
)
ABOVE = (
    *("",) * 9,
    "\n\n",
    "Report of March\n\n",
    "Report;by us, made\n",
    "sep={sign}\n",
    '"two\nlines"\n',
    "Total{sign}1\n",
)
BELOW = (
    *("",) * 9,
    "\n\n\n",
    "\nGrand Totals (3 records)\nCopyright (c) 2026 us\n",
    "Total{sign}3\n",
    '\n"cut',
    "{sign}\n",
)


def among(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def rarely(found: st.SearchStrategy[Any], otherwise: Any = None) -> st.SearchStrategy[Any]:
    return st.integers(0, 5).flatmap(lambda at: found if at == 5 else st.just(otherwise))


def words_of(column: Column) -> tuple[str, ...]:
    terms = FLAG_TERMS if column.kind is Kind.FLAG else column.vocabulary
    return (*(spelling for term in terms for spelling in term.spellings[:2]), *(word for word, _ in column.words))


def usual_values(column: Column) -> tuple[str, ...]:
    """What a plain export would hold."""
    if column.kind in (Kind.MOMENT, Kind.DAY):
        return ("2026-01-05", "2026-01-06", "2026-03-31 10:00" if column.kind is Kind.MOMENT else "2026-03-31")
    if column.kind in (Kind.WHOLE, Kind.NUMBER, Kind.MONEY):
        return ("1", "0", "1.0") if column.high == 1 else ("5", "7", "1")
    return words_of(column)[:4] or ("EUR",) if column.form else words_of(column)[:4] or ("A1", "A2", "A3", "A4")


def good_cells(column: Column | None) -> st.SearchStrategy[str]:
    return st.sampled_from(usual_values(column)) if column else st.sampled_from(TEXTS[:4])


def cells(column: Column | None) -> st.SearchStrategy[str]:
    """A cell of the column: mostly usual, else odd for its kind, else anything."""
    odd = TEXTS
    if column and column.kind in (Kind.MOMENT, Kind.DAY):
        odd = DATES
    elif column and column.kind in (Kind.WHOLE, Kind.NUMBER, Kind.MONEY):
        odd = (*NUMBERS, *words_of(column))
    wild = st.text(max_size=6) if BROAD else st.sampled_from(TEXTS)
    usual = good_cells(column)
    return st.integers(0, 19).flatmap(
        lambda at: (
            usual
            if at < 13
            else st.sampled_from(odd)
            if at < 18
            else st.sampled_from(MISSING_MARKS)
            if at < 19
            else wild
        )
    )


@dataclass(frozen=True)
class Case:
    """A file and the mapping to load it by; None takes the proposed one."""

    extract: Extract
    file: str
    content: bytes
    mapping: Mapping | None
    records: int | None
    """How many data records were written, where the file is plain enough to say."""


@st.composite
def tables(draw: st.DrawFn, extract: Extract) -> tuple[dict[str, str], list[str], list[list[str]]]:
    """Field -> header, all headers, and the rows."""
    optional = [name for name in extract.columns if name not in extract.required]
    fields = [*extract.required, *draw(st.lists(st.sampled_from(optional), unique=True, max_size=6))]
    if draw(st.integers(0, 19)) == 19:
        fields = fields[1:]
    named = {}
    for name in fields:
        column = extract.columns[name]
        named[name] = draw(among(name, name, column.title, *column.aliases[:3], f"{name} (UTC)", f"{name} (in hrs)"))
        named[name] = draw(rarely(rarely(st.sampled_from(HEADERS), named[name]), named[name]))
    extra = draw(st.lists(st.sampled_from(HEADERS), max_size=3))
    order = draw(st.permutations([*named, *(None for _ in extra)]))
    left = iter(extra)
    header = [named[name] if name else next(left) for name in order]
    columns = [extract.columns[name] if name else None for name in order]
    good, any_row = (st.tuples(*map(kind, columns)).map(list) for kind in (good_cells, cells))
    least = 0 if draw(st.integers(0, 19)) == 19 else 1
    return named, header, draw(st.lists(good | any_row, min_size=least, max_size=6))


@st.composite
def targets(draw: st.DrawFn, column: Column, header: str, headers: list[str]) -> Any:
    """What the field is filled from."""
    shape = draw(st.integers(0, 19))
    if shape == 19:
        return {"make": draw(st.lists(st.sampled_from(headers), min_size=1, max_size=3))}
    if shape == 18 and BROAD:
        other = EXTRACTS[draw(st.sampled_from(sorted(EXTRACTS)))]
        key, take = draw(st.sampled_from(sorted(other.columns))), draw(st.sampled_from(sorted(other.columns)))
        return {"header": header, "lookup": f"{other.name}.{key}", "take": take}
    if shape < 12:
        return header
    said = {
        "unit": draw(rarely(st.sampled_from(FILE_UNITS))),
        "time_zone": draw(rarely(among("UTC", "Europe/Berlin", "Asia/Kathmandu", "EST5EDT"))),
        "date_order": draw(rarely(among("ymd", "dmy", "mdy"))),
        "decimal": draw(rarely(among(".", ","))),
        "forms": draw(rarely(st.lists(st.sampled_from(FILE_FORMS), unique=True))),
        "currency": draw(rarely(among("EUR", "mixed"))),
    }
    return {"header": header, **{name: value for name, value in said.items() if value is not None}}


def declarations() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "date_order": among("ymd", "ymd", "dmy", "mdy"),
            "decimal": among(".", ","),
            "time_zone": among("UTC", "Asia/Jerusalem", "America/New_York"),
            "end_is": among("last_day", "day_after"),
            "survey": among("named", "anonymous"),
            "implied_terms": st.booleans(),
            "encoding": rarely(st.sampled_from(sorted(ENCODINGS))),
            "delimiter": rarely(among(",", ";", "\t", "|")),
            "exported_on": rarely(st.just("2026-09-30")),
        },
    )


@st.composite
def documents(
    draw: st.DrawFn, extract: Extract, named: dict[str, str], headers: list[str], rows: list[list[str]]
) -> Any:
    """A mapping as a document, of the file's own headers for the most part."""
    own = st.sampled_from(headers)
    held = st.sampled_from([cell for row in rows for cell in row] or [""])
    word = among(
        *[word for column in extract.columns.values() for word in words_of(column)[:3]] or ["x"], "5", "", "a*"
    )
    field = st.sampled_from(sorted(extract.columns))
    said: dict[str, Any] = {
        "extract": extract.name,
        "columns": {name: draw(targets(extract.columns[name], header, headers)) for name, header in named.items()},
        "declare": draw(declarations()),
    }
    said["constants"] = {
        name: draw(among(*usual_values(extract.columns[name]), "")) for name in draw(st.lists(field, max_size=2))
    }
    if extract.name == "survey":
        said["constants"] |= draw(st.sampled_from([{}, {"scale": "0-10", "ces_version": "2.0"}]))
    said["values"] = draw(rarely(st.dictionaries(field, st.dictionaries(held, word, max_size=2), max_size=2), {}))
    when = st.fixed_dictionaries({"column": own, "like": among("*", "A?", "", "%", "\\", "yes")})
    setting = st.dictionaries(field, word, min_size=1, max_size=2)
    said["when"] = draw(
        rarely(st.lists(st.tuples(when, setting).map(lambda two: {**two[0], "set": two[1]}), max_size=2), [])
    )
    said["skip"] = draw(
        rarely(st.dictionaries(own | field, st.lists(held | among("*", ""), max_size=2), max_size=2), {})
    )
    said["repeats"] = draw(rarely(own.map(lambda name: {"last_by": name})))
    if extract.name == "survey":
        sets = among({"kind": "nps", "scale": "0-10"}, {"kind": "csat", "scale": "1-5"}, {"kind": ""}, {})
        item = st.fixed_dictionaries({"score": own, "comment": st.none() | own, "set": sets})
        said["answers"] = draw(rarely(st.lists(item, max_size=3), []))
    if extract.name == "tickets":
        log = st.fixed_dictionaries({"key": own, "order": own, "owner": st.none() | own})
        said["event_log"] = draw(rarely(log))
    return said


@st.composite
def texts(draw: st.DrawFn, header: list[str], rows: list[list[str]]) -> tuple[bytes, bool]:
    """The table as text in any dialect, and whether every record is sure to be one."""
    sign, end = draw(st.sampled_from(",;\t|")), draw(among("\n", "\r\n", "\r"))
    ragged = draw(st.integers(0, 9)) == 9
    if ragged:
        rows = [draw(among(row, row[:-1], [*row, "more"], [])) for row in rows]
    made = io.StringIO()
    style = draw(among(*[csv.QUOTE_MINIMAL, csv.QUOTE_ALL] * 5, csv.QUOTE_NONE))
    bare = {"quoting": style, "escapechar": "\\", "quotechar": None} if style == csv.QUOTE_NONE else {"quoting": style}
    csv.writer(made, delimiter=sign, lineterminator="\n", **bare).writerows([header, *rows])
    above, below = draw(st.sampled_from(ABOVE)), draw(st.sampled_from(BELOW))
    text = (above + made.getvalue() + below).replace("{sign}", sign).replace("\n", end)
    content = text.encode(draw(st.sampled_from(TEXT_CODES)), "replace")
    cut = draw(st.integers(0, 29)) == 29
    if cut:
        content = content[: draw(st.integers(0, len(content)))]
    return content, not (ragged or cut or above or below or style == csv.QUOTE_NONE)


def sheet_cell(text: str, kind: int) -> str:
    """A cell of a workbook: its text, or a number, a date, a formula or an error in its place."""
    clean = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
    return [clean, number(5), number(46027.5, MOMENT), number(46027, DAY), number(0.75, DURATION), formula("A1", clean),
            error("#N/A"), truth(True)][kind]  # fmt: skip


def packed(content: bytes, how: str) -> bytes:
    if how == "gz":
        return gzip.compress(content)
    if how == "zip":
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("inner.csv", content)
        return made.getvalue()
    return content


@st.composite
def cases(draw: st.DrawFn, name: str | None = None) -> Case:
    extract = EXTRACTS[name or draw(among("survey", "tickets", "renewals", *EXTRACTS))]
    named, header, rows = draw(tables(extract))
    mapping = None
    if draw(st.integers(0, 3)) < 3:
        said = draw(documents(extract, named, header, rows))
        try:
            mapping = Mapping.model_validate({name: value for name, value in said.items() if value is not None})
        except ValidationError:
            mapping = None
    kind = draw(among("csv", "csv", "csv", "gz", "zip", "xlsx"))
    if kind == "xlsx":
        kinds = st.integers(0, 40).map(lambda at: at if at < 8 else 0)
        sheet = [header, *([sheet_cell(cell, draw(kinds)) for cell in row] for row in rows)]
        clean = [[cell if cell.startswith("<c") else sheet_cell(cell, 0) for cell in row] for row in sheet]
        return Case(extract, "export.xlsx", workbook(clean), mapping, None)
    content, is_plain = draw(texts(header, rows))
    return Case(extract, f"export.{kind}", packed(content, kind), mapping, len(rows) if is_plain else None)


@st.composite
def exports(draw: st.DrawFn) -> Case:
    """A tool's own export with columns left out, moved or emptied, rows repeated, and odd cells in it."""
    rows = list(csv.reader(io.StringIO(draw(st.sampled_from(PROFILES)).read_text(encoding="utf-8-sig"), newline="")))
    extract = likely_extract(tuple(rows[0])) or EXTRACTS["survey"]
    width = len(rows[0])
    place = st.integers(0, width - 1)
    left_out, emptied = draw(st.sets(place, max_size=2)), draw(st.sets(place, max_size=2))
    order = [at for at in draw(rarely(st.permutations(range(width)), range(width))) if at not in left_out]
    data = [[*row, *[""] * width][:width] for row in rows[1:]]
    data += draw(st.lists(st.sampled_from(data), max_size=2)) if data else []
    odd = st.dictionaries(st.tuples(st.integers(0, len(data)), place), among(*DATES, *NUMBERS, *TEXTS), max_size=3)
    changed = draw(odd)
    made = [
        [changed.get((number, at), "" if at in emptied else row[at]) for at in order] for number, row in enumerate(data)
    ]
    content, _ = draw(texts([rows[0][at] for at in order], made))
    return Case(extract, "export.csv", content, None, None)


def state(store: Store, extract: str) -> object:
    """What a load of the extract could change."""
    made = "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, $extract) OR table_name = $fact"
    names = [name for (name,) in store.rows(made, {"extract": extract, "fact": f"fact_{extract}"})]
    return [store.rows(f"SELECT * FROM {name} ORDER BY ALL") for name in (extract, "owner_changes", *names)]


def load_counts(store: Store) -> int:
    return int(store.rows("SELECT count(*) FROM loads")[0][0])


def loaded(store: Store, path: Path, case: Case) -> Load:
    mapping = case.mapping
    if mapping is None:
        with read_file(store, path, case.file) as found:
            mapping = proposed(found, case.extract)
    return load(store, Source(path, case.file, mapping, TODAY, "tester", AT), WORDS)


def loaded_or_refused(store: Store, path: Path, case: Case) -> Load | FileRefused:
    try:
        return loaded(store, path, case)
    except FileRefused as refused:
        return refused


def check_counts(done: Load, case: Case) -> None:
    each = done.merged
    assert done.read == each.new + each.changed + each.same + each.repeated + done.refused
    assert 0 <= done.skipped <= done.records
    refused = {problem.record for problem in done.problems}
    assert all(record and record <= done.records for record in refused)
    assert {record for record, _ in done.refused_rows} == refused
    reshaped = done.mapping.answers or done.mapping.event_log
    assert reshaped or done.records == done.skipped + done.read
    assert case.records in (None, done.records) or case.records == done.records - done.skipped
    for problem in done.problems:
        assert problem.sentence(WORDS)
    assert refused_csv(done.header, done.refused_rows, done.problems, WORDS)


def check(store: Store, folder: Path, case: Case) -> None:
    path = folder / case.file
    path.write_bytes(case.content)
    before, loads = state(store, case.extract.name), load_counts(store)
    first = loaded_or_refused(store, path, case)
    if isinstance(first, FileRefused):
        assert first.problem.refuses_file and first.problem.sentence(WORDS)
        assert (state(store, case.extract.name), load_counts(store)) == (before, loads)
        return
    check_counts(first, case)
    after = state(store, case.extract.name)
    again = loaded(store, path, case)
    check_counts(again, case)
    assert (again.merged.new, again.merged.changed) == (0, 0)
    assert (again.records, again.skipped, again.read, again.refused) == (
        first.records,
        first.skipped,
        first.read,
        first.refused,
    )
    assert mapping_from_toml(toml(first.mapping)) == first.mapping
    assert state(store, case.extract.name) == after
    undo(store, again.load_id, "tester", AT)
    assert state(store, case.extract.name) == after
    undo(store, first.load_id, "tester", AT)
    assert state(store, case.extract.name) == before


@settings(max_examples=1_000 if BROAD else 6, suppress_health_check=list(HealthCheck))
@given(exports())
def test_any_export_of_a_tool_loads_or_is_refused(opened_store: Store, tmp_path_factory, case: Case) -> None:
    check(opened_store, tmp_path_factory.getbasetemp(), case)


@settings(max_examples=3_000 if BROAD else 12, suppress_health_check=list(HealthCheck))
@given(cases())
def test_any_file_by_any_mapping_loads_or_is_refused(opened_store: Store, tmp_path_factory, case: Case) -> None:
    check(opened_store, tmp_path_factory.getbasetemp(), case)
