"""What several extracts declare alike: one heading, one set of spellings, one vocabulary."""

from cx.contracts.column import Column, Kind, Term
from cx.contracts.roles import ROLES

INITIATORS = (Term("customer", ("client", "inbound")), Term("us", ("company", "agent", "outbound")))

REGION = Column(
    "Region", "The customer's region; the account's where it is empty.", aliases=("territory", "geo"), dimension=True
)
INITIATED_BY = Column(
    "Started by",
    "Who started the contact.",
    Kind.WORD,
    vocabulary=INITIATORS,
    aliases=("initiated by",),
    dimension=True,
)


def account_column(description: str, *aliases: str, required: bool = False) -> Column:
    """The customer; which part it plays in the row, and further headings of it, are each extract's own."""
    known = ("account", "company id", "customer id", "organization id", *aliases)
    return Column("Account id", description, required=required, aliases=known)


def product_column(description: str, *aliases: str) -> Column:
    """The product; what it has to do with the row, and further headings of it, are each extract's own."""
    return Column("Product", description, aliases=("product name", *aliases), dimension=True)


def role_column(title: str, description: str, *aliases: str, required: bool = False) -> Column:
    """A role in the company, in the words that all extracts share."""
    return Column(title, description, Kind.WORD, required, aliases, ROLES, dimension=True)


def department_column(description: str, *aliases: str, title: str = "Department", required: bool = False) -> Column:
    """A department of the company."""
    return Column(title, description, required=required, aliases=aliases, dimension=True)


def day_column(title: str, description: str, *aliases: str, required: bool = False) -> Column:
    """A day that may also lie ahead: planned, promised or agreed."""
    return Column(title, description, Kind.DAY, required, aliases)


def past_day_column(title: str, description: str, *aliases: str, required: bool = False) -> Column:
    """A day on which something happened, so that it lies before the load."""
    return Column(title, description, Kind.DAY, required, aliases, happened=True)


def past_moment_column(title: str, description: str, *aliases: str, required: bool = False) -> Column:
    """A moment at which something happened, so that it lies before the load."""
    return Column(title, description, Kind.MOMENT, required, aliases, happened=True)
