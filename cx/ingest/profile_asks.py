"""What a profile asks of a person, each with where it is said."""

from cx.contracts.answering import ANSWERS, answer_sentence, field_sentence
from cx.contracts.extracts import EXTRACTS
from cx.contracts.words import Words
from cx.ingest.profile import Asked, Profile


def asked_sentences(profile: Profile, words: Words) -> tuple[str, ...]:
    """The profile's questions, each followed by where its reader answers it."""
    return tuple(_sentence(item, profile, words) for item in profile.asks)


def _sentence(item: Asked, profile: Profile, words: Words) -> str:
    return " ".join((words.say(item.text), *(_answer(about, profile, words) for about in item.about)))


def _answer(about: str, profile: Profile, words: Words) -> str:
    if about in ANSWERS:
        return answer_sentence(about, words)
    return field_sentence(about, EXTRACTS[profile.extract].columns[about].title, words)
