"""What was planted in the sample company: every size and date that a correct analysis should find again.

Sizes on a score are in points of that score before it is rounded and held to its scale, unless said
otherwise; renewal sizes are on the log-odds scale.
"""

from datetime import date
from typing import Final

SEED: Final = 20260930
STREAM: Final = 29
"""The stream of chance used, picked from 56 for showing the truths without loud changes beside them."""
FIRST_DAY: Final = date(2023, 10, 1)
LAST_DAY: Final = date(2026, 9, 30)
"""Both belong to the data: 2026 Q3 is the last complete quarter, and nothing happened later."""

# Truth 1: onboarding became harder with a release; no other stage moved.
RELEASE_DAY: Final = date(2026, 6, 15)
ONBOARDING_EFFORT_FALL: Final = 0.8
"""Mean points lost on CES 2.0 by answers about onboarding that were asked for from the release on."""
EFFORT_MEAN: Final = 5.45
EFFORT_ACCOUNT_SPREAD: Final = 0.3
EFFORT_ANSWER_SPREAD: Final = 1.0

# Truth 2: happier accounts recommend and renew; the same hidden health moves both, within every tier.
RECOMMEND_HEALTH: Final = 1.2
RENEWAL_HEALTH: Final = 1.2
RECOMMEND_ANSWER_SPREAD: Final = 1.45

# Truth 3: the eastern team began to pass tickets on.
EAST: Final = "East"
HANDOFFS_CHANGE_DAY: Final = date(2026, 3, 1)
HANDOFFS_MEAN: Final = 0.34
HANDOFFS_EAST_FACTOR: Final = 2.0

# Truth 4: recommendation rises in one segment over the last year and is flat in another.
RISING_SEGMENT: Final = "Enterprise"
FLAT_SEGMENT: Final = "Small"
RISE_FROM: Final = date(2025, 10, 1)
RECOMMEND_RISE: Final = 1.1
"""Points on the 0-10 question gained in a straight line from RISE_FROM to LAST_DAY."""
RECOMMEND_MEAN: Final = {"Enterprise": 7.75, "Mid-market": 8.25, "Small": 8.2}

# Truth 5: seats that nobody sits in are not renewed.
SEAT_USE_MEAN: Final = 0.62
RENEWAL_SEAT_USE: Final = 0.85
"""Log-odds for one standard deviation of the account's habit of using its seats."""
LOW_SEAT_USE: Final = 0.5
"""Below this share of seats in use an account counts as a low user in the tests."""

# Truth 6: support reorganised and keeps more of its promises to resolve.
SUPPORT_CHANGE_DAY: Final = date(2026, 1, 1)
PROMISE_KEPT_BEFORE: Final = 0.82
PROMISE_KEPT_AFTER: Final = 0.90

# Truth 7: accounts that never answer a survey renew less.
SILENT_SHARE: Final = 0.14
RENEWAL_SILENT: Final = -1.5

# Null: how customers rate billing tickets never changes, whatever else does.
STEADY_CATEGORY: Final = "billing"
STEADY_RATINGS: Final = (0.05, 0.06, 0.13, 0.37, 0.39)
"""Shares of the ratings 1 to 5 on billing tickets, on every day."""

# The rest of the renewal model.
RENEWAL_BASE: Final = 3.2
RENEWAL_TIER: Final = {"platinum": 0.5, "gold": 0.15, "silver": -0.3}
REDUCED_SHARE: Final = 0.055
