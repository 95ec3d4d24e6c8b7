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

# The parts that were added later draw from streams of their own, so that the five files before them stay as they are.
LATER_STREAM: Final = 1029

# Truth 8: since the eastern team passes tickets on, they also come back.
BOUNCE_SHARE: Final = 0.25
BOUNCE_SHARE_EAST: Final = 0.75
"""Of the tickets passed on twice or more, those that end with a team that had them before."""
OWNER_CHANGES_FROM: Final = date(2025, 7, 1)
"""Changes of owner are known of the tickets opened from then on: five quarters."""

# Truth 9: a ticket rests longest with Product.
SLOW_TEAM: Final = "Product"
SLOW_TEAM_FACTOR: Final = 4.0
"""How many times longer it holds a ticket than the other teams hold the same ticket."""

# Truth 10: detractors are called sooner since the rule to call back within two days.
LOOP_CHANGE_DAY: Final = date(2026, 4, 1)
LOOP_IN_TIME_BEFORE: Final = 0.42
LOOP_IN_TIME_AFTER: Final = 0.76
LOOP_DAYS: Final = 2
LOOP_LATE: Final = 0.6
"""Of those not called in time, the ones that are called later."""

# Truth 11: one department takes longer to close a loop that it has begun.
SLOW_DEPARTMENT: Final = "Finance"
CLOSING_DAYS: Final = 5.0
SLOW_CLOSING_FACTOR: Final = 3.0
"""Mean days from the call to the end of the follow-up, and the factor for the slow department."""

# Truth 12: one department keeps fewer of its promises to the others.
WEAK_PROMISER: Final = "Product"
INTERNAL_KEPT: Final = 0.85
INTERNAL_KEPT_WEAK: Final = 0.58

# Truth 13: contacts follow what a customer is worth, not what it could be worth.
ATTENTION: Final = {"platinum": 4.0, "gold": 2.0, "silver": 1.0}
"""Contacts with an account of each tier relative to one another; potential plays no part."""

# Truth 14: more of the contacts come from the company itself.
PROACTIVE_CHANGE_DAY: Final = date(2026, 1, 1)
PROACTIVE_BEFORE: Final = 0.42
PROACTIVE_AFTER: Final = 0.58
"""Of meetings, calls, trainings and visits; reports, notices and the like are always the company's."""

# Truth 15: a project that was handed over incomplete reaches its first value later.
INCOMPLETE_HANDOVER_SHARE: Final = 0.3
FIRST_VALUE_DAYS: Final = 66
INCOMPLETE_FACTOR: Final = 1.5
"""Days from the start of the contract to the first value, and the factor where the handover was incomplete."""

# Truth 16: opportunities that support passes on are taken up less often than those of other roles.
OPPORTUNITY_TAKEN: Final = 0.78
OPPORTUNITY_TAKEN_SUPPORT: Final = 0.4
