"""The rows behind who passes tickets to whom: every handoff, by giver and taker."""

from collections.abc import Callable, Sequence
from functools import partial

from cx.contracts.words import N_
from cx.metrics.handoffs import ROLE, TEAM, Handoff, each_handoff
from cx.story.exhibit import Cell
from cx.story.handoffs import name_of_holder
from cx.story.own_rows import Listing, OwnRows, RowsPart, own_rows
from cx.story.telling import Telling

COUNTED = N_(
    "Times that a ticket opened in the period went from one holder to another, by the log of owner changes up to the last "
    "day of the data; one that came back had been with its taker before."
)


def _rows(between: str, telling: Telling, _by: str) -> OwnRows[Handoff] | None:
    """The handoffs between teams or roles; None where none is known."""
    found = each_handoff(telling.cursor, telling.selection, telling.settings, between)
    if not found:
        return None
    say = telling.words.say
    pairs: dict[tuple[str, str], list[Handoff]] = {}
    for item in found:
        pairs.setdefault((item.giver, item.taker), []).append(item)
    groups: list[tuple[str, Sequence[Handoff]]] = [(say(N_("All handoffs")), found)]
    groups += [
        (say(N_("{giver} to {taker}"), giver=name_of_holder(giver), taker=name_of_holder(taker)), items)
        for (giver, taker), items in sorted(pairs.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    parts = [RowsPart(name, _figure(items, telling), telling.selection.period, items) for name, items in groups]
    listing = Listing(f"handoffs-{between}", say(N_("Handoffs")), say(COUNTED), _columns(telling))
    return own_rows(listing, parts, telling)


team_rows, role_rows = partial(_rows, TEAM), partial(_rows, ROLE)


def _figure(items: Sequence[Handoff], telling: Telling) -> str:
    return telling.words.plural(
        N_("{n} handoff, {back} of them back"),
        N_("{n} handoffs, {back} of them back"),
        len(items),
        back=sum(item.is_back for item in items),
    )


def _columns(telling: Telling) -> tuple[tuple[str, Callable[[Handoff], Cell]], ...]:
    say = telling.words.say
    return (
        (say(N_("Ticket id")), lambda item: item.ticket),
        (say(N_("Passed on at")), lambda item: item.at),
        (say(N_("From")), lambda item: name_of_holder(item.giver)),
        (say(N_("To")), lambda item: name_of_holder(item.taker)),
        (say(N_("Came back")), lambda item: say(N_("yes") if item.is_back else N_("no"))),
    )
