"""What happens once a server: the database and its door are open before the first visit and closed after the last."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from streamlit.runtime.pages_manager import PagesManager

from cx.contracts.problems import SetupRefused
from cx.store.database import DatabaseHeld
from cx.ui.session import Serve, close_database, held_store, words

log = logging.getLogger(__name__)


def lifespan(serve: Serve) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """Open the database with its door while the server runs."""

    @asynccontextmanager
    async def opened(_app: Any) -> AsyncIterator[None]:
        # pages/ holds folders, one a section. Left to itself, Streamlit takes it for its old way of finding pages
        # until the first visit is over, and tells that visitor that the page does not exist.
        PagesManager.uses_pages_directory = False
        try:
            held_store(serve)
        except DatabaseHeld:
            log.warning("another process holds the database; it is opened when it is free")
        except SetupRefused as refused:
            log.warning("%s", refused.problem.sentence(words()))
        try:
            yield
        finally:
            close_database()

    return opened
