"""Which tool's export a header is."""

from cx.ingest.profile import Profile, profiles
from cx.ingest.spellings import first_spelled


def recognised(header: tuple[str, ...]) -> Profile | None:
    """The profile that names most of its columns in the header; None where none fits, or several as well."""
    fitting = [profile for profile in profiles() if _fits(profile, header)]
    most = max((len(profile.recognised_by) for profile in fitting), default=0)
    best = [profile for profile in fitting if len(profile.recognised_by) == most]
    return best[0] if len(best) == 1 else None


def _fits(profile: Profile, header: tuple[str, ...]) -> bool:
    there = all(first_spelled(spellings, header) is not None for spellings in profile.recognised_by)
    return there and first_spelled(profile.unless, header) is None
