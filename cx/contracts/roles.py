"""The roles that meet a customer, as the field names them."""

from cx.contracts.column import Term

ROLES = (
    Term(
        "account_manager",
        (
            "account manager",
            "am",
            "key account manager",
            "kam",
            "account executive",
            "account owner",
            "relationship manager",
            "sales",
        ),
    ),
    Term("success_manager", ("success manager", "customer success manager", "csm", "customer success", "success")),
    Term(
        "support",
        (
            "customer support",
            "technical support",
            "support agent",
            "support engineer",
            "service desk",
            "help desk",
            "helpdesk",
            "customer service",
        ),
    ),
    Term("product_manager", ("product manager", "product owner", "product management", "product")),
    Term(
        "project_manager",
        (
            "project manager",
            "project management",
            "implementation manager",
            "onboarding manager",
            "delivery manager",
            "implementation",
            "professional services",
        ),
    ),
    Term("other", ("others", "another role")),
)
"""The field's five, and the word for who holds none of them. "PM" is left out: it may be either of two."""

ROLE_NAMES = tuple(term.word for term in ROLES)


def role_named(text: str) -> str | None:
    """The role that a word stands for, whichever spelling it has; None where it is none."""
    return next((term.word for term in ROLES if text.strip().lower() in term.spellings), None)
