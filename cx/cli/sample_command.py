"""`sample`: the sample company into the database, or its files made anew."""

import argparse
from datetime import date

from cx.cli.speech import Speech
from cx.contracts.words import N_
from cx.store.database import Store
from cx.store.journal import loads
from cx.store.sample import SAMPLE_SOURCE, load_sample


def sample(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """Load the sample company; refused where the database holds other data."""
    if arguments.write:
        return _write(arguments, speech)
    with store.cursor() as cursor:
        others = [item for item in loads(cursor) if item.source != SAMPLE_SOURCE]
    if others:
        speech.error(speech.words.say(N_("The database already holds {file}. Set CX_DATABASE to another file to look "
                                         "at the sample company."), file=others[0].file))
        return 1
    for done in load_sample(store, date.today(), speech.user, speech.words, speech.error):
        speech.say(speech.words.say(N_("{file}: {n} rows"), file=done.file, n=done.read))
    return 0


def _write(arguments: argparse.Namespace, speech: Speech) -> int:
    from data.company import write

    folder = speech.path(arguments.write)
    folder.mkdir(parents=True, exist_ok=True)
    for path in write(folder):
        speech.say(str(path))
    return 0
