"""The sample company: a seeded B2B software company whose extracts hold planted truths."""

import csv
from pathlib import Path

import numpy as np

from data.company.accounts import Accounts, accounts, accounts_table
from data.company.days import Table
from data.company.goals import goals_table
from data.company.journeys import journeys, owner_changes_table
from data.company.mappings import mapping
from data.company.older_survey import with_older_answers
from data.company.people import account_roles_table, holdings, people
from data.company.plans import ambassadors_table, events_table, initiatives_table, targets_table
from data.company.projects import milestones, milestones_table
from data.company.renewals import Term, in_force, licences, terms, worth
from data.company.renewals_table import renewals_table
from data.company.survey import survey_table
from data.company.tickets import all_tickets, tickets_table
from data.company.touches import touches
from data.company.touches_table import follow_ups, touches_table
from data.company.truths import LATER_STREAM, SEED, STREAM
from data.company.usage import usage_table

__all__ = ["tables", "write"]


def tables(seed: int = SEED) -> dict[str, Table]:
    """Every extract by name, as columns of text; the same seed gives the same text."""
    # One stream of chance each, so that a change to one extract leaves the others as they are.
    draws = [np.random.default_rng([seed, STREAM, number]) for number in range(6)]
    older = np.random.default_rng([seed, LATER_STREAM, 12])
    later = [np.random.default_rng([seed, LATER_STREAM, number]) for number in range(12)]
    company = accounts(draws[0])
    contracts = terms(company, draws[1])
    covered = in_force(contracts)
    opened, handled = all_tickets(company, covered, draws[4])
    ways = journeys(company, opened, handled, later[0])
    made = {
        "accounts": accounts_table(company, worth(contracts), draws[2], later[1]),
        "survey": with_older_answers(survey_table(company, covered, draws[3], later[2]), company, covered, older),
        "tickets": tickets_table(company, opened, handled, [way.teams for way in ways], draws[4]),
        "renewals": renewals_table(company, contracts),
        "usage": usage_table(company, licences(contracts), draws[5]),
        "owner_changes": owner_changes_table(ways, opened, later[3]),
    }
    return made | _dealings(company, contracts, made["survey"], later[4:]) | _plans()


def _dealings(
    company: Accounts, contracts: list[Term], survey: Table, draws: list[np.random.Generator]
) -> dict[str, Table]:
    """What the company and its customers do together: who meets whom, for which goals and in which projects."""
    covered = in_force(contracts)
    held = holdings(company, draws[0])
    steps = milestones(contracts, draws[1])
    met = touches(company, covered, people(held), steps, draws[3:])
    return {
        "account_roles": account_roles_table(company, held),
        "goals": goals_table(company, covered, draws[2]),
        "milestones": milestones_table(company, steps),
        "touches": touches_table(company, [*met, *follow_ups(company, survey)]),
    }


def _plans() -> dict[str, Table]:
    return {
        "initiatives": initiatives_table(),
        "ambassadors": ambassadors_table(),
        "targets": targets_table(),
        "events": events_table(),
    }


def write(folder: Path, seed: int = SEED) -> list[Path]:
    """Writes a CSV file and a mapping file of each extract into a folder, which is made where it is missing.

    Returns the paths written, data first. Files of the same names are replaced; the same seed gives the
    same bytes.
    """
    made = tables(seed)
    (folder / "mappings").mkdir(parents=True, exist_ok=True)
    data = [_write_csv(folder / f"{extract}.csv", table) for extract, table in made.items()]
    maps = [
        _write_text(folder / "mappings" / f"{extract}.toml", mapping(extract, list(table)))
        for extract, table in made.items()
    ]
    return data + maps


def _write_csv(path: Path, table: Table) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table)
        writer.writerows(zip(*table.values(), strict=True))
    return path


def _write_text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
