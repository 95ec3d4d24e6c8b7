"""The sample company: a seeded B2B software company whose five extracts hold planted truths."""

import csv
from pathlib import Path

import numpy as np

from data.company.accounts import accounts, accounts_table
from data.company.days import Table
from data.company.mappings import mapping
from data.company.renewals import in_force, licences, terms, worth
from data.company.renewals_table import renewals_table
from data.company.survey import survey_table
from data.company.tickets import tickets_table
from data.company.truths import SEED, STREAM
from data.company.usage import usage_table

__all__ = ["tables", "write"]


def tables(seed: int = SEED) -> dict[str, Table]:
    """The five extracts by name, as columns of text; the same seed gives the same text."""
    # One stream of chance each, so that a change to one extract leaves the others as they are.
    draws = [np.random.default_rng([seed, STREAM, number]) for number in range(6)]
    company = accounts(draws[0])
    contracts = terms(company, draws[1])
    covered = in_force(contracts)
    return {
        "accounts": accounts_table(company, worth(contracts), draws[2]),
        "survey": survey_table(company, covered, draws[3]),
        "tickets": tickets_table(company, covered, draws[4]),
        "renewals": renewals_table(company, contracts),
        "usage": usage_table(company, licences(contracts), draws[5]),
    }


def write(folder: Path, seed: int = SEED) -> list[Path]:
    """Writes the five CSV files and their mapping files into a folder, which is made where it is missing.

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
