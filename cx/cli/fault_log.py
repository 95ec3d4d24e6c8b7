"""Where a fault that nobody foresaw is written down, so that no shell user reads a traceback."""

import logging
import tempfile
from contextlib import closing, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST = 1_000_000  # bytes
KEPT = 3  # older files
FORM = logging.Formatter("%(asctime)s %(levelname)s %(message)s")


def fault_log(database: Path | None) -> Path:
    """Write the exception being handled to `<database>.log`, or beside other temporary files where that cannot be.

    Gives the file that holds it.
    """
    if database:
        with suppress(OSError):  # the folder is not there or takes no files
            return _written(Path(f"{database}.log"))
    return _written(Path(tempfile.gettempdir()) / "outside-in.log")


def _written(file: Path) -> Path:
    with closing(RotatingFileHandler(file, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")) as handler:
        handler.setFormatter(FORM)
        log = logging.Logger("cx")  # one of its own: nothing that it is told reaches standard error
        log.addHandler(handler)
        log.exception("the command failed")
    return file
