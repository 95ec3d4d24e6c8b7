"""Sentences that state a result: each is a whole template, and none is made without its range, count and certainty."""

from typing import Literal

from cx.contracts.settings import Settings
from cx.contracts.units import Direction, change, figure, span
from cx.contracts.words import N_, Words
from cx.insights.change import Change
from cx.metrics.metric import Metric
from cx.metrics.value import Hidden, MetricValue
from cx.statistics import Verdict
from cx.story.open_yet import open_yet
from cx.story.period_names import UNDATED, compared_with, since, within

COUNTS = {
    "rows": (N_("{n} row"), N_("{n} rows")),
    "answers": (N_("{n} answer"), N_("{n} answers")),
    "invitations": (N_("{n} invitation"), N_("{n} invitations")),
    "ratings": (N_("{n} rating"), N_("{n} ratings")),
    "tickets": (N_("{n} ticket"), N_("{n} tickets")),
    "promises": (N_("{n} promise"), N_("{n} promises")),
    "accounts": (N_("{n} account"), N_("{n} accounts")),
    "either_day": (N_("{n} account with value on either day"), N_("{n} accounts with value on either day")),
    "contracts": (N_("{n} contract"), N_("{n} contracts")),
    "terms": (N_("{n} contract term"), N_("{n} contract terms")),
    "projects": (N_("{n} project"), N_("{n} projects")),
    "contacts": (N_("{n} contact"), N_("{n} contacts")),
}
ALL_COUNTS = {
    "accounts": (N_("the one account"), N_("all {n} accounts")),
    "either_day": (N_("the one account with value on either day"), N_("all {n} accounts with value on either day")),
    "contracts": (N_("the one contract"), N_("all {n} contracts")),
    "terms": (N_("the one contract term due"), N_("all {n} contract terms due")),
}
WHOLE_COUNTS = {"tickets": N_("all tickets so far")}
"""Of a ledger whose figure is itself a count of it, what it is a count of: how many rows were looked at says nothing."""
EXACT = N_("exact, all counted")
"""What stands in the place of a word of certainty where nothing is sampled and nothing is open."""
CERTAINTY = {
    Verdict.SURE: N_("sure"),
    Verdict.LIKELY: N_("likely"),
    Verdict.CANNOT_TELL: N_("cannot tell yet"),
    Verdict.TOO_FEW: N_("too few answers"),
}
TOO_FEW_OF = {"answers": N_("too few answers"), "ratings": N_("too few answers")}


def count_of(metric: Metric, n: int, words: Words) -> str:
    """How many cases a figure rests on; a complete ledger says that it is all of them."""
    if metric.ledger and metric.counts in WHOLE_COUNTS:
        return words.say(WHOLE_COUNTS[metric.counts])
    singular, plural = (ALL_COUNTS if metric.ledger else COUNTS)[metric.counts]
    return words.plural(singular, plural, n)


def name_of_metric(value: MetricValue, words: Words) -> str:
    """The metric's name; where its scales may not be pooled, with the scale that is spoken of."""
    name = words.say(value.metric.name)
    scale = dict(value.group).get(value.metric.split) if value.metric.split else None
    return words.say(N_("{name} (scale {scale})"), name=name, scale=scale) if scale else name


UNDECIDED = {"pending_value", "unknown_value", "unknown"}
"""What, left out of a book, makes its limits all that can be said: where the figure lies once it is known."""


def is_undecided(value: MetricValue) -> bool:
    """True for a figure of a book that may still come out as anything between two limits: neither end is the figure."""
    is_open = value.metric.ledger and not value.is_exact and bool(value.excluded.keys() & UNDECIDED)
    if not is_open or value.low is None or value.high is None:
        return False
    return figure(value.low, value.metric.unit) != figure(value.high, value.metric.unit)


def is_open(item: Change) -> bool:
    """True where either side of a change is undecided, so that no amount of it can be said."""
    return is_undecided(item.before) or is_undecided(item.after)


def level(value: MetricValue, words: Words, currency: str = "", beside: MetricValue | None = None) -> str:
    """The figure with its unit, that of the one beside it; or its limits while it is undecided, or why there is none."""
    if value.hidden is not Hidden.NO:
        return words.say(N_("hidden"))
    if value.value is None:
        return _absence(value, words)
    if is_undecided(value):
        return range_of(value, words, currency, beside)
    text = figure(value.value, value.metric.unit, currency, furthest(value, beside))
    return (
        words.say(N_("{score} of {most}"), score=text, most=SCORE_TOPS[value.metric.key])
        if value.metric.key in SCORE_TOPS
        else text
    )


def _absence(value: MetricValue, words: Words) -> str:
    """Why there is no figure, as far as that is known."""
    if value.excluded.get("no_growth"):
        return words.say(N_("no data: there was no growth"))
    return words.say(N_("no data yet") if value.excluded.keys() & {"pending", "unripe"} else N_("no data"))


def furthest(*values: MetricValue | None) -> float:
    """The largest that these figures and their ranges come to: what stands beside it is written in its unit."""
    ends = [end for value in values if value for end in (value.value, value.low, value.high) if end is not None]
    return max(map(abs, ends), default=0.0)


SCORE_TOPS = {"ces": 7, "ces_1": 5}
"""The top of the scale that a mean is read against."""


def range_of(value: MetricValue, words: Words, currency: str = "", beside: MetricValue | None = None) -> str:
    """The 95 % range, or the one limit that there is; empty where the figure has none."""
    if value.low is None or value.high is None:
        return _half_range(value, words, currency, beside)
    return span(value.low, value.high, value.metric.unit, words, currency, furthest(value, beside))


def range_cell(value: MetricValue, words: Words, currency: str = "", beside: MetricValue | None = None) -> str:
    """What a table says under 95 % range: of a ledger there is none, and the limits of what is open are no such range."""
    if not value.metric.ledger or value.value is None or value.hidden:
        return range_of(value, words, currency, beside)
    return words.say(N_("none: the limits of what is not known yet")) if is_undecided(value) else UNDATED


def _half_range(value: MetricValue, words: Words, currency: str, beside: MetricValue | None) -> str:
    """Of a median that may still come out as anything beyond a limit, that limit."""
    known = value.high if value.low is None else value.low
    if known is None:
        return ""
    template = N_("up to {limit}") if value.low is None else N_("{limit} or more")
    return words.say(template, limit=figure(known, value.metric.unit, currency, furthest(value, beside)))


def basis(value: MetricValue, words: Words, currency: str = "", beside: MetricValue | None = None) -> str:
    """Range and count: what a level never goes without.

    A ledger carries its count alone: what is open of it is its level, and no range says what may be missing of it.
    """
    count = count_of(value.metric, value.n, words)
    if value.is_barely_over:
        count = words.say(N_("{over} of {count} over"), over=round(value.numerator or 0), count=count)
    if value.effective_n is not None and round(value.effective_n) < value.n:
        count = words.say(N_("{count}, which weigh like {n}"), count=count, n=round(value.effective_n))
    shown = "" if value.metric.ledger else range_of(value, words, currency, beside)
    return words.say(N_("{range} · {count}"), range=shown, count=count) if shown else count


def level_on_basis(value: MetricValue, words: Words, currency: str = "") -> str:
    """The level with its range and count; the level alone where there is no figure to show."""
    if value.value is None or value.hidden:
        return level(value, words, currency)
    return words.say(N_("{level} ({basis})"), level=level(value, words, currency), basis=basis(value, words, currency))


def certainty(item: Change, words: Words) -> str:
    """The one word of four; a ledger says that it is exact, where both sides are."""
    if item.verdict is None:
        return words.say(EXACT if item.after.is_exact else CERTAINTY[Verdict.CANNOT_TELL])
    if item.verdict is Verdict.TOO_FEW:
        return words.say(TOO_FEW_OF.get(item.after.metric.counts, N_("too few cases")))
    return words.say(CERTAINTY[item.verdict])


def change_of(
    item: Change, words: Words, settings: Settings, currency: str = "", beside: MetricValue | None = None
) -> str:
    """The change with its sign and since when; empty where there is none to show."""
    if item.value is None or is_open(item):
        return ""
    return words.say(
        N_("{change} {since_period}"),
        change=change(item.value, item.after.metric.unit, currency, furthest(item.before, item.after, beside)),
        since_period=since(item.before.period, words, settings),
    )


def change_sentence(item: Change, words: Words, settings: Settings, currency: str = "") -> str:
    """The whole sentence about a change, with both levels, the range of the change, the count and the certainty."""
    value, metric = item.after, item.after.metric
    places = {
        "name": name_of_metric(value, words),
        "after": level(value, words, currency, item.before),
        "before": level(item.before, words, currency, item.after),
        "period": compared_with(item.before.period, words, settings),
        "in_period": within(item.before.period, words, settings),
        "since_period": since(item.before.period, words, settings),
        "basis": basis(value, words, currency, item.before),
        "certainty": certainty(item, words),
        "open_yet": open_yet(value, words),
    }
    if item.value is None:
        return words.say(N_("{name}: {after} ({basis}); there is nothing to compare it with {in_period}."), **places)
    if is_undecided(value):
        return words.say(N_("{name}: {after} ({basis}), since {open_yet}."), **places)
    if is_undecided(item.before):
        return words.say(N_("{name}: {after} ({basis}); not all of {period} is known, so no change is told."), **places)
    if metric.ledger:
        places["change"] = change(item.value, metric.unit, currency)
        return words.say(N_("{name}: {after} ({change} {since_period}; {basis})."), **places)
    if not item.is_told:
        template = (
            N_("{name}: {after} ({basis}); too few cases to tell whether it changed {since_period}.")
            if item.verdict is Verdict.TOO_FEW
            else N_("{name}: {after} ({basis}); whether it changed {since_period} cannot be told yet.")
        )
        return words.say(template, **places)
    rose = item.value > 0
    return words.say(
        N_("{name} rose from {before} to {after} {since_period} ({certainty}; {basis}).")
        if rose
        else N_("{name} fell from {before} to {after} {since_period} ({certainty}; {basis})."),
        **places,
    )


def arrow(item: Change) -> Literal["up", "down", "off"]:
    """up, down, or off where the change cannot be told."""
    if not item.is_told or not item.value or item.after.metric.direction is Direction.NEITHER:
        return "off"
    return "up" if item.value > 0 else "down"
