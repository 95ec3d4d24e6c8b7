"""The door between the process that holds the database and those that ask it to run a command."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Client, Connection, answer_challenge, deliver_challenge
from pathlib import Path
from threading import Event

import pytest

from cx.cli import door
from cx.cli.door import Door, Reply, Request, ask, open_door
from cx.contracts.words import Words

ROOT = Path(__file__).resolve().parents[2]
REQUEST = Request(("kpi", "--json"), "/somewhere", "ana")
WAIT = 20.0  # seconds; only a failing test waits that long

ASKER = """
import sys
from pathlib import Path
from cx.cli.door import Request, ask
from cx.contracts.words import Words
request = Request(tuple(sys.argv[2:]), "/there", "ion")
status = ask(Path(sys.argv[1]), request, sys.stdout, sys.stderr, Words("en"))
sys.exit(99 if status is None else status)
"""
HOLDER = """
import sys, time
from pathlib import Path
from cx.cli.door import Request, ask, open_door
from cx.contracts.words import Words
def run(request, reply):
    reply.out("started\\n")
    time.sleep(600 * len(request.arguments))
    return 0
open_door(Path(sys.argv[1]), run)
print(ask(Path(sys.argv[1]), Request((), "/", "ana"), sys.stdout, sys.stderr, Words("en")), flush=True)
time.sleep(float(sys.argv[2]))
"""


class Desk:
    """The commands that the tests' door runs, and what they have seen."""

    def __init__(self) -> None:
        self.release = Event()
        self.finished = Event()
        self.requests: list[Request] = []

    def run(self, request: Request, reply: Reply) -> int:
        self.requests.append(request)
        command: Callable[[Request, Reply], int] = getattr(self, request.arguments[0])
        return command(request, reply)

    def kpi(self, request: Request, reply: Reply) -> int:
        reply.out("nps ")
        reply.error("50 %\n")
        reply.out("41\n")
        return 0

    def echo(self, request: Request, reply: Reply) -> int:
        reply.out("|".join(request.arguments[1:]))
        return 7

    def large(self, request: Request, reply: Reply) -> int:
        for _ in range(5):
            reply.out("ș" * 1_000_000)
        return 0

    def crash(self, request: Request, reply: Reply) -> int:
        reply.out("before\n")
        raise RuntimeError("secret detail")

    def leave(self, request: Request, reply: Reply) -> int:
        sys.exit(4)

    def hold(self, request: Request, reply: Reply) -> int:
        reply.out("holding\n")
        assert self.release.wait(WAIT)
        for _ in range(100):
            reply.out("x" * 100_000)
        self.finished.set()
        return 3


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "cx.duckdb"


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.release.set()


@pytest.fixture
def opened(database: Path, desk: Desk) -> Iterator[Door]:
    with open_door(database, desk.run) as opened:
        yield opened


def asked(database: Path, *arguments: str) -> tuple[int | None, str, str]:
    out, error = io.StringIO(), io.StringIO()
    status = ask(database, replace(REQUEST, arguments=arguments), out, error, Words("en"))
    return status, out.getvalue(), error.getvalue()


def started(script: str, *arguments: str | Path) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def sign(database: Path) -> dict[str, str]:
    content: dict[str, str] = json.loads(Path(f"{database}.door").read_text())
    return content


def visitor(database: Path) -> Connection:
    """Somebody who has reached the socket and has proved nothing."""
    return Client(sign(database)["address"], sign(database)["family"])


def rooms(database: Path) -> list[Path]:
    return list(database.parent.glob(door.ROOM + "*"))


@pytest.mark.usefixtures("opened")
def test_a_second_process_gets_output_errors_and_exit_status(database: Path, desk: Desk) -> None:
    asker = started(ASKER, database, "echo", "שלום", "Ștefan", "a b", "😀")
    out, error = asker.communicate(timeout=WAIT)
    assert (asker.returncode, out, error) == (7, "שלום|Ștefan|a b|😀", "")
    assert desk.requests == [Request(("echo", "שלום", "Ștefan", "a b", "😀"), "/there", "ion")]


@pytest.mark.usefixtures("opened")
def test_the_pieces_arrive_in_the_order_they_were_said(database: Path) -> None:
    terminal = io.StringIO()
    assert ask(database, REQUEST, terminal, terminal, Words("en")) == 0
    assert terminal.getvalue() == "nps 50 %\n41\n"
    assert asked(database, "kpi") == (0, "nps 41\n", "50 %\n")


@pytest.mark.usefixtures("opened")
def test_output_streams_before_the_command_ends(database: Path, desk: Desk) -> None:
    asker = started(ASKER, database, "hold")
    assert asker.stdout is not None
    assert asker.stdout.readline() == "holding\n"
    assert not desk.finished.is_set()
    desk.release.set()
    out, _ = asker.communicate(timeout=WAIT)
    assert (asker.returncode, len(out)) == (3, 10_000_000)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("arguments", "status", "out"),
    [
        (("large",), 0, "ș" * 5_000_000),
        (("echo", "caf\udce9.csv"), 7, "caf\udce9.csv"),
        (("echo", "x" * 1_000_000), 7, "x" * 1_000_000),
        (("echo",), 7, ""),
    ],
    ids=["five million letters", "a file name that is not valid text", "a long argument", "no output"],
)
def test_text_of_any_size_and_kind_arrives_whole(
    database: Path, arguments: tuple[str, ...], status: int, out: str
) -> None:
    assert asked(database, *arguments) == (status, out, "")


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(("command", "out"), [("crash", "before\n"), ("leave", ""), ("unheard_of", "")])
def test_a_fault_in_a_command_is_one_sentence_for_the_asker_and_a_trace_in_the_log(
    database: Path, command: str, out: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, said, error = asked(database, command)
    assert (status, said) == (1, out)
    assert error == (
        "The process that holds cx.duckdb did not finish the command; its log may say why. "
        "See in the list of loads what was done before you run the command again.\n"
    )
    assert [record.exc_info is not None for record in caplog.records] == [True]
    assert asked(database, "kpi")[0] == 0


@pytest.mark.usefixtures("opened")
def test_a_wrong_key_is_refused_and_the_door_stays(
    database: Path, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    file = Path(f"{database}.door")
    right = file.read_text()
    file.write_text(json.dumps({**sign(database), "key": "00" * 32}))
    assert asked(database, "kpi") == (None, "", "")
    file.write_text(right)
    assert asked(database, "kpi")[0] == 0
    assert len(desk.requests) == 1
    until = time.monotonic() + 20
    while "turned away" not in caplog.text and time.monotonic() < until:
        time.sleep(0.01)  # the door notes it in a thread of its own, after the visitor has gone
    assert "turned away" in caplog.text


@pytest.mark.usefixtures("opened")
def test_a_stranger_cannot_let_the_door_answer_its_own_challenge(database: Path, desk: Desk) -> None:
    with visitor(database) as first, visitor(database) as second:
        challenge = first.recv_bytes()
        second.recv_bytes()
        second.send_bytes(challenge)
        assert second.recv_bytes() == b"#FAILURE#"
        with pytest.raises(EOFError):
            second.recv_bytes()
    assert desk.requests == []


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x00\x00\x00\x04null",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x7f\xff\xff\xff",
        b"",
    ],
)
def test_garbage_does_not_end_the_listener(database: Path, garbage: bytes) -> None:
    with visitor(database) as connection:
        os.write(connection.fileno(), garbage)
    assert asked(database, "kpi")[0] == 0


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"null",
        b"[]",
        b"{}",
        b'{"arguments": "kpi", "folder": "/", "user": "ana"}',
        b'{"arguments": ["kpi", 1], "folder": "/", "user": "ana"}',
        b'{"arguments": ["kpi"], "folder": null, "user": "ana"}',
        b'{"arguments": ["kpi"], "folder": "/"}',
        b'{"arguments": ["kpi"], "folder": "/", "user": "ana", "sudo": true}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_request_of_another_shape_runs_nothing(database: Path, desk: Desk, body: bytes) -> None:
    with visitor(database) as connection:
        door._shake(connection, sign(database)["key"], answer_challenge, deliver_challenge)
        connection.send_bytes(body)
        assert json.loads(connection.recv_bytes()) == door.UNFINISHED
    assert desk.requests == []


@pytest.mark.usefixtures("opened")
def test_a_message_over_the_limit_is_not_read(database: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LONGEST_MESSAGE", 1000)
    assert asked(database, "echo", "x" * 2000)[0] == 1
    assert desk.requests == []
    assert asked(database, "kpi")[0] == 0


@pytest.mark.usefixtures("opened")
def test_silent_visitors_and_a_slow_command_block_nobody(database: Path) -> None:
    slow = started(ASKER, database, "hold")
    assert slow.stdout is not None
    assert slow.stdout.readline() == "holding\n"
    silent = [visitor(database) for _ in range(3 * door.BACKLOG)]
    begun = time.monotonic()
    assert asked(database, "kpi")[0] == 0
    assert time.monotonic() - begun < door.PATIENCE / 2
    for connection in silent:
        connection.close()
    slow.kill()
    slow.communicate()


@pytest.mark.usefixtures("opened")
def test_a_silent_visitor_is_sent_away_in_the_end(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.05)
    with visitor(database) as connection:
        connection.recv_bytes()
        assert connection.poll(WAIT)
        with pytest.raises(EOFError):
            connection.recv_bytes()


def test_a_holder_that_says_nothing_is_nobody(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.05)
    with door._listener(database.parent) as mute:
        content = {"family": "AF_UNIX", "address": mute.address, "key": "00"}
        Path(f"{database}.door").write_text(json.dumps(content))
        assert asked(database, "kpi") == (None, "", "")


@pytest.mark.usefixtures("opened")
def test_a_command_ends_though_its_asker_hung_up(database: Path, desk: Desk) -> None:
    asker = started(ASKER, database, "hold")
    assert asker.stdout is not None
    assert asker.stdout.readline() == "holding\n"
    asker.kill()
    asker.communicate()
    desk.release.set()
    assert desk.finished.wait(WAIT)
    assert asked(database, "kpi")[0] == 0


@pytest.mark.usefixtures("opened")
def test_a_command_ends_though_its_asker_does_not_read(database: Path, desk: Desk) -> None:
    desk.release.set()
    with visitor(database) as connection:
        door._shake(connection, sign(database)["key"], answer_challenge, deliver_challenge)
        connection.send_bytes(b'{"arguments": ["hold"], "folder": "/", "user": "ana"}')
        assert desk.finished.wait(WAIT)


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "{",
        "[]",
        '{"family": "AF_INET", "address": "localhost", "key": "00"}',
        '{"family": "AF_UNIX", "address": "/nowhere/socket", "key": "00"}',
        '{"family": "AF_UNIX", "address": "/nowhere/socket", "key": "no hex"}',
        '{"family": "AF_UNIX", "address": "nul\\u0000byte", "key": "00"}',
        '{"family": "AF_PIPE", "address": "\\\\\\\\.\\\\pipe\\\\x", "key": "00"}',
    ],
)
def test_nobody_is_behind_a_missing_or_broken_sign(database: Path, desk: Desk, content: str | None) -> None:
    if content is not None:
        Path(f"{database}.door").write_text(content)
    assert asked(database, "kpi") == (None, "", "")
    with open_door(database, desk.run):
        assert asked(database, "kpi")[0] == 0


def test_the_door_of_a_killed_process_is_recognised_and_replaced(database: Path, desk: Desk) -> None:
    holder = started(HOLDER, database, "600")
    assert holder.stdout is not None
    assert [holder.stdout.readline() for _ in range(2)] == ["started\n", "0\n"]
    asker = started(ASKER, database, "load")
    assert asker.stdout is not None
    assert asker.stdout.readline() == "started\n"
    holder.kill()
    holder.communicate()
    _, error = asker.communicate(timeout=WAIT)
    assert asker.returncode == 1
    assert error.startswith("The process that holds cx.duckdb did not finish the command")
    assert Path(f"{database}.door").exists()
    assert len(rooms(database)) == 1
    assert asked(database, "kpi") == (None, "", "")
    with open_door(database, desk.run):
        assert asked(database, "kpi")[0] == 0
        assert len(rooms(database)) == 1
    assert list(database.parent.iterdir()) == []


def test_a_process_that_ends_by_itself_leaves_nothing(database: Path) -> None:
    holder = started(HOLDER, database, "0")
    out, error = holder.communicate(timeout=WAIT)
    assert (holder.returncode, out, error) == (0, "started\n0\n", "")
    assert list(database.parent.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows guards files by access lists, not modes")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_owner_reads_the_key_and_reaches_the_socket(database: Path, desk: Desk, umask: int) -> None:
    before = os.umask(umask)
    try:
        with open_door(database, desk.run):
            assert Path(f"{database}.door").stat().st_mode & 0o777 == 0o600
            assert [room.stat().st_mode & 0o777 for room in rooms(database)] == [0o700]
            assert len(sign(database)["key"]) == 64
    finally:
        os.umask(before)


def test_a_folder_too_deep_for_a_socket_takes_one_elsewhere(tmp_path: Path, desk: Desk) -> None:
    database = tmp_path / ("deep" * 30) / "cx.duckdb"
    database.parent.mkdir()
    with open_door(database, desk.run):
        room = Path(sign(database)["address"]).parent
        assert room.stat().st_mode & 0o777 == 0o700
        assert asked(database, "echo", "ok") == (7, "ok", "")
    assert not room.exists()
    assert list(database.parent.iterdir()) == []


def test_the_door_is_found_under_every_name_of_the_database(
    database: Path, opened: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = database.with_name("link")
    link.symlink_to(database.parent)
    alias = database.with_name("alias.duckdb")
    alias.symlink_to(database)
    monkeypatch.chdir(database.parent)
    assert asked(alias, "kpi")[0] == 0
    assert asked(link / database.name, "kpi")[0] == 0
    assert asked(Path(database.name), "kpi")[0] == 0


def test_a_closed_door_is_gone_and_leaves_its_successor_alone(database: Path, desk: Desk) -> None:
    first = open_door(database, desk.run)
    second = open_door(database, desk.run)
    first.close()
    first.close()
    assert asked(database, "kpi")[0] == 0
    second.close()
    assert asked(database, "kpi") == (None, "", "")
    assert list(database.parent.iterdir()) == []
