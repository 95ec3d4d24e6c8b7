"""`sample`: the sample company into the database and out of it, or its files made anew."""

import argparse
from datetime import datetime

from cx.cli.speech import Speech
from cx.contracts.words import N_
from cx.store.database import Store
from cx.store.sample import load_sample, remove_sample
from data.company import write


def sample(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """Load the sample company or remove it; refused where the database holds other data."""
    if arguments.write:
        return _write(arguments, speech)
    if arguments.remove:
        return _remove(store, speech)
    now = datetime.now().astimezone()
    for done in load_sample(store, now.date(), speech.user, speech.words, speech.progress, now):
        speech.say(speech.words.say(N_("{file}: {n} rows"), file=done.file, n=done.read))
    return 0


def _remove(store: Store, speech: Speech) -> int:
    removed = remove_sample(store)
    speech.say(
        speech.words.say(
            N_("The sample company is removed; the database is empty.")
            if removed
            else N_("The database does not hold the sample company.")
        )
    )
    return 0


def _write(arguments: argparse.Namespace, speech: Speech) -> int:
    folder = speech.path(arguments.write)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = write(folder)
    except OSError as fault:
        speech.error(
            speech.words.say(
                N_("The files cannot be written to {folder}: {reason}. Name a folder that you may write to."),
                folder=folder,
                reason=fault.strerror or fault,
            )
        )
        return 1
    for path in paths:
        speech.say(str(path))
    return 0
