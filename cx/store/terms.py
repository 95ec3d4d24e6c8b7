"""Contract terms with what follows them: gaps closed, successors found, implied terms added, amounts converted."""

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.settings import Settings

UNSHOWN = (
    "NOT implied AND stated IN ('renewed', 'reduced') AND ends_on IS NOT NULL AND successor_on IS NULL "
    "AND amount_after IS NULL AND amount > 0"
)
"""A term that is called renewed, though no later term and no value after shows what followed."""


def build_terms(cursor: DuckDBPyConnection, settings: Settings) -> None:
    """Make the table of terms anew (DESIGN section 6, rules 2 to 4).

    `ends_on` is the first day not covered; `covered_to` closes a gap that the contract's next term follows within the
    grace period, and is the start of that term where no end is stated; `amount` and `amount_after` are in the base
    currency; an implied term has `implied` true.
    """
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE priced AS {_priced(settings, _has_one_base(cursor, settings))}")
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE followed AS {_followed(settings.grace_days)}")
    cursor.execute(
        "CREATE OR REPLACE TABLE terms AS "
        "SELECT * EXCLUDE (implied_terms), false AS implied FROM followed "
        f"UNION ALL BY NAME {_implied()}"
    )


def _has_one_base(cursor: DuckDBPyConnection, settings: Settings) -> bool:
    """True where amounts without a rate are all in one currency that nobody named as the base: it is the base."""
    found = cursor.execute("SELECT DISTINCT upper(currency) FROM renewals WHERE currency IS NOT NULL").fetchall()
    return not settings.base_currency and len([row for row in found if settings.rate(row[0]) is None]) <= 1


def _priced(settings: Settings, has_one_base: bool) -> str:
    rates = {**settings.rates, **({settings.base_currency: 1.0} if settings.base_currency else {})}
    # Without a rate an amount is left out, never counted one to one: the rate was taken away after the load.
    cases = "".join(
        f" WHEN {exp.convert(code.upper()).sql('duckdb')} THEN {float(rate)!r}::DECIMAL(18,8)"
        for code, rate in rates.items()
    )
    other = "1" if has_one_base else "CASE WHEN currency IS NULL THEN 1 END"
    rate = f"CASE upper(currency) {cases} ELSE {other} END" if cases else other
    return (
        "SELECT * EXCLUDE (outcome), outcome AS stated, outcome, "
        f"(annual_value * {rate})::DECIMAL(18,2) AS amount, (value_after * {rate})::DECIMAL(18,2) AS amount_after "
        "FROM renewals"
    )


def _followed(grace: int) -> str:
    """Each term with what follows it: the next of its contract, else the later ones of its account and product.

    A zero-value trial neither renews anything nor closes a gap. A term that follows several is worth to each its
    share by their amounts, so that it is counted once; one that left, as stated, takes no share from the others.
    What follows a follower belongs to that one alone, so that a chain of short terms is no growth.
    """
    parts = {
        "own": _own(grace),
        "ended": _ended(),
        "later": _later(),
        "kinds": "SELECT kind, account_id, product, starts_on, ends_on, gone, bool_or(amount > 0) AS has_value, "
        "coalesce(sum(amount) FILTER (stays), 0) AS weight FROM ended WHERE own_on IS NULL GROUP BY ALL",
        "near": _near(grace),
        "follows": _follows(grace),
        "weights": "SELECT contract_id, next_on, sum(weight) AS weight FROM follows GROUP BY ALL",
        "wholes": "SELECT l.*, l.own_weight + coalesce(w.weight, 0) AS whole FROM later l LEFT JOIN weights w "
        "ON w.contract_id = l.contract_id AND w.next_on = l.starts_on",
        "shares": "SELECT f.kind, min(f.next_on) AS next_on, sum(w.amount / nullif(w.whole + f.gone, 0)) AS share "
        "FROM follows f JOIN wholes w ON w.contract_id = f.contract_id AND w.starts_on = f.next_on GROUP BY ALL",
    }
    return (
        f"WITH {', '.join(f'{name} AS ({query})' for name, query in parts.items())} "
        "SELECT e.* EXCLUDE (own_on, stays, gone, kind), coalesce(e.own_on, s.next_on) AS successor_on, "
        "(e.amount * coalesce(w.amount / nullif(w.whole + e.gone, 0), s.share))::DECIMAL(18,2) AS successor_amount, "
        "greatest(e.ends_on, e.own_on) AS covered_to FROM ended e "
        "LEFT JOIN wholes w ON w.contract_id = e.contract_id AND w.starts_on = e.own_on "
        "LEFT JOIN shares s ON s.kind = e.kind AND e.own_on IS NULL"
    )


def _own(grace: int) -> str:
    """The nearest later term of the same contract; of a term without a stated end, whenever it starts: it is the end."""
    return (
        "SELECT p.contract_id, p.starts_on, min(n.starts_on) AS own_on "
        "FROM priced p JOIN priced n ON n.contract_id = p.contract_id AND n.starts_on > p.starts_on AND n.amount > 0 "
        f"AND coalesce(n.starts_on <= p.ends_on + {grace}, true) GROUP BY ALL"
    )


def _ended() -> str:
    """Every term with its kind: terms alike in account, product and both dates are followed by the same ones.

    Followers are looked for by kind: thousands of contracts of one account are few kinds, but millions of pairs.
    """
    left = "p.stated IS NOT DISTINCT FROM 'churned'"
    gone = f"CASE WHEN {left} THEN coalesce(p.amount, 0) ELSE 0 END"
    return (
        f"SELECT p.*, o.own_on, NOT ({left}) AS stays, {gone} AS gone, "
        f"dense_rank() OVER (ORDER BY p.account_id, p.product, p.starts_on, p.ends_on, {gone}) AS kind "
        "FROM priced p LEFT JOIN own o USING (contract_id, starts_on)"
    )


def _later() -> str:
    """Terms that may follow: with what they share of their own contract's earlier term, and when that one came."""
    alike = "m.amount > 0 AND m.account_id = n.account_id AND m.product IS NOT DISTINCT FROM n.product"
    return (
        "SELECT n.contract_id, n.account_id, n.product, n.starts_on, n.amount, "
        f"max(m.starts_on) FILTER ({alike}) AS came_on, coalesce(sum(m.amount) FILTER (m.stays), 0) AS own_weight "
        "FROM priced n LEFT JOIN ended m ON m.contract_id = n.contract_id AND m.own_on = n.starts_on "
        "WHERE n.amount > 0 GROUP BY ALL"
    )


def _near(grace: int) -> str:
    """Each kind with the days on which terms of its account and product start that may follow it."""
    return (
        "SELECT k.kind, d.starts_on AS next_on FROM kinds k "
        "JOIN (SELECT DISTINCT account_id, product, starts_on FROM later) d "
        "ON d.account_id = k.account_id AND d.product IS NOT DISTINCT FROM k.product "
        f"AND d.starts_on > k.starts_on AND d.starts_on BETWEEN k.ends_on - {grace} AND k.ends_on + {grace}"
    )


def _follows(grace: int) -> str:
    """Each kind with the terms that follow it and that no other follower stands before."""
    farther = (
        "SELECT n.kind, f.next_on FROM near n JOIN kinds k USING (kind) "
        "JOIN kinds m ON m.account_id = k.account_id AND m.product IS NOT DISTINCT FROM k.product "
        "AND m.starts_on = n.next_on AND m.has_value JOIN near f ON f.kind = m.kind"
    )
    came_between = f"n.came_on > k.starts_on AND n.came_on BETWEEN k.ends_on - {grace} AND k.ends_on + {grace}"
    return (
        "SELECT k.kind, k.gone, k.weight, n.contract_id, d.next_on "
        f"FROM near d ANTI JOIN ({farther}) USING (kind, next_on) JOIN kinds k USING (kind) "
        "JOIN later n ON n.account_id = k.account_id AND n.product IS NOT DISTINCT FROM k.product "
        f"AND n.starts_on = d.next_on WHERE NOT coalesce({came_between}, false)"
    )


def _implied() -> str:
    """A renewed or reduced term with a value after it and no successor implies one of equal length at that value.

    A later term of the same contract speaks for itself, however late it starts. `decided_on` is that of the renewal:
    before it nobody knew of the implied term.
    """
    months = "date_diff('month', starts_on, ends_on)"
    whole = f"(starts_on + to_months({months}::INTEGER))::DATE = ends_on"
    end = (
        f"CASE WHEN {whole} THEN (ends_on + to_months({months}::INTEGER))::DATE "
        "ELSE ends_on + (ends_on - starts_on)::INTEGER END"
    )
    later = (
        "SELECT 1 FROM followed n WHERE n.contract_id = f.contract_id AND n.starts_on > f.starts_on AND n.amount > 0"
    )
    return (
        "SELECT contract_id, account_id, product, currency, region, acquired_by, reason, controllable, "
        f"ends_on AS starts_on, {end} AS ends_on, {end} AS covered_to, amount_after AS amount, "
        "decided_on, seats_licensed, seats_active, NULL::DATE AS due_on, true AS implied FROM followed f "
        "WHERE stated IN ('renewed', 'reduced') AND amount_after > 0 AND successor_on IS NULL "
        f"AND ends_on IS NOT NULL AND implied_terms AND NOT EXISTS ({later})"
    )
