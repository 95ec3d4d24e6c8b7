"""A filled list is kept whole or refused with the record that is at fault."""

from datetime import date

import pytest

from cx.contracts.documentation import template_csv
from cx.contracts.entries import ENTRIES
from cx.contracts.problems import FileRefused
from cx.contracts.words import Words
from cx.insights.entry_file import rows_of_list

HEAD = template_csv(ENTRIES["benchmarks"])
FIRST = "nps,Segment: Enterprise,Software,36,A study,2026-01-15\r\n"


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + FIRST).encode(),
        ("\ufeff" + HEAD + "\r\n" + FIRST + ",,,,,\r\n").encode(),
        (HEAD + FIRST).replace(",", ";").encode(),
    ],
    ids=["as the empty file is", "with a mark and empty lines", "with semicolons"],
)
def test_a_filled_list_gives_its_entries(content: bytes) -> None:
    (row,) = rows_of_list("benchmarks", "list.csv", content, Words(), date(2026, 11, 24))
    assert (row.metric, row.segment, row.value, row.source) == ("nps", "segment=Enterprise", 36.0, "A study")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ((HEAD + FIRST + FIRST.replace("36", "many")).encode(), "list.csv, record 2: Value: “many” cannot be read."),
        ((HEAD + FIRST.replace("A study", "")).encode(), "list.csv, record 1: A benchmark needs its source"),
        ((HEAD + FIRST.replace("nps", "joy")).encode(), "list.csv, record 1: There is no metric “joy”."),
        (b"metric,colour\r\nnps,red\r\n", "list.csv, record 1: There is no field “colour” here."),
        (b"metric;value\r\nnps;36;7\r\n", "list.csv, record 1: A benchmark needs its source"),
        (HEAD.encode(), "list.csv has a header line and no rows."),
        (b"", "list.csv has a header line and no rows."),
        ((HEAD + FIRST.replace("A study", "Étude")).encode("latin-1"), "list.csv cannot be read as UTF-8"),
    ],
)
def test_a_list_with_a_fault_is_refused_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(FileRefused) as caught:
        rows_of_list("benchmarks", "list.csv", content, Words(), date(2026, 11, 24))
    assert caught.value.problem.sentence(Words()).startswith(said)
