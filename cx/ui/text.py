"""Text of the data as Streamlit shows it."""

import re

MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:])")
ADDRESS = re.compile(r"(https://[^\s,;()<>]+)")


def plain(text: str) -> str:
    """The text with every sign that Markdown would act on escaped: names come from data."""
    return MARKDOWN.sub(r"\\\1", text)


def linked(text: str) -> str:
    """The text as `plain` has it, but with its addresses to follow: for words of ours, never for data."""
    parts = ADDRESS.split(text)
    return "".join(f"<{part}>" if at % 2 else plain(part) for at, part in enumerate(parts))
