"""The terms as the renewals export."""

from data.company.accounts import Accounts
from data.company.days import NEVER, Table, day_text
from data.company.renewals import Term


def renewals_table(company: Accounts, found: list[Term]) -> Table:
    """renewals.csv: one row for each term; money in the currency of the row."""
    return {
        "contract_id": [f"K{term.contract:04d}" for term in found],
        "account_id": [company.ids[term.account] for term in found],
        "starts_on": [day_text(term.start) for term in found],
        "ends_on": ["" if term.end == NEVER else day_text(term.end) for term in found],
        "annual_value": [str(term.value) for term in found],
        "currency": [str(company.currencies[term.account]) for term in found],
        "product": [term.product for term in found],
        "outcome": [term.outcome for term in found],
        "decided_on": ["" if term.decided == NEVER else day_text(term.decided) for term in found],
        "value_after": [str(term.after) if term.decided != NEVER else "" for term in found],
        "reason": [term.reason for term in found],
        "controllable": [term.controllable for term in found],
        "seats_licensed": [str(term.seats) for term in found],
        "seats_active": [str(term.active) for term in found],
        "acquired_by": [str(company.acquired[term.account]) for term in found],
    }
