"""SQL that is written as text, as an expression."""

from functools import lru_cache

from sqlglot import exp, parse_one


@lru_cache(maxsize=4096)
def parsed(text: str) -> exp.Expr:
    """The expression of a text in DuckDB's SQL, parsed once; it is shared, so copy what is to be changed.

    It does not remember where each word stood in the text: to copy that takes most of the time of a copy.
    """
    tree = parse_one(text, dialect="duckdb")
    for node in tree.walk():
        if node._meta and node._meta.keys() <= set(exp.POSITION_META_KEYS):
            node._meta = None
        node.comments = node.comments or None
    return tree
