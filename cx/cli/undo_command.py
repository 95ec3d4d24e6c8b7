"""`undo`: a load taken back, or what that would change."""

import argparse
from datetime import datetime

from cx.cli.headline import headline, headline_document, say_headline
from cx.cli.speech import Speech
from cx.contracts.words import N_, Words, whole
from cx.store.database import Store
from cx.store.undo import Undone, undoing


def undo(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """Undo a load, or show what that would change; FileRefused where there is no such load or it is undone."""
    with undoing(store, arguments.undo, speech.user, datetime.now().astimezone(), arguments.alone) as opened:
        figures = headline(store, opened.cursor) if arguments.dry_run else {}
        if not arguments.dry_run:
            opened.keep()
    done = opened.undone
    if arguments.json:
        document = _document(done) | {"dry_run": arguments.dry_run}
        document |= {"also": _document(done.also)} if done.also else {}
        speech.json(document | ({"headline": headline_document(figures)} if arguments.dry_run else {}))
        return 0
    for part in (done, done.also) if done.also else (done,):
        speech.say(_sentence(part, speech.words, arguments.dry_run))
    if done.also:
        speech.say("  " + _together(done, speech.words))
    say_headline(figures, speech)
    return 0


def _document(done: Undone) -> dict[str, object]:
    counts = {"removed": done.removed, "returned": done.returned, "kept": done.kept}
    return {"load_id": done.load.load_id, "file": done.load.file, **counts}


def _together(done: Undone, words: Words) -> str:
    first, second = sorted(item.load_id for item in done.loads)
    text = N_(
        "{file} made both loads, {first} and {second}: they are undone together. --alone leaves the other one loaded."
    )
    return words.say(text, file=done.load.file, first=first, second=second)


def _sentence(done: Undone, words: Words, dry_run: bool) -> str:
    template = (
        N_(
            "Load {number} ({file}): rows that would go: {removed}; that would be again as they were: {returned}; that "
            "would stay, since a later load holds them too: {kept}. Nothing was changed: this was a dry run."
        )
        if dry_run
        else N_(
            "Load {number} ({file}) is undone. Rows gone: {removed}; again as they were: {returned}; kept, since a later "
            "load holds them too: {kept}."
        )
    )
    counts = {"removed": whole(done.removed), "returned": whole(done.returned), "kept": whole(done.kept)}
    return words.say(template, number=done.load.load_id, file=done.load.file, **counts)
