"""The door that the app opens beside its store, so that the shell works while people browse."""

from functools import partial

from cx.cli.door import Door, Reply, Request, open_door
from cx.cli.run import run
from cx.contracts.words import Words
from cx.store.database import Store


def serve(store: Store) -> Door:
    """Open the door to a store: commands of other processes run on it, one writer at a time."""
    return open_door(store.path, partial(_answer, store))


def _answer(store: Store, request: Request, reply: Reply) -> int:
    return run(request, reply, store, Words())
