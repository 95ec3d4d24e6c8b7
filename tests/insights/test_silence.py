"""Who is silent: counted by hand, and the bounds of NPS as what they are."""

from datetime import date

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.reweighted import Reweighted, reweighted
from cx.insights.silence import contrasts, silence
from cx.metrics.compute import compute
from cx.story.silence import silence_section
from cx.story.silence_contrast import contrast_section
from cx.story.telling import Telling
from tests.metrics.asking import answer, term, ticket
from tests.metrics.company import Company, Row, load_rows, opened

SETTINGS = Settings(fiscal_year_starts=1, base_currency="EUR")
SELECTION = Selection(Period(date(2024, 7, 1), date(2024, 9, 30)), date(2024, 12, 31))


def asked(number: int, account: str | None, score: int | None, kind: str = "nps", sent: str = "2024-08-01") -> Row:
    came = None if score is None else "2024-08-05"
    scale = "0-10" if kind == "nps" else "1-5"
    return answer(number, kind, score, account_id=account, sent_at=sent, responded_at=came, scale=scale)


# A answered 9 and left one unanswered; B answered 3; C and D are silent; E was asked for CSAT alone; F before the
# quarter; somebody without an account did not answer. A and B are worth 400, C and D 600.
COMPANY: Company = {
    "survey": [
        asked(1, "A", 9),
        asked(2, "A", None),
        asked(3, "B", 3),
        asked(4, "C", None),
        asked(5, "C", None),
        asked(6, "D", None),
        asked(7, "E", 5, "csat"),
        asked(8, "F", None, sent="2024-06-30"),
        asked(9, None, None),
    ],
    "accounts": [
        {"account_id": name, "tier": tier, "as_of": "2020-01-01"}
        for name, tier in {"A": "gold", "B": "gold", "C": "silver", "D": "gold", "E": "silver", "F": "silver"}.items()
    ],
    "renewals": [
        term(f"C{name}", "2023-01-01", None, worth, account=name)
        for name, worth in {"A": 300, "B": 100, "C": 200, "D": 400, "F": 900}.items()
    ],
    "tickets": [ticket(at, "2024-05-01 10:00", account_id=name) for at, name in enumerate("AABC")],
}


@pytest.fixture(scope="module")
def told():
    with opened(COMPANY, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, SELECTION, SETTINGS, Words("en"))
        return (
            silence(cursor, SELECTION, SETTINGS, "tier"),
            contrasts(cursor, SELECTION, SETTINGS),
            silence_section(telling, "tier"),
            contrast_section(telling, "tier"),
        )


def test_accounts_and_value_are_counted_of_those_asked_in_the_period(told):
    found, *_ = told
    assert (found.whole.accounts.n, found.whole.accounts.value) == (5, 3 / 5)
    assert (found.whole.worth, found.whole.worth_silent, found.whole.value.value) == (1000, 600, 0.4)
    assert {item.name: (item.accounts.n, item.accounts.value, item.worth_silent) for item in found.groups} == {
        "gold": (3, pytest.approx(2 / 3), 400),
        "silver": (2, 0.5, 200),
    }


def test_who_is_silent_is_whom_coverage_does_not_count(told):
    found, *_ = told
    late = [asked(10, "G", 7) | {"responded_at": "2024-08-20"}, asked(11, "H", 7) | {"responded_at": "2024-07-31"}]
    open_ones = [asked(12, "A", None, sent="2024-08-20"), asked(13, "I", None, sent="2024-08-20")]
    gone = term("CG", "2023-01-01", "2024-08-15", 1000, account="G")
    company = COMPANY | {
        "survey": [*COMPANY["survey"], *late, *open_ones],
        "renewals": [*COMPANY["renewals"], gone],
    }
    for rows, day in ((COMPANY, SELECTION.as_of), (company, SELECTION.as_of), (company, date(2024, 8, 25))):
        with opened(rows, SETTINGS) as store, store.cursor() as cursor:
            selection = Selection(SELECTION.period, day)
            silent = silence(cursor, selection, SETTINGS, None)
            accounts, money = compute(cursor, ("account_coverage", "revenue_coverage"), selection, SETTINGS)
        assert silent is not None
        assert (silent.whole.accounts.n, silent.whole.accounts.value) == (accounts.n, (accounts.value or 0) / 100)
        assert (silent.whole.worth, silent.whole.worth_silent) == (
            money.denominator,
            (money.denominator or 0) - (money.numerator or 0),
        )


def test_bounds_are_the_silent_counted_as_detractors_and_as_promoters(told):
    found, *_ = told
    bounds = {
        item.measured.metric.key: (item.measured.value, item.silent, item.least, item.most) for item in found.scenarios
    }
    # Two answers, +1 and -1; five invitations to the question unanswered; C and D silent, worth 600.
    assert bounds == {
        "nps": (0.0, 5.0, pytest.approx(-500 / 7), pytest.approx(500 / 7)),
        "nps_by_account": (0.0, 2.0, -50.0, 50.0),
        "nps_by_revenue": (50.0, 600.0, pytest.approx(100 * (200 - 600) / 1000), pytest.approx(100 * 800 / 1000)),
    }


def test_a_scenario_is_told_as_one_with_its_arithmetic_and_never_as_a_headline(told):
    *_, section, _ = told
    assert section.title == "Of 5 accounts asked in 2024 Q3, 2 are silent: €\u202f600 of €\u202f1\u202f000 a year."
    assert "100 × (0 − 5) / (2 + 5) = −71; were it all promoters, 71." in section.meaning[0]
    assert all("Scenario" in line for line in section.meaning[:3])
    assert section.exhibits[1].caption.startswith("A scenario, not a measurement")


def test_groups_are_compared_in_tiers_value_and_tickets_and_left_out_where_nothing_varies(told):
    _, found, _, section = told
    means = {(item.attribute, item.level): (item.heard, item.silent) for item in found}
    assert means == {
        ("tier", "gold"): (pytest.approx(2 / 3), 0.5),
        ("tier", "silver"): (pytest.approx(1 / 3), 0.5),
        ("worth", None): (pytest.approx(400 / 3), 300.0),
        ("tickets", None): (1.0, 0.5),
    }
    assert section.title.startswith("No difference between those who answer and the silent can be told from chance")


def test_the_heading_says_in_plain_words_in_what_they_differ_most():
    tiers = {
        f"{side}{at}": "gold" if at < gold else "silver" for side, gold in (("H", 50), ("S", 10)) for at in range(60)
    }
    company: Company = {
        "survey": [asked(at, name, 9 if name[0] == "H" else None) for at, name in enumerate(tiers)],
        "accounts": [{"account_id": name, "tier": tier, "as_of": "2020-01-01"} for name, tier in tiers.items()],
    }
    with opened(company, SETTINGS) as store, store.cursor() as cursor:
        section = contrast_section(Telling(cursor, SELECTION, SETTINGS, Words("en")), None)
    assert section is not None
    assert section.title == "Of those who answer 83.3\u202f% are gold, of the silent 16.7\u202f%."
    assert section.meaning[0] == (
        "Beyond chance those who answer differ from the silent in 2 of 2 things looked at (adjusted, Holm)."
    )
    assert "tandardised" not in section.exhibits[0].caption


@pytest.mark.parametrize(
    "company", [{}, {"survey": [answer(1, "nps", 9, responded_at="2024-08-01", sent_at="2024-01-01")]}]
)
def test_without_invitations_there_is_nobody_to_call_silent(company):
    with opened(company, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, SELECTION, SETTINGS, Words("en"))
        assert (silence_section(telling, "tier"), contrast_section(telling, "tier")) == (None, None)


def test_a_filter_counts_its_accounts_alone(told):
    with opened(COMPANY, SETTINGS) as store, store.cursor() as cursor:
        selection = Selection(SELECTION.period, SELECTION.as_of, (Filter("tier", ("silver",)),))
        found = silence(cursor, selection, SETTINGS, "journey_stage")
    assert found is not None and (found.whole.accounts.n, found.dimension) == (2, "tier")


def test_a_hidden_nps_has_no_scenario(tmp_path):
    with opened({}, SETTINGS) as store, store.cursor() as cursor:
        load_rows(store, tmp_path, "survey", COMPANY["survey"], survey="anonymous")
        found = silence(cursor, SELECTION, SETTINGS, None)
    assert found is not None and found.scenarios == () and found.whole.value.value is None


def weighed(rows: list[Row], **declared: str) -> Reweighted | None:
    accounts = [
        {"account_id": f"A{at}", "tier": "gold" if at < 10 else "silver", "as_of": "2020-01-01"} for at in range(20)
    ]
    given: dict = {"survey": declared} if declared else {}
    with opened({"survey": rows, "accounts": accounts}, SETTINGS, **given) as store, store.cursor() as cursor:
        return reweighted(cursor, "tier", SELECTION, SETTINGS)


# Gold was asked four times and answered 9, 9 and 0; silver was asked six times and answered 3 once.
GOLD = [asked(at, f"A{at}", score) for at, score in enumerate((9, 9, 0, None))]
SILVER = [asked(10 + at, f"A{10 + at}", 3 if at == 0 else None) for at in range(6)]


def test_nps_is_weighed_to_whom_was_asked():
    found = weighed([*GOLD, *SILVER])
    assert found is not None
    assert (found.answers, found.plain, found.unheard) == (4, 0.0, 0)
    assert found.weighed.value == pytest.approx((4 * (1 / 3) + 6 * -1) / 10)
    # Four accounts whose weighed answers are 4/3, 4/3, -4/3 and -6, of weights 4/3, 4/3, 4/3 and 6.
    m, weights, signs = found.weighed.value, (4 / 3, 4 / 3, 4 / 3, 6), (1, 1, -1, -1)
    spread = sum((weight * sign - m * weight) ** 2 for weight, sign in zip(weights, signs, strict=True))
    half = 3.182446 * (4 / 3 * spread / 100) ** 0.5
    assert (found.weighed.low, found.weighed.high) == (pytest.approx(m - half), pytest.approx(m + half))


UNWEIGHED = {
    "an answer of another period's invitation": [asked(30, "A11", 9, sent="2024-06-20")],
    "an answer in time to nothing": [answer(30, "nps", 9, account_id="A11", responded_at="2024-08-05", scale="0-10")],
    "another question": [asked(30, "A11", 5, "csat")],
    "an invitation that may still be answered": [asked(30, "A11", None, sent="2024-12-25")],
}


@pytest.mark.parametrize("case", UNWEIGHED)
def test_what_is_no_invitation_of_the_period_weighs_nothing(case):
    assert weighed([*GOLD, *SILVER, *UNWEIGHED[case]]) == weighed([*GOLD, *SILVER])


def test_a_late_answer_leaves_its_invitation_silent_and_a_silent_group_is_counted_apart():
    late = asked(10, "A10", 3) | {"responded_at": "2024-08-20"}
    assert weighed([*GOLD, late, *SILVER[1:]]) is None
    bronze = [asked(40 + at, f"B{at}", None) for at in range(3)]
    found = weighed([*GOLD, *SILVER, *bronze])
    assert found is not None and found.unheard == 3


def test_answers_of_anonymous_surveys_are_never_weighed():
    assert weighed([*GOLD, *SILVER], survey="anonymous") is None


def test_the_sensitivity_is_a_sentence_of_the_section():
    accounts = [
        {"account_id": f"A{at}", "tier": "gold" if at < 10 else "silver", "as_of": "2020-01-01"} for at in range(20)
    ]
    with opened({"survey": [*GOLD, *SILVER], "accounts": accounts}, SETTINGS) as store, store.cursor() as cursor:
        section = silence_section(Telling(cursor, SELECTION, SETTINGS, Words("en")), "tier")
    assert section is not None
    (said,) = (line for line in section.meaning if line.startswith("Sensitivity, no headline"))
    assert said.endswith(
        "make an NPS of 0; were each tier counted as often as it was asked, not as it answered, it would be −47 "
        "(−100 to 100 · 4 answers, too few to judge by)."
    )
