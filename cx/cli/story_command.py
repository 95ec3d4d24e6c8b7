"""`story`: the board story as text or JSON."""

import argparse
from dataclasses import asdict
from datetime import datetime

from cx.cli.filtering import filters_of, say_unmatched
from cx.cli.period_asked import period_asked
from cx.cli.speech import Speech
from cx.contracts.filters import Selection
from cx.contracts.periods import LAST_DAY
from cx.contracts.words import N_
from cx.metrics.as_of import as_of
from cx.metrics.quarters import opening_quarter
from cx.metrics.queries import UnknownDimension
from cx.store.database import Store
from cx.store.fact import FACTS
from cx.story.board import board
from cx.story.exhibit import Story
from cx.story.staleness import stale_line
from cx.story.telling import Telling


def story(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """Tell the board story of a period."""
    with store.cursor() as cursor:
        known_to = as_of(cursor)
        named = period_asked(arguments.period, known_to or LAST_DAY, store.settings, speech)
        if known_to is None:
            return _without_data(arguments, speech)
        period = named or opening_quarter(cursor, known_to, store.settings)
        filters = filters_of(arguments.where)
        try:
            told = board(Telling(cursor, Selection(period, known_to, filters), store.settings, speech.words))
        except UnknownDimension as fault:
            speech.error(
                speech.words.say(
                    N_("{fact} cannot be split by “{dimension}”. It can be split by: {known}."),
                    fact=fault.fact,
                    dimension=fault.dimension,
                    known=", ".join(fault.known),
                )
            )
            return 2
        say_unmatched(cursor, filters, FACTS, speech)
    stale = stale_line(told.as_of, arguments.today or datetime.now().astimezone().date(), speech.words)
    if arguments.json:
        document = {**asdict(told), "as_of": told.as_of.isoformat(), "sections": _sections(told), "stale": stale}
        speech.json(document)
    else:
        _say(told, stale, speech)
    return 0


def _without_data(arguments: argparse.Namespace, speech: Speech) -> int:
    if arguments.json:
        speech.json({"as_of": None, "tiles": [], "sections": []})
    else:
        speech.say(speech.words.say(N_("There is no data yet. Load an export, or the sample company.")))
    return 0


def _sections(told: Story) -> list[dict[str, object]]:
    return [
        {"key": section.key, "title": section.title, "meaning": section.meaning, "evidence": section.evidence}
        for section in told.sections
    ]


def _say(told: Story, stale: str, speech: Speech) -> None:
    if stale:
        speech.say(stale)
    speech.say(told.headline)
    for line in told.lede:
        speech.say(line)
    speech.say()
    for tile in told.tiles:
        speech.say(f"{tile.name}: {tile.value}  {tile.change}  {tile.certainty} · {tile.detail}")
        if tile.of_year:
            speech.say(f"  {tile.of_year}")
    for section in told.sections:
        speech.say(f"\n{section.title}")
        for line in section.meaning:
            speech.say(f"  {line}")
    for line in told.missing:
        speech.say(f"\n{line}")
