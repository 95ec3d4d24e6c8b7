"""A load: staged, checked, merged and the facts rebuilt in one transaction that is kept or rolled back whole."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from duckdb import DuckDBPyConnection

from cx.contracts.mapping import Lookup, Mapping
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.words import N_, Words, whole
from cx.ingest.plan import Plan, plan
from cx.ingest.proposal import checked
from cx.ingest.reading import Reading, reading
from cx.store.checking import Places, check_asks, check_split, decided_end, mark_repeats, problems
from cx.store.database import Store
from cx.store.facts import rebuild
from cx.store.load import Load as Load
from cx.store.load import Source as Source
from cx.store.looking import looked_at, looks_odd, must_look_first
from cx.store.merging import merge
from cx.store.recording import record
from cx.store.staging import STAGED, drop_staged, next_load, stage

log = logging.getLogger(__name__)

Progress = Callable[[str], None]
STAGES = (N_("Reading the file"), N_("Checking its rows"), N_("Writing"), N_("Rebuilding the figures"))


def silent(stage_name: str) -> None:
    """Progress that nobody watches."""


@dataclass
class Trial:
    """A load inside its open transaction: look at what it would change, then keep it or let it go."""

    load: Load
    cursor: DuckDBPyConnection
    kept: bool = False

    def keep(self) -> None:
        """Make the load last."""
        self.cursor.execute("COMMIT")
        self.kept = True


@contextmanager
def read_file(store: Store, path: Path, file: str, mapping: Mapping | None = None) -> Iterator[Reading]:
    """The head of a file through a clean copy that is removed afterwards."""
    folder = store.work / uuid4().hex
    folder.mkdir(parents=True)
    declared = mapping.declare if mapping else Mapping(extract="survey").declare
    try:
        yield reading(path, folder, file, declared, store.settings.largest_file_mb)
    finally:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


@contextmanager
def trial(store: Store, source: Source, words: Words, progress: Progress = silent) -> Iterator[Trial]:
    """Load a file inside a transaction; it is rolled back unless the caller keeps it.

    Raises FileRefused for a fault of the file; the database is then as it was.
    """
    progress(words.say(STAGES[0]))
    with read_file(store, source.path, source.file, source.mapping) as read, store.writing() as cursor:
        try:
            made, places = _staged(cursor, read, source, words, progress)
            cursor.execute("BEGIN")
            opened = None
            try:
                opened = Trial(_loaded(cursor, store, made, places, source, words, progress), cursor)
                yield opened
            finally:
                if not (opened and opened.kept):
                    cursor.execute("ROLLBACK")
        finally:
            drop_staged(cursor)


def load(store: Store, source: Source, words: Words, progress: Progress = silent) -> Load:
    """Load a file and keep it."""
    with trial(store, source, words, progress) as opened:
        opened.keep()
        return opened.load


def _staged(
    cursor: DuckDBPyConnection, read: Reading, source: Source, words: Words, progress: Progress
) -> tuple[Plan, Places]:
    """The decided plan with its rows staged and checked."""
    mapping = checked(source.mapping, read)
    _check_lookups(cursor, mapping, read)
    is_looked_at = must_look_first(mapping)
    made = plan(read, looked_at(cursor, mapping, read) if is_looked_at else mapping, source.today)
    progress(words.say(STAGES[1]))
    places = Places(read, stage(cursor, made))
    if not is_looked_at and looks_odd(cursor, made):
        made = plan(read, looked_at(cursor, mapping, read), source.today)
        places = Places(read, stage(cursor, made))
    mapping = made.mapping
    check_split(cursor, places)
    if mapping.extract == "renewals" and mapping.declare.end_is is None:
        made = _with_end(cursor, made)
        places = Places(read, stage(cursor, made))
    check_asks(cursor, made, places)
    mark_repeats(cursor, made)
    return made, places


def _with_end(cursor: DuckDBPyConnection, made: Plan) -> Plan:
    """The plan with the meaning of end dates that the rows show; refuses the file to ask where they do not."""
    has_ends = (
        "ends_on" in made.mapping.fields
        and cursor.execute(f"SELECT count(*) FROM {STAGED} WHERE bad = 0 AND ends_on IS NOT NULL").fetchall()[0][0]
    )
    meaning = decided_end(cursor) if has_ends else "day_after"
    if meaning is None:
        header = made.mapping.header_of("ends_on")
        raise FileRefused(Problem("ask_end_is", column=header, details={"file": made.reading.file}))
    declare = made.mapping.declare.model_copy(update={"end_is": meaning})
    return plan(made.reading, made.mapping.model_copy(update={"declare": declare}), made.today)


def _check_lookups(cursor: DuckDBPyConnection, mapping: Mapping, read: Reading) -> None:
    for name, target in mapping.columns.items():
        if isinstance(target, Lookup):
            there = cursor.execute(f"SELECT count(*) FROM {target.extract}").fetchall()[0][0]
            if not there:
                raise FileRefused(
                    Problem("lookup_empty", column=name, value=target.extract, details={"file": read.file})
                )


def _loaded(
    cursor: DuckDBPyConnection,
    store: Store,
    made: Plan,
    places: Places,
    source: Source,
    words: Words,
    progress: Progress,
) -> Load:
    found, refused_rows = problems(cursor, made, places)
    rows = cursor.execute(f"SELECT count(*) FROM {STAGED}").fetchall()[0][0]
    records = rows + len(places.rejected)
    if records == len(refused_rows):
        raise _nothing_good(made, found, records, words)
    _check_rates(cursor, store, made, places)
    progress(words.say(STAGES[2]))
    load_id = next_load(cursor)
    said = _assumptions(cursor, made, words)
    merged = merge(cursor, made, load_id)
    progress(words.say(STAGES[3]))
    rebuild(cursor, made.extract.name, store.settings)
    said += _implied(cursor, made, words)
    done = Load(
        load_id,
        made.extract.name,
        source.file,
        made.mapping,
        made.reading.header,
        made.reading.text.encoding,
        records,
        0,
        records,
        merged,
        len(refused_rows),
        tuple(found),
        tuple(refused_rows),
        said,
    )
    record(cursor, store, done, source)
    return done


def _nothing_good(made: Plan, found: list[Problem], records: int, words: Words) -> FileRefused:
    if not records:
        return FileRefused(Problem("header_only", details={"file": made.reading.file}))
    details = {"file": made.reading.file, "reason": found[0].sentence(words)}
    return FileRefused(Problem("no_good_row", value=str(records), details=details), tuple(found))


def _check_rates(cursor: DuckDBPyConnection, store: Store, made: Plan, places: Places) -> None:
    """Amounts in several currencies need a base and a rate for each."""
    if made.extract.name != "renewals" or "currency" not in made.fields:
        return
    settings = store.settings
    rows = cursor.execute(
        f"SELECT upper(currency), min(position) FROM (SELECT currency, rowid AS position FROM {STAGED} WHERE bad = 0 "
        "UNION ALL SELECT currency, NULL FROM renewals) WHERE currency IS NOT NULL GROUP BY 1 "
        "ORDER BY min(position) NULLS LAST, 1"
    ).fetchall()
    unknown = [row for row in rows if settings.rate(row[0]) is None]
    if unknown and (len(rows) > 1 or settings.base_currency):
        code, position = unknown[0]
        base = settings.base_currency or next(row[0] for row in rows if row[0] != code)
        if position is None:
            held = ", ".join(row[0] for row in rows if row[1] is not None) or base
            raise FileRefused(
                Problem("ask_rate_loaded", value=code, details={"file": made.reading.file, "held": held, "base": base})
            )
        record, line = places.of_row(position)
        raise FileRefused(
            Problem("ask_rate", record, line, value=code, details={"file": made.reading.file, "base": base})
        )


def _assumptions(cursor: DuckDBPyConnection, made: Plan, words: Words) -> tuple[str, ...]:
    said = []
    if made.reading.text.detected:
        said.append(
            words.say(
                "The file does not say its encoding; it was read as {encoding}.", encoding=made.reading.text.encoding
            )
        )
    for item in made.assumed:
        rows = cursor.execute(
            f"SELECT count(*) FROM {STAGED} WHERE bad = 0 AND ({item.rows.sql(dialect='duckdb')})"
        ).fetchall()[0][0]
        if rows:
            said.append(words.plural(item.singular, item.plural, rows, **dict(item.values)))
    return tuple(said)


def _implied(cursor: DuckDBPyConnection, made: Plan, words: Words) -> tuple[str, ...]:
    """How many terms the rebuilt book implies, and what they are worth."""
    if made.extract.name != "renewals":
        return ()
    terms, value, unshown = cursor.execute(
        "SELECT count(*) FILTER (implied), coalesce(sum(amount) FILTER (implied), 0), count(*) FILTER (NOT implied "
        "AND stated IN ('renewed', 'reduced') AND successor_on IS NULL AND amount_after IS NULL AND amount > 0) "
        "FROM terms"
    ).fetchall()[0]
    said = []
    if terms:
        said.append(
            words.plural(
                N_("The book implies {n} term worth {value} a year: renewed at a value after, without a later term."),
                N_("The book implies {n} terms worth {value} a year: renewed at a value after, without a later term."),
                terms,
                value=whole(float(value)),
            )
        )
    if unshown:
        said.append(
            words.plural(
                N_(
                    "{n} term is called renewed or reduced, but no later term and no value after shows it: retention counts "
                    "it as gone after its end."
                ),
                N_(
                    "{n} terms are called renewed or reduced, but no later term and no value after shows it: retention "
                    "counts them as gone after their end."
                ),
                unshown,
            )
        )
    return tuple(said)
