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


def implied(cursor: DuckDBPyConnection, made: Plan, words: Words) -> tuple[str, ...]:
    """How many terms the rebuilt book implies, and what they are worth."""
    if made.extract.name != "renewals":
        return ()
    terms, value, unshown, churned = cursor.execute(
        "SELECT count(*) FILTER (implied), coalesce(sum(amount) FILTER (implied), 0), count(*) FILTER (NOT implied "
        "AND stated IN ('renewed', 'reduced') AND ends_on IS NOT NULL AND successor_on IS NULL AND amount_after IS NULL "
        "AND amount > 0), "
        "count(*) FILTER (stated = 'churned' AND ends_on IS NULL) FROM terms"
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
    if churned:
        said.append(
            words.plural(
                N_("{n} term is called churned, but no end date says when: it counts as running, and as never due."),
                N_("{n} terms are called churned, but no end date says when: they count as running, and as never due."),
                churned,
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
