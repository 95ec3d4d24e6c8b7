"""The uploads of a session on disk: written in pieces, let go in memory, and removed once they are not needed."""

import weakref
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from cx.store.room import no_room_refused
from cx.ui import session

PIECE = MIB = 1 << 20
STATE, UPLOADER = "drops", "files"


@dataclass(frozen=True)
class Dropped:
    """An uploaded file on disk."""

    key: str
    name: str
    path: Path


class Drops:
    """The files of one session by their keys; they leave the disk with it.

    It stands in the session's state, which outlives a connection that breaks off and comes back; a cache of the session
    does not.
    """

    def __init__(self) -> None:
        self.files: dict[str, Dropped] = {}
        weakref.finalize(self, _remove, self.files)


def largest_upload() -> int:
    """The largest file that a browser may send, in MiB: what a load takes, and no more than the server does."""
    of_server: int = st.get_option("server.maxUploadSize")
    return max(1, min(of_server, session.store().settings.largest_file_mb * 10**6 // MIB))


def on_disk(file: UploadedFile) -> Dropped:
    """The upload on disk, written once; raises FileRefused where the disk has no room for it."""
    files = _drops().files
    if file.file_id not in files:
        folder = session.store().work / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        dropped = Dropped(file.file_id, file.name, folder / f"{file.file_id}.csv")
        with no_room_refused(file.name):
            _write(file, dropped.path)
        _let_go_in_memory(file)
        files[file.file_id] = dropped
    return files[file.file_id]


def forget_others(kept: Collection[str]) -> None:
    """Remove the files that the page no longer shows, and what was read of them."""
    files = _drops().files
    for key in [key for key in files if key not in kept]:
        files.pop(key).path.unlink(missing_ok=True)
        for name in [name for name in st.session_state if key in str(name)]:
            del st.session_state[name]


def _drops() -> Drops:
    if STATE not in st.session_state:
        st.session_state[STATE] = Drops()
    found: Drops = st.session_state[STATE]
    return found


def _write(file: UploadedFile, path: Path) -> None:
    try:
        with path.open("wb") as opened:
            while piece := file.read(PIECE):
                opened.write(piece)
    except BaseException:
        path.unlink(missing_ok=True)
        file.seek(0)
        raise


def _let_go_in_memory(file: UploadedFile) -> None:
    """Let the server keep the upload's name alone; it would hold all its bytes until the session ends."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        empty = UploadedFileRec(file.file_id, file.name, file.type, b"")
        context.uploaded_file_mgr.add_file(context.session_id, empty)
        # A page is handed copies of what its state holds.
        for held in (file, *(kept for kept in st.session_state.get(UPLOADER, ()) if kept.file_id == file.file_id)):
            held.seek(0)
            held.truncate()


def _remove(files: dict[str, Dropped]) -> None:
    for dropped in files.values():
        dropped.path.unlink(missing_ok=True)
