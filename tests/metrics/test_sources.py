"""Every metric names a source that somebody outside can look up."""

import re

from cx.metrics.registry import METRICS

INTERNAL = re.compile(r"kpis|\bdesign\b|\breference \d|rule of|\bT\d", re.IGNORECASE)
"""Words of papers of our own, which no reader can open."""
PUBLISHED = re.compile(r"https://\S+\.\S+|\b(19|20)\d\d\b")
UNPUBLISHED = {"proactive_share"}
"""Metrics that nobody has published: their rule stands in its own words."""


def test_no_source_is_a_paper_of_our_own():
    assert {m.key: m.source for m in METRICS if INTERNAL.search(m.source) or len(m.source) < 20} == {}


def test_a_source_has_an_address_or_a_year():
    assert {m.key for m in METRICS if not PUBLISHED.search(m.source)} == UNPUBLISHED


def test_what_has_no_publication_says_its_own_rule():
    own = {m.key for m in METRICS if m.source.startswith("Own definition: ")}
    assert own > UNPUBLISHED
