"""`load`: exports into the database, or a preview of what they would change."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from cx.cli.arguments import OWN_DAYS
from cx.cli.extract_of_file import with_extract
from cx.cli.headline import headline, headline_document, say_headline
from cx.cli.known_file import known, problem_document
from cx.cli.named_files import is_one, named_files
from cx.cli.refused_files import refused_files, written
from cx.cli.speech import Speech
from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Mapping
from cx.contracts.mapping_text import mapping_from_file, toml
from cx.contracts.periods import period_named
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.words import N_, whole
from cx.ingest.profile import profiles
from cx.ingest.profile_asks import asked_sentences
from cx.ingest.profile_proposal import unused_columns
from cx.ingest.proposal import declared, proposed
from cx.ingest.recognition import recognised
from cx.store.counting import made_sentence
from cx.store.database import Store
from cx.store.journal import LoadRecord, refused_csv
from cx.store.load import COUNTS
from cx.store.loading import Load, Source, Watch, read_file, trial
from cx.store.mappings import mapping_named, remembered
from cx.store.recognising import loaded_before
from cx.store.replacing import Replacing
from cx.store.sample import check_apart
from cx.store.stopping import Stop
from cx.story.causes import cause_sentences
from cx.story.lacking import lacking_sentences

Document = dict[str, Any]
MOST_PROBLEMS = 20


def load(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """Load every file; exit status 1 when one is refused whole, or its refused rows could not be handed back."""
    paths = named_files(arguments.files, speech)
    if not paths:
        speech.error(speech.words.say(N_("There is no export in {folder}."), folder=", ".join(arguments.files)))
    if arguments.replace and len(paths) > 1:
        speech.error(Problem("replace_several", value=whole(len(paths))).sentence(speech.words))
        return 2
    targets = refused_files(speech.path(arguments.refused), paths) if arguments.refused else [None] * len(paths)
    documents = [_loaded(arguments, store, speech, path, target) for path, target in zip(paths, targets, strict=True)]
    if arguments.json and not arguments.print_mapping:
        speech.json(documents[0] if is_one(arguments.files, speech) else {"loads": documents})
    return 1 if any(document["file_refused"] or document.get("refused_unwritten") for document in documents) else 0


def _loaded(arguments: argparse.Namespace, store: Store, speech: Speech, path: Path, target: Path | None) -> Document:
    try:
        check_apart(store, path, path.name)
        arguments = with_extract(arguments, store, speech, path)
        if arguments.print_mapping:
            return _printed(_mapping(arguments, store, speech, path), speech)
        before = _before(arguments, store, speech, path)
        if before:
            return known(before, target, arguments, store, speech)
        mapping = _mapping(arguments, store, speech, path)
        now = datetime.now().astimezone()
        today, replacing = arguments.today or now.date(), _replacing(arguments, store)
        source = Source(path, path.name, mapping, today, speech.user, now, replacing)
        with trial(store, source, speech.words, speech.progress, Watch(Stop(), speech.error)) as opened:
            figures = headline(store, opened.cursor) if arguments.dry_run else {}
            lacking = lacking_sentences(opened.cursor, opened.load.extract, speech.words)
            if not arguments.dry_run:
                opened.keep()
            done = opened.load
    except FileRefused as refused:
        return _refused(arguments, speech, path, refused)
    document = _document(done, arguments, speech) | {"lacking": list(lacking)}
    if arguments.dry_run:
        asked = list(_asked_of(mapping, speech))
        document |= {"load_id": None, "dry_run": True, "headline": headline_document(figures), "asked": asked}
    if not arguments.json:
        _say(done, speech, document)
        say_headline(figures, speech)
    return document | _handed_back(done, target, arguments, speech)


def _printed(found: Mapping, speech: Speech) -> Document:
    """The mapping by which the file would load, to be looked at, changed and given back."""
    for text in _asked_of(found, speech):
        speech.say(f"# {text}")
    speech.say(toml(found))
    return {"file_refused": False, "mapping": toml(found)}


def _asked_of(found: Mapping, speech: Speech) -> tuple[str, ...]:
    """What only a person can say of the tool's export that the mapping is for."""
    return next((asked_sentences(item, speech.words) for item in profiles() if item.name == found.source), ())


def _handed_back(done: Load, target: Path | None, arguments: argparse.Namespace, speech: Speech) -> Document:
    """Write the refused rows to their file and say which that is, or that it could not be written after all."""
    if target is None or not done.refused_rows:
        return {}
    text = refused_csv(done.header, done.refused_rows, done.problems, speech.words)
    if not written(text, done.file, target, speech):
        return {"refused_unwritten": True}
    if not arguments.json:
        speech.say("  " + speech.words.say(N_("The refused rows are in {file}."), file=target))
    return {"refused_file": str(target)}


def _mapping(arguments: argparse.Namespace, store: Store, speech: Speech, path: Path) -> Mapping:
    """The mapping given, else the one remembered by name or by header, else the one the header suggests."""
    extract = EXTRACTS[arguments.extract]
    found = _given(arguments, store, speech)
    if found is None:
        early = declared(Mapping(extract=extract.name), dict(arguments.declare))
        with read_file(store, path, path.name, early) as read, store.cursor() as cursor:
            found = remembered(cursor, read.header, extract) or proposed(read, extract)
    return _asked(arguments, found)


def _given(arguments: argparse.Namespace, store: Store, speech: Speech) -> Mapping | None:
    """The mapping that the command line gives as a file, or names."""
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
    if given or not arguments.source:
        return given
    with store.cursor() as cursor:
        return mapping_named(cursor, arguments.source, extract)


def _asked(arguments: argparse.Namespace, found: Mapping) -> Mapping:
    """The mapping with what the command line says besides."""
    constants = {**found.constants, **dict(arguments.constants)}
    found = found.model_copy(update={"source": arguments.source or found.source, "constants": constants})
    return declared(found, dict(arguments.declare))


def _before(arguments: argparse.Namespace, store: Store, speech: Speech, path: Path) -> LoadRecord | None:
    """The load of this very file by the mapping that the command line asks for, where it was loaded already."""
    given = _given(arguments, store, speech)
    with store.cursor() as cursor:
        return loaded_before(
            cursor, path, arguments.extract, lambda used: _asked(arguments, given or used), _replacing(arguments, store)
        )


def _replacing(arguments: argparse.Namespace, store: Store) -> Replacing | None:
    """The days that the command line says anew."""
    if arguments.replace in (None, OWN_DAYS):
        return Replacing() if arguments.replace else None
    return Replacing(period_named(arguments.replace, store.settings.fiscal_year_starts))


def _refused(arguments: argparse.Namespace, speech: Speech, path: Path, refused: FileRefused) -> Document:
    """The answer for a file that changed nothing."""
    if not arguments.json:
        speech.error(refused.problem.sentence(speech.words))
    found = [problem_document(item, speech) for item in (refused.problem, *refused.rows)]
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


def _document(done: Load, arguments: argparse.Namespace, speech: Speech) -> Document:
    return {
        "load_id": done.load_id,
        "extract": done.extract,
        "file": done.file,
        "file_refused": False,
        **done.counts,
        "problems": [problem_document(item, speech) for item in done.problems] if arguments.json else [],
        "assumptions": [*done.replaced, *done.assumptions],
        "unused_columns": list(unused_columns(done.mapping, done.header)),
    }


def _say(done: Load, speech: Speech, document: Document) -> None:
    words = speech.words
    speech.say(
        words.plural(
            N_(
                "{file}: {n} row read: {new} new, {changed} changed, {same} the same, {repeated} repeated, "
                "{refused} refused."
            ),
            N_(
                "{file}: {n} rows read: {new} new, {changed} changed, {same} the same, {repeated} repeated, "
                "{refused} refused."
            ),
            done.read,
            file=done.file,
            **{name: whole(count) for name, count in done.counts.items()},
        )
    )
    if done.merged.removed:
        text = N_("{n} earlier row removed."), N_("{n} earlier rows removed.")
        speech.say("  " + words.plural(*text, done.merged.removed))
    if document.get("dry_run"):
        speech.say("  " + words.say(N_("Nothing was changed: this was a dry run.")))
    made = made_sentence(done, words)
    for text in (*done.replaced, *((made,) if made else ()), *done.assumptions):
        speech.say(f"  {text}")
    # The columns that a profile leaves out are counted among the assumptions.
    if document["unused_columns"] and recognised(done.header) is None:
        unused = ", ".join(document["unused_columns"])
        speech.say("  " + words.say(N_("Columns of the file that are not used: {names}."), names=unused))
    if document["lacking"]:
        speech.say("  " + words.say(N_("What this file cannot tell:")))
    for text in document["lacking"]:
        speech.say(f"    {text}")
    if document.get("asked"):
        speech.say("  " + words.say(N_("To be said by a person:")))
    for text in document.get("asked", []):
        speech.say(f"    {text}")
    _say_problems(done, speech, by_cause=bool(document.get("dry_run")))


def _say_problems(done: Load, speech: Speech, by_cause: bool) -> None:
    """The first problems one by one; of a dry run each cause with its count and an example."""
    words = speech.words
    said = [problem.sentence(words) for problem in done.problems[:MOST_PROBLEMS]]
    for text in cause_sentences(done.problems, MOST_PROBLEMS, words) if by_cause else said:
        speech.say(f"  {text}")
    if len(done.problems) > MOST_PROBLEMS and not by_cause:
        speech.say(
            "  "
            + words.say(
                N_("... and {n} more; --json lists all, --refused OUT.csv hands the rows back."),
                n=len(done.problems) - MOST_PROBLEMS,
            )
        )
