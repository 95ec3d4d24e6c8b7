"""Problems speak in sentences that are complete."""

import string

import pytest

from cx.contracts.answering import ANSWERED, ANSWERED_BY_FIELD, ANSWERS, LABELS
from cx.contracts.faults import FILE_FAULTS, ROW_FAULTS, SETUP_FAULTS
from cx.contracts.problems import TEMPLATES, Problem, short
from cx.contracts.words import PAGE, Words


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", TEMPLATES)
def test_sentence_fills_every_place(code: str) -> None:
    filled = {name: f"<{name}>" for name in places(TEMPLATES[code]) - {"record", "line", "column", "value"}}
    sentence = Problem(code, 3, 4, "score", "nine", filled).sentence(Words())
    assert "{" not in sentence.replace("{ header", "")
    assert "None" not in sentence
    assert sentence[0].isupper() or sentence.startswith(("<", "“", "["))
    assert sentence.endswith((".", ">"))


@pytest.mark.parametrize("code", ROW_FAULTS)
def test_fault_of_a_row_names_record_and_line(code: str) -> None:
    assert {"record", "line"} <= places(ROW_FAULTS[code])
    assert places(ROW_FAULTS[code]) <= {"record", "line", "column", "value", "range"}
    assert not Problem(code).refuses_file


@pytest.mark.parametrize("code", FILE_FAULTS)
def test_fault_of_a_file_refuses_it(code: str) -> None:
    assert Problem(code).refuses_file


SHELL_TALK = ("--", "[declare]", "[columns]", "[constants]", "[values", "[skip]", "[[", "CX_DATABASE", "metric=nps")


@pytest.mark.parametrize("code", [*ANSWERED, *ANSWERED_BY_FIELD])
def test_question_is_answered_where_its_reader_is(code: str) -> None:
    filled = {name: name for name in places(TEMPLATES[code]) - {"record", "line", "column", "value"}}
    problem = Problem(code, 3, 4, "scale", "nine", {**filled, "title": "Scale"})
    on_page, in_shell = problem.sentence(Words("en", PAGE)), problem.sentence(Words("en"))
    assert not [talk for talk in SHELL_TALK if talk in on_page]
    assert [talk for talk in SHELL_TALK if talk in in_shell]
    assert on_page.count("“") == on_page.count("”") and on_page.split(". ")[0] == in_shell.split(". ")[0]


@pytest.mark.parametrize("about", ANSWERS)
def test_answers_of_the_page_name_only_what_is_on_it(about: str) -> None:
    page, shell = ANSWERS[about]
    assert places(page) <= {*LABELS, "all_rows", "title", "other", "extract", "names"}
    assert places(shell) <= {"field", "example", "column", "other", "headers"}


def test_codes_mean_one_thing() -> None:
    assert len(FILE_FAULTS) + len(ROW_FAULTS) + len(SETUP_FAULTS) == len(TEMPLATES)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("plain", "plain"),
        ("two\nlines\tand  more", "two lines and more"),
        ("a\x00b", "a␀b"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
    ],
)
def test_value_is_shown_in_one_short_line(value: str | None, shown: str) -> None:
    assert short(value) == shown


def test_braces_of_the_file_are_text() -> None:
    problem = Problem("not_a_number", 1, 2, "{column}", "{0} {file.__class__}")
    assert problem.sentence(Words()) == "Record 1 (line 2), {column}: “{0} {file.__class__}” is not a number."


@pytest.mark.parametrize(
    ("value", "written", "said"),
    [
        ("11", "0–10", "11 does not lie between 0 and 10."),
        ("(3)", "0–10", "(3) does not lie between 0 and 10."),
        ("-5", "≥ 0", "-5 is negative, and must not be below 0."),
        (
            "(1,234.50)",
            "≥ 0",
            "(1,234.50) is a negative amount, since it stands in brackets, and must not be below 0.",
        ),
        ("0", "≥ 1", "0 is less than 1, the least that it may be."),
        ("7", "≤ 5", "7 is more than 5, the most that it may be."),
    ],
)
def test_value_outside_its_range_is_told_in_words(value: str, written: str, said: str) -> None:
    problem = Problem("out_of_range", 1, 2, "amount", value, {"range": written})
    assert problem.sentence(Words()) == f"Record 1 (line 2), amount: {said}"
