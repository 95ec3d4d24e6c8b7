"""Which extract a file holds, where the command line leaves that to its header."""

import argparse
from pathlib import Path

from cx.cli.arguments import AUTO
from cx.cli.speech import Speech
from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Mapping
from cx.contracts.mapping_text import mapping_from_file
from cx.contracts.problems import FileRefused, Problem
from cx.ingest.headers import candidates
from cx.ingest.proposal import declared, likely_extract
from cx.store.database import Store
from cx.store.loading import read_file
from cx.store.mappings import remembered


def with_extract(arguments: argparse.Namespace, store: Store, speech: Speech, path: Path) -> argparse.Namespace:
    """The arguments with the extract that the mapping, a remembered one or the header says; refuses a file that says none."""
    if arguments.extract != AUTO:
        return arguments
    name = mapping_from_file(speech.path(arguments.mapping)).extract if arguments.mapping else None
    return argparse.Namespace(**{**vars(arguments), "extract": name or _recognised(arguments, store, path)})


def _recognised(arguments: argparse.Namespace, store: Store, path: Path) -> str:
    # The head is read for any extract alike: only what is declared of letters and signs matters.
    early = declared(Mapping(extract=next(iter(EXTRACTS))), dict(arguments.declare))
    with read_file(store, path, path.name, early) as read, store.cursor() as cursor:
        known = remembered(cursor, read.header)
        found = EXTRACTS[known.extract] if known else likely_extract(read.header)
        if found is None:
            raise _undecided(path.name, read.header)
    return found.name


def _undecided(file: str, header: tuple[str, ...]) -> FileRefused:
    """The refusal to choose: between the extracts that the header may hold, or any where it may hold none."""
    few = [extract.name for extract in candidates(header)]
    code, names = ("ask_extract", few) if few else ("no_extract", list(EXTRACTS))
    return FileRefused(Problem(code, value=", ".join(header), details={"file": file, "headers": ", ".join(names)}))
