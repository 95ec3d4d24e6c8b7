"""A segment is understood as pages show it and as files write it, and has one spelling."""

import pytest

from cx.contracts.dimension_names import DIMENSIONS, dimension_name, segment_word
from cx.contracts.extracts import EXTRACTS
from cx.contracts.filters import filters_written
from cx.contracts.words import Words
from cx.store.fact import FACTS
from cx.story.telling import segment_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Journey stage: onboarding", "journey_stage=onboarding"),
        ("journey_stage=onboarding", "journey_stage=onboarding"),
        ("journey stage = onboarding", "journey_stage=onboarding"),
        ("REGION: East, North; tier=gold", "region=East; region=North; tier=gold"),
        ("Region:North;Product:Desk", "region=North; product=Desk"),
        ("owner=Bell, Ann", "owner=Bell, Ann"),
        ("touchpoint=chat: web", "touchpoint=chat: web"),
        ("Channel: a=b", "channel=a=b"),
        ("", ""),
        ("North", "North"),
        ("colour=red", "colour=red"),
        ("region=North; colour=red", "region=North; colour=red"),
        ("Region:", "Region:"),
    ],
)
def test_a_segment_has_one_spelling(typed: str, kept: str) -> None:
    assert segment_word(typed) == kept


def test_every_dimension_is_understood_by_the_name_that_is_shown() -> None:
    known = {name for fact in FACTS.values() for name in fact.dimensions} | {
        name for extract in EXTRACTS.values() for name in extract.dimensions
    }
    for name in known & set(DIMENSIONS):
        shown = segment_text(filters_written(f"{name}=x"), Words())
        assert shown == f"{dimension_name(name, Words())}: x"
        assert segment_word(shown) == f"{name}=x"
    assert {name for fact in FACTS.values() for name in fact.dimensions} <= set(DIMENSIONS)
