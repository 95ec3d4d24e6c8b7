"""The door: the process that holds the database runs the commands of those that do not.

The sign `<database>.door` (readable by its owner only) says where the door is and carries the key that both
sides prove to know. Messages are JSON bytes; nothing that arrives is ever unpickled.
"""

import atexit
import json
import logging
import os
import secrets
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any, Protocol, TextIO, cast

from cx.contracts.words import Words

log = logging.getLogger(__name__)

LONGEST_MESSAGE = 16 * 1024 * 1024  # bytes
PIECE = 64 * 1024  # characters of output a message, each at most 12 bytes of JSON
PATIENCE = 10.0  # seconds that either side waits for the other to prove itself and to send the request
BACKLOG = 16  # connections that may wait to be accepted
ROOM = ".door-"  # how the name of a socket's folder starts
UNWELCOME = (AssertionError, AuthenticationError, EOFError, OSError, ValueError)  # from a bad handshake
Message = dict[str, Any]
UNFINISHED: Message = {"exit": 1, "finished": False}


@dataclass(frozen=True)
class Request:
    """A command line, the folder it was typed in (relative paths start there), who typed it, and whether they watch."""

    arguments: tuple[str, ...]
    folder: str
    user: str
    watched: bool = False
    """True where standard error is a terminal, so that progress is worth telling."""


class Reply(Protocol):
    """Where a command says something to its asker, piece by piece, from any thread."""

    def out(self, text: str) -> None:
        """Send a piece of standard output."""

    def error(self, text: str) -> None:
        """Send a piece of standard error; progress goes here."""


Run = Callable[[Request, Reply], int]


@dataclass(frozen=True)
class _Sign:
    family: str
    address: str
    key: str

    def remove_socket(self) -> None:
        room = Path(self.address).parent
        if self.family == "AF_UNIX" and room.name.startswith(ROOM):
            with suppress(OSError):  # a folder that is gone, or that holds what is not ours, stays as it is
                Path(self.address).unlink(missing_ok=True)
                room.rmdir()


class _Outbox:
    """A Reply that a thread carries: a command holds the database, so it never waits for its reader."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: SimpleQueue[Message] = SimpleQueue()
        self._carrier = Thread(target=self._carry, name="door-outbox", daemon=True)
        self._carrier.start()

    def out(self, text: str) -> None:
        self._put("out", text)

    def error(self, text: str) -> None:
        self._put("error", text)

    def end(self, last: Message) -> None:
        """Send the message with the exit status and wait until all are sent, or the asker left."""
        self._waiting.put(last)
        self._carrier.join()

    def _put(self, stream: str, text: str) -> None:
        if self._carrier.is_alive():  # else nobody listens any more
            for start in range(0, len(text), PIECE):
                self._waiting.put({stream: text[start : start + PIECE]})

    def _carry(self) -> None:
        try:
            while "exit" not in (message := self._waiting.get()):
                self._connection.send_bytes(_packed(message))
            self._connection.send_bytes(_packed(message))
        except OSError:
            log.info("The asker left before its command ended; the rest of the output is dropped.")


class Door(AbstractContextManager["Door"]):
    """A listener that runs the commands of other processes, each in a thread of its own, until closed."""

    def __init__(self, file: Path, listener: Listener, sign: _Sign, run: Run) -> None:
        self._file, self._listener, self._sign, self._run = file, listener, sign, run
        self._closing = Event()
        self._porter = Thread(target=self._accept, name="door", daemon=True)
        self._porter.start()
        atexit.register(self.close)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening, remove socket and sign; commands under way go on. A second call does nothing."""
        self._closing.set()
        atexit.unregister(self.close)
        if _read_sign(self._file) == self._sign:  # else the next holder's sign stands there already
            self._file.unlink(missing_ok=True)
        with suppress(OSError):  # where the socket was deleted, the porter sleeps until the process ends
            Client(self._sign.address, self._sign.family).close()  # accept() returns only for a visitor
            self._porter.join(PATIENCE)
        with suppress(OSError):  # the same: its removal fails
            self._listener.close()
        self._sign.remove_socket()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection = self._listener.accept()
                if not self._closing.is_set():  # else the visitor is close() itself
                    Thread(target=self._serve, args=(connection,), name="door-visitor", daemon=True).start()
            except (OSError, RuntimeError) as fault:  # no handle or thread is free; some will be
                log.warning("The door could not let a visitor in: %r", fault)
                self._closing.wait(0.1)

    def _serve(self, connection: Connection) -> None:
        with connection:
            try:
                # The door asks first: else a stranger could let the door itself answer the door's challenge.
                _shake(connection, self._sign.key, deliver_challenge, answer_challenge)
                data = _heard(connection, LONGEST_MESSAGE)
            except UNWELCOME as fault:
                log.warning("A visitor was turned away at the door: %r", fault)
                return
            outbox = _Outbox(connection)
            outbox.end(self._last_message(data, outbox))

    def _last_message(self, data: bytes, reply: Reply) -> Message:
        try:
            return {"exit": int(self._run(_unpacked_request(data), reply))}
        except (Exception, SystemExit):  # whatever a command raises, its asker must hear of it
            log.exception("A command that came through the door failed")
            return UNFINISHED


def open_door(database: Path, run: Run) -> Door:
    """Open the door of a database that this process holds; the door of a killed process is replaced.

    `run` is called from several threads and does its own locking. OSError where no folder takes a socket.
    """
    file = Path(f"{database.resolve()}.door")
    if (left := _read_sign(file)) is not None:
        left.remove_socket()
    listener = _listener(file.parent)
    family = "AF_PIPE" if sys.platform == "win32" else "AF_UNIX"
    sign = _Sign(family, str(listener.address), secrets.token_hex(32))
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    # On Windows the mode says nothing: there the access list of the folder guards the key.
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(_packed(asdict(sign)))
    draft.replace(file)
    return Door(file, listener, sign, run)


def ask(database: Path, request: Request, out: TextIO, error: TextIO, words: Words) -> int | None:
    """Exit status of a command run by the process that holds the database; None if nobody is behind the door.

    Output is written as it arrives. Once the request is handed over the answer is never None: a fault over
    there, or its end before the command's end, is a sentence on `error` and status 1.
    """
    if (connection := _entered(database, request)) is None:
        return None
    with connection:
        while "exit" not in (message := _received(connection)):
            for name, text in message.items():
                stream = out if name == "out" else error
                stream.write(text)
                stream.flush()
    if message == UNFINISHED:
        sentence = words.say(
            "The process that holds {database} did not finish the command; its log may say why. "
            "See in the list of loads what was done before you run the command again.",
            database=database.name,
        )
        error.write(sentence + "\n")
    return int(message["exit"])


def _entered(database: Path, request: Request) -> Connection | None:
    if (sign := _read_sign(Path(f"{database.resolve()}.door"))) is None:
        return None
    with ExitStack() as leaving, suppress(*UNWELCOME):  # whoever does not open up is nobody to ask
        connection = leaving.enter_context(Client(sign.address, sign.family))
        _shake(connection, sign.key, answer_challenge, deliver_challenge)
        connection.send_bytes(_packed(asdict(request)))
        leaving.pop_all()
        return connection
    return None


def _shake(connection: Connection, key: str, *steps: Callable[[Any, bytes], None]) -> None:
    patient = SimpleNamespace(send_bytes=connection.send_bytes, recv_bytes=partial(_heard, connection))
    for step in steps:
        step(patient, bytes.fromhex(key))


def _heard(connection: Connection, longest: int) -> bytes:
    if not connection.poll(PATIENCE):
        raise TimeoutError("the other side said nothing")
    return connection.recv_bytes(longest)


def _received(connection: Connection) -> Message:
    try:
        return cast(Message, json.loads(connection.recv_bytes(LONGEST_MESSAGE)))
    except (EOFError, OSError, ValueError):
        return UNFINISHED


def _packed(message: Message) -> bytes:
    return json.dumps(message).encode("ascii")  # its escapes carry even a file name that is not valid text


def _unpacked_request(data: bytes) -> Request:
    match json.loads(data):
        case {"arguments": [*arguments], "folder": str(folder), "user": str(user), **others}:
            watched = others.pop("watched", False)
            if not others and isinstance(watched, bool) and all(isinstance(part, str) for part in arguments):
                return Request(tuple(arguments), folder, user, watched)
    raise ValueError("a request is a list of arguments, a folder, a user and whether they watch, nothing else")


def _read_sign(file: Path) -> _Sign | None:
    with suppress(OSError, ValueError):  # no file, or not one that a door wrote: nobody is there
        match json.loads(file.read_bytes()):
            case {"family": "AF_UNIX" | "AF_PIPE" as family, "address": str(address), "key": str(key)}:
                return _Sign(family, address, bytes.fromhex(key).hex())
    return None


def _listener(folder: Path) -> Listener:
    if sys.platform == "win32":
        return Listener(rf"\\.\pipe\outside-in-{secrets.token_hex(16)}", "AF_PIPE", BACKLOG)
    for parent in (folder, Path(tempfile.gettempdir())):
        room = Path(tempfile.mkdtemp(prefix=ROOM, dir=parent))
        try:
            return Listener(str(room / "socket"), "AF_UNIX", BACKLOG)
        except OSError as fault:  # the path is too long for a socket, or the file system knows none
            room.rmdir()
            log.info("No socket in %s: %s", parent, fault)
    raise OSError(f"neither {folder} nor {tempfile.gettempdir()} takes a socket")
