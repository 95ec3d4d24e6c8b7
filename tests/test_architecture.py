"""The rules that keep the parts apart: who imports whom, what each may touch, and how large it may grow."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

EARLIER = ("contracts", "statistics", "ingest", "store", "metrics", "insights", "story")
MAY_IMPORT = {
    **{stage: set(EARLIER[: at + 1]) for at, stage in enumerate(EARLIER)},
    "charts": {*EARLIER, "charts"},
    "export": {*EARLIER, "export"},
    "ui": {*EARLIER, "charts", "export", "ui"},
    "cli": {*EARLIER, "charts", "export", "cli"},
}
"""Stage of cx -> the stages that it may import: itself and those to its left, never its sibling."""

ONLY_IN = {
    "streamlit": ("cx/ui", "pages", "app.py"),
    "plotly": ("cx/charts",),
    "duckdb": ("cx/store",),
    "scipy": ("cx/statistics",),
    "statsmodels": ("cx/statistics",),
    "pptx": ("cx/export",),
}
"""Library -> the only places that import it."""

TYPES_ONLY = {"duckdb": {"DuckDBPyConnection"}}
"""Names of such a library that others may import, to say what they are handed."""

CLOCK = {"now", "today", "utcnow", "localtime", "gmtime", "time_ns"}
"""Calls that tell the time, as a method or imported by name; `time.time` is told from a moment's own `time()`."""
SQL_CLOCK = re.compile(r"\b(current_(date|time|timestamp)\b|(now|today|get_current_timestamp)\(\))", re.IGNORECASE)
EDGE = ("cx/ui", "cx/cli", "pages", "app.py")
"""Where the clock may be read: the fronts. Below them the moment is an argument."""

PURE_DATA = (
    "cx/metrics/registry.py",
    "cx/metrics/registry_renewals.py",
    "cx/contracts/extracts/",
    "cx/contracts/problems.py",
)
LONGEST_FILE, LONGEST_PAGE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 300, 50, 40, 8
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common", "util", "helper"}


def sources(root: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every module of ours by its path below the root."""
    found = [*(root / "cx").rglob("*.py"), *(root / "pages").rglob("*.py"), *root.glob("app.py")]
    for path in sorted(found):
        yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[tuple[str, set[str], int]]:
    """Every module that is imported, the names taken from it, and the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((item.name, set(), node.lineno) for item in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "." * node.level, {item.name for item in node.names}, node.lineno


def stage_of(module: str) -> str:
    return module.removeprefix("cx.").partition(".")[0]


def stage_of_path(path: str) -> str:
    return path.split("/")[1].removesuffix(".py") if path.startswith("cx/") and path.count("/") > 1 else ""


def imported_stages(module: str, names: set[str]) -> set[str]:
    """The stages that an import reaches; `from cx import store` reaches store."""
    if module == "cx":
        return names
    return {stage_of(module)} if module.startswith("cx.") else set()


def imports_to_the_right(root: Path) -> list[str]:
    """Imports of a later stage, or of a sibling."""
    found = []
    for path, tree in sources(root):
        allowed = MAY_IMPORT.get(stage_of_path(path))
        if allowed is None:
            continue
        for module, names, line in imports(tree):
            relative = module.startswith(".")
            wrong = imported_stages(module, names) - allowed
            found += [f"{path}:{line} imports cx.{stage}" for stage in sorted(wrong)]
            found += [f"{path}:{line} imports by a relative name"] if relative else []
    return found


def stages_without_a_place(root: Path) -> list[str]:
    """Folders of cx that the order of stages does not know."""
    folders = {path.parent.name for path in (root / "cx").glob("*/*.py")}
    return sorted(folders - MAY_IMPORT.keys())


def libraries_out_of_place(root: Path) -> list[str]:
    """Imports of a library outside the one place that may know it."""
    found = []
    for path, tree in sources(root):
        for module, names, line in imports(tree):
            library = module.partition(".")[0]
            places = ONLY_IN.get(library, (path,))
            harmless = bool(names) and names <= TYPES_ONLY.get(library, set())
            if not path.startswith(places) and not harmless:
                found.append(f"{path}:{line} imports {library}")
    return found


def clocks_below_the_edge(root: Path) -> list[str]:
    """Reads of the clock where time must be an argument."""
    return [
        f"{path}:{getattr(node, 'lineno', 0)} reads the clock"
        for path, tree in sources(root)
        if not path.startswith(EDGE)
        for node in ast.walk(tree)
        if reads_the_clock(node)
    ]


def reads_the_clock(node: ast.AST) -> bool:
    """True for a call of a clock, an import of one by its name, and SQL that asks the database for the time."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        return node.func.attr in CLOCK or (owner, node.func.attr) == ("time", "time")
    if isinstance(node, ast.ImportFrom):
        return node.module == "time" and bool({item.name for item in node.names} & (CLOCK | {"time"}))
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(SQL_CLOCK.search(node.value))


def pages_in_the_way(root: Path) -> list[str]:
    """Scripts directly in pages/, where a deep link would run them without app.py."""
    return sorted(path.relative_to(root).as_posix() for path in (root / "pages").glob("*.py"))


def names_that_say_nothing(root: Path) -> list[str]:
    return [path for path, _ in sources(root) if FORBIDDEN_NAMES & set(path.removesuffix(".py").split("/"))]


def files_too_long(root: Path) -> list[str]:
    found = []
    for path, _ in sources(root):
        lines = len((root / path).read_text(encoding="utf-8").splitlines())
        most = LONGEST_PAGE if path.startswith("pages/") else LONGEST_FILE
        if lines > most and not path.startswith(PURE_DATA):
            found.append(f"{path} has {lines} lines")
    return found


def functions(root: Path) -> Iterator[tuple[str, int]]:
    """Every function with the lines of its body, the docstring left out."""
    for path, tree in sources(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                yield f"{path}:{node.lineno} {node.name}", (node.end_lineno or 0) - body[0].lineno + 1


def functions_too_long(root: Path) -> list[str]:
    return [f"{name} has {lines} lines" for name, lines in functions(root) if lines > LONGEST_FUNCTION]


def median_function_too_long(root: Path) -> list[str]:
    lengths = sorted(lines for _, lines in functions(root))
    median = lengths[len(lengths) // 2] if lengths else 0
    return [f"the median function has {median} lines"] if median > MEDIAN_FUNCTION else []


LONG = "\n".join(f"    x = {number}" for number in range(45))
PLANTED: dict[Callable[[Path], list[str]], list[tuple[str, str]]] = {
    imports_to_the_right: [
        ("cx/contracts/a.py", "from cx.statistics import nps\n"),
        ("cx/ingest/a.py", "from cx.store.database import Store\n"),
        ("cx/store/a.py", "import cx.metrics.compute\n"),
        ("cx/store/b.py", "from cx import metrics\n"),
        ("cx/story/a.py", "def f():\n    from cx.charts import bars\n"),
        ("cx/charts/a.py", "from cx.export import deck\n"),
        ("cx/cli/a.py", "from cx.ui import session\n"),
        ("cx/ui/a.py", "import cx.cli\n"),
        ("cx/metrics/a.py", "from . import registry\n"),
    ],
    stages_without_a_place: [("cx/extras/a.py", "")],
    libraries_out_of_place: [
        ("cx/story/a.py", "import streamlit as st\n"),
        ("cx/ui/a.py", "import plotly.graph_objects as go\n"),
        ("cx/metrics/a.py", "import duckdb\n"),
        ("cx/metrics/b.py", "from duckdb import connect\n"),
        ("cx/metrics/c.py", "from scipy import stats\n"),
        ("cx/insights/a.py", "import statsmodels.api\n"),
        ("cx/charts/a.py", "from pptx import Presentation\n"),
    ],
    clocks_below_the_edge: [
        ("cx/story/a.py", "from datetime import date\nday = date.today()\n"),
        ("cx/store/recording.py", "from datetime import UTC, datetime\nat = datetime.now(UTC)\n"),
        ("cx/ingest/a.py", "import datetime\nat = datetime.datetime.utcnow()\n"),
        ("cx/contracts/a.py", "import time\nat = time.time()\n"),
        ("cx/charts/a.py", "from time import time\nat = time()\n"),
        ("cx/store/b.py", "QUERY = 'SELECT current_date - 1'\n"),
    ],
    pages_in_the_way: [("pages/a.py", "")],
    names_that_say_nothing: [("cx/store/utils.py", ""), ("cx/common/a.py", "")],
    files_too_long: [("cx/store/a.py", "x = 1\n" * 301), ("pages/story/a.py", "x = 1\n" * 51)],
    functions_too_long: [("cx/store/a.py", f"def f():\n{LONG}\n"), ("app.py", f'def f():\n    """Doc."""\n{LONG}\n')],
    median_function_too_long: [("cx/store/a.py", "def f():\n" + "\n".join(LONG.split("\n")[:9]) + "\n")],
}
CHECKS = list(PLANTED)
EACH = [(check, path, text) for check, planted in PLANTED.items() for path, text in planted]

ALLOWED = {
    "cx/contracts/a.py": "from cx.contracts.b import c\n",
    "cx/metrics/a.py": "from duckdb import DuckDBPyConnection\nfrom cx.store.database import Store\n",
    "cx/store/a.py": "import duckdb\n",
    "cx/store/c.py": "import time\nfrom datetime import time as clock\nbegan = time.perf_counter()\nat = clock()\n",
    "cx/cli/a.py": "from datetime import date\nfrom cx.export import deck\nday = date.today()\n",
    "cx/metrics/registry.py": "x = 1\n" * 500,
    "pages/story/board.py": "import streamlit as st\nfrom cx.ui import session\n",
    "app.py": "import streamlit as st\n",
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_rule_holds(check: Callable[[Path], list[str]]) -> None:
    assert check(ROOT) == []


@pytest.mark.parametrize(("check", "path", "text"), EACH, ids=lambda value: getattr(value, "__name__", None))
def test_planted_violation_is_seen(tmp_path: Path, check, path: str, text: str) -> None:
    assert check(planted(tmp_path, {path: text})) != []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_what_is_allowed_passes(tmp_path: Path, check: Callable[[Path], list[str]]) -> None:
    assert check(planted(tmp_path, ALLOWED)) == []


def planted(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root
