"""How many records a file has, how many of them are no data and why, and how many rows they make."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.words import N_, Words, whole
from cx.ingest.plan import Plan
from cx.store.checking import REPEATED, Places
from cx.store.load import Load
from cx.store.reshaped import RECORDS, Skipped, skipped
from cx.store.staging import STAGED


@dataclass(frozen=True)
class Counted:
    """Records of the file, those that are no data, and the rows made of the others with how many are refused."""

    records: int
    left_out: tuple[Skipped, ...]
    footer: int
    """Records at the end of the file that sum up or sign it."""
    read: int
    refused: int

    @property
    def skipped(self) -> int:
        """How many records are no data."""
        return self.footer + sum(item.count for item in self.left_out)


def counted(cursor: DuckDBPyConnection, plan: Plan, places: Places) -> Counted:
    """What was staged, in numbers; records that nobody could split are read and refused."""
    rows = _count(cursor, STAGED)
    bad = _count(cursor, f"{STAGED} WHERE bad <> 0") + _count(cursor, f"{REPEATED} WHERE clash")
    split, footer = len(places.rejected), len(plan.reading.footer)
    if plan.reshaping is None:
        return Counted(rows + split + footer, (), footer, rows + split, bad + split)
    left_out = skipped(cursor, plan.reshaping, STAGED)
    return Counted(_count(cursor, RECORDS) + split + footer, left_out, footer, rows + split, bad + split)


def _count(cursor: DuckDBPyConnection, rows: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0])


def made_sentence(load: Load, words: Words) -> str | None:
    """How the records of the file become the rows that are read; None where each is a row."""
    if load.records == load.read:
        return None
    return words.plural(
        N_("The file has {n} record: {skipped} left out; rows made of the others: {read}."),
        N_("The file has {n} records: {skipped} left out; rows made of the others: {read}."),
        load.records,
        skipped=whole(load.skipped),
        read=whole(load.read),
    )


def left_out_sentences(found: tuple[Skipped, ...], words: Words) -> tuple[str, ...]:
    """Why records are no data, one sentence a reason."""
    return tuple(_sentence(item, words) for item in found)


def _sentence(item: Skipped, words: Words) -> str:
    if item.reason is None:
        return words.plural(
            N_("{n} record answers none of the questions and is left out."),
            N_("{n} records answer none of the questions and are left out."),
            item.count,
        )
    if not item.reason.like.strip():
        return words.plural(
            N_("{n} record is left out because its “{column}” is empty."),
            N_("{n} records are left out because their “{column}” is empty."),
            item.count,
            column=item.reason.header,
        )
    if any(sign in item.reason.like for sign in "*?"):
        return words.plural(
            N_("{n} record is left out because its “{column}” is like “{word}”."),
            N_("{n} records are left out because their “{column}” is like “{word}”."),
            item.count,
            column=item.reason.header,
            word=item.reason.like,
        )
    return words.plural(
        N_("{n} record is left out because its “{column}” is “{word}”."),
        N_("{n} records are left out because their “{column}” is “{word}”."),
        item.count,
        column=item.reason.header,
        word=item.reason.like,
    )
