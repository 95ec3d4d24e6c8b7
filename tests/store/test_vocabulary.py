"""The words of a file that a vocabulary does not know are counted over the whole file, in one reading."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Mapping
from cx.store.database import Store
from cx.store.loading import read_file
from cx.store.vocabulary import MOST_WORDS, UnknownWords, unknown_words

Asking = Callable[..., dict[str, UnknownWords]]
HEADER = "id,level,state,again,who\n"
HEADERS = {"ticket_id": "id", "need": "level", "initiated_by": "state", "sla_met": "again"}
KNOWN = "{},Question,us,yes,x\n"


@pytest.fixture
def asked(store: Store, tmp_path: Path) -> Asking:
    def ask(text: str, mapped: dict[str, tuple[str, ...]] | None = None, **headers: str) -> dict[str, UnknownWords]:
        path = tmp_path / "export.csv"
        path.write_text(text, encoding="utf-8")
        with read_file(store, path, path.name) as reading, store.cursor() as cursor:
            return unknown_words(cursor, reading, EXTRACTS["tickets"], headers or HEADERS, mapped or {})

    return ask


def test_file_of_known_words_has_none(asked: Asking) -> None:
    assert asked(HEADER + KNOWN.format(1) + "2,QUESTION, Us ,NO,\n3,,,,\n") == {}


def test_words_far_behind_the_head_of_the_file_are_counted(asked: Asking) -> None:
    rows = "".join(KNOWN.format(number) for number in range(3000))
    found = asked(HEADER + rows + '1,P9,us,"it\'s, so",\n2, p9 ,zu,,\n3,P1x,zu,,\n')
    assert found == {
        "need": UnknownWords((("P9", 2), ("P1x", 1)), 2),
        "initiated_by": UnknownWords((("zu", 2),), 1),
        "sla_met": UnknownWords((("it's, so", 1),), 1),
    }


def test_word_that_the_mapping_speaks_of_is_listed_though_it_is_known(asked: Asking) -> None:
    found = asked(HEADER + KNOWN.format(1) * 2, {"initiated_by": (" US",), "need": ("gone",)})
    assert found == {"initiated_by": UnknownWords((("us", 2),), 1)}


def test_only_fields_with_a_vocabulary_are_asked(asked: Asking) -> None:
    assert asked(HEADER + "1,a,b,c,d\n", ticket_id="id", team="who") == {}


def test_column_of_ids_gives_the_most_frequent_and_how_many_there_are(asked: Asking) -> None:
    rows = "".join(f"{number},question,us,yes,W{number % 300}\n" for number in range(900)) + "1,question,us,yes,W7\n"
    found = asked(HEADER + rows, need="who")["need"]
    assert (len(found.rows), found.different, found.rows[0]) == (MOST_WORDS, 300, ("W7", 4))


def test_words_that_were_listed_are_those_that_refuse_their_rows(asked: Asking, loaded) -> None:
    text = "ticket_id,opened_at,need\nT1,2026-01-01,P9\nT2,2026-01-01,question\nT3,2026-01-01,p9\n"
    assert asked(text, need="need")["need"].rows == (("P9", 2),)
    columns = {name: name for name in ("ticket_id", "opened_at", "need")}
    assert loaded("tickets", text, columns=columns).refused == 2
    assert loaded("tickets", text, columns=columns, values={"need": {"P9": "request"}}).refused == 0


def test_reading_is_of_any_mapping(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("a;b\n1;P9\n", encoding="utf-8")
    declared = Mapping(extract="tickets", declare={"delimiter": "semicolon"})
    with read_file(store, path, path.name, declared) as reading, store.cursor() as cursor:
        found = unknown_words(cursor, reading, EXTRACTS["tickets"], {"need": "b"}, {})
    assert found["need"].rows == (("P9", 1),)
