"""Small random companies for the tests of the figures, loaded as CSV files by the real loader."""

import csv
import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cx.contracts.mapping import Declared, Mapping
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.store.database import Store, open_store, settings_mark
from cx.store.loading import Source, load

Row = dict[str, Any]
Company = dict[str, list[Row]]
ORDER = ("accounts", "survey", "tickets", "owner_changes", "renewals", "usage", "milestones", "touches")
TODAY = date(2028, 1, 1)
FIRST = date(2023, 1, 1)
DAYS = 730
LAST_DAY = date(2024, 12, 31)
"""The last day that the companies tell of."""
SETTINGS = Settings(fiscal_year_starts=4, base_currency="EUR", rates={"USD": 0.5}, privacy_minimum=1)


def csv_text(rows: list[Row]) -> str:
    """The rows as CSV; a row may leave columns out."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def load_rows(store: Store, folder: Path, extract: str, rows: list[Row], today: date = TODAY, **declared: Any) -> None:
    """Load rows whose columns have our own names."""
    path = folder / f"{extract}.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    columns = {name: name for row in rows for name in row}
    said = {"survey": "named"} if extract == "survey" else {"end_is": "day_after"} if extract == "renewals" else {}
    mapping = Mapping(
        extract=extract, columns=columns, declare=Declared(date_order="ymd", decimal=".", **{**said, **declared})
    )
    done = load(store, Source(path, path.name, mapping, today, "tester"), Words("en"))
    assert not done.problems, done.problems


@cache
def empty_database(mark: str) -> bytes:
    """An empty database made under settings of this mark: to copy is quicker than to make."""
    with TemporaryDirectory() as name:
        path = Path(name) / "cx.duckdb"
        open_store(path, MARKED[mark]).close()
        return path.read_bytes()


MARKED: dict[str, Settings] = {}


@contextmanager
def opened(company: Company, settings: Settings = SETTINGS, **declared: dict[str, Any]) -> Iterator[Store]:
    """A database that holds the company; `declared` says for an extract what its file cannot say."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "db" / "cx.duckdb"
        path.parent.mkdir()
        MARKED.setdefault(settings_mark(settings), settings)
        path.write_bytes(empty_database(settings_mark(settings)))
        store = open_store(path, settings)
        try:
            for extract in ORDER:
                if company.get(extract):
                    load_rows(store, folder, extract, company[extract], **declared.get(extract, {}))
            yield store
        finally:
            store.close()


def some_day(chance: random.Random, most: int = DAYS) -> date:
    """A day of the two years that the companies live in."""
    return FIRST + timedelta(days=chance.randrange(most))


def some_moment(chance: random.Random) -> datetime:
    """A moment of those years, to the minute."""
    return datetime.combine(some_day(chance), datetime.min.time()) + timedelta(minutes=chance.randrange(1440))


def _account(chance: random.Random) -> str:
    return chance.choice(["A1", "A2", "A3", "A4", "A5", "A9"])


def accounts(chance: random.Random) -> list[Row]:
    """Five accounts, each known on one to three days, with attributes that change or are missing; A9 is unknown."""
    found = []
    estimates = random.Random()
    estimates.setstate(chance.getstate())
    for account in ("A1", "A2", "A3", "A4", "A5"):
        for day in sorted({some_day(chance) for _ in range(chance.randint(1, 3))}):
            found.append(
                {
                    "account_id": account,
                    "as_of": day,
                    "segment": chance.choice(["Small", "Large", None]),
                    "region": chance.choice(["North", "South"]),
                    "tier": estimates.choice(["gold", "silver", None]),
                    "potential_value": estimates.choice([None, 0, 250, 900.5]),
                    "margin": None if day.day % 4 == 0 else 10.5 * day.day,
                }
            )
    return found


QUESTIONS = (
    ("nps", "0-10", None, (0, 10)),
    ("csat", "1-5", None, (1, 5)),
    ("csat", "1-7", None, (1, 7)),
    ("csat", "good-bad", None, (0, 1)),
    ("csat", "1-10", None, (1, 10)),
    ("ces", "1-7", "2.0", (1, 7)),
    ("ces", "1-5", "1.0", (1, 5)),
)


def survey(chance: random.Random, size: int) -> list[Row]:
    """Responses of one to three questions; some invited and not answered, some answered without an invitation or before it."""
    found = []
    after = random.Random(hash(chance.getstate()[1]))  # Its own draws, so that the answers stay what they were.
    for number in range(size):
        sent = some_moment(chance) if chance.random() < 0.7 else None
        invited = {
            "response_id": f"R{number}",
            "account_id": chance.choice([_account(chance), None]),
            "sent_at": sent,
            "survey_name": chance.choice(["Pulse", "Visit", None]),
            "region": chance.choice(["East", None]),
            "relationship": after.choice(["relationship", "transactional", None]),
            "contact_id": after.choice(["P1", "P2", None]),
        }
        answered = sent is None or chance.random() < 0.6
        came = (sent or some_moment(chance)) + timedelta(minutes=chance.randrange(40_000))
        if sent and after.random() < 0.1:
            came = sent - timedelta(minutes=after.randrange(5_000))
        for at, (kind, scale, version, (low, high)) in enumerate(chance.sample(QUESTIONS, chance.randint(1, 3))):
            given = answered and (at == 0 or chance.random() < 0.7)
            found.append(
                {
                    **invited,
                    **({"survey_name": "Again"} if at and chance.random() < 0.2 else {}),
                    "question": f"Q{at}",
                    "kind": kind,
                    "scale": scale,
                    "ces_version": version,
                    "score": chance.randint(low, high) if given else None,
                    "responded_at": came if given else None,
                    "contacted_at": _followed(after, came, 90) if given else None,
                    "closed_at": _followed(after, came, 2000) if given else None,
                }
            )
    return [*found, *_answered_again(after, size // 5)]


def _answered_again(chance: random.Random, size: int) -> list[Row]:
    """People who answer the NPS question three times, mostly badly, some of them called in between."""
    found = []
    for number in range(size):
        account, region = _account(chance), chance.choice(["East", None])
        for at, came in enumerate(sorted(some_moment(chance) for _ in range(3))):
            found.append(
                {
                    "response_id": f"S{number}-{at}",
                    "account_id": account,
                    "contact_id": f"P{number}",
                    "sent_at": None,
                    "survey_name": chance.choice(["Pulse", "Visit", None]),
                    "region": region,
                    "relationship": "relationship",
                    "question": "Q0",
                    "kind": "nps",
                    "scale": "0-10",
                    "ces_version": None,
                    "score": chance.choice([0, 3, 5, 6, 7, 9]),
                    "responded_at": came,
                    "contacted_at": _followed(chance, came, 90) if chance.random() < 0.6 else None,
                    "closed_at": _followed(chance, came, 900),
                }
            )
    return found


def _followed(chance: random.Random, came: datetime, most_hours: int) -> datetime | None:
    """When somebody followed up: never, within hours, before the answer, or on its day with no time of day known."""
    return chance.choice(
        [
            None,
            came + timedelta(minutes=chance.randrange(most_hours * 60)),
            came + timedelta(minutes=chance.randrange(most_hours * 60)),
            came - timedelta(minutes=chance.randrange(3000)),
            datetime.combine(came.date(), datetime.min.time()),
        ]
    )


def tickets(chance: random.Random, size: int) -> list[Row]:
    """Tickets open and resolved, unanswered, with negative times, promised and not, verdicts alone, repeats."""
    found = []
    people = chance.choice([0.0, 0.6, 1.0])
    for number in range(size):
        opened_at = some_moment(chance)
        if found and chance.random() < 0.4:
            opened_at = found[-1]["opened_at"] + timedelta(hours=chance.randrange(400))
        late = -1 if chance.random() < 0.08 else 1
        resolved = opened_at + late * timedelta(minutes=chance.randrange(20_000)) if chance.random() < 0.75 else None
        early = -1 if chance.random() < 0.08 else 1
        answered = chance.random() < 0.7
        promise = chance.choice(["date", "verdict", "none"])
        found.append(
            {
                "ticket_id": f"T{number}",
                "opened_at": opened_at,
                "resolved_at": resolved,
                "account_id": chance.choice([_account(chance), None]),
                "contact_id": f"P{chance.randint(1, 3)}" if chance.random() < people else None,
                "first_response_at": opened_at + early * timedelta(minutes=chance.randrange(3000))
                if answered
                else None,
                "promised_at": opened_at + timedelta(minutes=chance.randrange(20_000)) if promise == "date" else None,
                "sla_met": chance.choice(["true", "false"]) if promise == "verdict" else None,
                "response_promised_at": opened_at + timedelta(minutes=chance.choice([60, 2000]))
                if chance.random() < 0.5
                else None,
                "satisfaction": (rating := chance.choice([None, 1, 3, 4, 5])),
                "satisfaction_scale": chance.choice(["1-5", "1-7"]) if rating else None,
                "replies": chance.choice([None, 0, 1, 1, 2]),
                "handoffs": chance.choice([None, 0, 0, 1, 3]),
                "reopens": chance.choice([None, 0, 0, 1]),
                "category": chance.choice(["billing", "login", None]),
                "priority": chance.choice(["high", "low", None]),
                "region": chance.choice(["East", None]),
            }
        )
    return found


def owner_changes(chance: random.Random, given: list[Row]) -> list[Row]:
    """Who held each ticket: never known, one team, there and back, put down, spelled otherwise, by roles alone."""
    found = []
    for row in given:
        moment, by_role = row["opened_at"], chance.random() < 0.1
        holder = chance.choice([None, "Desk", "Field"])
        for _ in range(chance.choice([0, 1, 1, 2, 3, 5])):
            moment += timedelta(minutes=chance.randint(1, 9000))
            taken = chance.choice([None, "support", "other"] if by_role else [None, "Desk", "DESK", "Field", "Lab"])
            found.append(
                {
                    "ticket_id": row["ticket_id"],
                    "changed_at": moment,
                    "from_team": None if by_role else holder,
                    "to_team": None if by_role else taken,
                    "to_role": taken if by_role else None,
                }
            )
            holder = taken
    return found


def renewals(chance: random.Random, size: int) -> list[Row]:
    """Contracts of one to three terms: with gaps, early ones, open-ended ones, trials, every outcome, two currencies, seats."""
    found: list[Row] = []
    starts: set[tuple[str, date]] = set()
    ways = random.Random(size)
    for number in range(size):
        account, product = _account(chance), chance.choice(["Flow", "Desk", None])
        start = some_day(chance, 500)
        for _ in range(chance.randint(1, 3)):
            months = chance.choice([3, 6, 12])
            end = later(start, months) if chance.random() < 0.8 else start + timedelta(days=chance.randint(60, 400))
            end = None if chance.random() < 0.08 else end
            if (account, start) in starts:  # Two successors on one day would leave open which one is meant.
                break
            starts.add((account, start))
            outcome = chance.choice([None, None, None, "renewed", "reduced", "churned", "pending"])
            found.append(
                {
                    "contract_id": f"C{number}",
                    "account_id": account,
                    "starts_on": start,
                    "ends_on": end,
                    "annual_value": chance.choice([0, 100, 200, 300, 400]),
                    "currency": chance.choice(["EUR", "USD"]),
                    "product": product,
                    "outcome": outcome,
                    "value_after": chance.choice([None, 50, 200, 600]) if outcome in ("renewed", "reduced") else None,
                    "decided_on": end + timedelta(days=chance.randint(-60, 40))
                    if end and outcome and chance.random() < 0.5
                    else None,
                    "seats_licensed": (seats := chance.choice([None, 0, 10, 20])),
                    "seats_active": chance.choice([None, 0, 5, 15]) if seats is not None else None,
                    "region": chance.choice(["East", None]),
                    "acquired_by": ways.choice(["earned", "bought", "unknown", None]),
                }
            )
            if end is None:
                break
            start = end + timedelta(days=chance.choice([0, 0, 1, 30, 31, 90]))
    return [*found, *_meeting_terms(found, starts)]


def _meeting_terms(found: list[Row], starts: set[tuple[str, date]]) -> list[Row]:
    """Further terms of some contracts: one that ends an open-ended one, or that begins before the end of the other."""
    chance, last = random.Random(len(found)), {row["contract_id"]: row for row in found}
    added = []
    for row in last.values():
        end = row["ends_on"]
        start = end - timedelta(days=20) if end else row["starts_on"] + timedelta(days=chance.choice([40, 90, 200]))
        if chance.random() < (0.1 if end else 0.5) and (row["account_id"], start) not in starts:
            starts.add((row["account_id"], start))
            value, ends = chance.choice([0, 50, 150, 500]), chance.choice([later(start, 6), None])
            stated = {"outcome": None, "value_after": None, "decided_on": None}
            added.append({**row, **stated, "starts_on": start, "ends_on": ends, "annual_value": value})
    return added


def usage(chance: random.Random, size: int) -> list[Row]:
    """Use of the product and of features, some of it none at all."""
    found: dict[tuple[str, date, str | None], Row] = {}
    for _ in range(size):
        key = (_account(chance), some_day(chance), chance.choice([None, "chat", "maps", "mail"]))
        found[key] = {
            "account_id": key[0],
            "used_on": key[1],
            "feature": key[2],
            "active_users": chance.choice([None, 0, 3, 9, 14]),
            "licensed_users": chance.choice([None, 0, 10]),
            "events": chance.choice([None, 0, 2]),
        }
    return list(found.values())


def steady_use(chance: random.Random) -> list[Row]:
    """Use of the product by people every fortnight at every account, so that months can be compared."""
    days = [FIRST + timedelta(days=at) for at in range(0, DAYS, 14)]
    return [
        {
            "account_id": account,
            "used_on": day,
            "feature": None,
            "active_users": chance.choice([4, 6, 9, 14]),
            "licensed_users": 20,
            "events": chance.choice([0, 12, 40]),
        }
        for account in ("A1", "A2", "A3", "A4", "A5")
        for day in days
    ]


def milestones(chance: random.Random, size: int) -> list[Row]:
    """Projects of one to four milestones: with a kickoff or without, of value soon, late, before it began or not yet."""
    found: list[Row] = []
    for number in range(size):
        account, began = _account(chance), some_day(chance)
        for at, kind in enumerate(
            chance.sample(["kickoff", "first_value", "first_value", "go_live"], chance.randint(1, 4))
        ):
            reached = began if kind == "kickoff" else began + timedelta(days=chance.randint(-20, 200))
            found.append(
                {
                    "milestone_id": f"M{number}-{at}",
                    "project_id": f"P{number % 7 if chance.random() < 0.3 else number}",
                    "account_id": account,
                    "milestone": kind,
                    "actual_on": reached if chance.random() < 0.7 else None,
                }
            )
    return found


def touches(chance: random.Random, size: int) -> list[Row]:
    """Contacts of every kind, started by either side or nobody knows, some of no customer."""
    return [
        {
            "touch_id": f"T{number}",
            "happened_at": some_moment(chance),
            "account_id": chance.choice([_account(chance), _account(chance), None]),
            "kind": chance.choice(["meeting", "call", "follow_up", "report", "promise", None]),
            "initiated_by": chance.choice(["us", "customer", None]),
            "role": chance.choice(["success_manager", "support", None]),
        }
        for number in range(size)
    ]


def later(day: date, months: int) -> date:
    """The same day so many months later, or the month's last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for at in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(at, day.day))
        except ValueError:
            continue
    raise AssertionError(day)
