"""What to keep in mind beside a figure: what is not over, not counted or not known, in sentences."""

from cx.contracts.words import N_
from cx.insights.finding import Finding
from cx.story.doubts import doubt_of
from cx.story.open_yet import open_yet
from cx.story.period_names import so_far
from cx.story.still_open import still_open_sentences
from cx.story.telling import Telling

AMOUNTS = {
    "pending_value": N_("{amount} is still pending; the range shows both outcomes."),
    "unscored_value": N_("Contracts worth {amount} cannot be scored for want of seats and answers: they are not safe."),
    "unknown_value": N_(
        "How customers worth {amount} came is not recorded; the range is from none of it earned to all."
    ),
}
"""Amounts that a figure counts apart."""
OF_RENEWAL = {
    **AMOUNTS,
    "unknown_value": N_(
        "Contract terms worth {amount} were renewed for less, and nobody recorded for how much: they are not counted, and the "
        "range is from none of it kept to all."
    ),
}
"""The same where it is of the terms that were due."""
COUNTED = {
    "pending": (
        N_("{n} term that was due is still pending and not counted."),
        N_("{n} terms that were due are still pending and not counted."),
    ),
    "unknown": (
        N_("{n} renewal without a day of decision is not counted; the range is from late to in time."),
        N_("{n} renewals without a day of decision are not counted; the range is from all late to all in time."),
    ),
    "no_base": (
        N_("{n} paying account without an estimate is not counted."),
        N_("{n} paying accounts without an estimate are not counted."),
    ),
    "no_margin": (
        N_("{n} paying account without a known margin is not counted."),
        N_("{n} paying accounts without a known margin are not counted."),
    ),
    "unripe": (
        N_("{n} case is not counted yet: {open_yet}."),
        N_("{n} cases are not counted yet: {open_yet}."),
    ),
    "unsaid": (
        N_("{n} contact is not counted: nobody recorded who started it."),
        N_("{n} contacts are not counted: nobody recorded who started them."),
    ),
    "no_account": (
        N_("{n} row that names no account is not counted."),
        N_("{n} rows that name no account are not counted."),
    ),
    "no_value": (
        N_("{n} account without value on that day is not counted."),
        N_("{n} accounts without value on that day are not counted."),
    ),
    "no_promise": (
        N_("{n} ticket opened in the period without a promise is not counted."),
        N_("{n} tickets opened in the period without a promise are not counted."),
    ),
}
"""Rows that a figure counts apart: one and several of them."""
NEGATIVE = {
    "tickets": (
        N_("{n} ticket with a negative time is left out."),
        N_("{n} tickets with a negative time are left out."),
    ),
    "projects": (
        N_("{n} project is left out: by the data it was of value before it began."),
        N_("{n} projects are left out: by the data they were of value before they began."),
    ),
    "invitations": (
        N_("{n} invitation is left out: by the data it was answered before it was sent."),
        N_("{n} invitations are left out: by the data they were answered before they were sent."),
    ),
    "answers": (
        N_("{n} answer is left out: by the data it was followed up before it came."),
        N_("{n} answers are left out: by the data they were followed up before they came."),
    ),
}
NEGATIVE["accounts"] = NEGATIVE["invitations"]
"""Faults of the data that a figure leaves out, by what it counts; of accounts, by their invitations."""


def cautions(finding: Finding, telling: Telling) -> list[str]:
    """Every sentence of caution that goes with the figure."""
    value, words = finding.value, telling.words
    said, still_open = [], open_yet(value, words)
    if telling.selection.period.part_of:
        said.append(so_far(telling.selection.period, words, telling.settings))
    if not value.mature:
        said.append(words.say(N_("The figure can still move: {open_yet}."), open_yet=still_open))
    sides = (value, finding.since_previous.before, finding.since_last_year.before)
    if doubt := doubt_of(*sides):
        said.append(words.say(doubt.sentence))
    apart = value.excluded
    amounts = OF_RENEWAL if value.metric.counts == "terms" else AMOUNTS
    said += [words.say(text, amount=telling.money(apart[name])) for name, text in amounts.items() if apart.get(name)]
    faults = NEGATIVE.get(value.metric.counts, NEGATIVE["tickets"])
    counted = {**COUNTED, "negative": faults}
    said += [
        words.plural(*both, int(apart[name]), open_yet=still_open) for name, both in counted.items() if apart.get(name)
    ]
    said += still_open_sentences(value.metric.key, telling)
    return [*said, *([words.say(value.metric.caveat)] if value.metric.caveat else [])]
