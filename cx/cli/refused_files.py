"""The files that a load hands its refused rows back in: one of its own for each file that is loaded."""

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from cx.cli.speech import Speech
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.words import N_


def refused_files(named: Path, loaded: Sequence[Path]) -> list[Path]:
    """Where the refused rows of each loaded file go: the named file for one, `<named>-<file>` beside it for several.

    No two are the same, none is a file to load; raises FileRefused where one could not be written.
    """
    if len(loaded) == 1:
        found = [named]
    else:
        taken = {_folded(path) for path in loaded}
        found = [_free(named, path.stem, taken) for path in loaded]
    for target in (named, *found):
        _check(target, loaded)
    return found


def _free(named: Path, stem: str, taken: set[str]) -> Path:
    """The first name that nobody has taken; it is taken then."""
    names = (f"{named.stem}-{stem}{'' if number == 1 else f'-{number}'}{named.suffix}" for number in count(1))
    found = next(path for path in map(named.with_name, names) if _folded(path) not in taken)
    taken.add(_folded(found))
    return found


def _folded(path: Path) -> str:
    """The path as a disk sees it that does not tell capitals apart."""
    return str(path).casefold()


def _check(target: Path, loaded: Sequence[Path]) -> None:
    place = target if target.exists() else target.parent
    if target.is_dir() or target in loaded or not target.parent.is_dir() or not os.access(place, os.W_OK):
        raise FileRefused(Problem("unwritable_file", value=str(target)))


def written(text: str, file: str, target: Path, speech: Speech) -> bool:
    """Hand the refused rows of a loaded file back; False, and a sentence, where they could not be written after all."""
    try:
        target.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as fault:
        speech.error(
            speech.words.say(
                N_(
                    "The refused rows of {file} could not be written: {reason}. For a load that "
                    "was kept, `python -m cx loads` names it and --refused prints them."
                ),
                file=file,
                reason=fault.strerror or fault,
            )
        )
        return False
    return True
