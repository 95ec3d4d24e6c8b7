"""`loads`: what was loaded, when and by whom; a load's refused rows."""

import argparse

from cx.cli.speech import Speech
from cx.contracts.words import N_
from cx.store.database import Store
from cx.store.journal import LoadRecord, refused_csv_of
from cx.store.journal import loads as journal_loads


def loads(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """List the loads, or print one load's refused rows."""
    with store.cursor() as cursor:
        found = journal_loads(cursor)
        if arguments.refused is not None:
            if arguments.refused not in {item.load_id for item in found}:
                speech.error(speech.words.say(N_("There is no load {number}."), number=arguments.refused))
                return 1
            speech.reply.out(refused_csv_of(cursor, arguments.refused, speech.words))
            return 0
    if arguments.json:
        speech.json({"loads": [_document(item) for item in found]})
    else:
        _say(found, speech)
    return 0


def _say(found: tuple[LoadRecord, ...], speech: Speech) -> None:
    names = (N_("load"), N_("extract"), N_("file"), N_("when"), N_("by"), N_("new"), N_("changed"), N_("refused"))
    rows = [
        (item.load_id, item.extract, item.file, f"{item.loaded_at:%Y-%m-%d %H:%M}", item.loaded_by)
        + (item.new, item.changed, item.refused)
        for item in found
    ]
    speech.table([speech.words.say(name) for name in names], [[str(cell) for cell in row] for row in rows])


def _document(item: LoadRecord) -> dict[str, object]:
    return {**item.__dict__, "loaded_at": item.loaded_at.isoformat() + "Z", "assumptions": list(item.assumptions)}
