"""`loads`: what was loaded, when and by whom; a load's refused and clean rows."""

import argparse
import shutil

from cx.cli.speech import Speech
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.words import N_
from cx.store.clean_rows import clean_rows
from cx.store.database import Store
from cx.store.journal import LoadRecord, load_record, refused_csv_of
from cx.store.journal import loads as journal_loads


def loads(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """List the loads, undo one, or hand out one load's refused or clean rows."""
    if arguments.undo is not None:
        from cx.cli.undo_command import undo  # the list alone needs no metric

        return undo(arguments, store, speech)
    if arguments.clean:
        number, file = arguments.clean
        return _clean(number, file, store, speech)
    with store.cursor() as cursor:
        if arguments.refused is not None:
            load_record(cursor, arguments.refused)
            speech.reply.out(refused_csv_of(cursor, arguments.refused, speech.words))
            return 0
        found = journal_loads(cursor)
    if arguments.json:
        speech.json({"loads": [_document(item) for item in found]})
    else:
        _say(found, speech)
    return 0


def _clean(number: str, file: str, store: Store, speech: Speech) -> int:
    """Write the rows that a load holds now; a status of 1 and a sentence where that cannot be."""
    target = speech.path(file)
    if not number.isdecimal():
        raise FileRefused(Problem("no_such_load", value=number))
    with clean_rows(store, int(number)) as made:
        try:
            shutil.copyfile(made, target)
        except OSError as fault:
            speech.error(
                speech.words.say(
                    N_("The rows cannot be written to {file}: {reason}. Name a file that you may write to."),
                    file=target,
                    reason=fault.strerror or fault,
                )
            )
            return 1
    speech.say(speech.words.say(N_("The rows of load {number} are in {file}."), number=number, file=target))
    return 0


def _say(found: tuple[LoadRecord, ...], speech: Speech) -> None:
    say = speech.words.say
    names = (N_("load"), N_("extract"), N_("file"), N_("when"), N_("by"), N_("new"), N_("changed"), N_("refused"))
    removed = [N_("removed")] if any(item.removed for item in found) else []
    rows = [
        (item.load_id, item.extract, item.file, f"{item.loaded_at:%Y-%m-%d %H:%M}", item.loaded_by)
        + (
            item.new,
            item.changed,
            item.refused,
            *(item.removed for _ in removed),
            say(N_("undone")) if item.undone_at else say(N_("loaded")),
        )
        for item in found
    ]
    speech.table([say(name) for name in (*names, *removed, N_("state"))], [[str(cell) for cell in row] for row in rows])


def _document(item: LoadRecord) -> dict[str, object]:
    return {
        **item.__dict__,
        "replaced_from": item.replaced_from and item.replaced_from.isoformat(),
        "replaced_to": item.replaced_to and item.replaced_to.isoformat(),
        "loaded_at": item.loaded_at.isoformat() + "Z",
        "undone_at": item.undone_at and item.undone_at.isoformat() + "Z",
        "assumptions": list(item.assumptions),
    }
