"""Where the mapping on the page comes from, and how far it can be trusted."""

from cx.contracts.words import N_
from cx.ingest.headers import matches
from cx.ingest.proposal import likely_extract
from cx.ingest.reading import Reading
from cx.ui import session
from cx.ui.extract_choice import Choice


def origin(choice: Choice, reading: Reading) -> str:
    """One sentence: a tool's export, a file like one of before, or columns that were recognised, or were not."""
    say = session.words().say
    if choice.profile:
        return say(N_("It is an export of {tool}, whose columns are known."), tool=choice.profile.name)
    if choice.known:
        return say(N_("The mapping of the last such file is used again."))
    if not matches(reading.header, choice.extract):
        return say(N_("Its columns are not known by their names: say what the file holds, then which column is which."))
    if likely_extract(reading.header) is None:
        return say(N_("Its columns do not say for sure what it holds: choose that first, then check the columns."))
    return say(N_("The columns were recognised by their names; check them once, and they are remembered."))
