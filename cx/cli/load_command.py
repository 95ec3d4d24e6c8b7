"""`load`: exports into the database, or a preview of what they would change."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from cx.cli.headline import headline, headline_document, say_headline
from cx.cli.refused_files import refused_files, written
from cx.cli.speech import Speech
from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Mapping
from cx.contracts.mapping_text import mapping_from_file
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.words import N_
from cx.ingest.proposal import declared, proposed
from cx.store.database import Store
from cx.store.load import COUNTS
from cx.store.loading import Load, Source, read_file, trial
from cx.store.mappings import mapping_named, remembered
from cx.store.sample import check_apart
from cx.story.lacking import lacking_sentences

Document = dict[str, Any]


def load(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """Load every file; exit status 1 when one is refused whole, or its refused rows could not be handed back."""
    paths = [speech.path(name) for name in arguments.files]
    targets = refused_files(speech.path(arguments.refused), paths) if arguments.refused else [None] * len(paths)
    documents = [_loaded(arguments, store, speech, path, target) for path, target in zip(paths, targets, strict=True)]
    if arguments.json:
        speech.json(documents[0] if len(documents) == 1 else {"loads": documents})
    return 1 if any(document["file_refused"] or document.get("refused_unwritten") for document in documents) else 0


def _loaded(arguments: argparse.Namespace, store: Store, speech: Speech, path: Path, target: Path | None) -> Document:
    try:
        check_apart(store, path, path.name)
        mapping = _mapping(arguments, store, speech, path)
        now = datetime.now().astimezone()
        source = Source(path, path.name, mapping, arguments.today or now.date(), speech.user, now)
        with trial(store, source, speech.words, speech.error) as opened:
            figures = headline(store, opened.cursor) if arguments.dry_run else {}
            lacking = lacking_sentences(opened.cursor, opened.load.extract, speech.words)
            if not arguments.dry_run:
                opened.keep()
            done = opened.load
    except FileRefused as refused:
        return _refused(arguments, speech, path, refused)
    document = _document(done, arguments, speech) | {"lacking": list(lacking)}
    if arguments.dry_run:
        document |= {
            "load_id": None,
            "dry_run": True,
            "headline": headline_document(figures),
        }
    if not arguments.json:
        _say(done, speech, document)
        say_headline(figures, speech)
    return document | _handed_back(done, target, arguments, speech)


def _handed_back(done: Load, target: Path | None, arguments: argparse.Namespace, speech: Speech) -> Document:
    """Write the refused rows to their file and say which that is, or that it could not be written after all."""
    if target is None or not done.refused_rows:
        return {}
    if not written(done, target, speech):
        return {"refused_unwritten": True}
    if not arguments.json:
        speech.say("  " + speech.words.say(N_("The refused rows are in {file}."), file=target))
    return {"refused_file": str(target)}


def _mapping(arguments: argparse.Namespace, store: Store, speech: Speech, path: Path) -> Mapping:
    """The mapping given, else the one remembered by name or by header, else the one the header suggests."""
    extract = EXTRACTS[arguments.extract]
    given = mapping_from_file(speech.path(arguments.mapping)) if arguments.mapping else None
    if given and given.extract != extract.name:
        raise FileRefused(
            Problem(
                "unknown_mapping",
                value=speech.words.say(
                    N_("it is for {theirs}, and {ours} was chosen"), theirs=given.extract, ours=extract.name
                ),
            )
        )
    with store.cursor() as cursor:
        named = mapping_named(cursor, arguments.source, extract) if arguments.source and not given else None
    found = given or named
    said = dict(arguments.declare)
    if found is None:
        early = declared(Mapping(extract=extract.name), said)
        with read_file(store, path, path.name, early) as read, store.cursor() as cursor:
            found = remembered(cursor, read.header, extract) or proposed(read, extract)
    constants = {**found.constants, **dict(arguments.constants)}
    found = found.model_copy(update={"source": arguments.source or found.source, "constants": constants})
    return declared(found, said)


def _refused(arguments: argparse.Namespace, speech: Speech, path: Path, refused: FileRefused) -> Document:
    """The answer for a file that changed nothing."""
    if not arguments.json:
        speech.error(refused.problem.sentence(speech.words))
    found = [_problem(item, speech) for item in (refused.problem, *refused.rows)]
    records = len({item.record for item in refused.rows})
    counts = {**dict.fromkeys(COUNTS, 0), **dict.fromkeys(("records", "read", "refused"), records)}
    return {
        "load_id": None,
        "extract": arguments.extract,
        "file": path.name,
        "file_refused": True,
        **counts,
        "problems": found,
        "assumptions": [],
    }


def _problem(problem: Problem, speech: Speech) -> Document:
    return {
        "record": problem.record,
        "line": problem.line,
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "message": problem.sentence(speech.words),
    }


def _document(done: Load, arguments: argparse.Namespace, speech: Speech) -> Document:
    return {
        "load_id": done.load_id,
        "extract": done.extract,
        "file": done.file,
        "file_refused": False,
        **done.counts,
        "problems": [_problem(item, speech) for item in done.problems] if arguments.json else [],
        "assumptions": list(done.assumptions),
    }


def _say(done: Load, speech: Speech, document: Document) -> None:
    words = speech.words
    template = (
        N_(
            "{file}: {read} rows read: {new} new, {changed} changed, {same} the same, {repeated} repeated, "
            "{refused} refused. Nothing was changed: this was a dry run."
        )
        if document.get("dry_run")
        else N_(
            "{file}: {read} rows read: {new} new, {changed} changed, {same} the same, {repeated} repeated, "
            "{refused} refused."
        )
    )
    speech.say(
        words.say(
            template,
            file=done.file,
            **done.counts,
        )
    )
    for text in (*done.assumptions, *document["lacking"]):
        speech.say(f"  {text}")
    for problem in done.problems[:20]:
        speech.say(f"  {problem.sentence(words)}")
    if len(done.problems) > 20:
        speech.say(
            "  "
            + words.say(
                N_("... and {n} more; --json lists all, --refused OUT.csv hands the rows back."),
                n=len(done.problems) - 20,
            )
        )
