"""Words a user reads, in the user's language, from gettext catalogues in `cx/locale/`."""

import gettext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def N_(message: str) -> str:
    """The message itself, marked so that it reaches the catalogue; it is translated when shown."""
    return message


@lru_cache(maxsize=16)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("cx", str(LOCALE), languages=[language], fallback=True)


SHELL, PAGE = "shell", "page"
"""Where a reader is; how to answer a question differs there."""


@dataclass(frozen=True)
class Words:
    """The one door from an English template to a sentence in `language`, for a reader on the page or in the shell."""

    language: str = "en"
    front: str = SHELL

    def say(self, message: str, **values: object) -> str:
        """The translated message with its `{named}` places filled."""
        text = _catalogue(self.language).gettext(message)
        return text.format(**values) if values else text

    def plural(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The translated message in the plural form that `n` asks for; `{n}` is filled with thousands apart."""
        text = _catalogue(self.language).ngettext(singular, plural, n)
        return text.format(**{"n": whole(n), **values})


def whole(n: float) -> str:
    """A whole number with narrow no-break spaces between thousands and a true minus sign."""
    return f"{round(n):,}".replace(",", "\u202f").replace("-", "\u2212")
