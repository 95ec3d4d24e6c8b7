"""Definitions: what every figure means."""

from cx.ui.definitions import show_definitions

show_definitions()
