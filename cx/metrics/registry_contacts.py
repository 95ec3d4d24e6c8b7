"""The metrics of who seeks whom, as data."""

from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_
from cx.metrics.metric import Form, Metric

MINIMUM = 30
EITHER = "account_id IS NOT NULL AND coalesce(kind IN ('meeting', 'call', 'training', 'field_visit'), true)"
"""Kinds of contact that a customer may start as well as we; one whose kind nobody recorded is taken as such."""

CONTACT_METRICS = (
    Metric(
        "proactive_share",
        N_("Contacts that we start"),
        N_("Do we come to our customers, or do they have to come to us?"),
        "touches",
        Form.SHARE,
        Unit.PERCENT,
        Direction.MORE_IS_BETTER,
        N_(
            "contacts with a customer that we started / contacts with a customer whose start is known, by the day of contact"
        ),
        N_("Wilson; the wider of it and the clustered one where accounts have several contacts."),
        N_(
            "Kinds that only one side can start or that stay inside: handovers, opportunities, reports, celebrations, "
            "incident notices, own use, promises and follow-ups of answers. Contacts without a customer, and those of "
            "which nobody recorded who started them, which are counted apart."
        ),
        N_("Own definition: contacts that we started / contacts whose start is known; there is no published standard"),
        MINIMUM,
        2.0,
        clock="happened_on",
        counted=f"{EITHER} AND initiated_by IS NOT NULL",
        value="CAST(initiated_by = 'us' AS INTEGER)",
        unsaid=f"{EITHER} AND initiated_by IS NULL",
        counts="contacts",
        caveat=N_("It counts what was written down: contacts that customers start may be recorded more rarely."),
    ),
)
