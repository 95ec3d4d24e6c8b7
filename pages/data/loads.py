"""Loads: what was loaded, when and by whom."""

from cx.ui.loads import show_loads

show_loads()
