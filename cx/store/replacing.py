"""A load that says a span of days anew: earlier rows of its source, dated in them, that it does not hold are taken away."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import Extract
from cx.contracts.periods import Period
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.words import N_, Words, whole
from cx.ingest.headers import fingerprint
from cx.ingest.plan import Plan
from cx.store.schema import replaced_columns
from cx.store.sparse import held, rows_of, widen
from cx.store.staging import STAGED

GOING = "going"
MOST_NAMED = 5


@dataclass(frozen=True)
class Replacing:
    """The days that a file says anew; without a period those from the first to the last of its own rows."""

    period: Period | None = None


@dataclass(frozen=True)
class Replaced:
    """What a load took away: the days, how many rows of which earlier loads, the first of them, and what it let stay."""

    period: Period
    rows: int
    of_loads: tuple[tuple[int, str, int], ...]
    """Load, its file, and how many of its rows go."""
    named: tuple[str, ...]
    """The ids of the first rows that go."""
    spared: int
    """Earlier rows that stay because the file holds them in a row that is refused."""
    outside: int
    """Good rows of the file that are dated outside the days."""
    known: bool
    """True where a load of the source stands before this one."""
    nameless: int
    """Refused rows of the file without an id that can be read."""
    changes: int = 0
    """Changes of owner that are known of the tickets that go, and stay."""


def dated(extract: Extract, there: Container[str], table: str = "t") -> str:
    """SQL for the day of a row, of the columns that are there; NULL where none of them is."""
    cells = ", ".join(f'{table}."{name}"' for name in extract.dated if name in there)
    return f"coalesce({cells})::DATE" if cells else "NULL::DATE"


def loads_of_source(cursor: DuckDBPyConnection, extract: str, source: str, header: tuple[str, ...]) -> tuple[int, ...]:
    """The loads that stand of one source: of the same name or, where it has none, of the same columns."""
    rows = cursor.execute(
        "SELECT load_id, header FROM standing_loads WHERE extract = $extract AND source = $source ORDER BY load_id",
        {"extract": extract, "source": source},
    ).fetchall()
    mark = fingerprint(header)
    return tuple(load for load, columns in rows if source or fingerprint(tuple(columns)) == mark)


def replace_days(cursor: DuckDBPyConnection, plan: Plan, load_id: int, replacing: Replacing, unsplit: int) -> Replaced:
    """Take away what earlier loads of the source said of the days and this one, already merged, does not hold.

    `unsplit` rows of the file could not be split, so that nobody knows which they are. Raises FileRefused where rows of
    the extract have no date, nothing says which days are meant, or the file's rows are all of other days.
    """
    extract = plan.extract
    period = replacing.period or _own_days(cursor, plan)
    earlier = loads_of_source(cursor, extract.name, plan.mapping.source, plan.reading.header)
    _find(cursor, extract, period, earlier)
    _spare(cursor, extract, load_id)
    there = dated(extract, plan.fields, "s")
    days: dict[str, date] = {"first": period.start, "last": period.end}
    outside = f"{STAGED} s WHERE bad = 0 AND NOT coalesce({there} BETWEEN $first AND $last, true)"
    inside = f"{STAGED} s WHERE bad = 0 AND {there} BETWEEN $first AND $last"
    if _count(cursor, outside, days) and not _count(cursor, inside, days):
        named = {name: day.isoformat() for name, day in days.items()}
        raise FileRefused(Problem("replace_none_inside", details={"file": plan.reading.file, **named}))
    found = Replaced(
        period,
        _count(cursor, GOING),
        _by_load(cursor, extract),
        _named(cursor, extract),
        _count(cursor, f"spared WHERE load_id = {load_id}"),
        _count(cursor, outside, days),
        bool(earlier),
        unsplit + _count(cursor, f'{STAGED} WHERE bad <> 0 AND "{extract.key[0]}" IS NULL'),
        _changes_left(cursor, extract),
    )
    _take_away(cursor, extract, load_id)
    cursor.execute(
        "INSERT INTO replaced_days VALUES ($id, $extract, $first, $last, $rows)",
        {"id": load_id, "extract": extract.name, "first": period.start, "last": period.end, "rows": found.rows},
    )
    return found


def _changes_left(cursor: DuckDBPyConnection, extract: Extract) -> int:
    """How many changes of owner are known of the tickets that go: they are rows of another extract, and stay."""
    if extract.name != "tickets":
        return 0
    going = f"SELECT ticket_id FROM {rows_of(extract.name)} t WHERE t.rowid IN (SELECT there FROM {GOING})"
    return _count(cursor, f"owner_changes WHERE ticket_id IN ({going})")


def _own_days(cursor: DuckDBPyConnection, plan: Plan) -> Period:
    details = {"file": plan.reading.file, "extract": plan.extract.name}
    if not plan.extract.dated:
        raise FileRefused(Problem("replace_undated", details=details))
    day = dated(plan.extract, plan.fields, "s")
    first, last = cursor.execute(f"SELECT min({day}), max({day}) FROM {STAGED} s WHERE bad = 0").fetchall()[0]
    if first is None:
        raise FileRefused(Problem("replace_no_days", details=details))
    return Period(first, last)


def _find(cursor: DuckDBPyConnection, extract: Extract, period: Period, earlier: tuple[int, ...]) -> None:
    """List the rows that go."""
    if not extract.dated:
        raise FileRefused(Problem("replace_undated", details={"extract": extract.name}))
    table, of_source = rows_of(extract.name), ", ".join(map(str, earlier)) or "NULL"
    day = dated(extract, held(cursor, extract.name))
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {GOING} AS SELECT t.rowid AS there FROM {table} t "
        f"WHERE t.load_id IN ({of_source}) AND {day} BETWEEN $first AND $last AND NOT {_in_file(extract)} "
        f"AND NOT {_in_refused(extract)}",
        {"first": period.start, "last": period.end},
    )


def _in_file(extract: Extract) -> str:
    match = " AND ".join(f's."{name}" IS NOT DISTINCT FROM t."{name}"' for name in extract.key)
    return f"EXISTS (SELECT 1 FROM {STAGED} s WHERE s.bad = 0 AND {match})"


def _in_refused(extract: Extract) -> str:
    """True of a row that a refused row of the file may be, as far as its id can be read."""
    first, *others = extract.key
    match = "".join(f' AND (s."{name}" IS NULL OR s."{name}" = t."{name}")' for name in others)
    return f'EXISTS (SELECT 1 FROM {STAGED} s WHERE s.bad <> 0 AND s."{first}" = t."{first}"{match})'


def _spare(cursor: DuckDBPyConnection, extract: Extract, load_id: int) -> None:
    """Note the rows that the file holds with a fault: they stay, also when an undo is told which rows went."""
    cursor.execute(
        f"INSERT INTO spared SELECT {load_id}, '{extract.name}', {key_text(extract)} FROM {rows_of(extract.name)} t "
        f"WHERE {_in_refused(extract)} AND NOT {_in_file(extract)}"
    )


def key_text(extract: Extract, table: str = "t") -> str:
    """SQL for the texts of a row's key, as the table `spared` keeps them."""
    texts = ", ".join(f'{table}."{name}"::VARCHAR' for name in extract.key)
    return f"[{texts}]"


def _by_load(cursor: DuckDBPyConnection, extract: Extract) -> tuple[tuple[int, str, int], ...]:
    return tuple(
        cursor.execute(
            f"SELECT load_id, file, count(*) FROM {rows_of(extract.name)} t JOIN loads USING (load_id) "
            f"WHERE t.rowid IN (SELECT there FROM {GOING}) GROUP BY ALL ORDER BY load_id DESC"
        ).fetchall()
    )


def _named(cursor: DuckDBPyConnection, extract: Extract) -> tuple[str, ...]:
    found = cursor.execute(
        f"SELECT array_to_string({key_text(extract)}, ' ') FROM {rows_of(extract.name)} t "
        f"WHERE t.rowid IN (SELECT there FROM {GOING}) ORDER BY ALL LIMIT {MOST_NAMED}"
    ).fetchall()
    return tuple(row[0] for row in found)


def _take_away(cursor: DuckDBPyConnection, extract: Extract, load_id: int) -> None:
    """Keep the last version of each row that goes, as replaced by this load, of which there is then no version."""
    table, old = rows_of(extract.name), f"{extract.name}_replaced"
    widen(cursor, old, replaced_columns(extract), held(cursor, extract.name))
    cursor.execute(
        f"INSERT INTO {rows_of(old)} BY NAME SELECT t.*, {load_id} AS replaced_by FROM {table} t "
        f"WHERE t.rowid IN (SELECT there FROM {GOING})"
    )
    cursor.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT there FROM {GOING})")


def _count(cursor: DuckDBPyConnection, rows: str, given: dict[str, date] | None = None) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {rows}", given or {}).fetchall()[0][0])


def replaced_sentences(found: Replaced, words: Words) -> tuple[str, ...]:
    """What went and why, what stayed, and which rows of the file lie outside the days."""
    days = {"first": found.period.start, "last": found.period.end}
    said = [_gone(found, words)]
    if found.spared:
        said.append(
            words.plural(
                N_("{n} earlier row stays though, since this file holds it in a row that is refused."),
                N_("{n} earlier rows stay though, since this file holds them in rows that are refused."),
                found.spared,
            )
        )
    if found.nameless and found.rows:
        said.append(
            words.plural(
                N_(
                    "{n} refused row of the file has no id that can be read: an earlier row that it may have stood for goes "
                    "too. Mend it first, or send it again afterwards."
                ),
                N_(
                    "{n} refused rows of the file have no id that can be read: earlier rows that they may have stood for go "
                    "too. Mend them first, or send them again afterwards."
                ),
                found.nameless,
            )
        )
    said += [_changes_stay(found.changes, words)] if found.changes else []
    if found.outside:
        said.append(
            words.plural(
                N_("{n} row of the file is dated outside {first} to {last}: it loads, and takes nothing away."),
                N_("{n} rows of the file are dated outside {first} to {last}: they load, and take nothing away."),
                found.outside,
                **days,
            )
        )
    return tuple(said)


def _changes_stay(changes: int, words: Words) -> str:
    """That the changes of owner of tickets that go do not go with them."""
    return words.plural(
        N_(
            "{n} change of owner is known of these tickets and stays: without its ticket it counts in no figure. An "
            "undo of its own load takes it away."
        ),
        N_(
            "{n} changes of owner are known of these tickets and stay: without their tickets they count in no figure. "
            "An undo of their own load takes them away."
        ),
        changes,
    )


def _gone(found: Replaced, words: Words) -> str:
    days = {"first": found.period.start, "last": found.period.end}
    if not found.known:
        text = N_(
            "The days {first} to {last} are replaced; nothing stands of an earlier load of this source, so no row goes."
        )
        return words.say(text, **days)
    if not found.rows:
        text = N_(
            "The days {first} to {last} are replaced; this file holds every row that its source said of them, so none goes."
        )
        return words.say(text, **days)
    loads = [
        words.say(N_("{rows} of {file} (load {number})"), rows=whole(rows), file=file, number=number)
        for number, file, rows in found.of_loads
    ]
    return words.plural(
        N_(
            "The days {first} to {last} are replaced: {n} earlier row goes, since this file does not hold it: {loads}. "
            "It is: {ids}."
        ),
        N_(
            "The days {first} to {last} are replaced: {n} earlier rows go, since this file does not hold them: {loads}. "
            "The first are: {ids}."
        ),
        found.rows,
        loads=", ".join(loads),
        ids=", ".join(found.named),
        **days,
    )
