"""From the database and filters to metric values: one registry of definitions, one way to compute them."""

from cx.metrics import registry_check as registry_check
