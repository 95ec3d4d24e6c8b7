"""Text of ours and of the data as Markdown."""

import pytest

from cx.ingest.code_page import ENCODINGS
from cx.ui.dropped import LETTERS
from cx.ui.text import linked


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("A: b, https://a.org/x_y; c", r"A\: b, <https://a.org/x_y>; c"),
        ("https://a.org/b-c (d)", r"<https://a.org/b-c> \(d\)"),
        ("[no](javascript:x)", r"\[no\]\(javascript\:x\)"),
    ],
)
def test_addresses_can_be_followed_and_all_else_is_plain(text, drawn):
    assert linked(text) == drawn


def test_every_encoding_to_choose_has_a_name() -> None:
    assert list(LETTERS) == ["", *ENCODINGS]
