"""What a dimension is called, and a segment typed by such names or by the keys that files and the shell use."""

from cx.contracts.words import N_, Words

DIMENSIONS = {
    "account_id": N_("Account"),
    "segment": N_("Segment"),
    "industry": N_("Industry"),
    "region": N_("Region"),
    "tier": N_("Tier"),
    "owner": N_("Owner"),
    "preferred_channel": N_("Preferred channel"),
    "club": N_("Club"),
    "question": N_("Question"),
    "kind": N_("Kind"),
    "scale": N_("Scale"),
    "ces_version": N_("CES version"),
    "survey_name": N_("Survey"),
    "relationship": N_("Relationship or transaction"),
    "touchpoint": N_("Touchpoint"),
    "journey_stage": N_("Journey stage"),
    "department": N_("Department"),
    "role": N_("Role"),
    "product": N_("Product"),
    "persona": N_("Persona"),
    "channel": N_("Channel"),
    "language": N_("Language"),
    "loop_owner": N_("Loop owner"),
    "status": N_("Status"),
    "priority": N_("Priority"),
    "category": N_("Category"),
    "need": N_("Need"),
    "team": N_("Team"),
    "first_role": N_("First role"),
    "resolving_role": N_("Resolving role"),
    "satisfaction_scale": N_("Satisfaction scale"),
    "initiated_by": N_("Started by"),
    "currency": N_("Currency"),
    "outcome": N_("Outcome"),
    "reason": N_("Reason"),
    "controllable": N_("Ours or not"),
    "acquired_by": N_("Acquired by"),
    "feature": N_("Feature"),
    "milestone": N_("Milestone"),
    "to_department": N_("To department"),
    "to_role": N_("To role"),
}


def dimension_name(name: str, words: Words) -> str:
    """The dimension in the user's words."""
    return words.say(DIMENSIONS.get(name, name))


def segment_word(text: str) -> str:
    """The one spelling that a segment is kept in: Region: East, North; Tier: gold is region=East; region=North; tier=gold.

    Names and keys are known in any capitals. Text in which any part names no dimension of ours stays as it is.
    """
    parts = [_pairs(part.strip()) for part in text.split(";") if part.strip()]
    return "; ".join(pair for pairs in parts for pair in pairs) if parts and all(parts) else text


def _pairs(part: str) -> tuple[str, ...]:
    """The pairs that one part means; a list of values behind a colon is parted by commas, as pages write it."""
    equals, colon = part.find("="), part.find(":")
    at = equals if equals >= 0 and (colon < 0 or equals < colon) else colon
    dimension = _dimension_meant(part[:at]) if at > 0 else None
    if dimension is None:
        return ()
    values = [part[at + 1 :]] if at == equals else part[at + 1 :].split(", ")
    return tuple(f"{dimension}={value.strip()}" for value in values if value.strip())


def _dimension_meant(text: str) -> str | None:
    """The key of a dimension, from the key or the name; a key that we do not know is left to whoever looks it up."""
    word = text.strip().casefold()
    named = next((key for key, name in DIMENSIONS.items() if word in (key, name.casefold())), None)
    return named or next((key for key in DIMENSIONS if word.replace(" ", "_") == key), None)
