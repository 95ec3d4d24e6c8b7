"""The dimensions that surveys, tickets and renewals share: one heading, one set of spellings."""

from cx.contracts.column import Column

REGION = Column(
    "Region", "The customer's region; the account's where it is empty.", aliases=("territory", "geo"), dimension=True
)


def product_column(description: str, *aliases: str) -> Column:
    """The product; what it has to do with the row, and further headings of it, are each extract's own."""
    return Column("Product", description, aliases=("product name", *aliases), dimension=True)
