"""The command line's grammar."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import NoReturn

from cx.contracts.asked_period import KNOWN_WORDS, PeriodRefused, asked_period
from cx.contracts.entries import ENTRIES
from cx.contracts.extracts import EXTRACTS
from cx.contracts.periods import FIRST_DAY, LAST_DAY
from cx.contracts.roles import ROLE_NAMES
from cx.contracts.words import N_, Words

AUTO = "auto"
"""In place of an extract: the file's header says which."""
OWN_DAYS = "file"
"""In place of days to replace: those of the file's own rows."""

PERIOD_HELP = N_(
    "2026, 2026Q3, 2026-07 or 2026-01-15..2026-03-10; a fiscal year and its quarters by the year it ends in"
)
Say = Callable[[str], None]


class Ended(Exception):
    """The command line ended early: help was shown, or it was not understood."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Parser(argparse.ArgumentParser):
    """A parser that speaks through `out` and `error`, so that it works through the door too."""

    out: Say = staticmethod(print)
    error_out: Say = staticmethod(print)

    def _print_message(self, message: str, file: object = None) -> None:  # noqa: ARG002  # argparse names it
        if message:
            type(self).out(message)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """End the command with a status instead of the process."""
        if message:
            type(self).error_out(message)
        raise Ended(status)

    def error(self, message: str) -> NoReturn:
        """Say what was not understood; exit status 2."""
        type(self).error_out(f"{self.format_usage()}{self.prog}: {message}\n")
        raise Ended(2)


def day(text: str) -> date:
    """A date written as YYYY-MM-DD, in the years that may be asked about."""
    found = date.fromisoformat(text)
    if not FIRST_DAY <= found <= LAST_DAY:
        raise argparse.ArgumentTypeError(
            Words().say(N_("{day} does not lie in {first} to {last}"), day=text, first=FIRST_DAY, last=LAST_DAY)
        )
    return found


def pair(text: str) -> tuple[str, str]:
    """The two sides of NAME=VALUE."""
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise ValueError(text)
    return name.strip(), value.strip()


def compared(text: str) -> tuple[str, tuple[str, ...]]:
    """The dimension and the groups of DIM=A,B; no groups where only the dimension is named."""
    name, _, listed = text.partition("=")
    groups = tuple(part.strip() for part in listed.split(",") if part.strip())
    if not name.strip() or len(groups) == 1:
        raise ValueError(text)
    return name.strip(), groups


def days(text: str) -> str:
    """The days that a load replaces: a period, two days with two dots between, or the word for the file's own."""
    if text == OWN_DAYS:
        return text
    try:
        asked_period(text, LAST_DAY)
    except PeriodRefused as refused:
        fault = refused.sentence(Words())
        if refused.message == KNOWN_WORDS:
            fault = Words().say(N_("{fault} Or write file, for the days of the file's own rows."), fault=fault)
        raise argparse.ArgumentTypeError(fault) from None
    return text


days.__name__ = "DAYS"
compared.__name__ = "DIM=A,B"
pair.__name__ = "NAME=VALUE"
day.__name__ = "YYYY-MM-DD"


def parser(words: Words, out: Say, error: Say) -> Parser:
    """The whole grammar, its help in the user's language."""
    kind = type("BoundParser", (Parser,), {"out": staticmethod(out), "error_out": staticmethod(error)})
    about = words.say(N_("Outside-In: the customer's side of the company."))
    made: Parser = kind(prog="python -m cx", description=about)
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_load(commands, words)
    _add_kpi(commands, words)
    _add_story(commands, words)
    _add_loads(commands, words)
    _add_mappings(commands, words)
    teams = commands.add_parser(
        "teams",
        help=words.say(N_("list the teams that hold tickets with their role, or say which role one stands for")),
    )
    teams.add_argument("team", nargs="?", metavar="TEAM")
    teams.add_argument("role", nargs="?", metavar="ROLE", help=", ".join(ROLE_NAMES))
    teams.add_argument("--json", action="store_true")
    _add_entries(commands, words)
    template = commands.add_parser("template", help=words.say(N_("print an empty CSV with an extract's columns")))
    template.add_argument("extract", choices=list(EXTRACTS))
    commands.add_parser("columns", help=words.say(N_("print every extract's columns as Markdown")))
    commands.add_parser("profiles", help=words.say(N_("print which exports are recognised as Markdown")))
    commands.add_parser("definitions", help=words.say(N_("print every metric's definition as Markdown")))
    commands.add_parser("words", help=words.say(N_("print the catalogue of messages for translators")))
    sample = commands.add_parser("sample", help=words.say(N_("load the sample company, or write its files")))
    either = sample.add_mutually_exclusive_group()
    either.add_argument("--write", metavar="DIR", help=words.say(N_("make the files anew in this folder instead")))
    either.add_argument(
        "--remove", action="store_true", help=words.say(N_("take the sample company out of the database instead"))
    )
    return made


def _add_load(commands: "argparse._SubParsersAction[Parser]", words: Words) -> None:
    load = commands.add_parser(
        "load",
        help=words.say(N_("load exports")),
        description=words.say(
            N_(
                "Load exports: files, patterns, or folders with all exports in them. Each file is a load of its own: "
                "where one is refused the others are kept, and the exit status is 1. A file that was loaded already is "
                "left alone."
            )
        ),
    )
    load.add_argument(
        "extract", choices=[*EXTRACTS, AUTO], help=words.say(N_("what the files hold; auto lets their headers say it"))
    )
    load.add_argument("files", nargs="+", metavar="FILE")
    _add_reading(load, words)
    load.add_argument(
        "--print-mapping",
        action="store_true",
        help=words.say(N_("print the mapping by which the file would load, as TOML, and stop")),
    )
    load.add_argument("--dry-run", action="store_true", help=words.say(N_("show what would change, and stop")))
    _add_replacing(load, words)
    load.add_argument(
        "--refused",
        metavar="OUT.csv",
        help=words.say(N_("write the refused rows to this file; of several files, each to OUT-<its name>.csv")),
    )
    load.add_argument("--today", type=day, help=words.say(N_("the day of the load (default: today)")))
    load.add_argument("--json", action="store_true")


def _add_replacing(load: Parser, words: Words) -> None:
    """Which days of earlier loads the file stands for."""
    load.add_argument(
        "--replace",
        type=days,
        metavar="DAYS",
        help=words.say(
            N_(
                "take away what earlier loads of the same source hold of these days and this file does not: 2026-07, "
                "2026Q3, 2026, 2026-07-01..2026-08-15, or file for the days of its own rows; undone with the load"
            )
        ),
    )


def _add_reading(load: Parser, words: Words) -> None:
    """How the files are to be read."""
    load.add_argument("--source", default="", help=words.say(N_("the name that the mapping is remembered by")))
    load.add_argument("--mapping", metavar="MAP.toml")
    load.add_argument(
        "--declare",
        type=pair,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=words.say(N_("what the file cannot say by itself, for example end_is=last_day")),
    )
    load.add_argument(
        "--set",
        type=pair,
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        dest="constants",
        help=words.say(N_("one value for all rows, for example scale=1-5")),
    )


def _add_loads(commands: "argparse._SubParsersAction[Parser]", words: Words) -> None:
    shown = commands.add_parser("loads", help=words.say(N_("list the loads, undo one, hand out its rows")))
    one = shown.add_mutually_exclusive_group()
    one.add_argument("--refused", type=int, metavar="LOAD_ID", help=words.say(N_("print a load's refused rows as CSV")))
    one.add_argument(
        "--clean",
        nargs=2,
        metavar=("LOAD_ID", "FILE"),
        help=words.say(N_("write the rows that a load holds now to this file, as CSV with our columns")),
    )
    one.add_argument("--undo", type=int, metavar="LOAD_ID", help=words.say(N_("undo a load, like the command undo")))
    undo = commands.add_parser(
        "undo",
        help=words.say(N_("take a load back")),
        description=words.say(
            N_("Take a load back: what it added goes, what it changed comes back. To redo it, load its file again.")
        ),
    )
    undo.add_argument("undo", type=int, metavar="LOAD_ID")
    for command in (shown, undo):
        command.add_argument(
            "--dry-run", action="store_true", help=words.say(N_("show what an undo would change, and stop"))
        )
        command.add_argument(
            "--alone",
            action="store_true",
            help=words.say(N_("of the two loads that a log of tickets makes, undo only this one")),
        )
        command.add_argument("--json", action="store_true")


def _add_mappings(commands: "argparse._SubParsersAction[Parser]", words: Words) -> None:
    shown = commands.add_parser("mappings", help=words.say(N_("list the remembered mappings, or change one")))
    one = shown.add_mutually_exclusive_group()
    one.add_argument("--export", metavar="NAME", help=words.say(N_("print a mapping as TOML")))
    one.add_argument(
        "--import", metavar="FILE", dest="imported", help=words.say(N_("remember the mapping in this TOML file"))
    )
    one.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help=words.say(N_("give a mapping another name")))
    one.add_argument("--delete", metavar="NAME", help=words.say(N_("forget a mapping; no row changes")))
    shown.add_argument("--json", action="store_true")


def _add_entries(commands: "argparse._SubParsersAction[Parser]", words: Words) -> None:
    """One command a kind of entry, its fields as NAME=VALUE."""
    helps = {
        "targets": N_("list the targets with their status, or add, remove or restore one"),
        "benchmarks": N_("list the outside benchmarks, or add, remove or restore one"),
        "events": N_("list the events on the charts, or add, remove or restore one"),
    }
    for kind, extract in ENTRIES.items():
        command = commands.add_parser(kind, help=words.say(helps[kind]))
        command.add_argument("action", nargs="?", choices=("add", "remove", "restore"))
        told = words.say(
            N_("its fields ({columns}); to remove or restore one, those that name it ({key})"),
            columns=", ".join(extract.columns),
            key=", ".join(extract.key),
        )
        command.add_argument("cells", nargs="*", type=pair, metavar="NAME=VALUE", help=told)
        command.add_argument("--json", action="store_true")


def _add_kpi(commands: "argparse._SubParsersAction[Parser]", words: Words) -> None:
    kpi = commands.add_parser("kpi", help=words.say(N_("compute metrics")))
    kpi.add_argument("metrics", nargs="+", metavar="METRIC")
    kpi.add_argument(
        "--by", default="", metavar="DIM[,DIM]", help=words.say(N_("dimensions, or day, week, month, quarter, year"))
    )
    kpi.add_argument("--period", metavar="PERIOD", help=words.say(PERIOD_HELP))
    kpi.add_argument("--from", type=day, dest="start", metavar="DATE")
    kpi.add_argument("--to", type=day, dest="end", metavar="DATE")
    kpi.add_argument("--as-of", type=day, metavar="DATE")
    kpi.add_argument("--where", type=pair, action="append", default=[], metavar="DIM=VALUE")
    kpi.add_argument(
        "--compare",
        type=compared,
        metavar="DIM[=A,B,...]",
        help=words.say(N_("compare these groups with each other; without groups, each of the largest with the rest")),
    )
    kpi.add_argument("--json", action="store_true")


def _add_story(commands: "argparse._SubParsersAction[Parser]", words: Words) -> None:
    story = commands.add_parser("story", help=words.say(N_("tell the board story")))
    story.add_argument("--period", metavar="PERIOD", help=words.say(PERIOD_HELP))
    story.add_argument("--where", type=pair, action="append", default=[], metavar="DIM=VALUE")
    story.add_argument(
        "--today", type=day, help=words.say(N_("the day that the data's age is told on (default: today)"))
    )
    story.add_argument("--json", action="store_true")
