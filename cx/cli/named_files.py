"""The files that a command line names: files, patterns such as `exports/*.csv`, and folders."""

from collections.abc import Sequence
from glob import glob
from pathlib import Path

from cx.cli.speech import Speech

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".gz", ".zip")
"""How the names of exports end; other files of a folder are left alone."""
PATTERN = frozenset("*?[")


def named_files(names: Sequence[str], speech: Speech) -> list[Path]:
    """Each file once, in the order of the names; those of a folder or a pattern by their own names.

    A pattern that fits no file stays, so that it is told to be no file; an empty folder holds none.
    """
    return list(dict.fromkeys(path for name in names for path in _files(speech.path(name))))


def is_one(names: Sequence[str], speech: Speech) -> bool:
    """True where the command line names one single file."""
    return len(names) == 1 and not _is_many(speech.path(names[0]))


def _is_many(path: Path) -> bool:
    return path.is_dir() or (not path.exists() and bool(PATTERN & set(str(path))))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(item for item in path.iterdir() if _is_export(item))
    found = sorted(glob(str(path))) if _is_many(path) else []
    return [Path(item) for item in found] or [path]


def _is_export(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in ENDINGS and not path.name.startswith(".")
