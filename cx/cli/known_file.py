"""The answer for a file that was loaded already: which load it was; nothing is changed."""

import argparse
from pathlib import Path
from typing import Any

from cx.cli.refused_files import written
from cx.cli.speech import Speech
from cx.contracts.problems import Problem
from cx.contracts.words import N_
from cx.store.database import Store
from cx.store.journal import LoadRecord, problems_of, refused_csv_of
from cx.store.load import COUNTS


def known(
    item: LoadRecord, target: Path | None, arguments: argparse.Namespace, store: Store, speech: Speech
) -> dict[str, Any]:
    """Say which load it was and hand its refused rows out again; its good rows count as the same."""
    say = speech.words.say
    if not arguments.json:
        text = N_("{file} was loaded already: load {number}, on {at} UTC by {by}. Nothing was changed.")
        at = f"{item.loaded_at:%Y-%m-%d %H:%M}"
        speech.say(say(text, file=item.file, number=item.load_id, at=at, by=item.loaded_by))
    with store.cursor() as cursor:
        found = problems_of(cursor, item.load_id) if arguments.json else ()
        refused = refused_csv_of(cursor, item.load_id, speech.words) if target and item.refused else None
    document = _document(item) | {"problems": [problem_document(one, speech) for one in found]}
    if arguments.dry_run:
        document |= {"dry_run": True, "headline": {}}
    if target is None or refused is None:
        return document
    if not written(refused, item.file, target, speech):
        return document | {"refused_unwritten": True}
    if not arguments.json:
        speech.say("  " + say(N_("The refused rows are in {file}."), file=target))
    return document | {"refused_file": str(target)}


def _document(item: LoadRecord) -> dict[str, Any]:
    counts = {name: getattr(item, name) for name in COUNTS}
    counts |= {"new": 0, "changed": 0, "removed": 0, "same": item.new + item.changed + item.same}
    when = {"load_id": item.load_id, "loaded_at": item.loaded_at.isoformat() + "Z", "loaded_by": item.loaded_by}
    return {
        "load_id": item.load_id,
        "extract": item.extract,
        "file": item.file,
        "file_refused": False,
        **counts,
        "assumptions": list(item.assumptions),
        "already_loaded": when,
    }


def problem_document(problem: Problem, speech: Speech) -> dict[str, Any]:
    """A problem for JSON."""
    return {
        "record": problem.record,
        "line": problem.line,
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "message": problem.sentence(speech.words),
    }
