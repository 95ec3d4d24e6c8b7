"""The map of touchpoints: in the order of the journey, each with its own figures, silent ones shown as silent."""

from datetime import date
from typing import Any

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.continuity import Continuity
from cx.insights.journey import Journey, Stop, journey
from cx.story.exhibit import Exhibit
from cx.story.journey import journey_section
from cx.story.telling import Telling
from tests.metrics.asking import answer, ticket
from tests.metrics.company import Company, Row, load_rows, opened

SETTINGS = Settings(fiscal_year_starts=1)
QUARTER = Period(date(2024, 7, 1), date(2024, 9, 30))
SELECTION = Selection(QUARTER, date(2024, 12, 31))


def given(
    stage: str | None, place: str | None, kind: str, scores: list[int | None], month: int = 8, **more: object
) -> list[Row]:
    scale = {"csat": "1-5", "nps": "0-10", "ces": "1-7"}[kind]
    return [
        answer(
            0,
            kind,
            score,
            scale=scale,
            ces_version="2.0" if kind == "ces" else None,
            journey_stage=stage,
            touchpoint=place,
            responded_at=None if score is None else f"2024-{month:02}-10",
            sent_at=f"2024-{month:02}-09",
            **more,
        )
        | {"account_id": f"A{at}", "response_id": f"{stage}/{place}/{kind}/{month}/{at}"}
        for at, score in enumerate(scores)
    ]


COMPANY: Company = {
    "survey": [
        *given("renewal", "contract", "nps", [9] * 40 + [3] * 10),
        *given("On-boarding", "setup", "ces", [6, 5] * 20),
        *given("On-boarding", "setup", "ces", [3, 2] * 20, month=5),
        *given("Zeal", "gift", "csat", [5, 5, 1]),
        *given("use", None, "nps", [8, 8]),
        *given("use", "invoice", "csat", [4], month=2),
        *given("use", "help", "csat", [None, None]),
        *given(None, "lift", "csat", [5]),
        *given("use", "later", "csat", [5], month=11),
        *given("support", "phone", "csat", [5]),
    ],
    "tickets": [
        *(ticket(at, "2024-08-01 10:00", channel="email") for at in range(7)),
        ticket(8, "2024-08-01 10:00", channel="chat", satisfaction=5, satisfaction_scale="1-5"),
        ticket(9, "2024-08-01 10:00", channel="Phone"),
        ticket(10, "2024-05-01 10:00", channel="fax"),
    ],
}
ORDER = [
    ("On-boarding", "setup"),
    ("use", None),
    ("use", "help"),
    ("use", "invoice"),
    ("support", "phone"),
    ("support", "chat"),
    ("support", "email"),
    ("renewal", "contract"),
    ("Zeal", "gift"),
    (None, "lift"),
]


def mapped(
    company: Company = COMPANY, settings: Settings = SETTINGS, selection: Selection = SELECTION, **declared: Any
):
    with opened(company, settings, **declared) as store, store.cursor() as cursor:
        found = journey(cursor, selection, settings, Continuity(cursor, selection, settings))
        section = journey_section(Telling(cursor, selection, settings, Words("en")), None)
    return found, section


@pytest.fixture(scope="module")
def found() -> Journey:
    made, _ = mapped(
        settings=SETTINGS.model_copy(update={"journey_stages": ("on boarding", "USE", "support", "renewal")})
    )
    assert made is not None
    return made


@pytest.fixture(scope="module")
def exhibit() -> Exhibit:
    _, section = mapped()
    assert section is not None
    return section.exhibits[0]


def stop(found: Journey, place: str | None) -> Stop:
    return next(item for item in found.stops if (item.touchpoint or None) == place)


def test_touchpoints_stand_in_the_order_of_the_journey_and_unknown_stages_after_it(found):
    assert [(item.stage, item.touchpoint) for item in found.stops] == ORDER


def test_each_touchpoint_has_the_figure_of_each_kind_that_was_asked_there(found):
    figures = {
        item.touchpoint: {key: (value.value, value.n) for (key, _), value in item.figures.items()}
        for item in found.stops
    }
    assert figures == {
        "setup": {"ces": (5.5, 40)},
        None: {"nps": (0.0, 2)},
        "help": {},
        "invoice": {},
        "phone": {"csat": (100.0, 1)},
        "chat": {"ticket_csat": (100.0, 1)},
        "email": {},
        "contract": {"nps": (60.0, 50)},
        "gift": {"csat": (pytest.approx(200 / 3), 3)},
        "lift": {"csat": (100.0, 1)},
    }


@pytest.mark.parametrize(
    ("place", "silence"),
    [
        ("use · help", "2 asked, no answer in 2024 Q3"),
        ("use · invoice", "not asked since Feb 10, 2024"),
        ("support · tickets by email", "7 tickets and nobody asked"),
        ("support · phone", ""),
        ("support · tickets by chat", ""),
    ],
)
def test_a_silent_touchpoint_says_why(exhibit, place, silence):
    silent = exhibit.series[-1]
    assert silent.name == "Silent"
    assert (
        next(point.text for point in silent.points if point.label == place).replace("10 Feb 2024", "Feb 10, 2024")
        == silence
    )


def test_a_change_at_a_touchpoint_is_told_after_looking_at_all(found):
    (moved,) = found.moved
    assert (dict(moved.after.group)["touchpoint"], moved.value, str(moved.verdict)) == ("setup", 3.0, "sure")
    assert found.looked_at == 1


def test_few_answers_are_grey_without_a_shade_and_enough_are_shaded_by_their_scale(exhibit):
    cells = {(series.name, point.label): point for series in exhibit.series for point in series.points}
    few = cells["Customer satisfaction", "Zeal · gift"]
    assert few.is_few and few.shade is None and few.value is not None
    assert cells["Net Promoter Score", "renewal · contract"].shade == pytest.approx(0.8)
    assert cells["Customer Effort Score", "On-boarding · setup"].shade == pytest.approx(4.5 / 6)


def test_small_groups_of_an_anonymous_survey_are_hidden_and_not_called_silent(tmp_path):
    rows = [
        *given("use", "help", "nps", [9] * 20),
        *given("use", "visit", "nps", [2] * 4),
        *given("use", "call", "nps", [2] * 9),
    ]
    with opened({}, SETTINGS) as store, store.cursor() as cursor:
        load_rows(store, tmp_path, "survey", rows, survey="anonymous")
        section = journey_section(Telling(cursor, SELECTION, SETTINGS, Words("en")), None)
    assert section is not None
    (nps,) = section.exhibits[0].series
    told = {point.label: (point.value, point.n, point.text) for point in nps.points}
    assert told == {
        "use · call": (None, 0, "hidden"),
        "use · help": (100.0, 20, ""),
        "use · visit": (None, 0, "hidden"),
    }
    assert "2 groups are hidden to keep answers anonymous" in section.exhibits[0].caption


def test_a_filter_that_tickets_do_not_know_leaves_them_out():
    selection = Selection(QUARTER, SELECTION.as_of, (Filter("survey_name", ("",)),))
    made, _ = mapped(selection=selection)
    assert made is not None and {item.way for item in made.stops} == {None}


@pytest.mark.parametrize("company", [{}, {"survey": [answer(1, "nps", 9, responded_at="2024-08-01")]}])
def test_without_any_touchpoint_there_is_no_map(company):
    assert mapped(company) == (None, None)
