"""Every message that a user reads is a literal that reaches the catalogue, and its named places are all filled."""

import ast
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "cx").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"])
MARK, DOORS = "N_", {"say": 1, "plural": 2}
"""The mark of a message, and the methods that show one with how many messages each takes."""


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def is_mark(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == MARK


def templates(node: ast.expr) -> list[str] | None:
    """The messages that an argument may be; None where a name or a field brings one that is marked elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if is_mark(node):
        return templates(node.args[0])
    if isinstance(node, ast.IfExp):
        both = templates(node.body), templates(node.orelse)
        return None if None in both else [*(both[0] or []), *(both[1] or [])]
    return None


def places(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def shown(path: Path) -> list[tuple[ast.Call, list[ast.expr]]]:
    """Calls of `say` and `plural` on words, with their messages."""
    found = []
    for call in calls(path):
        if isinstance(call.func, ast.Attribute) and call.func.attr in DOORS:
            owner = ast.unparse(call.func.value)
            if owner.rpartition(".")[2] in ("words", "Words()", "w"):
                found.append((call, call.args[: DOORS[call.func.attr]]))
    return found


def test_messages_are_found():
    assert sum(len(shown(path)) for path in FILES) > 100


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_marked_is_literal_and_what_is_shown_is_never_glued(path):
    for call in calls(path):
        if is_mark(call):
            assert len(call.args) == 1 and isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}"
    for call, messages in shown(path):
        for message in messages:
            assert not isinstance(message, ast.JoinedStr | ast.BinOp), f"{path}:{call.lineno}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_template_formats_with_the_places_it_is_given(path):
    for call, messages in shown(path):
        given = {keyword.arg for keyword in call.keywords}
        is_open = None in given
        filled = {str(name) for name in given if name} | ({"n"} if len(messages) == 2 else set())
        for message in messages:
            for template in templates(message) or []:
                needed = places(template)
                assert all(name.isidentifier() for name in needed), f"{path}:{call.lineno}: {template}"
                assert is_open or needed <= filled, f"{path}:{call.lineno}: {needed - filled} of {template}"
                if filled or is_open:
                    template.format(**dict.fromkeys(needed, "x"))
                else:
                    assert "{" not in template, f"{path}:{call.lineno}: {template}"
