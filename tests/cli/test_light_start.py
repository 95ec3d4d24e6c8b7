"""A command starts with what it needs: nobody waits for the libraries that charts and figures are made with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cx.store.database import open_store

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("numpy", "pandas", "plotly", "pptx", "scipy", "statsmodels", "streamlit")
ASKED = """
import sys
from cx.cli.main import main
status = main(sys.argv[2:])
print(status, *sorted(set(sys.argv[1].split(",")) & sys.modules.keys()))
"""


@pytest.mark.parametrize(
    ("heavy", "arguments"),
    [
        ((*HEAVY, "sqlglot"), ["loads"]),
        ((*HEAVY, "babel"), ["template", "tickets"]),
        (("pandas", "plotly", "pptx", "statsmodels", "streamlit"), ["kpi", "nps"]),
    ],
)
def test_a_command_does_not_import_what_it_does_not_need(tmp_path: Path, heavy, arguments):
    open_store(tmp_path / "cx.duckdb").close()
    done = subprocess.run(
        [sys.executable, "-c", ASKED, ",".join(heavy), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CX_DATABASE": f"duckdb:///{tmp_path / 'cx.duckdb'}"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "0", done.stdout
