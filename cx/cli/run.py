"""One command, run on an open store, its words going through a reply."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from cx.cli.arguments import Ended, parser
from cx.cli.door import Reply, Request
from cx.cli.fault_log import fault_log
from cx.cli.speech import Speech
from cx.contracts.entries import ENTRIES
from cx.contracts.problems import FileRefused, SetupRefused
from cx.contracts.words import N_, Words
from cx.store.database import Store

Command = Callable[[argparse.Namespace, Store, Speech], int]


def _imported(module: str, name: str) -> Callable[..., int]:
    """A command that is imported when it is called: what one computes with takes the others half a second to start."""

    def called(*given: Any) -> int:
        command: Callable[..., int] = getattr(import_module(f"cx.cli.{module}"), name)
        return command(*given)

    return called


COMMANDS: dict[str, Command] = {
    **{
        name: _imported(f"{name}_command", name)
        for name in ("load", "kpi", "story", "loads", "undo", "mappings", "sample", "teams")
    },
    **dict.fromkeys(ENTRIES, _imported("entries_command", "entries_command")),
}
WITHOUT_STORE: dict[str, Callable[[argparse.Namespace, Speech], int]] = {
    name: _imported("columns_command", name) for name in ("template", "columns", "profiles", "definitions", "words")
}


@dataclass(frozen=True)
class CommandLine:
    """A request with the grammar applied."""

    request: Request
    reply: Reply
    words: Words

    @cached_property
    def arguments(self) -> argparse.Namespace:
        """The parsed arguments; raises Ended for help and for what is not understood."""
        return parser(self.words, self.reply.out, self.reply.error).parse_args(list(self.request.arguments))

    @property
    def needs_store(self) -> bool:
        """False for commands that look at no data."""
        return self.arguments.command not in WITHOUT_STORE and not getattr(self.arguments, "write", None)

    def run(self, store: Store | None) -> int:
        """Run the command; returns its exit status."""
        speech = Speech(self.reply, self.words, self.request.folder, self.request.user, self.request.watched)
        try:
            if self.arguments.command in WITHOUT_STORE:
                return WITHOUT_STORE[self.arguments.command](self.arguments, speech)
            return COMMANDS[self.arguments.command](self.arguments, store, speech)  # type: ignore[arg-type]
        except FileRefused as refused:
            speech.error(refused.problem.sentence(self.words))
            return 1


def run(request: Request, reply: Reply, store: Store, words: Words) -> int:
    """Parse and run a request on an open store; returns its exit status."""
    return answered(lambda: CommandLine(request, reply, words).run(store), reply, words, store.path)


def answered(command: Callable[[], int], reply: Reply, words: Words, database: Path | None) -> int:
    """The exit status of a command: 0 done, 1 refused or failed, 2 usage; a fault is a sentence, never a traceback."""
    try:
        return command()
    except Ended as ended:
        return ended.status
    except SetupRefused as refused:
        reply.error(refused.problem.sentence(words) + "\n")
    except BrokenPipeError:
        raise
    except Exception:
        reply.error(
            words.say(
                N_(
                    "The command failed; {file} says where. See in the list of loads what was done before "
                    "you run it again."
                ),
                file=fault_log(database),
            )
            + "\n"
        )
    return 1
