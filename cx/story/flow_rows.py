"""The rows behind the flow of tickets: those opened, resolved and open, in the period, by group and in each span drawn."""

from collections.abc import Callable, Sequence
from functools import partial

from cx.contracts.periods import Period
from cx.contracts.words import N_
from cx.metrics.flow_tickets import TOLD, FlowTicket, flow_tickets
from cx.metrics.ticket_flow import ticket_flow
from cx.story.exhibit import Cell
from cx.story.own_rows import Listing, OwnRows, RowsPart, own_rows
from cx.story.telling import Telling, dimension_name
from cx.story.ticket_flow import group_name, span_label

WAYS: tuple[tuple[str, Callable[[FlowTicket, Period], bool]], ...] = (
    (N_("Opened"), FlowTicket.is_opened_in),
    (N_("Resolved"), FlowTicket.is_resolved_in),
    (N_("Open at the end"), FlowTicket.is_open_after),
    (N_("Open before"), FlowTicket.is_open_before),
)
"""How a ticket counts in a span; the last one where the sum of the period is told."""
COUNTED = N_(
    "Tickets by the day that they were opened and the day of their last resolution, as far as it is known on the last day "
    "of the data; those resolved before they were opened are left out."
)


def flow_rows(telling: Telling, by: str) -> OwnRows[FlowTicket] | None:
    """The tickets of the flow; None where there is no flow, or are too many to be listed one by one."""
    flow = ticket_flow(telling.cursor, telling.selection, telling.settings)
    if flow is None:
        return None
    whole, spans = flow.whole.period, [span.period for span in flow.spans]
    first = min(span.start for span in (whole, *spans))
    tickets = flow_tickets(telling.cursor, telling.selection, telling.settings, first, by)
    if not tickets:
        return None
    parts = _parts(telling.period, tickets, whole, len(WAYS), telling)
    for name in sorted({ticket.group for ticket in tickets}) if by else ():
        here = [ticket for ticket in tickets if ticket.group == name]
        label = telling.words.say(N_("{period} · {group}"), period=telling.period, group=group_name(name, telling))
        parts += _parts(label, here, whole, len(WAYS), telling)
    for span in reversed(spans):
        parts += _parts(span_label(span, telling), tickets, span, len(WAYS) - 1, telling)
    say = telling.words.say
    return own_rows(Listing("ticket-flow", say(N_("Tickets")), say(COUNTED), _columns(telling)), parts, telling)


def _parts(
    label: str, tickets: Sequence[FlowTicket], span: Period, ways: int, telling: Telling
) -> list[RowsPart[FlowTicket]]:
    """What came, what went and what is open of these tickets in a span."""
    made = []
    for name, counts in WAYS[:ways]:
        items = [ticket for ticket in tickets if counts(ticket, span)]
        figure = telling.words.plural(N_("{n} ticket"), N_("{n} tickets"), len(items))
        way = telling.words.say(N_("{period} · {way}"), period=label, way=telling.words.say(name))
        made.append(RowsPart(way, figure, span, items))
    return made


def _columns(telling: Telling) -> tuple[tuple[str, Callable[[FlowTicket], Cell]], ...]:
    say = telling.words.say
    return (
        (say(N_("Ticket id")), lambda ticket: ticket.ticket),
        (say(N_("Opened on")), lambda ticket: ticket.opened_on),
        (say(N_("Resolved on")), lambda ticket: ticket.resolved_on),
        *((dimension_name(name, telling.words), partial(_told, at)) for at, name in enumerate(TOLD)),
        (say(N_("Account id")), lambda ticket: ticket.account),
    )


def _told(at: int, ticket: FlowTicket) -> str | None:
    return ticket.told[at]
