"""The tests of how long groups wait, in words: of all of them, and pair by pair."""

from cx.contracts.units import Unit, figure
from cx.contracts.words import N_
from cx.insights.waits_by_group import Pair, WaitsByGroup
from cx.story.phrases import CERTAINTY
from cx.story.telling import Telling
from cx.story.wait_curves import p_text


def group_word(name: str, telling: Telling) -> str:
    """The group in words; one without a value is named so."""
    return name or telling.words.say(N_("not given"))


def log_rank_sentences(found: WaitsByGroup, telling: Telling) -> list[str]:
    """The log-rank test of all groups in words."""
    test, words = found.test, telling.words
    if test.value is None:
        return []
    template = (
        N_(
            "Log-rank test of {groups} groups over their whole curves: chi-squared {chi}, degrees of freedom {degrees}, p {p}; "
            "allowing for accounts with several cases p {clustered}, and the larger counts."
        )
        if test.p_clustered is not None
        else N_(
            "Log-rank test of {groups} groups over their whole curves: chi-squared {chi}, degrees of freedom {degrees}, p {p}."
        )
    )
    return [
        words.say(
            template,
            groups=found.tested,
            chi=figure(test.value, Unit.COUNT),
            degrees=test.degrees,
            p=p_text(test.p_value),
            clustered=p_text(test.p_clustered),
        )
    ]


def pair_sentences(found: WaitsByGroup, telling: Telling) -> list[str]:
    """Which of the groups drawn are over sooner than which; of one pair that cannot be told the test has said it."""
    place = {item.name: (item.median.value is None, item.median.value or 0.0) for item in found.drawn}
    ordered = sorted(found.pairs, key=lambda pair: (place[pair.sooner], place[pair.later]))
    told = [_pair(pair, telling) for pair in ordered if pair.is_told]
    if len(found.pairs) < 2:
        return (
            [telling.words.say(N_("Which is over sooner, by the whole curve: {told}."), told=told[0])] if told else []
        )
    if not told:
        return [
            telling.words.say(
                N_("No two of the groups drawn can be told apart yet ({n} pairs, adjusted for as many tests, Holm)."),
                n=len(found.pairs),
            )
        ]
    return [
        telling.words.say(
            N_("Which is over sooner, pair by pair by the whole curve (adjusted for {n} tests, Holm): {told}."),
            n=len(found.pairs),
            told="; ".join(told),
        )
    ]


def _pair(pair: Pair, telling: Telling) -> str:
    return telling.words.say(
        N_("{sooner} before {later} ({certainty})"),
        sooner=group_word(pair.sooner, telling),
        later=group_word(pair.later, telling),
        certainty=telling.words.say(CERTAINTY[pair.verdict]),
    )
