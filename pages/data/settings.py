"""Settings: the targets, benchmarks and events that stand beside the figures."""

from cx.ui.entries import show_settings

show_settings()
