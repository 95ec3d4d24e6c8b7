"""One command, run on an open store, its words going through a reply."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cx.cli.arguments import Ended, parser
from cx.cli.columns_command import columns, definitions, profiles, template, words
from cx.cli.door import Reply, Request
from cx.cli.entries_command import entries_command
from cx.cli.fault_log import fault_log
from cx.cli.kpi_command import kpi
from cx.cli.load_command import load
from cx.cli.loads_command import loads
from cx.cli.mappings_command import mappings
from cx.cli.sample_command import sample
from cx.cli.speech import Speech
from cx.cli.story_command import story
from cx.cli.teams_command import teams
from cx.cli.undo_command import undo
from cx.contracts.entries import ENTRIES
from cx.contracts.problems import FileRefused, SetupRefused
from cx.contracts.words import N_, Words
from cx.store.database import Store

Command = Callable[[argparse.Namespace, Store, Speech], int]
COMMANDS: dict[str, Command] = {
    "load": load,
    "kpi": kpi,
    "story": story,
    "loads": loads,
    "undo": undo,
    "mappings": mappings,
    "sample": sample,
    "teams": teams,
    **dict.fromkeys(ENTRIES, entries_command),
}
WITHOUT_STORE: dict[str, Callable[[argparse.Namespace, Speech], int]] = {
    "template": template,
    "columns": columns,
    "profiles": profiles,
    "definitions": definitions,
    "words": words,
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
