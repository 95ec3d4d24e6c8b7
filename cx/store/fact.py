"""What each wide table is made of: its source, the dates that it goes by and the values that it works out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cx.contracts.extracts import ACCOUNT_DIMENSIONS, EXTRACTS
from cx.store.projects import MILESTONES_OF_PROJECTS
from cx.store.ticket_bounces import BOUNCES
from cx.store.ticket_roles import TOLD


@dataclass(frozen=True)
class Fact:
    """How one wide table is made: its source, its date for attributes, its clocks and its own values."""

    name: str
    source: str
    attributes_on: str
    clocks: dict[str, str]
    values: dict[str, str]
    told_by: tuple[str, ...] = ()
    """Other extracts that its rows take something from."""
    in_zone: dict[str, str] = field(default_factory=dict)
    """Values that are worked out otherwise where rows tell a time zone: the expressions are long, and it is seldom."""

    @property
    def extract(self) -> str:
        """The extract that the fact comes from."""
        return self.name

    @property
    def own_dimensions(self) -> tuple[str, ...]:
        """Dimensions that the rows carry themselves."""
        return EXTRACTS[self.name].dimensions

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension of the wide table, the account's included."""
        return (*dict.fromkeys((*self.own_dimensions, *sorted(ACCOUNT_DIMENSIONS), "account_id")),)


ANSWERED = "coalesce(f.responded_at, CASE WHEN f.score IS NOT NULL THEN f.sent_at END)"
"""When an answer came in; a score without a date of its own is dated by its invitation."""

LEADS = f"row_number() OVER (PARTITION BY f.response_id ORDER BY {ANSWERED} NULLS LAST, f.question) = 1"
"""True on the row that speaks for its whole response, an answered one where there is one: one invitation may ask
several questions."""
DETRACTED = f"CASE WHEN f.kind = 'nps' AND f.score <= 6 THEN {ANSWERED} END"
"""When a detractor answered: the moment from which somebody should make contact."""


def _since_answer(moment: str) -> str:
    """What followed an answer; one that is dated with the answer's own day alone is not taken as before it."""
    return f"CASE WHEN {moment} = {ANSWERED}::DATE THEN greatest({moment}, {ANSWERED}) ELSE {moment} END"


def _shown(moment: str) -> str:
    """The moment as the calendar of the answer's file shows it; one without a time of day is stored as midnight."""
    local = f"coalesce(({moment} AT TIME ZONE 'UTC') AT TIME ZONE f.zone, {moment})"
    return f"CASE WHEN {moment} = {moment}::DATE THEN {moment} ELSE {local} END"


def _since_answer_in_zone(moment: str) -> str:
    """The same where files told their times in other zones; where only one of both has a time, their days decide."""
    return (
        f"CASE WHEN {ANSWERED} = {ANSWERED}::DATE THEN {_shown(moment)} "
        f"WHEN {moment} = {moment}::DATE AND {moment} >= ({_shown(ANSWERED)})::DATE THEN greatest({moment}, {ANSWERED}) "
        f"ELSE {moment} END"
    )


RECOMMENDED = "(f.kind = 'nps' AND f.scale = '0-10' AND f.score IS NOT NULL AND f.contact_id IS NOT NULL)"
EARLIER = (
    f"(PARTITION BY f.account_id, f.contact_id, f.named, {RECOMMENDED} ORDER BY {ANSWERED}, f.response_id, f.question)"
)
"""The answers to the NPS question of one person, in their order; named and anonymous ones are never told together."""


def _of_earlier(text: str) -> str:
    return f"CASE WHEN {RECOMMENDED} THEN lag({text}) OVER {EARLIER} END"


def _followed(since_answer: Callable[[str], str]) -> dict[str, str]:
    """When an answer was followed up; and of the same person's answer before: how it was, when, whether somebody had
    called since, and whether before it came."""
    called = since_answer("f.contacted_at")
    return {
        "contacted_at": called,
        "closed_at": since_answer("f.closed_at"),
        "prior_score": _of_earlier("f.score::TINYINT"),
        "prior_on": f"({_of_earlier(ANSWERED)})::DATE",
        "prior_called": f"coalesce({_of_earlier(called)} <= {ANSWERED}, false)",
        "prior_faulty": f"coalesce({_of_earlier(f'{called} < {ANSWERED}')}, false)",
    }


UNLINKED = {"prior_score": "NULL::TINYINT", "prior_on": "NULL::DATE", "prior_called": "false", "prior_faulty": "false"}
"""The same where no answer tells whose it is and no call is known: there, nothing is written."""
ALONE = {"response_id": "rowid", "leads": "true"}
"""What tells responses apart where each has one row: there, the ids are not written a second time."""

# Where both tickets know their contact, it must be the same one at the same account; where either does not, only the
# account must be the same. So a ticket without a contact is followed by any of its account (`anyone`), one with a
# contact also by those of the account without. No ticket follows itself: the next one opens after this one did, also
# where it was resolved before it was opened. least() passes over NULL.
TOPIC = "coalesce(category, '') AS topic"
TICKETS_WITH_NEXT = f"""(
  SELECT t.* EXCLUDE (home, anyone, topic, done_at), least(p.opened_at, a.opened_at) AS next_opened_at FROM (
    SELECT *, coalesce(account_id, '') AS home, contact_id IS NULL AS anyone, {TOPIC},
      CASE WHEN resolved_at IS NOT NULL THEN greatest(resolved_at, opened_at) END AS done_at FROM {TOLD}) t
  ASOF LEFT JOIN (
    SELECT coalesce(account_id, '') AS home, contact_id, {TOPIC}, opened_at FROM tickets
    WHERE contact_id IS NOT NULL) p
  ON t.home = p.home AND t.contact_id = p.contact_id AND t.topic = p.topic AND t.done_at < p.opened_at
  ASOF LEFT JOIN (
    SELECT account_id, true AS anyone, {TOPIC}, opened_at FROM tickets
    UNION ALL
    SELECT account_id, false AS anyone, {TOPIC}, opened_at FROM tickets
    WHERE contact_id IS NULL AND EXISTS (SELECT 1 FROM tickets WHERE contact_id IS NOT NULL)) a
  ON t.account_id = a.account_id AND t.anyone = a.anyone AND t.topic = a.topic AND t.done_at < a.opened_at)"""

TICKETS = f"""(
  SELECT t.*, b.passed_at, b.bounced_at FROM {TICKETS_WITH_NEXT} t
  LEFT JOIN ({BOUNCES}) b ON b.ticket_id = t.ticket_id)"""

FACTS = {
    fact.name: fact
    for fact in (
        Fact(
            "survey",
            "survey",
            "coalesce(f.responded_at, f.sent_at)",
            {"responded_on": ANSWERED, "sent_on": "f.sent_at"},
            {
                "response_id": "f.response_id",
                "score": "f.score::TINYINT",
                "named": "f.named",
                "leads": LEADS,
                "detracted_at": DETRACTED,
                **_followed(_since_answer),
                "contacts_known": "EXISTS (SELECT 1 FROM survey WHERE contacted_at IS NOT NULL)",
                "closings_known": "EXISTS (SELECT 1 FROM survey WHERE closed_at IS NOT NULL)",
            },
            in_zone=_followed(_since_answer_in_zone),
        ),
        Fact(
            "tickets",
            TICKETS,
            "f.opened_at",
            {
                "opened_on": "f.opened_at",
                "resolved_on": "f.resolved_at",
                "promised_on": "f.promised_at",
                "response_promised_on": "f.response_promised_at",
                "sla_on": "coalesce(f.promised_at, CASE WHEN f.sla_met IS NOT NULL "
                "THEN coalesce(f.resolved_at, f.opened_at) END)",
            },
            {
                "ticket_id": "f.ticket_id",
                "opened_at": "f.opened_at",
                "resolved_at": "f.resolved_at",
                "promised_at": "f.promised_at",
                "response_promised_at": "f.response_promised_at",
                "first_response_minutes": "coalesce(f.first_response_minutes, "
                "date_diff('second', f.opened_at, f.first_response_at) / 60.0)",
                # Minutes past any calendar leave the moment unknown instead of stopping the load.
                "responded_at": "coalesce(f.first_response_at, CASE WHEN abs(f.first_response_minutes) < 1e8 "
                "THEN f.opened_at + to_seconds(f.first_response_minutes * 60) END)",
                "sla_met": "f.sla_met",
                "satisfaction": "f.satisfaction::TINYINT",
                "handoffs": "f.handoffs",
                "replies": "f.replies",
                "reopens": "f.reopens",
                "next_opened_at": "f.next_opened_at",
                "passed_at": "f.passed_at",
                "bounced_at": "f.bounced_at",
            },
            ("owner_changes",),
        ),
        Fact(
            "renewals",
            "terms",
            "coalesce(f.due_on, f.starts_on)",
            {"due_on": "f.due_on"},
            {
                name: f"f.{name}"
                for name in (
                    "contract_id",
                    "starts_on",
                    "ends_on",
                    "covered_to",
                    "amount",
                    "amount_after",
                    "implied",
                    "stated",
                    "decided_on",
                    "successor_on",
                    "successor_amount",
                    "seats_licensed",
                    "seats_active",
                )
            },
        ),
        Fact(
            "usage",
            "usage",
            "f.used_on",
            {"used_on": "f.used_on"},
            {"active_users": "f.active_users", "licensed_users": "f.licensed_users", "events": "f.events"},
        ),
        Fact(
            "milestones",
            MILESTONES_OF_PROJECTS,
            "coalesce(f.began_on, f.actual_on, f.planned_on)",
            {"began_on": "f.began_on"},
            {
                "project_id": "f.project_id",
                "valued_on": "f.valued_on",
                "leads": "f.leads",
                "values_known": "EXISTS (SELECT 1 FROM milestones WHERE milestone = 'first_value' AND actual_on "
                "IS NOT NULL)",
            },
            ("renewals",),
        ),
        Fact("touches", "touches", "f.happened_at", {"happened_on": "f.happened_at"}, {"touch_id": "f.touch_id"}),
    )
}
