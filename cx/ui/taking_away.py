"""A table on the page with its downloads, which hold what the screen shows."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from cx.contracts.words import N_
from cx.export.csv_file import csv_file
from cx.export.sheet import Sheet
from cx.export.xlsx_file import MOST_ROWS, xlsx_file
from cx.ui import session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_of(table: pd.DataFrame, name: str, about: tuple[tuple[str, str], ...]) -> Sheet:
    """The table as it is shown; what is empty there is empty in the file."""
    plain = table.astype(object).where(table.notna(), None)
    return Sheet(name, about, tuple(map(str, table.columns)), tuple(plain.itertuples(index=False, name=None)))


def downloads(made: Callable[[], Sheet], name: str, key: str, rows: int) -> None:
    """Both kinds of file; each is made once somebody asks for it."""
    say = session.words().say
    kinds: list[tuple[str, str, str, Callable[[], bytes]]] = [
        (say(N_("Download CSV")), "csv", "text/csv", lambda: csv_file(made()))
    ]
    if rows <= MOST_ROWS:
        names = say(N_("Table")), say(N_("About"))
        kinds.append((say(N_("Download XLSX")), "xlsx", XLSX, lambda: xlsx_file(made(), *names)))
    with st.container(horizontal=True, gap="small"):
        for label, ending, mime, data in kinds:
            st.download_button(
                label,
                data,
                file_name=f"{name}.{ending}",
                mime=mime,
                key=f"{ending}-{key}",
                icon=":material/download:",
                on_click="ignore",
            )
