"""Text of the data as Streamlit shows it."""

import re

MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:])")


def plain(text: str) -> str:
    """The text with every sign that Markdown would act on escaped: names come from data."""
    return MARKDOWN.sub(r"\\\1", text)
