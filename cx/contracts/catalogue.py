"""The catalogue of every message that a user may read, as translators take it."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from cx.contracts.extracts import EXTRACTS

KEYWORDS = {"say": None, "N_": None, "plural": (1, 2)}
SOURCES = ("cx/**.py", "pages/**.py", "app.py")


def catalogue(root: Path) -> str:
    """The catalogue of the sources below `root`: messages in code, and the titles and descriptions of columns."""
    made = Catalog(project="Outside-In", charset="utf-8")
    methods = [(pattern, "python") for pattern in SOURCES]
    skipped = (".venv", ".git", "tests", "data", "benchmarks", "docs")
    found = extract_from_dir(
        str(root), methods, keywords=KEYWORDS, directory_filter=lambda folder: Path(folder).name not in skipped
    )
    for name, _, message, _, _ in sorted(found, key=lambda item: (item[0], item[1])):
        made.add(message, locations=[(name, 0)])
    for extract in EXTRACTS.values():
        for column in extract.columns.values():
            made.add(column.title, locations=[(f"extract {extract.name}", 0)])
            made.add(column.description, locations=[(f"extract {extract.name}", 0)])
    written = io.BytesIO()
    write_po(written, made, omit_header=True, include_lineno=False, width=110)
    return written.getvalue().decode()
