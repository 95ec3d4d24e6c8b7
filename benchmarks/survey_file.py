"""A million survey answers and the accounts that gave them, seeded: the files that the benchmarks read."""

import csv
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

CACHE = Path(__file__).with_name(".cache")
ROWS, ACCOUNTS, SEED = 1_000_000, 20_000, 20_261_123
FIRST, DAYS = datetime(2023, 10, 1), 1095
HEADER = (
    "response_id",
    "account_id",
    "kind",
    "score",
    "scale",
    "ces_version",
    "sent_at",
    "responded_at",
    "touchpoint",
    "channel",
    "comment",
)
KINDS = (
    ("nps", 0, 10, "0-10", ""),
    ("csat", 1, 5, "1-5", ""),
    ("ces", 1, 7, "1-7", "2.0"),
    ("ces", 1, 5, "1-5", "1.0"),
)
"""Kind, lowest and highest score, scale, version of CES."""
KIND_SHARES = (0.5, 0.25, 0.2, 0.05)
TOUCHPOINTS = ("onboarding", "support call", "renewal", "training", "billing")
CHANNELS = ("email", "in-app", "phone")
SEGMENTS, REGIONS = ("Enterprise", "Mid-market", "Small business"), ("North", "South", "East", "West")
COMMENTED, LONGEST, SECOND_LINE = 0.2, 14, 0.25
SAID = (
    "the support team was slow but kind onboarding took three calls before anybody knew our project manager "
    "answered login invoice renewal training price missing feature works שירות מצוין תודה רבה לצוות האיטי "
    "răspuns lent dar amabil echipa mulțumim очень долго ждали ответа спасибо поддержка"
)
WORDS = SAID.split()
FAULTS = (
    ("score", "99"),
    ("score", "very good"),
    ("responded_at", "yesterday"),
    ("kind", "mood"),
    ("response_id", ""),
    ("responded_at", "2031-01-01 10:00:00"),
    ("scale", "1-9"),
)
EVERY = 10_000
"""Each fault stands once in so many rows: seven faults, so 0.07 % of the rows are bad."""


class Lines(Protocol):
    """What writes the lines of a CSV file."""

    def writerow(self, row: Iterable[object], /) -> object:
        """Write one line."""


def survey_file() -> Path:
    """The survey file, made where it is not there yet: about 93 MB."""
    return _made("survey.csv", _write_survey)


def accounts_file() -> Path:
    """The accounts file, made where it is not there yet."""
    return _made("accounts.csv", _write_accounts)


def _made(name: str, write: Callable[[Lines], None]) -> Path:
    path = CACHE / name
    if not path.exists():
        CACHE.mkdir(exist_ok=True)
        half = path.with_suffix(".part")
        with half.open("w", encoding="utf-8", newline="") as opened:
            write(csv.writer(opened, lineterminator="\n"))
        half.rename(path)
    return path


def _write_accounts(lines: Lines) -> None:
    lines.writerow(("account_id", "name", "segment", "region", "customer_since"))
    for number in range(ACCOUNTS):
        segment, region = SEGMENTS[number % 3], REGIONS[number // 3 % 4]
        lines.writerow((_account(number), f"Customer {number}", segment, region, "2023-01-01"))


def _write_survey(lines: Lines) -> None:
    chance = np.random.default_rng(SEED)
    lines.writerow(HEADER)
    kinds = chance.choice(len(KINDS), ROWS, p=KIND_SHARES).tolist()
    accounts = (chance.beta(0.8, 2.0, ROWS) * ACCOUNTS).astype(int).tolist()
    days, seconds = chance.integers(0, DAYS, ROWS).tolist(), chance.integers(0, 86_400, ROWS).tolist()
    waits, level = chance.integers(0, 9, ROWS).tolist(), chance.beta(3, 1.5, ROWS).tolist()
    places, ways = chance.integers(0, len(TOUCHPOINTS), ROWS).tolist(), chance.integers(0, len(CHANNELS), ROWS).tolist()
    comments = _comments(chance)
    for number in range(ROWS):
        kind, low, high, scale, version = KINDS[kinds[number]]
        sent = FIRST + timedelta(days=days[number])
        answered = sent + timedelta(days=waits[number], seconds=seconds[number])
        score = low + round(level[number] * (high - low))
        row: list[object] = [f"R{number:07d}", _account(accounts[number]), kind, score, scale, version]
        row += [sent.strftime("%Y-%m-%d"), answered.strftime("%Y-%m-%d %H:%M:%S")]
        row += [TOUCHPOINTS[places[number]], CHANNELS[ways[number]], comments[number]]
        lines.writerow(_spoilt(row, number % EVERY))


def _account(number: int) -> str:
    return f"A{number:06d}"


def _spoilt(row: list[object], place: int) -> list[object]:
    """The row, with a fault in it where its place is a fault's."""
    if place < len(FAULTS):
        column, value = FAULTS[place]
        row[HEADER.index(column)] = value
    return row


def _comments(chance: np.random.Generator) -> list[str]:
    """A comment for each row, most of them empty; some have a second line or quotation marks."""
    lengths = np.where(chance.random(ROWS) < COMMENTED, chance.integers(3, LONGEST, ROWS), 0)
    words: NDArray[np.int64] = chance.integers(0, len(WORDS), int(lengths.sum()))
    breaks = chance.random(ROWS) < SECOND_LINE
    ends = np.cumsum(lengths)
    found = []
    for start, end, broken in zip((ends - lengths).tolist(), ends.tolist(), breaks.tolist(), strict=True):
        said = [WORDS[at] for at in words[start:end].tolist()]
        middle = len(said) // 2
        found.append(f'{" ".join(said[:middle])}\n"{" ".join(said[middle:])}"' if said and broken else " ".join(said))
    return found
