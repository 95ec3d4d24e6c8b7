"""A load: staged, checked, merged and the facts rebuilt in one transaction that is kept or rolled back whole."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from duckdb import DuckDBPyConnection

from cx.contracts.mapping import Lookup, Mapping
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.words import N_, Words, whole
from cx.ingest.plan import Plan, plan
from cx.ingest.proposal import checked
from cx.ingest.reading import Reading, reading
from cx.store.checking import Places, check_asks, check_split, decided_end, mark_repeats, places_of, problems
from cx.store.counting import Counted, counted, left_out_sentences
from cx.store.database import Store
from cx.store.event_changes import Changes, bring_back, changes_plan, changes_sentence, drop_set_aside, set_aside
from cx.store.facts import rebuild
from cx.store.load import Load as Load
from cx.store.load import Source as Source
from cx.store.load_notes import assumed, gaps_in_log, implied
from cx.store.looking import looked_at, looks_odd, must_look_first
from cx.store.merging import Merged, merge
from cx.store.recording import record
from cx.store.replacing import replace_days, replaced_sentences
from cx.store.room import no_room_refused, roll_back
from cx.store.staging import STAGED, drop_staged, next_load, stage
from cx.store.stopping import Stop
from cx.store.watching import Progress as Progress
from cx.store.watching import Watch as Watch
from cx.store.watching import silent as silent

log = logging.getLogger(__name__)

ASIDE = "changes"
STAGES = (
    N_("Reading the file"),
    N_("Checking its rows"),
    N_("Rows read: {n}. Looking for repeats and faults"),
    N_("Rows checked: {n}. Writing {good} of them"),
    N_("Rebuilding the figures"),
    N_("Keeping what was loaded"),
)
WAITING = N_("Another load is under way. This one goes on when it ends.")


@dataclass
class Trial:
    """A load inside its open transaction: look at what it would change, then keep it or let it go."""

    load: Load
    cursor: DuckDBPyConnection
    end: Callable[[], None]
    """What is to be done before the load is kept."""
    kept: bool = False

    def keep(self) -> None:
        """Make the load last."""
        self.end()
        self.cursor.execute("COMMIT")
        self.kept = True


@contextmanager
def read_file(store: Store, path: Path, file: str, mapping: Mapping | None = None) -> Iterator[Reading]:
    """The head of a file through a clean copy that is removed afterwards."""
    folder = store.work / uuid4().hex
    folder.mkdir(parents=True)
    declared = mapping.declare if mapping else Mapping(extract="survey").declare
    try:
        with no_room_refused(file):
            read = reading(path, folder, file, declared, store.settings.largest_file_mb)
        yield read
    finally:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


@contextmanager
def trial(
    store: Store, source: Source, words: Words, progress: Progress = silent, watch: Watch | None = None
) -> Iterator[Trial]:
    """Load a file inside a transaction; it is rolled back unless the caller keeps it.

    Raises FileRefused for a fault of the file or a full disk, and Stopped where another thread stopped it; the database
    is then as it was.
    """
    watch = watch or Watch(Stop(), progress)
    tell = watch.telling(progress)
    tell(words.say(STAGES[0]))
    with (
        no_room_refused(source.file),
        read_file(store, source.path, source.file, source.mapping) as read,
        store.writing(watch.waiting(words.say(WAITING))) as cursor,
        watch.stop.watching(cursor),
    ):
        try:
            made, places = staged(cursor, read, source, words, tell)
            also = _changes(cursor, made)
            cursor.execute("BEGIN")
            opened = None
            try:
                done = _loaded(cursor, store, made, places, source, words, tell, also)
                if also and also.good:
                    bring_back(cursor, ASIDE)
                    more = _loaded(cursor, store, also.plan, also.places, source, words, silent)
                    done = replace(done, also=more)
                opened = Trial(done, cursor, watch.ending(tell, words.say(STAGES[5])))
                yield opened
            finally:
                watch.stop.ignore()
                if not (opened and opened.kept):
                    roll_back(cursor)
        finally:
            watch.stop.ignore()
            drop_staged(cursor)
            drop_set_aside(cursor, ASIDE)


def load(store: Store, source: Source, words: Words, progress: Progress = silent, watch: Watch | None = None) -> Load:
    """Load a file and keep it."""
    with trial(store, source, words, progress, watch) as opened:
        opened.keep()
        return opened.load


def staged(
    cursor: DuckDBPyConnection, read: Reading, source: Source, words: Words, progress: Progress
) -> tuple[Plan, Places]:
    """The decided plan with its rows staged and checked."""
    mapping = checked(source.mapping, read)
    _check_lookups(cursor, mapping, read)
    is_looked_at = must_look_first(mapping)
    made = plan(read, looked_at(cursor, mapping, read) if is_looked_at else mapping, source.today)
    progress(words.say(STAGES[1]))
    places = places_of(cursor, made, stage(cursor, made))
    if not is_looked_at and looks_odd(cursor, made):
        made = plan(read, looked_at(cursor, mapping, read), source.today)
        places = places_of(cursor, made, stage(cursor, made))
    rows = cursor.execute(f"SELECT count(*) FROM {STAGED}").fetchall()[0][0]
    progress(words.say(STAGES[2], n=whole(rows)))
    mapping = made.mapping
    check_split(cursor, made, places)
    if mapping.extract == "renewals" and mapping.declare.end_is is None:
        made = _with_end(cursor, made)
        places = places_of(cursor, made, stage(cursor, made))
    check_asks(cursor, made, places)
    mark_repeats(cursor, made)
    return made, places


def _changes(cursor: DuckDBPyConnection, made: Plan) -> Changes | None:
    """The changes of owner that a ticket log holds besides its tickets, staged and set aside; None without any."""
    also = changes_plan(made)
    if also is None:
        return None
    set_aside(cursor, "tickets")
    try:
        places = places_of(cursor, also, stage(cursor, also))
        mark_repeats(cursor, also)
        counts = cursor.execute(f"SELECT count(*), count(*) FILTER (bad = 0) FROM {STAGED}").fetchall()[0]
        set_aside(cursor, ASIDE)
    finally:
        bring_back(cursor, "tickets")
    return Changes(also, places, *counts) if counts[0] else None


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
    also: Changes | None = None,
) -> Load:
    found, refused_rows = problems(cursor, made, places)
    count = counted(cursor, made, places)
    if count.read == count.refused:
        raise _nothing_good(made, found, count.records, words)
    _check_rates(cursor, store, made, places)
    progress(words.say(STAGES[3], n=whole(count.read), good=whole(count.read - count.refused)))
    load_id = next_load(cursor)
    gaps = gaps_in_log(cursor, made, len(places.rejected), words)
    beside = (changes_sentence(also, words),) if also else ()
    said = (*left_out_sentences(count.left_out, words), *gaps, *assumed(cursor, made, words), *beside)
    merged, replaced = _written(cursor, made, places, source, load_id, words)
    progress(words.say(STAGES[4]))
    if merged.new or merged.changed or merged.removed:
        rebuild(cursor, made.extract.name, store.settings)
    said = (*said, *implied(cursor, made, words))
    done = _told(load_id, made, source, count, merged, (found, refused_rows), said, replaced)
    record(cursor, store, done, source)
    return done


def _told(
    load_id: int,
    made: Plan,
    source: Source,
    count: Counted,
    merged: Merged,
    refused: tuple[list[Problem], list[tuple[int, list[str]]]],
    said: tuple[str, ...],
    replaced: tuple[str, ...],
) -> Load:
    """What the load tells of itself."""
    return Load(
        load_id,
        made.extract.name,
        source.file,
        made.mapping,
        made.reading.header,
        made.reading.text.encoding,
        count.records,
        count.skipped,
        count.read,
        merged,
        count.refused,
        tuple(refused[0]),
        tuple(refused[1]),
        said,
        replaced,
    )


def _written(
    cursor: DuckDBPyConnection, made: Plan, places: Places, source: Source, load_id: int, words: Words
) -> tuple[Merged, tuple[str, ...]]:
    """The good rows written, and what went with the days that they say anew, in sentences."""
    merged = merge(cursor, made, load_id)
    if source.replacing is None:
        return merged, ()
    gone = replace_days(cursor, made, load_id, source.replacing, len(places.rejected))
    return replace(merged, removed=gone.rows), replaced_sentences(gone, words)


def _nothing_good(made: Plan, found: list[Problem], records: int, words: Words) -> FileRefused:
    if not records:
        return FileRefused(Problem("header_only", details={"file": made.reading.file}))
    if not found:
        return FileRefused(Problem("all_left_out", value=str(records), details={"file": made.reading.file}))
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
