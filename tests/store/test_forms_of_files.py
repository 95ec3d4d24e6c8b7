"""Files in every encoding, with every delimiter and line end, load to the same rows."""

from itertools import cycle

import pytest

from cx.store.database import Store

COMMENTS = {
    "english": ["fine", "slow, but kind"],
    "western": ["“déjà vu” – 5 €", "l’été, très bien"],
    "russian": ["Поддержка отвечает быстро, спасибо", "Очень долго ждали ответа от менеджера"],
    "hebrew": ["התמיכה עונה מהר, תודה רבה", "חיכינו הרבה זמן לתשובה מהמנהל"],
}
FORMS = [
    ("english", "utf-8"),
    ("western", "utf-8"),
    ("russian", "utf-8"),
    ("hebrew", "utf-8-sig"),
    ("western", "utf-16"),
    ("russian", "utf-16"),
    ("hebrew", "utf-16-be"),
    ("english", "utf-16-le"),
    ("western", "cp1252"),
    ("russian", "cp1251"),
    ("hebrew", "cp1255"),
]


def survey(language: str, delimiter: str = ",", ending: str = "\n") -> str:
    first, second = COMMENTS[language]
    rows = [
        ["response_id", "kind", "score", "comment"],
        ["R1", "nps", "9", f'"{first}"'],
        ["R2", "nps", "3", f'"{second}{ending}second line"'],
        ["R3", "nps", "x", "bad"],
    ]
    return ending.join(delimiter.join(row) for row in rows) + ending


@pytest.mark.parametrize(
    ("language", "encoding", "delimiter"), [(*form, sign) for form, sign in zip(FORMS, cycle(",;\t|"), strict=False)]
)
def test_comments_arrive_as_written(loaded, store: Store, language: str, encoding: str, delimiter: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    done = loaded("survey", mark + survey(language, delimiter).encode(encoding))
    first, second = COMMENTS[language]
    assert store.rows("SELECT response_id, comment FROM survey ORDER BY ALL") == [
        ("R1", first),
        ("R2", f"{second}\nsecond line"),
    ]
    assert [(problem.code, problem.record, problem.line) for problem in done.problems] == [("not_whole", 3, 5)]
    guessed = encoding in ("cp1252", "cp1251", "cp1255", "utf-16-le")
    assert any("does not say its encoding" in said for said in done.assumptions) is guessed


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_of_any_kind_load_alike(loaded, store: Store, ending: str) -> None:
    done = loaded("survey", survey("english", ending=ending))
    assert (done.records, done.merged.new, done.refused) == (3, 2, 1)
    assert [problem.line for problem in done.problems] == [5]
    assert store.rows("SELECT comment FROM survey WHERE response_id = 'R2'") == [("slow, but kind\nsecond line",)]


def test_mixed_line_ends_load(loaded) -> None:
    done = loaded("survey", b"response_id,kind,score\r\nR1,nps,9\nR2,nps,8\rR3,nps,7\r\n\r\nR4,nps,x")
    assert (done.records, done.merged.new) == (4, 3)
    assert [(problem.record, problem.line) for problem in done.problems] == [(4, 6)]


NASTY = (
    "\r\n"  # 1
    "\r\n"  # 2
    "response_id,kind,score,comment\r\n"  # 3
    'R1,nps,9,"two\r\nlines, ""quoted"""\r\n'  # 4-5
    "\r\n"  # 6
    "R2,nps\n"  # 7: too few
    'R3,nps,11,5" pipe\r\n'  # 8: out of range
    'R4,nps,9,"a\r\n\r\nb",more\r\n'  # 9-11: too many
    "   \r\n"  # 12: too few
    'R5,nps,x, "after a space\n"\r\n'  # 13-14: not whole
    "R6,nps,8,\x00\r\n"  # 15: NUL
    'R7,nps,8,"x"y\n'  # 16: unreadable
    "R8,nps,7,fine\r\n"  # 17
    "R8,nps,6,fine\r\n"  # 18: repeated
    ",nps,5,"  # 19: missing
)


def test_places_are_right_when_everything_is_mixed(loaded, store: Store) -> None:
    done = loaded("survey", NASTY)
    assert [(problem.record, problem.line, problem.code) for problem in done.problems] == [
        (2, 7, "too_few_cells"),
        (3, 8, "out_of_range"),
        (4, 9, "too_many_cells"),
        (5, 12, "too_few_cells"),
        (6, 13, "not_whole"),
        (7, 15, "nul_byte"),
        (8, 16, "unreadable"),
        (9, 17, "repeated_key"),
        (10, 18, "repeated_key"),
        (11, 19, "missing"),
    ]
    assert [record for record, _ in done.refused_rows] == list(range(2, 12))
    assert store.rows("SELECT response_id, comment FROM survey") == [("R1", 'two\nlines, "quoted"')]
    assert (done.records, done.refused, done.merged.new) == (11, 10, 1)


def test_file_of_one_column_counts_its_blank_lines(loaded, store: Store) -> None:
    """There a blank line cannot be told from a record with an empty cell."""
    done = loaded("accounts", "\naccount_id\nA1\n\nA2\nA3,x\nA4\n")
    assert [(problem.record, problem.line, problem.code) for problem in done.problems] == [
        (2, 4, "missing"),
        (4, 6, "too_many_cells"),
    ]
    assert store.rows("SELECT account_id FROM accounts ORDER BY ALL") == [("A1",), ("A2",), ("A4",)]


def test_delimiter_may_be_declared(loaded, store: Store) -> None:
    loaded("accounts", "account_id;name, full, legal\nA1;x\n", declare={"delimiter": "semicolon"})
    loaded("accounts", "account_id\tname\nA2\tx,y;z\n")
    assert store.rows("SELECT account_id FROM accounts ORDER BY ALL") == [("A1",), ("A2",)]


def test_comment_longer_than_pythons_own_limit_loads(loaded, store: Store) -> None:
    loaded("survey", f"response_id,kind,score,comment\nR1,nps,9,{'long ' * 40_000}\nR2,nps,8,\n")
    assert store.rows("SELECT length(comment) FROM survey ORDER BY response_id") == [(199_999,), (None,)]


def test_file_with_a_very_long_name_loads(loaded) -> None:
    assert loaded("accounts", "account_id\nA1\n", "n" * 250 + ".csv").merged.new == 1
