"""What a load says of itself: what it took for granted, and what its rows imply."""

from duckdb import DuckDBPyConnection

from cx.contracts.words import N_, Words, whole
from cx.ingest.file_assumptions import said_of_file
from cx.ingest.plan import Plan
from cx.store.staging import STAGED


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
UNSHOWN = (
    N_(
        "{n} term is called renewed or reduced, but no later term and no value after shows it: retention counts "
        "it as gone after its end."
    ),
    N_(
        "{n} terms are called renewed or reduced, but no later term and no value after shows it: retention "
        "counts them as gone after their end."
    ),
)


def implied(cursor: DuckDBPyConnection, made: Plan, words: Words) -> tuple[str, ...]:
    """What the rebuilt book holds that no row says: terms it implies, and outcomes that nothing shows."""
    if made.extract.name != "renewals":
        return ()
    terms, value, undated, unshown = cursor.execute(
        "SELECT count(*) FILTER (implied), coalesce(sum(amount) FILTER (implied), 0), "
        "count(*) FILTER (stated = 'churned' AND ends_on IS NULL), count(*) FILTER (NOT implied "
        "AND stated IN ('renewed', 'reduced') AND ends_on IS NOT NULL AND successor_on IS NULL AND amount_after IS NULL "
        "AND amount > 0) FROM terms"
    ).fetchall()[0]
    counted = ((IMPLIED, terms), (UNDATED, undated), (UNSHOWN, unshown))
    return tuple(words.plural(*both, n, value=whole(float(value))) for both, n in counted if n)
