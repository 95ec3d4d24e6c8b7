"""Kinds of question, the scales they are asked on, and which answers count as satisfied."""

from cx.contracts.column import Term

QUESTION_KINDS = (
    Term("nps", ("net promoter score", "recommend", "ltr")),
    Term("csat", ("customer satisfaction", "satisfaction", "customer satisfaction score")),
    Term("ces", ("customer effort score", "effort", "customer effort")),
)

SCALES = (
    Term("0-10", ("0 to 10", "0..10")),
    Term("1-5", ("1 to 5", "1..5")),
    Term("1-7", ("1 to 7", "1..7")),
    Term("1-10", ("1 to 10", "1..10")),
    Term("0-2", ("0 to 2", "0..2")),
    Term("good-bad", ("good/bad", "good bad", "thumbs")),
)

SCALE_RANGES = {
    "0-10": (0, 10),
    "1-5": (1, 5),
    "1-7": (1, 7),
    "1-10": (1, 10),
    "0-2": (0, 2),
    "good-bad": (0, 1),
}

SATISFIED_FROM = {"1-5": 4, "1-7": 6, "1-10": 9, "0-2": 2, "good-bad": 1}
"""The lowest score that counts as satisfied (DESIGN section 6, rule 12)."""

CES_SCALES = {"1.0": "1-5", "2.0": "1-7"}
"""The scale that belongs to each published version of the Customer Effort Score."""

GOOD_BAD = (("good", "1"), ("good, i'm satisfied", "1"), ("bad", "0"), ("bad, i'm unsatisfied", "0"))
"""Words on the good-bad scale and the score they are stored as."""
