"""The events of a picture over time: numbered marks, and the same numbers with title and day in its caption."""

from collections.abc import Iterable, Sequence

from cx.contracts.extracts.events import Events
from cx.contracts.periods import Period, previous
from cx.contracts.words import N_, Words
from cx.metrics.value import MetricValue
from cx.story.exhibit import Exhibit, Happening
from cx.story.period_names import day
from cx.story.telling import Telling


def covered(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The days from the first of the periods to the last, as one period; none without any."""
    found = list(periods)
    return (Period(min(one.start for one in found), max(one.end for one in found)),) if found else ()


def covered_by(values: Iterable[MetricValue]) -> tuple[Period, ...]:
    """The days that a line of values covers, as one period: what happened in a gap of it stands there too."""
    return covered(value.period for value in values)


def happenings(periods: Sequence[Period], telling: Telling) -> tuple[Happening, ...]:
    """The events on days of the periods, numbered from the earliest."""
    return tuple(
        Happening(item.date, number, item.title, _note(item, telling))
        for number, item in enumerate(telling.context.events(periods), start=1)
    )


def happened_in(found: Sequence[Happening], periods: Sequence[Period]) -> tuple[Happening, ...]:
    """Those of the events that lie on days of the periods, with their numbers."""
    return tuple(item for item in found if any(item.on in period for period in periods))


def event_key(exhibits: Iterable[Exhibit], telling: Telling) -> tuple[str, ...]:
    """What every numbered mark of a section's pictures stands for, as a sentence for who cannot point at them."""
    by_number = {item.number: item for exhibit in exhibits for item in exhibit.events}
    listed = events_said((by_number[number] for number in sorted(by_number)), telling.words)
    return (telling.words.say(N_("Events marked by number: {events}."), events=listed),) if listed else ()


def events_said(found: Iterable[Happening], words: Words) -> str:
    """The events with number, title and day, in one line; empty without any."""
    return "; ".join(event_said(item, words) for item in found)


def event_said(item: Happening, words: Words) -> str:
    """One event with its number, title and day."""
    return words.say(N_("{number} {title} ({day})"), number=item.number, title=item.title, day=day(item.on, words))


def event_notes(found: Sequence[Happening], telling: Telling) -> list[str]:
    """What the numbered marks stand for since the period compared with began, as one part of a caption.

    The earlier ones are told below it: a caption that lists years of events hides what it must say.
    """
    since = previous(telling.selection.period, telling.settings.fiscal_year_starts).start
    named = [item for item in found if item.on >= since]
    listed = [event_said(item, telling.words) for item in named]
    if earlier := len(found) - len(named):
        listed.append(
            telling.words.plural(
                N_("{n} earlier one is named below"),
                N_("{n} earlier ones are named below"),
                earlier,
            )
        )
    return [telling.words.say(N_("events: {events}"), events="; ".join(listed))] if listed else []


def _note(item: Events, telling: Telling) -> str:
    """All that is known of an event, a line each."""
    head = telling.words.say(N_("{title}, {day}"), title=item.title, day=day(item.date, telling.words))
    author = telling.words.say(N_("noted by {author}"), author=item.author) if item.author else ""
    return "\n".join(line for line in (head, item.note, author) if line)
