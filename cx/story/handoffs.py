"""The section on who passes tickets to whom: a map from giver to taker, between teams and between roles."""

from cx.contracts.units import Unit
from cx.contracts.words import N_, whole
from cx.metrics.handoffs import ROLE, TEAM, Handoffs, Move, handoffs
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.level_rows import level_rows
from cx.story.telling import Telling

KEYS = ("handoffs_per_ticket", "bounce_rate")
"""The figures that the map takes apart."""
MOST_HOLDERS = 7
"""Teams that have a row of their own: those with the most handoffs."""
CAPTIONS = {
    TEAM: N_(
        "Handoffs by giving team (rows) and receiving team (columns), and how many of them came back · {filters} · tickets "
        "opened {in_period}: {times} of {tickets}"
    ),
    ROLE: N_(
        "Handoffs by giving role (rows) and receiving role (columns), and how many of them came back · {filters} · tickets "
        "opened {in_period}: {times} of {tickets}"
    ),
}
Cells = dict[tuple[str, str], tuple[int, int]]
"""Giver and taker -> how often, and how often back."""


def team_section(telling: Telling, _by: str | None) -> Section | None:
    """Which team passes tickets to which; None where no handoff between teams is known."""
    return _section(TEAM, telling)


def role_section(telling: Telling, _by: str | None) -> Section | None:
    """Which role passes tickets to which; None where no handoff between roles is known."""
    return _section(ROLE, telling)


def _section(between: str, telling: Telling) -> Section | None:
    found = handoffs(telling.cursor, telling.selection, telling.settings, between)
    if found is None:
        return None
    heading = _heading(found, telling)
    said = (_totals(found, telling), _reading(telling))
    return Section(
        f"handoffs-{between}", heading, (_exhibit(found, heading, telling),), said, level_rows(KEYS, telling)
    )


def _heading(found: Handoffs, telling: Telling) -> str:
    most = found.moves[0]
    template = {
        TEAM: N_("Of {all} between teams, in tickets opened {in_period}, most go from {giver} to {taker}: {n}."),
        ROLE: N_("Of {all} between roles, in tickets opened {in_period}, most go from {giver} to {taker}: {n}."),
    }[found.between]
    return telling.words.say(
        template,
        giver=name_of_holder(most.giver),
        taker=name_of_holder(most.taker),
        n=whole(most.times),
        all=_counts(found, telling)["times"],
        in_period=telling.in_period,
    )


def _totals(found: Handoffs, telling: Telling) -> str:
    template = {
        TEAM: N_("Between teams: {times} of {tickets}, {back} of them back to a team that had it."),
        ROLE: N_("Between roles: {times} of {tickets}, {back} of them back to a role that had it."),
    }[found.between]
    return telling.words.say(template, back=whole(found.back), **_counts(found, telling))


def _counts(found: Handoffs, telling: Telling) -> dict[str, str]:
    plural = telling.words.plural
    return {
        "times": plural(N_("{n} handoff"), N_("{n} handoffs"), found.times),
        "tickets": plural(N_("{n} ticket"), N_("{n} tickets"), found.tickets),
    }


def _reading(telling: Telling) -> str:
    return telling.words.say(
        N_(
            "The first assignment is no handoff, and neither is a ticket that is put down and taken up by the same. Counted "
            "from the log of owner changes: tickets without one are not in it. Many handoffs may be how the work is meant to "
            "go; one that comes back seldom is."
        )
    )


def name_of_holder(word: str) -> str:
    """How a holder is written: a role's word with spaces, a team's name as it is."""
    return word.replace("_", " ")


def _exhibit(found: Handoffs, heading: str, telling: Telling) -> Exhibit:
    """One row a giver, one column a taker; those with few handoffs together."""
    say = telling.words.say
    others = say(N_("others"))
    cells = _cells(found.moves, others)
    names = list(dict.fromkeys(name for pair in sorted(cells, key=lambda pair: -cells[pair][0]) for name in pair))
    names.sort(key=lambda name: name == others)
    most = max(times for times, _ in cells.values())
    series = tuple(
        Series(name_of_holder(taker), tuple(_cell(giver, taker, cells, most, telling) for giver in names))
        for taker in names
    )
    caption = say(
        CAPTIONS[found.between],
        filters=telling.filters,
        in_period=telling.in_period,
        **_counts(found, telling),
    )
    return Exhibit(f"handoffs-{found.between}", Shape.HEAT, heading, caption, Unit.WHOLE, series)


def _cells(moves: tuple[Move, ...], others: str) -> Cells:
    """The counts between the holders with the most handoffs, the rest of them together."""
    totals: dict[str, int] = {}
    for move in moves:
        for name in (move.giver, move.taker):
            totals[name] = totals.get(name, 0) + move.times
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    kept = set(ranked if len(ranked) <= MOST_HOLDERS + 1 else ranked[:MOST_HOLDERS])
    cells: Cells = {}
    for move in moves:
        pair = (move.giver if move.giver in kept else others, move.taker if move.taker in kept else others)
        times, back = cells.get(pair, (0, 0))
        cells[pair] = (times + move.times, back + move.back)
    return cells


def _cell(giver: str, taker: str, cells: Cells, most: int, telling: Telling) -> Point:
    times, back = cells.get((giver, taker), (0, 0))
    if giver == taker and not times:
        return Point(name_of_holder(giver), None)
    note = telling.words.plural(
        N_("From {giver} to {taker}: {n} handoff, {back} of them back"),
        N_("From {giver} to {taker}: {n} handoffs, {back} of them back"),
        times,
        giver=name_of_holder(giver),
        taker=name_of_holder(taker),
        back=whole(back),
    )
    text = telling.words.say(N_("{back} back"), back=whole(back)) if back else ""
    return Point(name_of_holder(giver), float(times), note=note, shade=times / most, text=text)
