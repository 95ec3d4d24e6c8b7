import pytest

from cx.charts.label import note, plain, width, wrapped

HEBREW = "ישראל והמזרח התיכון"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Support", "Support"),
        ("<b>R&D</b>", "&lt;b&gt;R&amp;D&lt;/b&gt;"),
        ("&lt;", "&amp;lt;"),
        ("from $5 to $6", "from &#36;5 to &#36;6"),
        ("two\nlines\tand  spaces", "two lines and spaces"),
        ("1\u202f208", "1\u202f208"),
        ("turned \u202eround", "turned round"),
        (HEBREW, f"\u2068{HEBREW}\u2069"),
        (f"{HEBREW} 2026", f"\u2068{HEBREW} 2026\u2069"),
    ],
)
def test_text_shows_its_characters_and_never_acts(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_note_sets_a_hebrew_name_apart_from_the_figures_around_it() -> None:
    assert note(f"{HEBREW}: \u22124, 96 answers") == f"\u2068{HEBREW}\u2069: \u22124, 96 answers"


def test_note_breaks_long_lines_and_keeps_given_ones() -> None:
    lines = note("First line\n" + "word " * 40).split("<br>")
    assert lines[0] == "First line"
    assert len(lines) > 2
    assert all(width(line) <= 360 for line in lines)


@pytest.mark.parametrize(
    ("text", "pixels", "most", "lines"),
    [
        ("Onboarding", 200, 2, ("Onboarding",)),
        ("Germany, Austria and Switzerland", 110, 2, ("Germany, Austria", "and Switzerland")),
        ("one two three four", 36, 2, ("one", "two…")),
        ("", 30, 2, ("",)),
    ],
)
def test_text_is_wrapped_at_spaces(text: str, pixels: int, most: int, lines: tuple[str, ...]) -> None:
    assert wrapped(text, pixels, most) == lines


@pytest.mark.parametrize("text", ["Supercalifragilistic" * 3, HEBREW * 4, "客户成功" * 12, "many words " * 20])
def test_no_line_is_wider_than_it_may_be(text: str) -> None:
    lines = wrapped(text, 120, 2)
    assert len(lines) <= 2
    assert max(map(width, lines)) <= 120
    assert lines[-1].endswith("…")


@pytest.mark.parametrize(("narrower", "wider"), [("ill", "www"), ("abc", "ABC"), ("abc", "客户成"), ("", "a")])
def test_width_follows_the_letters(narrower: str, wider: str) -> None:
    assert width(narrower) < width(wider)
