"""Mappings: which columns of whose exports fill our fields."""

from cx.ui.mappings import show_mappings

show_mappings()
