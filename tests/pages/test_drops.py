"""Uploads leave the server's memory once they are on disk, and the disk once they are not needed."""

import gc
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

PLAIN = b"ticket_id,opened_at\nT1,2026-07-02 09:00\n"


def pressed(app: AppTest, action: str) -> AppTest:
    """The page after the button whose key begins so."""
    next(button for button in app.button if str(button.key).startswith(action)).click()
    return app.run()


def test_an_upload_is_held_by_its_file_alone_and_leaves_with_its_load_its_place_or_its_session(
    copied: Callable[[str], Path], opened: Callable[..., AppTest]
):
    path = copied("empty")
    uploads = path.with_name(path.name + ".work") / "uploads"
    app = opened(path, "data/upload")
    assert app.file_uploader[0].proto.max_upload_size_mb == 976
    app.file_uploader[0].set_value([("one.csv", PLAIN, "text/csv"), ("two.csv", PLAIN + b"\n", "text/csv")])
    app.run()
    assert sorted(file.read_bytes() for file in uploads.iterdir()) == [PLAIN, PLAIN + b"\n"]
    assert [file.getvalue() for file in app.session_state["files"]] == [b"", b""]
    app = pressed(pressed(app, "check-"), "load-")
    assert "is loaded" in app.success[0].value and not app.exception
    assert [file.read_bytes() for file in uploads.iterdir()] == [PLAIN + b"\n"]

    app.file_uploader[0].set_value([("three.csv", PLAIN, "text/csv")])
    app.run()
    assert [file.read_bytes() for file in uploads.iterdir()] == [PLAIN]
    del app
    gc.collect()
    assert not list(uploads.iterdir())
