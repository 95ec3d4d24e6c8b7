"""What becomes of contract terms, as people say it."""

from cx.contracts.words import N_

OUTCOMES = {
    "renewed": N_("renewed"),
    "reduced": N_("renewed for less"),
    "churned": N_("left"),
    "lapsed": N_("lapsed without a word"),
    "pending": N_("still open"),
}
LESS = OUTCOMES["reduced"]
