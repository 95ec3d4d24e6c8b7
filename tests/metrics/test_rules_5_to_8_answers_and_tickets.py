"""Rules 5 to 8 of the design: response rates, first contacts, promises and times."""

from datetime import date

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.words import Words
from cx.metrics.still_open import still_open
from cx.story.still_open import still_open_sentences
from cx.story.telling import Telling
from tests.metrics.asking import END, answer, ticket, value, values
from tests.metrics.company import opened


def test_rule_5_a_file_of_answers_alone_gives_no_response_rate():
    with opened({"survey": [answer(1, "nps", 9), answer(2, "nps", 3)]}) as store:
        found = value(store, "response_rate")
    assert (found.value, found.n) == (None, 0)


def test_rule_5_invitations_are_counted_once_a_response_and_answers_only_up_to_the_as_of():
    sent = {"sent_at": "2024-04-20"}
    company = {
        "survey": [
            answer(1, "nps", 9, **sent),
            answer(1, "ces", 6, question="ease", ces_version="2.0", **sent),
            answer(2, "nps", None, **sent) | {"responded_at": None},
            answer(3, "nps", 2),
        ]
    }
    with opened(company) as store:
        after, before = (value(store, "response_rate", known_to=day) for day in (END, date(2024, 4, 30)))
    assert (after.numerator, after.n) == (1.0, 2)
    assert (before.value, before.n, before.excluded) == (None, 0, {"unripe": 2.0})


@pytest.mark.parametrize(
    ("case", "by", "where", "shown"),
    [
        ("in all", (), {}, {(): (2, 3)}),
        ("a question that some were not asked", (), {"kind": ("ces",)}, {(): (1, 2)}),
        ("the question of each", (), {"kind": ("nps",)}, {(): (2, 2)}),
        ("either of two", (), {"kind": ("nps", "ces")}, {(): (2, 3)}),
        ("a scale", (), {"scale": ("1-7",)}, {(): (1, 2)}),
        ("one row that has both", (), {"kind": ("nps",), "scale": ("1-7",)}, {(): (0, 0)}),
        ("split", ("kind",), {}, {("ces",): (1, 2), ("nps",): (2, 2)}),
        ("split and filtered", ("kind",), {"question": ("ease",)}, {("ces",): (1, 2)}),
        ("filtered by what the invitation has", ("kind",), {"region": ("East",)}, {("ces",): (1, 1), ("nps",): (1, 1)}),
    ],
)
def test_rule_5_of_one_question_the_invitations_that_asked_it_are_counted(case, by, where, shown):
    sent = {"sent_at": "2024-04-20", "region": None}
    ease = {"question": "ease", "ces_version": "2.0", "scale": "1-7"}
    company = {
        "survey": [
            answer(1, "nps", 9, scale="0-10", **sent) | {"region": "East"},
            # Skipped by somebody who answered the invitation: it is answered all the same.
            answer(1, "ces", None, **ease, **sent) | {"region": "East", "responded_at": None},
            answer(2, "ces", None, **ease, **sent) | {"responded_at": None},
            answer(3, "nps", 3, scale="0-10", **sent),
        ]
    }
    filters = tuple(Filter(name, words) for name, words in where.items())
    with opened(company) as store:
        found = values(store, "response_rate", where=filters, by=by, ranged=len(by) > 0)
    assert {tuple(word for _, word in item.group): (item.numerator or 0, item.n) for item in found} == shown


ANSWERED_IN_TIME = {
    "on the fourteenth day": ("2024-05-04", 1, 1, {}),
    "a day later": ("2024-05-05", 0, 1, {}),
    "on the day itself": ("2024-04-20", 1, 1, {}),
    "on the day itself, at an earlier hour": ("2024-04-20 01:00", 1, 1, {}),
    "the day before it was sent": ("2024-04-19", 0, 0, {"negative": 1.0}),
}


@pytest.mark.parametrize("case", ANSWERED_IN_TIME)
def test_rule_8_an_answer_that_came_before_its_invitation_is_left_out_and_counted(case):
    came, good, n, apart = ANSWERED_IN_TIME[case]
    rows = [answer(1, "nps", 9, sent_at="2024-04-20 09:00", responded_at=came)]
    with opened({"survey": rows}) as store:
        found = value(store, "response_rate")
    assert (found.numerator or 0, found.n, found.excluded) == (good, n, apart)


@pytest.mark.parametrize("key", ["first_contact_resolution", "reopen_rate"])
def test_rule_8_a_ticket_resolved_before_it_was_opened_is_in_no_share_of_the_resolved_ones(key):
    rows = [
        ticket(1, "2024-05-01 10:00", "2024-05-02 10:00", reopens=1),
        ticket(2, "2024-05-01 10:00", "2024-04-30 10:00", reopens=1),
    ]
    with opened({"tickets": rows}) as store:
        found = value(store, key)
    assert (found.n, found.excluded) == (1, {"negative": 1.0})


SOLVED = ticket(1, "2024-05-01 10:00", "2024-05-02 10:00")
FIRST_CONTACT = [
    ("plain", [SOLVED], 1, 1),
    ("one reply", [{**SOLVED, "replies": 1}], 1, 1),
    ("two replies", [{**SOLVED, "replies": 2}], 0, 1),
    ("a handoff", [{**SOLVED, "handoffs": 1}], 0, 1),
    ("a reopening", [{**SOLVED, "reopens": 1}], 0, 1),
    ("again on the seventh day", [SOLVED, ticket(2, "2024-05-09 10:00")], 0, 1),
    ("again a minute later than seven days", [SOLVED, ticket(2, "2024-05-09 10:01")], 1, 1),
    ("again before it was solved", [SOLVED, ticket(2, "2024-05-02 09:00")], 1, 1),
    ("again about something else", [SOLVED, ticket(2, "2024-05-03 09:00", category="login")], 1, 1),
    ("again by another account", [SOLVED, ticket(2, "2024-05-03 09:00", account_id="B")], 1, 1),
    ("again by another contact", [{**SOLVED, "contact_id": "P"}, ticket(2, "2024-05-03 09:00", contact_id="Q")], 1, 1),
    ("again by the same contact", [{**SOLVED, "contact_id": "P"}, ticket(2, "2024-05-03 09:00", contact_id="P")], 0, 1),
    (
        "again by a namesake at another account",
        [{**SOLVED, "contact_id": "P"}, ticket(2, "2024-05-03 09:00", contact_id="P", account_id="B")],
        1,
        1,
    ),
    ("again by somebody, where nobody was known", [SOLVED, ticket(2, "2024-05-03 09:00", contact_id="Q")], 0, 1),
    ("again by nobody known", [{**SOLVED, "contact_id": "P"}, ticket(2, "2024-05-03 09:00", contact_id=None)], 0, 1),
    (
        "again by another contact and then by nobody known",
        [
            {**SOLVED, "contact_id": "P"},
            ticket(2, "2024-05-03 09:00", contact_id="Q", replies=2),
            ticket(3, "2024-05-04 09:00", contact_id=None, replies=2),
        ],
        0,
        1,
    ),
    (
        "again by the same contact after one of the account without",
        [
            {**SOLVED, "contact_id": "P"},
            ticket(2, "2024-05-20 09:00", contact_id=None),
            ticket(3, "2024-05-04 09:00", contact_id="P"),
        ],
        0,
        1,
    ),
    ("not solved", [ticket(1, "2024-05-01 10:00")], 0, 0),
    ("its seven days over on the last day", [ticket(1, "2024-12-01 10:00", "2024-12-24 23:00")], 1, 1),
    ("its seven days not over", [ticket(1, "2024-12-01 10:00", "2024-12-25 00:00")], 0, 0),
]


@pytest.mark.parametrize(("case", "rows", "good", "n"), FIRST_CONTACT)
def test_rule_6_first_contact_resolution(cases, case, rows, good, n):
    found = cases("tickets", {name: given for name, given, *_ in FIRST_CONTACT})(case, "first_contact_resolution")
    assert (found.numerator or 0, found.n) == (good, n)


PROMISES = [
    ("kept", {"promised_at": "2024-05-10 12:00"}, "2024-05-10 12:00", 1, 1),
    ("a minute late", {"promised_at": "2024-05-10 12:00"}, "2024-05-10 12:01", 0, 1),
    ("open past due is missed", {"promised_at": "2024-05-10 12:00"}, None, 0, 1),
    ("due on the last day", {"promised_at": "2024-12-31 23:00"}, None, 0, 1),
    ("not yet due is out", {"promised_at": "2025-01-01 00:00"}, "2024-05-10 12:00", 0, 0),
    ("no promise is out", {}, "2024-05-10 12:00", 0, 0),
    ("the tool's verdict where it is all there is", {"sla_met": "true"}, "2024-05-10 12:00", 1, 1),
    ("the tool's bad verdict", {"sla_met": "false"}, "2024-05-10 12:00", 0, 1),
    ("the date before the verdict", {"sla_met": "true", "promised_at": "2024-05-02 12:00"}, "2024-05-10 12:00", 0, 1),
]


@pytest.mark.parametrize(("case", "more", "resolved_at", "kept", "n"), PROMISES)
def test_rule_7_promises_kept(cases, case, more, resolved_at, kept, n):
    of = cases(
        "tickets", {name: [ticket(1, "2024-05-01 10:00", solved, **said)] for name, said, solved, *_ in PROMISES}
    )
    found = of(case, "sla_attainment", period=Period(date(2024, 1, 1), date(2025, 1, 31)))
    assert (found.numerator or 0, found.n) == (kept, n)


def test_rule_7_a_promise_belongs_to_the_period_in_which_it_falls_due():
    late = ticket(1, "2024-03-01 10:00", "2024-06-30 10:00", promised_at="2024-05-10 12:00")
    with opened({"tickets": [late]}) as store:
        found = values(store, "sla_attainment", grain=Grain.MONTH)
    assert [item.group for item in found] == [(("month", "2024-05-01"),)]


SLA_KEYS = ("sla_attainment", "response_sla_attainment")
PROMISED = {"promised_at": "2024-05-10 12:00", "response_promised_at": "2024-05-10 12:00"}


@pytest.mark.parametrize("key", SLA_KEYS)
@pytest.mark.parametrize(
    ("case", "asked", "counts"),
    [
        ("in all", {}, {(): 3}),
        ("ranges or not", {"ranged": False}, {(): 3}),
        ("by a dimension", {"by": ("priority",)}, {("high",): 1}),
        ("filtered", {"where": (Filter("priority", ("",)),)}, {(): 2}),
        ("in the month in which they were opened", {"grain": Grain.MONTH}, {("2024-05-01",): 2}),
        ("up to the as-of", {"known_to": date(2024, 5, 20)}, {(): 2}),
    ],
)
def test_rule_7_tickets_without_a_promise_are_counted_apart(key, case, asked, counts):
    rows = [
        ticket(1, "2024-05-01 10:00", priority="high", **PROMISED),
        ticket(2, "2024-05-01 10:00", "2024-07-01 10:00", priority="high"),
        ticket(3, "2024-05-02 10:00", priority=None),
        ticket(4, "2024-06-02 10:00", priority=None),
        ticket(5, "2023-06-02 10:00", priority=None),
    ]
    with opened({"tickets": rows}) as store:
        found = values(store, key, **asked)
    assert {
        tuple(word for _, word in item.group): item.excluded["no_promise"] for item in found if item.excluded
    } == counts


@pytest.mark.parametrize("key", SLA_KEYS)
def test_rule_7_without_any_promise_there_is_no_figure_and_all_are_counted(key):
    with opened({"tickets": [ticket(1, "2024-05-01 10:00"), ticket(2, "2024-05-01 10:00")]}) as store:
        found = value(store, key)
    assert (found.value, found.n, found.excluded) == (None, 0, {"no_promise": 2.0})


def test_rule_7_a_verdict_is_a_promise_and_nobody_is_counted_as_without():
    with opened({"tickets": [ticket(1, "2024-05-01 10:00", sla_met="true")]}) as store:
        assert value(store, "sla_attainment").excluded == {}


@pytest.mark.parametrize(
    ("case", "answered_at", "kept"),
    [("kept", "2024-05-01 11:00", 1), ("late", "2024-05-01 11:01", 0), ("unanswered past due is missed", None, 0)],
)
def test_rule_7_first_responses_stand_apart(case, answered_at, kept):
    row = ticket(1, "2024-05-01 10:00", first_response_at=answered_at, response_promised_at="2024-05-01 11:00")
    with opened({"tickets": [row]}) as store:
        assert value(store, "response_sla_attainment").numerator == kept
        assert value(store, "sla_attainment").n == 0


def test_rule_8_open_tickets_count_as_still_waiting():
    rows = [
        ticket(1, "2024-05-01 00:00", "2024-05-01 02:00"),
        ticket(2, "2024-05-01 00:00", "2024-05-01 10:00"),
        ticket(3, "2024-05-01 00:00"),
        ticket(4, "2024-12-31 23:00"),
    ]
    with opened({"tickets": rows}) as store:
        found = value(store, "resolution_hours")
    # At risk: 4 until 1 h, then 3; after 2 h two thirds are left, after 10 h one third.
    assert (found.value, found.n, found.numerator, found.excluded) == (10.0, 4, 2.0, {"open": 2.0})


def test_rule_8_negative_times_are_left_out_and_counted():
    rows = [ticket(1, "2024-05-01 10:00", "2024-05-01 12:00"), ticket(2, "2024-05-01 10:00", "2024-04-30 10:00")]
    with opened({"tickets": rows}) as store:
        found = value(store, "resolution_hours")
    assert (found.value, found.n, found.excluded) == (2.0, 1, {"negative": 1.0})


def test_rule_8_an_unanswered_ticket_that_was_resolved_before_it_was_opened_is_left_out_and_counted():
    rows = [
        ticket(1, "2024-05-01 10:00", "2024-05-03 10:00", first_response_minutes=30),
        ticket(2, "2024-05-01 10:00", "2024-04-30 10:00", first_response_minutes=None),
    ]
    with opened({"tickets": rows}) as store:
        found = value(store, "first_response_minutes")
    assert (found.value, found.n, found.excluded) == (30.0, 1, {"negative": 1.0})


STILL_OPEN = {
    "of the tickets opened in the quarter": ((), "2024-12-31", (4, 2)),
    "as of a day in it": ((), "2024-05-03", (3, 3)),
    "filtered": ((Filter("priority", ("high",)),), "2024-12-31", (1, 0)),
}


@pytest.mark.parametrize("case", STILL_OPEN)
def test_beside_first_contact_resolution_stands_what_is_still_open(case):
    where, known_to, (opened_in, left) = STILL_OPEN[case]
    rows = [
        ticket(1, "2024-05-01 10:00", "2024-05-04 10:00", priority="high"),
        ticket(2, "2024-05-02 10:00", "2024-07-02 10:00", priority=None),
        ticket(3, "2024-05-03 10:00", priority=None),
        ticket(4, "2024-05-04 10:00", "2024-06-30 23:00", priority=None),
        ticket(5, "2024-05-01 10:00", "2024-04-01 10:00", priority=None),
        ticket(6, "2024-03-01 10:00", priority=None),
    ]
    quarter = Period(date(2024, 4, 1), date(2024, 6, 30))
    with opened({"tickets": rows}) as store, store.cursor() as cursor:
        selection = Selection(quarter, date.fromisoformat(known_to), where)
        found = still_open(cursor, selection, store.settings)
        (said,) = still_open_sentences(
            "first_contact_resolution", Telling(cursor, selection, store.settings, Words("en"))
        )
        assert still_open_sentences("reopen_rate", Telling(cursor, selection, store.settings, Words("en"))) == ()
    assert (found.opened, found.still_open) == (opened_in, left)
    assert f"Still open: {left} of the {opened_in} tickets opened" in said
