"""Contract terms with what follows them: gaps closed, successors found, implied terms added, amounts converted."""

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.settings import Settings


def build_terms(cursor: DuckDBPyConnection, settings: Settings) -> None:
    """Make the table of terms anew (DESIGN section 6, rules 2 to 4).

    `ends_on` is the first day not covered; `covered_to` closes a gap that the contract's next term follows within
    the grace period; `amount` and `amount_after` are in the base currency; an implied term has `implied` true.
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
    """Each term with the nearest later one: of the same contract, or of the same account and product.

    A zero-value trial neither renews anything nor closes a gap.
    """
    same = (
        "SELECT p.contract_id, p.starts_on, min_by(n.starts_on, n.starts_on) AS next_on, "
        "min_by(n.amount, n.starts_on) AS next_amount FROM priced p JOIN priced n "
        "ON n.contract_id = p.contract_id AND n.starts_on > p.starts_on AND n.amount > 0 "
        f"AND n.starts_on <= p.ends_on + {grace} GROUP BY ALL"
    )
    akin = (
        "SELECT p.contract_id, p.starts_on, min_by(n.starts_on, n.starts_on) AS next_on, "
        "min_by(n.amount, n.starts_on) AS next_amount FROM priced p JOIN priced n "
        "ON n.account_id = p.account_id AND n.product IS NOT DISTINCT FROM p.product "
        "AND n.contract_id <> p.contract_id AND n.starts_on > p.starts_on AND n.amount > 0 "
        f"AND n.starts_on BETWEEN p.ends_on - {grace} AND p.ends_on + {grace} GROUP BY ALL"
    )
    return (
        "SELECT p.*, coalesce(s.next_on, a.next_on) AS successor_on, "
        "coalesce(s.next_amount, a.next_amount) AS successor_amount, "
        "greatest(p.ends_on, s.next_on) AS covered_to "
        f"FROM priced p LEFT JOIN ({same}) s USING (contract_id, starts_on) "
        f"LEFT JOIN ({akin}) a USING (contract_id, starts_on)"
    )


def _implied() -> str:
    """A renewed or reduced term with a value after it and no successor implies one of equal length at that value.

    A later term of the same contract speaks for itself, however late it starts.
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
        "seats_licensed, seats_active, NULL::DATE AS due_on, true AS implied FROM followed f "
        "WHERE stated IN ('renewed', 'reduced') AND amount_after > 0 AND successor_on IS NULL "
        f"AND ends_on IS NOT NULL AND implied_terms AND NOT EXISTS ({later})"
    )
