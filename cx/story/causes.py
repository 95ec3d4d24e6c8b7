"""The problems of a load by their cause, in words: how many rows each refuses, and an example."""

from collections import Counter
from collections.abc import Sequence

from cx.contracts.problems import Problem
from cx.contracts.words import N_, Words


def cause_sentences(problems: Sequence[Problem], most: int, words: Words) -> tuple[str, ...]:
    """One sentence for each cause, the most frequent first; of more than `most`, the rest are counted in the last."""
    causes = Counter((problem.code, problem.column) for problem in problems)
    said = [
        words.plural(
            N_("{n} row: {example}"),
            N_("{n} rows, for example: {example}"),
            n,
            example=next(item for item in problems if (item.code, item.column) == cause).sentence(words),
        )
        for cause, n in causes.most_common(most)
    ]
    rest = len(causes) - most
    return (*said, words.plural(N_("and {n} more cause"), N_("and {n} more causes"), rest)) if rest > 0 else tuple(said)
