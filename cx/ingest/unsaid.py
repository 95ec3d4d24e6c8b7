"""What a proposed mapping leaves for a person to say: the kind and scale of questions that no file names."""

from collections.abc import Mapping as Pairs

from cx.contracts.mapping import Mapping
from cx.contracts.problems import FileRefused, Problem
from cx.ingest.reading import Reading


def said(mapping: Mapping, reading: Reading) -> Mapping:
    """The mapping with its empty places filled by its constants; refuses the file to ask what a question asks for."""
    blocks = [(item.like, item.set) for item in mapping.when] + [(item.score, item.set) for item in mapping.answers]
    filled = [_filled(values, mapping.constants) for _, values in blocks]
    elsewhere = {*mapping.columns, *mapping.constants, *(name for item in mapping.when for name in item.set)}
    needed = "kind" not in elsewhere and mapping.answers
    for (asked, before), after in zip(blocks, filled, strict=True):
        if ("kind" in before or needed) and "kind" not in after:
            raise FileRefused(Problem("ask_kind", column="kind", value=asked, details={"file": reading.file}))
    sets = iter(filled)
    return mapping.model_copy(
        update={
            "when": tuple(item.model_copy(update={"set": next(sets)}) for item in mapping.when),
            "answers": tuple(item.model_copy(update={"set": next(sets)}) for item in mapping.answers),
        }
    )


def _filled(values: Pairs[str, str], constants: Pairs[str, str]) -> dict[str, str]:
    found = {name: value or constants.get(name, "") for name, value in values.items()}
    return {name: value for name, value in found.items() if value}
