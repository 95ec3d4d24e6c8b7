"""A real server, a real browser, and visitors who look at pages and click."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
HERE = {"127.0.0.1", "localhost"}
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT = 90_000  # milliseconds; only a failing test waits that long
SETTLED = """() => document.querySelector('[data-test-script-state="notRunning"]') !== null
    && document.querySelector('[data-testid="stMainBlockContainer"] h1') !== null
    && document.querySelector('[data-testid="stSkeleton"]') === null
    && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(chart => chart.querySelector('.main-svg'))"""


@dataclass
class Server:
    """The app as a user starts it, on a database of its own."""

    database: Path
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cx(self, *arguments: str) -> str:
        """What a command in a second process prints; it must end well."""
        done = subprocess.run(
            [sys.executable, "-m", "cx", *arguments],
            cwd=ROOT,
            env=environment(self.database),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@dataclass
class Visitor:
    """A tab."""

    page: Page
    server: Server
    requests: list[str] = field(default_factory=list)

    def asked(self, request: Request) -> None:
        """Note the machine that the tab asks something of."""
        parts = urlsplit(request.url)
        self.requests.append("localhost" if parts.scheme in ("data", "blob") else parts.hostname or request.url)

    def go(self, path: str = "") -> "Visitor":
        """Open a page by its address and wait until it stands."""
        self.page.goto(f"{self.server.address}/{path}")
        return self.settled()

    def settled(self) -> "Visitor":
        """Wait until the script is done and everything is drawn."""
        self.page.wait_for_function(SETTLED, timeout=WAIT)
        return self

    def link(self, name: str) -> None:
        """Go to a page by the navigation."""
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()

    def tile(self, metric: str) -> Locator:
        """The value of a metric's tile."""
        return self.page.locator(f".st-key-tile-{metric}").get_by_test_id("stMetricValue")

    def pill(self, filtered: str, value: str) -> Locator:
        """A value of a filter in the side bar."""
        return self.page.locator(f".st-key-{filtered}-seen button").filter(has_text=value)

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)

    def expect_query(self, **query: str) -> None:
        """The address carries exactly this query, now or soon."""
        wanted = {name: [value] for name, value in query.items()}
        until = time.monotonic() + WAIT / 1000
        while self.query != wanted and time.monotonic() < until:
            self.page.wait_for_timeout(50)
        assert self.query == wanted


def environment(database: Path) -> dict[str, str]:
    """What a process on this database starts with."""
    return {**os.environ, "CX_DATABASE": f"duckdb:///{database}", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def start(database: Path, port: int) -> Server:
    """Start the app and wait until it answers."""
    log = database.with_suffix(".log")
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless",
        "true",
        "--server.port",
        str(port),
    ]
    with log.open("wb") as writing:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(database), stdout=writing, stderr=writing)
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return Server(database, port, process, log)
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError(log.read_text(encoding="utf-8"))


def stop(server: Server) -> None:
    """End the app, also one that is busy with a page."""
    server.process.terminate()
    try:
        server.process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait(timeout=20)


@pytest.fixture(scope="session")
def serving() -> Iterator[Callable[[Path], Server]]:
    """Starts servers; they end with the session."""
    servers: list[Server] = []

    def started(database: Path) -> Server:
        servers.append(start(database, free_port()))
        return servers[-1]

    yield started
    for server in servers:
        stop(server)


@pytest.fixture(scope="session")
def filled(sample_database: Path, serving: Callable[[Path], Server], tmp_path_factory: Any) -> Server:
    """A server with the sample company."""
    return serving(Path(shutil.copy(sample_database, tmp_path_factory.mktemp("filled") / "cx.duckdb")))


@pytest.fixture(scope="session")
def heard(survey_database: Path, serving: Callable[[Path], Server], tmp_path_factory: Any) -> Server:
    """A server with what the sample's customers say and nothing else: its pages are drawn sooner."""
    return serving(Path(shutil.copy(survey_database, tmp_path_factory.mktemp("heard") / "cx.duckdb")))


@pytest.fixture(scope="session")
def port_of_fresh() -> int:
    """All fresh servers have one address, one after the other: a tab knows then the app's own scripts already."""
    return free_port()


@pytest.fixture
def serving_fresh(port_of_fresh: int) -> Iterator[Callable[[Path], Server]]:
    """Starts a server that ends with the test."""
    with ExitStack() as stack:

        def started(database: Path) -> Server:
            server = start(database, port_of_fresh)
            stack.callback(stop, server)
            return server

        yield started


@pytest.fixture
def fresh(serving_fresh: Callable[[Path], Server], tmp_path: Path) -> Server:
    """A server that nobody has visited, with nothing in its database."""
    return serving_fresh(tmp_path / "cx.duckdb")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium; without one the tests are skipped, or fail where CX_REQUIRE_BROWSER=1."""
    path = os.environ.get("CX_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        reason = "No Chromium was found: install one, or name it in CX_CHROMIUM."
        if os.environ.get("CX_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield opened
        opened.close()


Visiting = Callable[..., Visitor]


@pytest.fixture(scope="session")
def spare() -> dict[str, list[Page]]:
    """Tabs of each colour scheme that a test has left: one that has shown the app shows it again in half the time."""
    return {"light": [], "dark": []}


@pytest.fixture
def visit(browser: Browser, spare: dict[str, list[Page]]) -> Iterator[Visiting]:
    """Opens tabs; afterwards no tab may have asked anything of another machine, nor shown a stack trace."""
    visitors: list[tuple[Visitor, str]] = []

    def visiting(server: Server, path: str | None = "", scheme: str = "light", width: int = 1440) -> Visitor:
        page = spare[scheme].pop() if spare[scheme] else browser.new_context(color_scheme=scheme).new_page()  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        page.set_default_timeout(WAIT)
        visitor = Visitor(page, server)
        page.on("request", visitor.asked)
        visitors.append((visitor, scheme))
        return visitor if path is None else visitor.go(path)

    yield visiting
    for visitor, scheme in visitors:
        assert {host for host in visitor.requests if host not in HERE} == set()
        assert "Traceback" not in visitor.page.locator("body").inner_text()
        visitor.page.remove_listener("request", visitor.asked)
        visitor.page.goto("about:blank")
        spare[scheme].append(visitor.page)


expect.set_options(timeout=WAIT)
