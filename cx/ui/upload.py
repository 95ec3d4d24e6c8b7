"""Files in: what was recognised, the mapping to confirm, the preview, and the load."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from cx.contracts.answering import SAMPLE
from cx.contracts.documentation import template_csv
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.mapping import Mapping
from cx.contracts.mapping_text import mapping_from_toml
from cx.contracts.problems import FileRefused
from cx.contracts.words import N_
from cx.ingest.reading import Reading
from cx.store.loading import Load, Progress, Source, Watch, read_file, trial
from cx.store.replacing import Replacing
from cx.store.sample import check_apart, holds_sample, remove_sample
from cx.store.vocabulary import UnknownWords, terms, unknown_words
from cx.story.lacking import lacking_sentences
from cx.ui import session
from cx.ui.dropped import DELIMITERS, NO_TEXT, declared_of, letters_of, reading_of, show_reading_choices
from cx.ui.drops import UPLOADER, Dropped, forget_others, largest_upload, on_disk
from cx.ui.extract_choice import Choice, extract_choice
from cx.ui.known_file import goes_on, is_same_mapping, known_load
from cx.ui.live_counts import show_live_counts
from cx.ui.mapping_form import mapping_form
from cx.ui.origin import origin
from cx.ui.preview import Preview, headline, show_loaded, show_preview
from cx.ui.profile_notes import show_profile
from cx.ui.replacing_choice import replacing_choice
from cx.ui.rules_form import rules_form
from cx.ui.running import say_stopped, watched
from cx.ui.text import plain
from cx.ui.word_form import word_form

FILE_TYPES = ("csv", "tsv", "txt", "gz", "zip", "xlsx", "xls", "toml")


def show_upload() -> None:
    """The whole page."""
    say = session.words().say
    st.title(say(N_("Upload your exports")), anchor=False)
    st.markdown(
        say(
            N_(
                "Drop what your tools exported: surveys, tickets, renewals, and accounts or usage if you have "
                "them. Nothing is loaded before you have seen what it changes. A mapping file (TOML) dropped "
                "beside them is used for the file that it fits."
            )
        )
    )
    files = st.file_uploader(
        say(N_("Exports")),
        type=FILE_TYPES,
        accept_multiple_files=True,
        key=UPLOADER,
        label_visibility="collapsed",
        max_upload_size=largest_upload(),
    )
    exports = [file for file in files if not file.name.lower().endswith(".toml")]
    given = _given_mappings([file for file in files if file not in exports])
    forget_others({file.file_id for file in exports})
    _offer_to_remove_sample()
    if not exports:
        _templates()
        return
    for file in exports:
        with st.container(border=True, key=f"export-{file.file_id}"):
            _export(file, given)


def _offer_to_remove_sample() -> None:
    """The sample company makes room for one's own: the two are never mixed."""
    say = session.words().say
    if not holds_sample(session.store()):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say(N_("The sample company is loaded. Remove it before you load your own exports.")))
        if st.button(say(SAMPLE), key="remove-sample", icon=":material/delete:"):
            remove_sample(session.store())
            st.rerun()


def _given_mappings(files: list[UploadedFile]) -> tuple[Mapping, ...]:
    """The mappings that were dropped beside the exports; one that cannot be read is said so."""
    found = []
    for file in files:
        try:
            found.append(mapping_from_toml(file.getvalue().decode("utf-8-sig", errors="replace")))
        except FileRefused as refused:
            st.error(plain(f"{file.name}: {refused.problem.sentence(session.words())}"), icon=":material/block:")
    return tuple(found)


def _templates() -> None:
    say = session.words().say
    st.caption(say(N_("Empty files with our columns, to fill in where a tool has no export:")))
    with st.container(horizontal=True):
        for extract in EXTRACTS.values():
            st.download_button(
                say(extract.title),
                template_csv(extract),
                f"{extract.name}.csv",
                "text/csv",
                key=f"template-{extract.name}",
                icon=":material/download:",
                on_click="ignore",
            )


def _export(file: UploadedFile, given: tuple[Mapping, ...]) -> None:
    """One file on disk, or why there is no room for it."""
    try:
        dropped = on_disk(file)
    except FileRefused as refused:
        st.error(plain(refused.problem.sentence(session.words())), icon=":material/block:")
        return
    _file(dropped, given)


def _file(dropped: Dropped, given: tuple[Mapping, ...]) -> None:
    """One file from what was recognised to loaded."""
    st.subheader(plain(dropped.name), anchor=False)
    done: Load | None = st.session_state.get(f"loaded-{dropped.key}")
    if done:
        show_loaded(done, dropped.key)
        return
    known = known_load(dropped.path, dropped.key)
    if known and not goes_on(known, dropped.key):
        return
    try:
        reading = reading_of(dropped, given)
    except FileRefused as refused:
        st.error(plain(refused.problem.sentence(session.words())), icon=":material/block:")
        if refused.problem.code not in NO_TEXT:
            show_reading_choices(dropped, None)
        return
    choice = extract_choice(reading, given, dropped.key)
    if choice is None:
        return
    mapping = _mapping(dropped, reading, choice)
    chosen = replacing_choice(choice.extract, dropped.key)
    if not chosen.is_whole or (known and is_same_mapping(known, mapping, chosen.replacing)):
        return
    source = _source(dropped, mapping, chosen.replacing)
    preview: Preview | None = st.session_state.get(f"checked-{dropped.key}")
    if preview and not preview.is_of(source):
        preview = None
    _actions(dropped, source, preview)


def _mapping(dropped: Dropped, reading: Reading, choice: Choice) -> Mapping:
    """The mapping that the page says."""
    say = session.words().say
    st.caption(
        plain(
            say(
                N_("{columns} columns, read as {encoding}, separated by {delimiter}. {mapping}"),
                columns=len(reading.header),
                encoding=letters_of(reading.text.encoding),
                delimiter=say(DELIMITERS[reading.delimiter]),
                mapping=origin(choice, reading),
            )
        )
    )
    with st.expander(
        say(N_("Columns: check what was recognised")), expanded=choice.known is None or choice.profile is not None
    ):
        is_sure = choice.profile is not None
        mapping = mapping_form(reading, choice.extract, choice.known, is_sure, f"{dropped.key}-{choice.extract.name}")
        show_reading_choices(dropped, reading)
    if choice.profile:
        show_profile(choice.profile, reading.header, mapping)
    mapping = mapping.model_copy(update=rules_form(mapping, reading, f"{dropped.key}-{choice.extract.name}"))
    values = word_form(mapping, partial(_unknown_words, dropped), dropped.key)
    declared = declared_of(dropped)
    kept = {
        "encoding": declared.encoding or mapping.declare.encoding,
        "delimiter": declared.delimiter or mapping.declare.delimiter,
        # The only sheet of a workbook needs no name: next month's may be called otherwise.
        "sheet": None if len(reading.sheets) == 1 else declared.sheet or mapping.declare.sheet,
    }
    return mapping.model_copy(update={"values": values, "declare": mapping.declare.model_copy(update=kept)})


def _unknown_words(
    dropped: Dropped, extract: Extract, headers: dict[str, str], mapped: dict[str, Collection[str]]
) -> dict[str, UnknownWords]:
    """The words of the whole file that our vocabularies do not know, read once for each choice of columns."""
    declared = declared_of(dropped)
    asked = tuple(
        (name, header, mapped.get(name, ())) for name, header in headers.items() if terms(extract.columns[name])
    )
    key = f"words-{dropped.key}-{declared.encoding}-{declared.delimiter}-{declared.sheet}-{asked}"
    if asked and key not in st.session_state:
        store, mapping = session.store(), Mapping(extract=extract.name, declare=declared)
        with (
            st.spinner(session.words().say(N_("Reading the words of the file"))),
            read_file(store, dropped.path, dropped.name, mapping) as read,
            store.cursor() as cursor,
        ):
            st.session_state[key] = unknown_words(cursor, read, extract, headers, mapped)
    found: dict[str, UnknownWords] = st.session_state.get(key, {})
    return found


def _actions(dropped: Dropped, source: Source, preview: Preview | None) -> None:
    say = session.words().say
    say_stopped(dropped.key)
    if preview:
        show_preview(preview)
    else:
        show_live_counts(source, dropped.key)
    with st.container(horizontal=True):
        if st.button(
            say(N_("Check the file")),
            key=f"check-{dropped.key}",
            icon=":material/fact_check:",
            type="secondary" if preview else "primary",
        ):
            _run(dropped, source, keep=False)
        if (
            preview
            and preview.load
            and st.button(
                session.words().plural(N_("Load {n} row"), N_("Load {n} rows"), preview.good),
                key=f"load-{dropped.key}",
                type="primary",
                icon=":material/done:",
            )
        ):
            _run(dropped, source, keep=True)
        if preview and st.button(say(N_("Discard")), key=f"discard-{dropped.key}", icon=":material/close:"):
            st.session_state.pop(f"checked-{dropped.key}", None)
            st.rerun()


def _source(dropped: Dropped, mapping: Mapping, replacing: Replacing | None) -> Source:
    now = datetime.now().astimezone()
    return Source(dropped.path, dropped.name, mapping, now.date(), session.user(), now, replacing)


def _run(dropped: Dropped, source: Source, keep: bool) -> None:
    """Check the file, or load it, with its progress; then draw the page again with the result."""
    store, words = session.store(), session.words()
    asked, replacing = source.mapping, source.replacing

    def work(progress: Progress, watch: Watch) -> Load | Preview:
        check_apart(store, dropped.path, dropped.name)
        with trial(store, source, words, progress, watch) as opened:
            if keep:
                opened.keep()
                return opened.load
            lacking = lacking_sentences(opened.cursor, asked.extract, words)
            return Preview(
                asked, opened.load, None, headline(store), headline(store, opened.cursor), lacking, replacing
            )

    kept, checked = f"loaded-{dropped.key}", f"checked-{dropped.key}"
    try:
        found = watched(work, words.say(N_("Working on {file}"), file=plain(dropped.name)), dropped.key)
        st.session_state[kept if isinstance(found, Load) else checked] = found
        if isinstance(found, Load):
            dropped.path.unlink(missing_ok=True)
    except FileRefused as refused:
        st.session_state[checked] = Preview(asked, None, refused, {}, {}, replacing=replacing)
    st.rerun()
