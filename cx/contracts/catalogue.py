"""The catalogue of every message that a user may read, as translators take it."""

import io
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from cx.contracts.entries import ENTRIES
from cx.contracts.extracts import EXTRACTS

KEYWORDS = {"say": None, "N_": None, "plural": (1, 2)}
SOURCES = ("cx/**.py", "pages/**.py", "app.py")
PROFILES = "cx/ingest/profiles/*.toml"


def catalogue(root: Path) -> str:
    """The catalogue of the sources below `root`: messages in code, and the titles and descriptions of columns."""
    made = Catalog(project="Outside-In", charset="utf-8")
    methods: list[tuple[str, Any]] = [(pattern, "python") for pattern in SOURCES]
    methods.append((PROFILES, _said_by_profile))
    skipped = (".venv", ".git", "tests", "data", "benchmarks", "docs")
    found = extract_from_dir(
        str(root), methods, keywords=KEYWORDS, directory_filter=lambda folder: Path(folder).name not in skipped
    )
    for name, _, message, _, _ in sorted(found, key=lambda item: (item[0], item[1])):
        made.add(message, locations=[(name, 0)])
    for extract in {**EXTRACTS, **ENTRIES}.values():
        for column in extract.columns.values():
            made.add(column.title, locations=[(f"extract {extract.name}", 0)])
            made.add(column.description, locations=[(f"extract {extract.name}", 0)])
    written = io.BytesIO()
    write_po(written, made, omit_header=True, include_lineno=False, width=110)
    return written.getvalue().decode()


def _said_by_profile(opened: IO[bytes], *_: object, **__: object) -> Iterator[tuple[int, None, str, list[str]]]:
    """What a profile says to its reader: what it asks, why it refuses and why it leaves columns out."""
    profile = tomllib.loads(opened.read().decode())
    asked = [item if isinstance(item, str) else item["text"] for item in profile.get("asks", ())]
    said = [profile.get("refuse", ""), *asked, *profile.get("leaves_out", {}).values()]
    yield from ((1, None, text, []) for text in dict.fromkeys(said) if text)
