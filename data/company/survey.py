"""The surveys of the sample company: every invitation, and the answer where one came."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.company.accounts import COUNT, Accounts
from data.company.comments import comment
from data.company.days import (
    DAYS,
    MINUTES,
    Flags,
    Real,
    Table,
    Texts,
    Whole,
    cells_in_turn,
    day_number,
    happened_texts,
    in_office_hours,
    on_weekdays,
)
from data.company.loops import loop_columns, loops
from data.company.renewals import PRODUCTS
from data.company.truths import (
    EFFORT_ACCOUNT_SPREAD,
    EFFORT_ANSWER_SPREAD,
    EFFORT_MEAN,
    LAST_DAY,
    ONBOARDING_EFFORT_FALL,
    RECOMMEND_ANSWER_SPREAD,
    RECOMMEND_HEALTH,
    RECOMMEND_MEAN,
    RECOMMEND_RISE,
    RELEASE_DAY,
    RISE_FROM,
    RISING_SEGMENT,
)


@dataclass(frozen=True)
class Survey:
    """One kind of invitation; `moments` are (journey stage, touchpoint) pairs, drawn with equal chances."""

    name: str
    kind: str
    relationship: str
    count: int
    answered: float
    moments: tuple[tuple[str, str], ...]
    channels: tuple[str, ...]


SURVEYS: Final = (
    Survey("Relationship", "nps", "relationship", 5_700, 0.40, (("use", ""),), ("email",)),
    Survey(
        "Onboarding",
        "ces",
        "transactional",
        2_500,
        0.48,
        (("onboarding", "setup"), ("onboarding", "training")),
        ("email", "in-app"),
    ),
    Survey(
        "Effort",
        "ces",
        "transactional",
        1_700,
        0.41,
        (("use", "help pages"), ("support", "ticket"), ("support", "phone"), ("renewal", "contract")),
        ("email", "in-app"),
    ),
    Survey(
        "Service",
        "csat",
        "transactional",
        2_100,
        0.42,
        (("onboarding", "training"), ("support", "ticket"), ("support", "phone"), ("use", "invoice")),
        ("email", "phone"),
    ),
)
"""`answered` is the chance of an answer from an account that answers at all."""

SCALES: Final = {"nps": "0-10", "csat": "1-5", "ces": "1-7"}
DETRACTOR: Final = 6
TOPS: Final = {"nps": 10, "csat": 5, "ces": 7}
CONTACTS: Final = {"Enterprise": 14, "Mid-market": 6, "Small": 3}
INVITED: Final = {"Enterprise": 3.6, "Mid-market": 1.4, "Small": 1.25}
"""Invitations to an account relative to one another, by the segment it began in."""
GROWTH: Final = (0.85, 1.2)
NEW_CUSTOMER_DAYS: Final = 180
NEW_CUSTOMER_ONBOARDING: Final = 4.0
OWN_LANGUAGE: Final = 0.75
COMMENTED: Final = 0.33


@dataclass(frozen=True)
class Invitations:
    """Invitations of all surveys as columns of equal length; `sent` in minutes, the rest numbers or text."""

    survey: Whole
    account: Whole
    day: Whole
    sent: Whole
    moment: list[tuple[str, str]]


def survey_table(company: Accounts, covered: Flags, rng: np.random.Generator, following: np.random.Generator) -> Table:
    """survey.csv: one row for each invitation, in the order sent; no score where no answer came.

    What became of an answer comes from a stream of its own, `following`.
    """
    asked = _invitations(company, covered, rng)
    responded = _response_moments(company, asked, rng)
    answered = responded < MINUTES
    scores = _scores(company, asked, rng)
    languages = _languages(company, asked, rng)
    of = [SURVEYS[number] for number in asked.survey]
    products = rng.choice(PRODUCTS, len(of), p=(0.64, 0.21, 0.15))
    contacts = [int(rng.integers(1, CONTACTS[str(segment)] + 1)) for segment in company.segments[asked.account]]
    detractor = answered & (scores <= DETRACTOR) & np.array([survey.kind == "nps" for survey in of])
    followed = loops([touchpoint for _, touchpoint in asked.moment], responded, detractor, following)
    return {
        "response_id": [f"R{number:05d}" for number in range(1, len(of) + 1)],
        "kind": [survey.kind for survey in of],
        "score": [str(score) if got else "" for score, got in zip(scores, answered, strict=True)],
        "scale": [SCALES[survey.kind] for survey in of],
        "ces_version": ["2.0" if survey.kind == "ces" else "" for survey in of],
        "account_id": [company.ids[account] for account in asked.account],
        "contact_id": [f"C{101 + account}-{who:02d}" for account, who in zip(asked.account, contacts, strict=True)],
        "sent_at": happened_texts(asked.sent),
        "responded_at": happened_texts(responded),
        "survey_name": [survey.name for survey in of],
        "relationship": [survey.relationship for survey in of],
        "touchpoint": [touchpoint for _, touchpoint in asked.moment],
        "journey_stage": [stage for stage, _ in asked.moment],
        "product": ["" if survey.kind == "nps" else str(product) for survey, product in zip(of, products, strict=True)],
        "channel": [str(rng.choice(survey.channels)) for survey in of],
        "language": [str(language) for language in languages],
        "comment": _comments(asked, scores, answered, languages, rng),
        **loop_columns(followed),
    }


def _invitations(company: Accounts, covered: Flags, rng: np.random.Generator) -> Invitations:
    """Who was asked what, when: customers of the day, the large and (for onboarding) the new ones more."""
    weights = covered * np.linspace(*GROWTH, DAYS)
    weights = weights * np.array([INVITED[str(segment)] for segment in company.segments])[:, None]
    age = np.arange(DAYS)[None, :] - company.since[:, None]
    newer = np.where((age >= 0) & (age < NEW_CUSTOMER_DAYS), NEW_CUSTOMER_ONBOARDING, 1.0)
    drawn = [
        cells_in_turn(weights * newer if survey.name == "Onboarding" else weights, survey.count, rng)
        for survey in SURVEYS
    ]
    number = np.repeat(np.arange(len(SURVEYS)), [survey.count for survey in SURVEYS])
    account = np.concatenate([rows for rows, _ in drawn])
    day = on_weekdays(np.concatenate([columns for _, columns in drawn]), rng)
    sent = in_office_hours(day, rng)
    order = np.argsort(sent, kind="stable")
    moments = [SURVEYS[n].moments[int(rng.integers(len(SURVEYS[n].moments)))] for n in number[order]]
    return Invitations(number[order], account[order], day[order], sent[order], moments)


def _response_moments(company: Accounts, asked: Invitations, rng: np.random.Generator) -> Whole:
    """When each answer came, in minutes; after the last day where none came or none came in time."""
    chance = np.array([survey.answered for survey in SURVEYS])[asked.survey]
    comes = (rng.random(len(chance)) < chance) & ~company.silent[asked.account]
    delay = np.exp(rng.normal(np.log(14 * 60), 1.2, len(chance)))
    delay = np.clip(delay, 3, 20 * 1440)
    return np.where(comes, asked.sent + delay.astype(np.int64), MINUTES)


def _scores(company: Accounts, asked: Invitations, rng: np.random.Generator) -> Whole:
    """The score of each invitation had it been answered, on the scale of its kind."""
    kinds = np.array([SURVEYS[number].kind for number in asked.survey])
    stages = np.array([stage for stage, _ in asked.moment])
    recommend = _recommendation(company, asked, rng)
    effort = _effort(asked.account, asked.day, stages, rng)
    satisfaction = rng.normal(4.1 + 0.25 * company.health[asked.account], 0.85)
    satisfied = np.clip(np.rint(satisfaction), 1, 5).astype(np.int64)
    return np.where(kinds == "nps", recommend, np.where(kinds == "ces", effort, satisfied))


def _recommendation(company: Accounts, asked: Invitations, rng: np.random.Generator) -> Whole:
    """0 to 10: health of the account (truth 2) and the rise in one segment (truth 4)."""
    segments = company.segments_on(asked.account, asked.day)
    mean = np.array([RECOMMEND_MEAN[str(segment)] for segment in segments])
    begun, ends = day_number(RISE_FROM), day_number(LAST_DAY)
    risen = np.clip((asked.day - begun) / (ends - begun), 0, 1) * RECOMMEND_RISE
    mean += np.where(segments == RISING_SEGMENT, risen, 0)
    mean += RECOMMEND_HEALTH * company.health[asked.account]
    return np.clip(np.rint(rng.normal(mean, RECOMMEND_ANSWER_SPREAD)), 0, 10).astype(np.int64)


def _effort(account: Whole, day: Whole, stages: Texts, rng: np.random.Generator) -> Whole:
    """1 to 7, 7 is easiest; after the release onboarding answers lose up to two points (truth 1)."""
    own = rng.normal(0, EFFORT_ACCOUNT_SPREAD, COUNT)[account]
    score = np.rint(rng.normal(EFFORT_MEAN + own, EFFORT_ANSWER_SPREAD))
    lost = rng.binomial(2, ONBOARDING_EFFORT_FALL / 2, len(account))
    hit = (stages == "onboarding") & (day >= day_number(RELEASE_DAY))
    left: Whole = np.clip(np.clip(score, 1, 7) - np.where(hit, lost, 0), 1, 7).astype(np.int64)
    return left


def _languages(company: Accounts, asked: Invitations, rng: np.random.Generator) -> Texts:
    """The language of each contact's survey: mostly the account's own, else English."""
    own = rng.random(len(asked.account)) < OWN_LANGUAGE
    return np.where(own, company.languages[asked.account], "en")


def _comments(
    asked: Invitations, scores: Whole, answered: Flags, languages: Texts, rng: np.random.Generator
) -> list[str]:
    """A comment for about a third of the answers, in the mood of the score; else empty."""
    wrote = answered & (rng.random(len(scores)) < COMMENTED)
    released = asked.day >= day_number(RELEASE_DAY)
    heights: Real = scores / np.array([TOPS[SURVEYS[number].kind] for number in asked.survey])
    comments = [""] * len(scores)
    for row in np.flatnonzero(wrote):
        mood = _mood(float(heights[row]), asked.moment[row][0], bool(released[row]))
        comments[row] = comment(str(languages[row]), mood, rng)
    return comments


def _mood(height: float, stage: str, released: bool) -> str:
    """The mood of a comment from the score as a share of its scale's top."""
    if height > 0.84:
        return "glad"
    if height > 0.66:
        return "mixed"
    return "setup" if stage == "onboarding" and released else "sorry"
