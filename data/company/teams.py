"""The teams and departments of the sample company, and the role that each stands for."""

from typing import Final

TEAM_ROLES: Final = {
    "Front desk": "support",
    "Technical": "support",
    "Billing": "other",
    "Product": "product_manager",
    "Success": "success_manager",
    "Key accounts": "account_manager",
    "Delivery": "project_manager",
}
TEAM_DEPARTMENTS: Final = {
    "Front desk": "Support",
    "Technical": "Support",
    "Billing": "Finance",
    "Product": "Product",
    "Success": "Customer success",
    "Key accounts": "Sales",
    "Delivery": "Delivery",
}
DEPARTMENT_ROLES: Final = {
    "Support": "support",
    "Finance": "other",
    "Product": "product_manager",
    "Customer success": "success_manager",
    "Sales": "account_manager",
    "Delivery": "project_manager",
}
ROLE_DEPARTMENTS: Final = {role: department for department, role in DEPARTMENT_ROLES.items()}
ROLE_CODES: Final = {
    "support": "SU",
    "other": "FI",
    "product_manager": "PM",
    "success_manager": "CS",
    "account_manager": "AM",
    "project_manager": "PJ",
}
"""How the codes of the people in a role begin."""
PEOPLE: Final = {
    "support": 14,
    "other": 4,
    "product_manager": 5,
    "success_manager": 10,
    "account_manager": 12,
    "project_manager": 8,
}
"""How many people hold each role."""


def person(role: str, number: int) -> str:
    """The code of one of the people in a role; any number names one of them."""
    return f"{ROLE_CODES[role]}-{number % PEOPLE[role] + 1:02d}"
