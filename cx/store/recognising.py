"""A file that was loaded already, recognised by its bytes before anything of it is read."""

from collections.abc import Callable
from pathlib import Path

from duckdb import DuckDBPyConnection

from cx.contracts.mapping import Mapping
from cx.contracts.mapping_text import mapping_from_toml, toml
from cx.store.journal import LoadRecord, loads
from cx.store.recording import file_hash
from cx.store.replacing import Replacing


def loads_of_file(cursor: DuckDBPyConnection, path: Path) -> tuple[LoadRecord, ...]:
    """The loads that stand of a file with these very bytes, under whatever name, the latest first.

    A ticket log makes two loads at once: where one of them is undone, the file is to be loaded again.
    """
    found = loads(cursor)
    if all(item.undone_at for item in found) or not path.is_file():
        return ()
    mark = file_hash(path)
    halves = {item.loaded_at for item in found if item.hash == mark and item.undone_at}
    return tuple(item for item in found if item.hash == mark and not item.undone_at and item.loaded_at not in halves)


def is_asked(cursor: DuckDBPyConnection, load_id: int, asked: Callable[[Mapping], Mapping]) -> bool:
    """True where the load was asked for by this mapping; `asked` makes it from the one that the load was asked by."""
    texts = [
        row[0]
        for row in cursor.execute("SELECT mapping FROM asked_mappings WHERE load_id = $id", {"id": load_id}).fetchall()
    ]
    return any(toml(asked(mapping_from_toml(text))) in texts for text in texts)


def is_replaced(item: LoadRecord, replacing: Replacing | None) -> bool:
    """True where the load replaced the days that are to be replaced, or none are."""
    if replacing is None or replacing.period is None:
        return replacing is None or item.replaced_from is not None
    return (item.replaced_from, item.replaced_to) == (replacing.period.start, replacing.period.end)


def loaded_before(
    cursor: DuckDBPyConnection,
    path: Path,
    extract: str,
    asked: Callable[[Mapping], Mapping],
    replacing: Replacing | None = None,
) -> LoadRecord | None:
    """The load that stands of the very same file by the same mapping and for the same days; None where there is none."""
    found = (item for item in loads_of_file(cursor, path) if item.extract == extract and is_replaced(item, replacing))
    return next((item for item in found if is_asked(cursor, item.load_id, asked)), None)
