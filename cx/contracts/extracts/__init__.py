"""The extracts that the product loads, each one pydantic model with its key."""

from dataclasses import dataclass

from cx.contracts.column import Column
from cx.contracts.extracts.account_roles import AccountRoles
from cx.contracts.extracts.accounts import Accounts
from cx.contracts.extracts.ambassadors import Ambassadors
from cx.contracts.extracts.events import Events
from cx.contracts.extracts.goals import Goals
from cx.contracts.extracts.initiatives import Initiatives
from cx.contracts.extracts.milestones import Milestones
from cx.contracts.extracts.owner_changes import OwnerChanges
from cx.contracts.extracts.renewals import Renewals
from cx.contracts.extracts.survey import Survey
from cx.contracts.extracts.targets import Targets
from cx.contracts.extracts.tickets import Tickets
from cx.contracts.extracts.touches import Touches
from cx.contracts.extracts.usage import Usage
from cx.contracts.row import Row, columns
from cx.contracts.words import N_


@dataclass(frozen=True)
class Extract:
    """One kind of export: its name, what one row is, its model and the columns that name a row."""

    name: str
    title: str
    one_row_is: str
    model: type[Row]
    key: tuple[str, ...]
    """An optional part that is empty is empty in the key too: two rows without it are the same row."""
    defaults: tuple[tuple[str, str], ...] = ()
    """Columns that take another column's value where they are empty."""
    dated: tuple[str, ...] = ()
    """Columns that say on which day a row counts when a period is replaced, the first that is filled; none: no period."""

    @property
    def columns(self) -> dict[str, Column]:
        """The extract's columns by name."""
        return columns(self.model)

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that every row must fill."""
        return tuple(name for name, column in self.columns.items() if column.required)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Columns that figures can be split by."""
        return tuple(name for name, column in self.columns.items() if column.dimension)


EXTRACTS = {
    extract.name: extract
    for extract in (
        Extract(
            "survey",
            N_("Survey answers"),
            N_("one answer to one question, or one invitation not answered"),
            Survey,
            ("response_id", "question"),
            (("question", "kind"),),
            dated=("responded_at", "sent_at"),
        ),
        Extract("tickets", N_("Tickets"), N_("one ticket"), Tickets, ("ticket_id",), dated=("opened_at",)),
        Extract(
            "renewals",
            N_("Renewals"),
            N_("one contract term"),
            Renewals,
            ("contract_id", "starts_on"),
            dated=("starts_on",),
        ),
        Extract(
            "accounts",
            N_("Accounts"),
            N_("one customer, as known on a date"),
            Accounts,
            ("account_id", "as_of"),
            dated=("as_of",),
        ),
        Extract(
            "usage",
            N_("Usage"),
            N_("use of one feature, or of the product, by one account in one period"),
            Usage,
            ("account_id", "used_on", "feature"),
            dated=("used_on",),
        ),
        Extract(
            "account_roles",
            N_("Account roles"),
            N_("a role at a customer and who holds it"),
            AccountRoles,
            ("account_id", "role", "since"),
            dated=("since",),
        ),
        Extract(
            "goals",
            N_("Goals"),
            N_("one goal that a customer wants to reach"),
            Goals,
            ("account_id", "goal"),
            dated=("due_on", "reached_on"),
        ),
        Extract(
            "owner_changes",
            N_("Owner changes"),
            N_("one change of who holds a ticket"),
            OwnerChanges,
            ("ticket_id", "changed_at", "to_team", "to_role"),
            dated=("changed_at",),
        ),
        Extract(
            "touches",
            N_("Touches"),
            N_("one contact with a customer, or one promise between departments"),
            Touches,
            ("touch_id",),
            dated=("happened_at",),
        ),
        Extract(
            "milestones",
            N_("Milestones"),
            N_("one milestone of a customer project"),
            Milestones,
            ("milestone_id",),
            dated=("actual_on", "planned_on"),
        ),
        Extract(
            "initiatives",
            N_("Initiatives"),
            N_("one CX initiative"),
            Initiatives,
            ("initiative_id",),
            dated=("started_on",),
        ),
        Extract(
            "ambassadors",
            N_("Ambassadors"),
            N_("one CX ambassador of a department"),
            Ambassadors,
            ("person_id", "department"),
            dated=("since",),
        ),
        Extract(
            "targets",
            N_("Targets"),
            N_("a target for a metric, a segment and a period"),
            Targets,
            ("metric", "segment", "period"),
        ),
        Extract("events", N_("Events"), N_("a dated note on the charts"), Events, ("date", "title"), dated=("date",)),
    )
}

ACCOUNT_DIMENSIONS = Accounts.model_fields.keys() & {
    "segment",
    "industry",
    "region",
    "tier",
    "owner",
    "preferred_channel",
    "club",
}
"""Account attributes that every fact can be split by."""
