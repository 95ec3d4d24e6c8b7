"""A table in any dialect, encoding, archive and shape is read as the same records, each on the line an editor shows."""

import csv
import gzip
import io
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cx.contracts.mapping import Declared
from cx.contracts.problems import FileRefused
from cx.ingest.reading import Reading, reading
from cx.ingest.records import records_of

NAMES = ("response_id", "kind", "score", "comment")
CELL = st.text(st.sampled_from("aZ9 é,;\t'\"\n=.-"), max_size=8)
ABOVE = ("", "\n", "sep={sign}\n", "Report of March\n\n", "Report\nmade, by; us\n", '"two\nlines"\n')
BELOW = ("", "\n\n", '\n"Grand Totals (3 records)"\n\n"Name"\n"Copyright (c) 2026 us"\n', "Total{sign}{sign}{sign}\n")


@st.composite
def exports(draw: st.DrawFn) -> tuple[bytes, int, int]:
    """A file, how many records it has, and how many lines stand below them."""
    sign, end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    rows = [(f"R{at}", *cells) for at, cells in enumerate(draw(st.lists(st.tuples(CELL, CELL, CELL), min_size=1)), 1)]
    made = io.StringIO()
    style = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    csv.writer(made, delimiter=sign, lineterminator="\n", quoting=style).writerows([NAMES, *rows])
    below = draw(st.sampled_from(BELOW))
    text = draw(st.sampled_from(ABOVE)).format(sign=sign) + made.getvalue() + below.format(sign=sign)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    content = text.replace("\n", end).encode(encoding)
    lines = sum(bool(line.strip()) for line in below.split("\n"))
    return gzip.compress(content) if draw(st.booleans()) else content, len(rows), lines


def read(folder: Path, content: bytes) -> tuple[Reading, list[str]]:
    """The reading, and the lines that an editor shows."""
    source = folder / "export.csv"
    source.write_bytes(content)
    found = reading(source, folder, "export.csv", Declared(), largest_mb=1)
    plain = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    text = plain.decode("utf-8-sig" if found.text.encoding == "utf-8" else found.text.encoding.removesuffix("-le"))
    return found, text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(exports())
def test_records_and_their_lines_are_those_of_the_file(tmp_path_factory, made: tuple[bytes, int, int]) -> None:
    content, count, below = made
    found, lines = read(tmp_path_factory.getbasetemp(), content)
    records = records_of(found.text.path, found.delimiter, len(found.header))
    assert (found.header, records.count, len(found.footer)) == (NAMES, count, below)
    places = [found.line_of(records, record) for record in range(1, count + 1)]
    assert [lines[(line or 0) - 1].lstrip('"').startswith(f"R{at}") for at, line in enumerate(places, 1)] == [
        True
    ] * count


@settings(max_examples=100)
@given(st.binary(max_size=200) | st.text('aé1,;\t"\n\r=', max_size=200).map(str.encode), st.binary(max_size=3))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content: bytes, mark: bytes) -> None:
    source = tmp_path_factory.getbasetemp() / "bytes.csv"
    source.write_bytes(mark + content)
    try:
        found = reading(source, source.parent, "bytes.csv", Declared(), largest_mb=1)
        understood = len(set(found.header)) == len(found.header) > 0 and len(found.first_rows) > 0
    except FileRefused as refused:
        understood = refused.problem.refuses_file
    assert understood
