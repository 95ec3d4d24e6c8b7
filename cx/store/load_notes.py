"""What a load says of itself: what it took for granted, and what its rows imply."""

from duckdb import DuckDBPyConnection

from cx.contracts.words import N_, Words, whole
from cx.ingest.file_assumptions import said_of_file
from cx.ingest.plan import Plan
from cx.store.overlap import overlap
from cx.store.staging import STAGED
from cx.store.terms import UNSHOWN


def assumed(cursor: DuckDBPyConnection, made: Plan, words: Words) -> tuple[str, ...]:
    """What the load takes for granted, with the rows it was taken for."""
    said = list(said_of_file(made.reading, words))
    for item in made.assumed:
        rows = item.counted
        if rows is None:
            rows = cursor.execute(
                f"SELECT count(*) FROM {STAGED} WHERE bad = 0 AND ({item.rows.sql(dialect='duckdb')})"
            ).fetchall()[0][0]
        if rows or item.counted is not None:
            said.append(words.plural(item.singular, item.plural, rows, **dict(item.values)))
    return tuple(said)


GAPS = (
    N_(
        "{n} row of the log is refused because it cannot be split or put in order: its ticket may show an earlier "
        "state and lack changes. Mend it in the file, and load the whole file again."
    ),
    N_(
        "{n} rows of the log are refused because they cannot be split or put in order: their tickets may show an "
        "earlier state and lack changes. Mend them in the file, and load the whole file again."
    ),
)


def gaps_in_log(cursor: DuckDBPyConnection, made: Plan, split: int, words: Words) -> tuple[str, ...]:
    """How many rows an event log lacks: `split` that nobody could split, and those without a place in time."""
    events = made.reshaping.events if made.reshaping else None
    if events is None or not events.keeps_unordered:
        return ()
    mask = sum(1 << number for number, rule in enumerate(made.rules) if rule.field == "event_log")
    lost = split + cursor.execute(f"SELECT count(*) FROM {STAGED} WHERE bad & {mask} <> 0").fetchall()[0][0]
    return (words.plural(*GAPS, lost),) if lost else ()


IMPLIED = (
    N_("The book implies {n} term worth {value} a year: renewed at a value after, without a later term."),
    N_("The book implies {n} terms worth {value} a year: renewed at a value after, without a later term."),
)
UNDATED = (
    N_("{n} term is called churned, but no end date says when: it counts as running, and as never due."),
    N_("{n} terms are called churned, but no end date says when: they count as running, and as never due."),
)
UNSHOWN_NOTE = (
    N_(
        "{n} term is called renewed or reduced, but no later term and no value after shows it: retention counts "
        "it as gone after its end."
    ),
    N_(
        "{n} terms are called renewed or reduced, but no later term and no value after shows it: retention "
        "counts them as gone after their end."
    ),
)
OVERLAPPING = (
    N_(
        "{n} contract has terms that overlap: on the days that they share it counts as the sum of both, {value} a year "
        "more than its later term alone. If the later term replaces the earlier one, end that one where the later "
        "begins; if it is an addition, give it a contract id of its own."
    ),
    N_(
        "{n} contracts have terms that overlap: on the days that they share they count as the sum of both, {value} a year "
        "more than their later terms alone. Where a later term replaces an earlier one, end that one where the later "
        "begins; where it is an addition, give it a contract id of its own."
    ),
)
CLOSED = (
    N_(
        "{n} term without an end date, worth {value} a year, is taken to end where the next term of its contract begins. "
        "If both run on, give the later one a contract id of its own."
    ),
    N_(
        "{n} terms without an end date, worth {value} a year, are taken to end where the next term of their contract "
        "begins. Where both run on, give the later one a contract id of its own."
    ),
)


def implied(cursor: DuckDBPyConnection, made: Plan, words: Words) -> tuple[str, ...]:
    """What the rebuilt book holds that no row says: terms it implies, and outcomes that nothing shows."""
    if made.extract.name != "renewals":
        return ()
    terms, value, undated, unshown, closed, ended = cursor.execute(
        "SELECT count(*) FILTER (implied), coalesce(sum(amount) FILTER (implied), 0), "
        "count(*) FILTER (stated = 'churned' AND covered_to IS NULL), "
        f"count(*) FILTER ({UNSHOWN}), "
        "count(*) FILTER (closed), coalesce(sum(amount) FILTER (closed), 0) "
        "FROM (SELECT *, ends_on IS NULL AND covered_to IS NOT NULL AND amount > 0 AS closed FROM terms)"
    ).fetchall()[0]
    shared = overlap(cursor)
    counted = (
        (IMPLIED, terms, value),
        (CLOSED, closed, ended),
        (OVERLAPPING, shared.contracts, shared.worth),
        (UNDATED, undated, 0),
        (UNSHOWN_NOTE, unshown, 0),
    )
    return tuple(words.plural(*both, n, value=whole(float(worth))) for both, n, worth in counted if n)
