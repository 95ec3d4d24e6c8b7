"""What gives the rows of sections that no metric counts; they are asked for only once a reader wants them."""

from collections.abc import Callable
from typing import Any

from cx.story.bridge_rows import bridge_rows
from cx.story.driver_rows import driver_rows
from cx.story.due_rows import due_rows
from cx.story.flow_rows import flow_rows
from cx.story.handoff_rows import role_rows, team_rows
from cx.story.invited_rows import contrast_rows, silence_rows
from cx.story.own_rows import OwnRows
from cx.story.reason_rows import reason_rows
from cx.story.renewed_rows import renewed_rows
from cx.story.telling import Telling
from cx.story.use_rows import use_rows

OWN_ROWS: dict[str, Callable[[Telling, str], OwnRows[Any] | None]] = {
    "drivers": driver_rows,
    "silence": silence_rows,
    "silence-contrast": contrast_rows,
    "handoffs-team": team_rows,
    "handoffs-role": role_rows,
    "ticket-flow": flow_rows,
    "renewals": renewed_rows,
    "reasons": reason_rows,
    "bridge": bridge_rows,
    "due": due_rows,
    "renewal-by-use": use_rows,
}
"""By the key of a section, what gives its rows from the dimension of the groups that it shows, empty without any."""
