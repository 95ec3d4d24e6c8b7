"""`mappings`: the mappings that are remembered, and what becomes of them."""

import argparse
from datetime import UTC, datetime

from cx.cli.speech import Speech
from cx.contracts.mapping_text import mapping_from_file, toml
from cx.contracts.words import N_
from cx.store.database import Store
from cx.store.mappings import (
    RememberedMapping,
    forget_mapping,
    import_mapping,
    mapping_by_name,
    remembered_mappings,
    rename_mapping,
)


def mappings(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """List the mappings, print or import one as TOML, rename or delete one."""
    say = speech.words.say
    if arguments.export:
        with store.cursor() as cursor:
            speech.reply.out(toml(mapping_by_name(cursor, arguments.export)))
    elif arguments.imported:
        text = toml(mapping_from_file(speech.path(arguments.imported)))
        with store.writing() as cursor:
            found = import_mapping(cursor, text, speech.user, datetime.now(UTC).replace(tzinfo=None))
        speech.say(say(N_("{file} is remembered for {extract}."), file=arguments.imported, extract=found.extract))
    elif arguments.rename:
        with store.writing() as cursor:
            rename_mapping(cursor, *arguments.rename)
        speech.say(
            say(N_("“{name}” is called “{new}” now."), name=arguments.rename[0], new=arguments.rename[1].strip())
        )
    elif arguments.delete:
        with store.writing() as cursor:
            forget_mapping(cursor, arguments.delete)
        speech.say(say(N_("“{name}” is forgotten. What was loaded by it stays."), name=arguments.delete))
    else:
        _list(arguments, store, speech)
    return 0


def _list(arguments: argparse.Namespace, store: Store, speech: Speech) -> None:
    with store.cursor() as cursor:
        found = remembered_mappings(cursor)
    if arguments.json:
        speech.json({"mappings": [_document(item) for item in found]})
        return
    names = (N_("name"), N_("extract"), N_("columns"), N_("last used"), N_("by"))
    rows = [
        (
            item.name,
            item.mapping.extract,
            str(len(item.mapping.columns)),
            f"{item.used_at:%Y-%m-%d %H:%M}",
            item.used_by,
        )
        for item in found
    ]
    speech.table([speech.words.say(name) for name in names], rows)


def _document(item: RememberedMapping) -> dict[str, object]:
    return {
        "name": item.name,
        "extract": item.mapping.extract,
        "columns": list(item.mapping.columns),
        "used_at": item.used_at.isoformat() + "Z",
        "used_by": item.used_by,
    }
