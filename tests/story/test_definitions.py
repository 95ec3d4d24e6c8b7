"""Definitions stand under the page that tells of them."""

import pytest

from cx.contracts.words import Words
from cx.story.board import ADOPTION, BESIDE, RENEWALS, SERVICE, VOICE
from cx.story.definitions import definitions

SUBJECTS = {item.key: item.subject for item in definitions(Words("en"))}


@pytest.mark.parametrize(
    ("page", "name"),
    [(VOICE, "Voice of customer"), (SERVICE, "Service"), (RENEWALS, "Renewals"), (ADOPTION, "Adoption")],
)
def test_what_a_page_shows_is_defined_under_its_name(page, name):
    shown = {key for main in page for key in (main, *BESIDE.get(main, ()))}
    assert {SUBJECTS[key] for key in shown} == {name}


def test_every_metric_belongs_to_a_page():
    assert set(SUBJECTS.values()) == {"Voice of customer", "Service", "Renewals", "Adoption"}
