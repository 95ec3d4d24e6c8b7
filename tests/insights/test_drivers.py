"""What NPS moves together with: of respondents or accounts with all ratings, or what is missing to tell."""

import random
from datetime import date

import numpy as np
import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.units import Unit, figure
from cx.contracts.words import Words
from cx.insights.drivers import Drivers, TooFewRows, drivers
from cx.statistics import lmg
from cx.story.drivers import drivers_section
from cx.story.telling import Telling
from tests.metrics.asking import answer
from tests.metrics.company import Row, opened

SETTINGS = Settings(fiscal_year_starts=1)
SELECTION = Selection(Period(date(2024, 7, 1), date(2024, 9, 30)), date(2024, 12, 31))


def rated(
    name: str, account: str, kind: str, score: float, place: str | None = None, question: str | None = None
) -> Row:
    scale = {"nps": "0-10", "csat": "1-5", "ces": "1-7"}[kind]
    low, high = map(int, scale.split("-"))
    return answer(
        0, kind, int(min(high, max(low, round(score)))), scale=scale, account_id=account, touchpoint=place
    ) | {
        "response_id": name,
        "question": question,
        "ces_version": "2.0" if kind == "ces" else None,
    }


def accounts(n: int, seed: int = 1) -> list[Row]:
    """Accounts whose contentment shows in NPS and CSAT; CES is chance, and everybody rates the invoice 4."""
    chance = random.Random(seed)
    rows = []
    for at in range(n):
        mood, name = chance.gauss(0, 1), f"A{at}"
        rows += [
            rated(f"n{at}", name, "nps", 7 + 1.5 * mood + chance.gauss(0, 1)),
            rated(f"s{at}", name, "csat", 3.5 + 0.8 * mood + chance.gauss(0, 0.5), "phone"),
            rated(f"e{at}", name, "ces", 4 + chance.gauss(0, 1), "setup"),
            rated(f"i{at}", name, "csat", 4, "invoice"),
        ]
        rows += [rated(f"f{at}", name, "ces", 5 + chance.gauss(0, 1), "fair")] if at < 50 else []
    return rows


def respondents(n: int) -> list[Row]:
    chance = random.Random(3)
    rows = []
    for at in range(n):
        mood = chance.gauss(0, 1)
        rows += [
            rated(f"R{at}", f"A{at % 40}", "nps", 7 + 2 * mood, question="Recommend?"),
            rated(f"R{at}", f"A{at % 40}", "csat", 3 + mood + chance.gauss(0, 1), question="Friendly?"),
            rated(f"R{at}", f"A{at % 40}", "csat", 3 + chance.gauss(0, 1), question="Fast?"),
        ]
    return rows


def found_in(rows: list[Row]):
    with opened({"survey": rows} if rows else {}, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, SELECTION, SETTINGS, Words("en"))
        return drivers(cursor, SELECTION, SETTINGS), drivers_section(telling, None)


@pytest.fixture(scope="module")
def of_accounts():
    return found_in(accounts(150))


def test_accounts_are_compared_by_the_finest_that_has_enough_complete_rows(of_accounts):
    found, section = of_accounts
    assert isinstance(found, Drivers) and found.unit == "account_id" and found.r_squared.n == 150
    assert [item.attribute.touchpoint for item in found.drivers] == ["phone", "setup"]
    assert [item.touchpoint for item in found.constant] == ["invoice"]
    assert [item.touchpoint for item in found.thin] == ["fair"]
    share = f"{figure(100 * found.drivers[0].share.share, Unit.PERCENT)} of its variation goes with it."
    assert section.title == f"NPS moves together with CSAT at phone: {share}"
    assert "Left out, since everybody rated the same: CSAT at invoice." in section.meaning
    assert "Left out, since too few rated them beside the others: CES at fair." in section.meaning


def test_the_shares_are_lmg_of_the_ratings_themselves(of_accounts):
    found, _ = of_accounts
    table = {(row["account_id"], row["kind"], row["touchpoint"]): row["score"] for row in accounts(150)}
    columns = np.array(
        [[table[f"A{at}", "csat", "phone"], table[f"A{at}", "ces", "setup"]] for at in range(150)], dtype=float
    )
    expected = lmg(columns, [table[f"A{at}", "nps", None] for at in range(150)])
    assert [item.share.share for item in found.drivers] == pytest.approx(expected.weights)
    assert found.r_squared.value == pytest.approx(expected.r_squared)
    assert [item.mean.value for item in found.drivers] == pytest.approx(columns.mean(axis=0))


def test_what_noise_gets_as_well_stands_at_0_without_a_range(of_accounts):
    found, section = of_accounts
    assert [item.share.is_told for item in found.drivers] == [True, False]
    told, zero = section.exhibits[0].series[0].points
    assert told.value == pytest.approx(100 * found.drivers[0].share.share) and told.low is not None
    assert (zero.value, zero.low, zero.high, zero.is_few) == (0.0, None, None, True)


def test_no_word_of_it_claims_a_cause(of_accounts):
    _, section = of_accounts
    text = " ".join((section.title, *section.meaning, *(item.caption for item in section.exhibits))).lower()
    assert "mean rating, no share of the best two" in text
    assert not {word for word in ("drive", "cause", "effect", "lead to", "because") if word in text}
    assert "halo" in text and "moves together" in text


def test_respondents_who_rated_several_questions_are_taken_before_accounts():
    found, section = found_in(respondents(130))
    assert isinstance(found, Drivers) and found.unit == "response_id" and found.r_squared.n == 130
    assert found.drivers[0].attribute.question == "Friendly?" and found.drivers[0].share.is_told
    assert section.title.startswith("NPS moves together with CSAT “Friendly?”: ")


def test_ratings_that_go_with_little_of_nps_are_no_finding():
    chance, rows = random.Random(5), []
    for at in range(800):
        mood = chance.gauss(0, 1)
        rows += [
            rated(f"R{at}", f"A{at}", "nps", 5 + 0.6 * mood + chance.gauss(0, 2), question="Recommend?"),
            rated(f"R{at}", f"A{at}", "csat", 3 + mood, question="Friendly?"),
            rated(f"R{at}", f"A{at}", "csat", 3 + chance.gauss(0, 1), question="Fast?"),
        ]
    found, section = found_in(rows)
    assert isinstance(found, Drivers) and found.drivers[0].share.is_told and 0 < found.r_squared.value < 0.1
    share = figure(100 * found.r_squared.value, Unit.PERCENT)
    assert section.title == (
        "Other ratings tell little about NPS: taken together, CSAT “Friendly?”, CSAT “Fast?” go with "
        f"{share} of its variation (800 respondents)."
    )
    assert "LMG" not in section.exhibits[0].caption and any("LMG" in line for line in section.meaning)


@pytest.mark.parametrize(("size", "complete"), [(99, 99), (100, None)])
def test_below_a_hundred_complete_rows_it_says_what_is_missing(size, complete):
    found, section = found_in([row for row in accounts(size) if row["touchpoint"] != "fair"])
    if complete is None:
        assert isinstance(found, Drivers)
        return
    assert found == TooFewRows(complete, 100, Period(date(2023, 10, 1), date(2024, 9, 30)))
    (shown,) = section.exhibits
    assert section.title == "What NPS moves together with cannot be told yet."
    assert (shown.series[0].points[0].value, shown.reference.value) == (99, 100)
    assert section.meaning[0].endswith("from 1 Oct 2023 to 30 Sep 2024 there are 99.")


@pytest.mark.parametrize(
    ("rows", "is_said"), [([], False), (["csat"], False), (["nps"], True), (["nps", "csat"], True)]
)
def test_without_answers_to_the_nps_question_there_is_nothing_to_say(rows, is_said):
    found, section = found_in([rated(f"R{kind}", "A", kind, 4) for kind in rows])
    assert (found == TooFewRows(0, 100, Period(date(2023, 10, 1), date(2024, 9, 30)))) is is_said
    assert (section is not None) is is_said


@pytest.mark.parametrize(("survey", "is_told"), [("anonymous", False), ("named", True)])
def test_ratings_of_a_part_are_hidden_where_its_figures_are(survey, is_told):
    """Three accounts are of the south, so that the ratings of all others would tell theirs."""
    rows = [row | {"region": "South" if row["account_id"] in ("A0", "A1", "A2") else "North"} for row in accounts(120)]
    north = SELECTION.within("region", "North")
    with opened({"survey": rows}, SETTINGS, survey={"survey": survey}) as store, store.cursor() as cursor:
        assert isinstance(drivers(cursor, SELECTION, SETTINGS), Drivers)
        assert isinstance(drivers(cursor, north, SETTINGS), Drivers) is is_told
