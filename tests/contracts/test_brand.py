"""The palettes, and the settings of the server that repeat them because it reads no code of ours."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cx.contracts.brand import PALETTES, Palette

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
LOWEST = 4.5
"""Contrast of text, WCAG 2.2 AA."""
THEMES = pytest.mark.parametrize("name", ["light", "dark"])


def light(colour: str) -> float:
    """The relative luminance of a colour."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How much two colours stand out from each other, 1 to 21."""
    less, more = sorted((light(one), light(other)))
    return (more + 0.05) / (less + 0.05)


@THEMES
def test_theme_of_the_server_repeats_the_palette(name: str) -> None:
    theme: dict[str, Any] = CONFIG["theme"][name]
    palette: Palette = PALETTES[name]
    assert {
        "backgroundColor": palette.background,
        "secondaryBackgroundColor": palette.second_background,
        "textColor": palette.ink,
        "borderColor": palette.border,
        "greenColor": palette.better,
        "orangeColor": palette.worse,
        "grayColor": palette.muted,
        "blueColor": palette.accent,
        "blueBackgroundColor": palette.heat_low,
        "blueTextColor": palette.accent,
    }.items() <= theme.items()


@THEMES
def test_text_of_the_theme_can_be_read_on_what_is_below_it(name: str) -> None:
    theme = CONFIG["theme"][name]
    pairs = [("blueTextColor", "blueBackgroundColor")] + [
        (text, ground)
        for text in ("textColor", "grayColor", "greenColor", "orangeColor", "blueTextColor")
        for ground in ("backgroundColor", "secondaryBackgroundColor")
    ]
    assert [pair for pair in pairs if contrast(*(theme[part] for part in pair)) < LOWEST] == []


def test_server_answers_its_own_machine_alone() -> None:
    assert CONFIG["server"]["address"] == "localhost"


@THEMES
def test_white_words_of_a_button_can_be_read_on_the_accent(name: str) -> None:
    assert contrast("#FFFFFF", CONFIG["theme"][name]["primaryColor"]) >= LOWEST
