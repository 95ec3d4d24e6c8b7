"""A large upload through a real browser: what the server's memory does while it comes in, is checked and loaded.

Figures are of the resident memory of the server, in MB and as a ratio to the file's size.
"""

import argparse
import os
import shutil
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.large_file import BLOCK, large_file
from tests.browser.conftest import CHROMIUM, Server, free_port, start

ROWS = 2_200_000
MOST = 3.0
EVERY, SETTLE = 0.05, 12.0
"""Seconds between two looks at the memory, and how long the server is left alone before its memory counts as kept."""
WAIT = 900_000
"""Milliseconds for any one step."""


@dataclass
class Memory:
    """Looks at a process's resident memory until it is told to stop, in MB."""

    process: int
    peak: float = 0.0
    _done: threading.Event = field(default_factory=threading.Event)

    @property
    def now(self) -> float:
        """What is resident now."""
        for line in Path(f"/proc/{self.process}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024 / 1e6
        raise ProcessLookupError(self.process)

    def watch(self) -> None:
        """Keep the largest figure."""
        while not self._done.wait(EVERY):
            self.peak = max(self.peak, self.now)

    def stop(self) -> None:
        """Look no longer."""
        self._done.set()

    def peak_since(self) -> float:
        """The largest figure since it was asked last."""
        peak, self.peak = max(self.peak, self.now), self.now
        return peak


def journey(page: Page, server: Server, path: Path) -> list[tuple[str, float, float]]:
    """Drop the file, check it, load it and take it away: the step, its peak and what was kept after it."""
    memory = Memory(server.process.pid)
    watching = threading.Thread(target=memory.watch, daemon=True)
    watching.start()
    steps = [("before", *_settled(memory))]
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_role("button", name="Check the file")).to_be_visible()
    steps.append(("uploaded and recognised", *_settled(memory)))
    page.get_by_role("button", name="Check the file").click()
    load = page.locator("[class*=st-key-load-] button")
    expect(load).to_be_visible()
    steps.append(("checked", *_settled(memory)))
    load.click()
    expect(page.get_by_test_id("stAlert").filter(has_text="is loaded")).to_be_visible()
    steps.append(("loaded", *_settled(memory)))
    page.get_by_role("button", name="Remove ").first.click()
    expect(page.get_by_test_id("stAlert").filter(has_text="is loaded")).to_be_hidden()
    steps.append(("taken away", *_settled(memory)))
    memory.stop()
    watching.join()
    return steps


def _settled(memory: Memory) -> tuple[float, float]:
    time.sleep(SETTLE)
    return memory.peak_since(), memory.now


def left_on_disk(database: Path) -> int:
    """Bytes of uploads and copies that are still on disk."""
    work = database.with_name(database.name + ".work")
    return sum(path.stat().st_size for path in work.rglob("*") if path.is_file())


def show(steps: list[tuple[str, float, float]], size: float, left: int) -> None:
    """Print the table."""
    before = steps[0][2]
    print("| step | peak MB | more than before / file | kept MB | more than before / file |\n|---|---|---|---|---|")
    for name, peak, kept in steps:
        print(f"| {name} | {peak:.0f} | **{(peak - before) / size:.2f}** | {kept:.0f} | {(kept - before) / size:.2f} |")
    highest = max(peak for _, peak, _ in steps)
    print(f"\nThe file has {size:.0f} MB. Peak {(highest - before) / size:.2f} times the file (at most {MOST:g}).")
    print(f"Left of it on disk outside the database: {left / 1e6:.1f} MB.")


def main() -> None:
    """Start the app and a browser, and go through the upload."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rows", type=int, default=ROWS, help=f"so many rows of 91 bytes, in whole blocks of {BLOCK:,}"
    )
    path = large_file(parser.parse_args().rows)
    chromium = os.environ.get("CX_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = start(Path(folder) / "cx.duckdb", free_port())
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        try:
            expect.set_options(timeout=WAIT)
            page = browser.new_page()
            page.set_default_timeout(WAIT)
            page.goto(f"{server.address}/upload")
            expect(page.locator("input[type=file]")).to_be_attached()
            steps = journey(page, server, path)
            left = left_on_disk(server.database)
        finally:
            browser.close()
            server.process.terminate()
            server.process.wait(timeout=60)
    show(steps, path.stat().st_size / 1e6, left)


if __name__ == "__main__":
    main()
