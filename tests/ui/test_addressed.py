"""What the address of a view means, whatever language it was copied in."""

import pytest
from streamlit.testing.v1 import AppTest

from cx.ui.addressed import key_meant

TIERS = {"tier": "Stufe", "region": "Region"}


@pytest.mark.parametrize(
    ("word", "key"),
    [("tier", "tier"), ("Stufe", "tier"), ("stufe", "tier"), ("Region", "region"), ("Tier", ""), ("", ""), ("<b>", "")],
)
def test_a_word_means_the_option_of_that_key_or_name(word: str, key: str) -> None:
    assert key_meant(word, TIERS) == key


def _page() -> None:
    import streamlit as st

    from cx.ui.addressed import settle, several

    st.session_state["found"] = several("region", "Region", ["North", "South"], "", False)
    if not st.session_state.get("is_interrupted"):
        settle()


@pytest.mark.parametrize(
    ("is_interrupted", "list_says", "found"),
    [
        (True, [], ("North",)),
        (True, ["North"], ("North",)),
        (True, ["South"], ("South",)),
        (False, [], ()),
    ],
    ids=["the browser had not heard", "it had", "the history says otherwise", "drawn to its end, and taken back"],
)
def test_a_choice_made_while_the_page_is_drawn_is_held_until_it_is(
    is_interrupted: bool, list_says: list[str], found: tuple[str, ...]
) -> None:
    app = AppTest.from_function(_page)
    app.session_state["is_interrupted"] = is_interrupted
    app.run()
    app.button_group[0].set_value(["North"]).run()
    assert app.session_state["found"] == ("North",)
    app.multiselect[0].set_value(list_says).run()
    assert app.session_state["found"] == found
