"""Documents that are made from the code say what the code says."""

import re
from pathlib import Path

import pytest

from cx.contracts.catalogue import catalogue
from cx.contracts.documentation import columns_markdown
from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping_text import mapping_from_toml
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.ingest.profile_document import profiles_markdown
from cx.metrics.registry import METRICS
from cx.story.definitions import definitions_markdown

ROOT = Path(__file__).resolve().parent.parent
MADE = {
    "docs/columns.md": lambda: columns_markdown(Words()),
    "docs/profiles.md": lambda: profiles_markdown(Words()),
    "docs/definitions.md": lambda: definitions_markdown(Words()),
    "cx/locale/cx.pot": lambda: catalogue(ROOT),
}


@pytest.mark.parametrize("name", MADE)
def test_made_documents_are_up_to_date(name):
    assert (ROOT / name).read_text(encoding="utf-8") == MADE[name](), (
        f"make {name} anew (python -m cx columns, profiles, definitions, words)"
    )


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_named_in_the_readme(setting):
    assert f"`{setting}`" in (ROOT / "README.md").read_text() or f"[{setting}]" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("extract", EXTRACTS)
def test_every_column_is_documented(extract):
    text = (ROOT / "docs/columns.md").read_text()
    assert all(name in text for name in EXTRACTS[extract].columns)


@pytest.mark.parametrize("metric", [metric.key for metric in METRICS])
def test_every_metric_is_documented(metric):
    assert f"(`{metric}`)" in (ROOT / "docs/definitions.md").read_text()


@pytest.mark.parametrize(
    "folder", ["contracts", "statistics", "ingest", "store", "metrics", "insights", "story", "charts", "ui", "cli"]
)
def test_every_stage_is_described_in_the_readme(folder):
    assert f"`cx/{folder}/`" in (ROOT / "README.md").read_text()


def test_every_mapping_of_the_documentation_can_be_read():
    blocks = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 6
    for block in blocks:
        mapping = mapping_from_toml(block)
        assert set(mapping.fields) <= set(EXTRACTS[mapping.extract].columns)
