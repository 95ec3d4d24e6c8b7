"""The events on a trend: numbered marks, and the same numbers with title and day in its caption."""

from collections.abc import Sequence

from cx.contracts.extracts.events import Events
from cx.contracts.periods import previous
from cx.contracts.words import N_
from cx.metrics.value import MetricValue
from cx.story.exhibit import Happening
from cx.story.phrases import day
from cx.story.telling import Telling


def happenings(values: Sequence[MetricValue], telling: Telling) -> tuple[Happening, ...]:
    """The events of the days that a trend covers, numbered from the earliest."""
    return tuple(
        Happening(item.date, number, item.title, _note(item, telling))
        for number, item in enumerate(telling.context.events(values), start=1)
    )


def event_key(found: Sequence[Happening], telling: Telling) -> tuple[str, ...]:
    """What every numbered mark stands for, as a sentence for who cannot point at them; nothing without events."""
    listed = "; ".join(_listed(item, telling) for item in found)
    return (telling.words.say(N_("Events on the line: {events}."), events=listed),) if listed else ()


def _listed(item: Happening, telling: Telling) -> str:
    return telling.words.say(
        N_("{number} {title} ({day})"), number=item.number, title=item.title, day=day(item.on, telling.words)
    )


def _note(item: Events, telling: Telling) -> str:
    """All that is known of an event, a line each."""
    head = telling.words.say(N_("{title}, {day}"), title=item.title, day=day(item.date, telling.words))
    author = telling.words.say(N_("noted by {author}"), author=item.author) if item.author else ""
    return "\n".join(line for line in (head, item.note, author) if line)


def event_notes(values: Sequence[MetricValue], telling: Telling) -> list[str]:
    """What the numbered marks stand for since the period compared with began, as one part of a picture's caption.

    The earlier ones are told below it: a caption that lists years of events hides what it must say.
    """
    found = happenings(values, telling)
    since = previous(telling.selection.period, telling.settings.fiscal_year_starts).start
    named = [item for item in found if item.on >= since]
    listed = [_listed(item, telling) for item in named]
    if earlier := len(found) - len(named):
        listed.append(
            telling.words.plural(
                N_("{n} earlier one is named below"),
                N_("{n} earlier ones are named below"),
                earlier,
            )
        )
    return [telling.words.say(N_("events: {events}"), events="; ".join(listed))] if listed else []
