"""A load that the browser leaves is stopped and leaves nothing behind."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest

from cx.ui.running import THREAD

Opening = Callable[..., AppTest]
MANY = b"ticket_id,opened_at\n" + b"".join(b"T%d,2026-07-02 09:00\n" % number for number in range(200_000))


def pressed(app: AppTest, action: str) -> AppTest:
    next(button for button in app.button if str(button.key).startswith(action)).click()
    return app.run()


@pytest.fixture
def visitor():
    """A function that, once a load is under way, asks for the page anew: what any press of a button does."""
    asked: list[threading.Thread] = []

    def ask() -> None:
        while not any(thread.name == THREAD for thread in threading.enumerate()):
            time.sleep(0.01)
        time.sleep(0.3)
        for thread in threading.enumerate():
            if context := getattr(thread, "streamlit_script_run_ctx", None):
                states = [
                    state
                    for state in context.session_state.get_widget_states()
                    if state.WhichOneof("value") != "trigger_value"
                ]
                asked_for = RerunData(
                    page_script_hash=context.page_script_hash, widget_states=WidgetStates(widgets=states)
                )
                context.script_requests.request_rerun(asked_for)

    def presses() -> threading.Thread:
        asked.append(threading.Thread(target=ask))
        asked[-1].start()
        return asked[-1]

    yield presses
    for thread in asked:
        thread.join(10)


def test_a_button_pressed_during_a_load_stops_it(copied: Callable[[str], Path], opened: Opening, visitor):
    app = opened(copied("empty"), "data/upload")
    app.file_uploader[0].set_value([("tickets.csv", MANY, "text/csv")])
    app = pressed(app.run(), "check-")
    store = app.session_state["store"]
    visitor()
    app = pressed(app, "load-")
    assert not app.exception
    assert [info.value for info in app.info if "stopped before it was done. Nothing was changed." in info.value]
    assert store.rows("SELECT count(*), (SELECT count(*) FROM loads) FROM tickets") == [(0, 0)]
    assert not [thread for thread in threading.enumerate() if thread.name == THREAD]
    app = pressed(app, "load-")
    assert "is loaded" in app.success[0].value and store.rows("SELECT count(*) FROM tickets") == [(200_000,)]
