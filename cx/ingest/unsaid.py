"""What a proposed mapping leaves for a person to say: the kind and scale of questions that no file names."""

from collections.abc import Mapping as Pairs
from typing import TypeVar

from cx.contracts.mapping import Answers, Mapping, When
from cx.contracts.problems import FileRefused, Problem
from cx.ingest.reading import Reading

Block = TypeVar("Block", When, Answers)


def said(mapping: Mapping, reading: Reading) -> Mapping:
    """The mapping with its empty places filled by its constants; refuses the file to ask what a question asks for.

    What is said of all rows says nothing of several questions in one row: each is then asked by itself.
    """
    several = sum("kind" in item.set and not item.set["kind"] for item in mapping.answers) > 1
    when = tuple(_filled(item, mapping.constants) for item in mapping.when)
    answers = tuple(_filled(item, {} if several else mapping.constants) for item in mapping.answers)
    both: list[tuple[When | Answers, str, str, When | Answers]] = [
        (item, item.like, "condition", found) for item, found in zip(mapping.when, when, strict=True)
    ]
    both += [(item, item.score, "question", found) for item, found in zip(mapping.answers, answers, strict=True)]
    elsewhere = {*mapping.columns, *mapping.constants, *(name for item in mapping.when for name in item.set)}
    needed = "kind" not in elsewhere and bool(answers)
    for before, asked, about, after in both:
        if ("kind" in before.set or needed) and "kind" not in after.set:
            details = {"file": reading.file, "about": about}
            raise FileRefused(Problem("ask_kind", column="kind", value=asked, details=details))
    return mapping.model_copy(update={"when": when, "answers": answers})


def _filled(block: Block, constants: Pairs[str, str]) -> Block:
    found = {name: value or constants.get(name, "") for name, value in block.set.items()}
    return block.model_copy(update={"set": {name: value for name, value in found.items() if value}})
