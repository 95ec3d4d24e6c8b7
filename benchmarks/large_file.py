"""A file of millions of survey answers in which every fault was planted by hand: where it stands is known beforehand.

The lines are put together from ready pieces, since ten million rows made value by value would take minutes.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from benchmarks.survey_file import (
    ACCOUNTS,
    CACHE,
    CHANNELS,
    COMMENTED,
    DAYS,
    FIRST,
    HEADER,
    KIND_SHARES,
    KINDS,
    LONGEST,
    SEED,
    TOUCHPOINTS,
    WORDS,
)

ROWS = 10_000_000
BLOCK, BAD_IN_BLOCK = 100_000, 70
"""Rows that are made at once, and how many of them are bad: 0.07 %."""
SAID, SECOND_LINE, THIRD_LINE = 50_000, 0.25, 0.05
"""Different comments, and the shares of them that break off once and twice."""
FAULTS = (
    ("score", "99", "out_of_range"),
    ("score", "very good", "not_whole"),
    ("responded_at", "yesterday", "not_a_date"),
    ("kind", "mood", "not_in_vocabulary"),
    ("response_id", "", "missing"),
    ("responded_at", "2031-01-01 10:00:00", "in_future"),
    ("scale", "1-9", "not_in_vocabulary"),
    ("comment", None, "too_few_cells"),
    ("comment", "one\ntwo", "too_many_cells"),
)
"""Column, what is written into it (None: the cell is left out) and the code that must be found, taken in turns."""


@dataclass(frozen=True)
class Planted:
    """A fault: the record that has it, the line on which an editor shows that record, the column, value and code."""

    record: int
    line: int
    column: str | None
    value: str | None
    code: str


def large_file(rows: int) -> Path:
    """The survey file of so many rows (whole blocks of 100,000), made where it is not there yet: 93 bytes a row."""
    path = CACHE / f"survey-{rows}.csv"
    if not path.exists():
        CACHE.mkdir(exist_ok=True)
        half = path.with_suffix(".part")
        with half.open("wb") as opened:
            planted = list(_written(opened, rows))
        _planted_path(rows).write_text(json.dumps([asdict(item) for item in planted]), encoding="utf-8")
        half.rename(path)
    return path


def planted(rows: int) -> list[Planted]:
    """Every fault of that file, in its order."""
    return [Planted(**item) for item in json.loads(_planted_path(rows).read_text(encoding="utf-8"))]


def other_byte(rows: int, path: Path) -> Path:
    """The file copied to `path`, with one letter of its first account's id changed."""
    at = len(",".join(HEADER)) + len("\nR00000000,A00000")
    with large_file(rows).open("rb") as old, path.open("wb") as new:
        while piece := old.read(1 << 22):
            new.write(piece)
    with path.open("r+b") as opened:
        opened.seek(at)
        digit = opened.read(1)
        opened.seek(at)
        opened.write(b"1" if digit != b"1" else b"2")
    return path


def _planted_path(rows: int) -> Path:
    return CACHE / f"survey-{rows}.json"


def _written(opened: BinaryIO, rows: int) -> Iterator[Planted]:
    """Write the file block by block; the line of each record is counted from what is written, not read back."""
    chance = np.random.default_rng(SEED)
    comments = _comments(chance)
    breaks = np.array([text.count("\n") for text in comments])
    opened.write((",".join(HEADER) + "\n").encode())
    line, bad = 2, 0
    for first in range(0, rows, BLOCK):
        said = np.where(chance.random(BLOCK) < COMMENTED, chance.integers(0, SAID, BLOCK), 0)
        cells = _cells(chance, first, [comments[at] for at in said.tolist()])
        taken = np.sort(chance.choice(np.arange(1, BLOCK), BAD_IN_BLOCK, replace=False)).tolist()
        spans = breaks[said] + 1
        spoilt = {at: _spoilt(cells[at], *FAULTS[(bad + turn) % len(FAULTS)]) for turn, at in enumerate(taken)}
        for at, (text, _) in spoilt.items():
            cells[at], spans[at] = text, text.count("\n")
        starts = line + np.cumsum(spans) - spans
        yield from (_place(first + at + 1, int(starts[at]), fault) for at, (_, fault) in spoilt.items())
        opened.write("".join(cells).encode())
        line, bad = line + int(spans.sum()), bad + len(taken)


def _place(record: int, line: int, fault: Planted) -> Planted:
    return Planted(record, line, fault.column, fault.value, fault.code)


def _cells(chance: np.random.Generator, first: int, comments: list[str]) -> list[str]:
    """The lines of a block, each with its line end."""
    kinds = [_scored(chance.beta(3, 1.5), *kind) for kind in KINDS for _ in range(200)]
    at = chance.choice(len(KINDS), BLOCK, p=KIND_SHARES) * 200 + chance.integers(0, 200, BLOCK)
    accounts = (chance.beta(0.8, 2.0, BLOCK) * ACCOUNTS).astype(int).tolist()
    days, waits = chance.integers(0, DAYS, BLOCK), chance.integers(0, 9, BLOCK)
    sent = [(FIRST + timedelta(days=day)).strftime("%Y-%m-%d") for day in range(DAYS + 9)]
    clock = [f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(86_400)]
    seconds = chance.integers(0, 86_400, BLOCK).tolist()
    places = [f"{place},{way}" for place in TOUCHPOINTS for way in CHANNELS]
    where = chance.integers(0, len(places), BLOCK).tolist()
    rows = zip(accounts, at.tolist(), days.tolist(), (days + waits).tolist(), seconds, where, comments, strict=True)
    return [
        f"R{number:08d},A{account:06d},{kinds[kind]},{sent[day]},{sent[answered]} {clock[second]},{places[place]},{said}\n"
        for number, (account, kind, day, answered, second, place, said) in enumerate(rows, start=first)
    ]


def _scored(level: float, kind: str, low: int, high: int, scale: str, version: str) -> str:
    return f"{kind},{low + round(level * (high - low))},{scale},{version}"


def _comments(chance: np.random.Generator) -> list[str]:
    """Comments as a CSV writes them, the first of them empty; some of two lines with quotation marks, some of three."""
    words: NDArray[np.int64] = chance.integers(0, len(WORDS), (SAID, LONGEST))
    lengths, breaks = chance.integers(3, LONGEST, SAID).tolist(), chance.random(SAID).tolist()
    found = [""]
    for row, length, broken in zip(words[1:].tolist(), lengths[1:], breaks[1:], strict=True):
        said = [WORDS[at] for at in row[:length]]
        middle = length // 2
        head, tail = " ".join(said[:middle]), " ".join(said[middle:])
        if broken < THIRD_LINE:
            found.append(f'"{head},\n\n{tail}"')
        elif broken < SECOND_LINE:
            found.append(f'"{head}\n""{tail}"""')
        else:
            found.append(f"{head} {tail}")
    return found


def _spoilt(text: str, column: str, value: str | None, code: str) -> tuple[str, Planted]:
    """The line of a row with the fault in it, and the fault; its comment gives way, so that it splits at commas."""
    cells = text[:-1].split(",", len(HEADER) - 1)[: len(HEADER) - 1]
    if code == "too_few_cells":
        whole = ",".join(cells)
        return f"{whole}\n", Planted(0, 0, None, whole, code)
    if code == "too_many_cells":
        whole = f'{",".join(cells)},"{value}",more'
        return f"{whole}\n", Planted(0, 0, None, whole, code)
    cells[HEADER.index(column)] = value or ""
    return f"{','.join(cells)},\n", Planted(0, 0, column, value or None, code)
