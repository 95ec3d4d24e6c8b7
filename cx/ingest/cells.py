"""The cells of a file in SQL: `c0`, `c1`, ... in the order of its header."""

from sqlglot import exp


def cell(number: int) -> exp.Column:
    """The file's cell by its place in the header, from 0."""
    return exp.column(f"c{number}", quoted=True)


def cell_of(name: str, header: tuple[str, ...]) -> exp.Column:
    """The file's cell by the name of its column."""
    return cell(header.index(name))
