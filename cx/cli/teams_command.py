"""`teams`: the teams that hold tickets, with their role; says which role a team stands for."""

import argparse
from datetime import datetime

from cx.cli.speech import Speech
from cx.contracts.words import N_
from cx.store.database import Store
from cx.store.teams import Team, set_roles
from cx.store.teams import teams as known_teams


def teams(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """Set the role of the team that is named, if a role is given, then list that team, or all of them."""
    if arguments.role is not None:
        set_roles(store, {arguments.team: arguments.role}, speech.user, datetime.now().astimezone())
    with store.cursor() as cursor:
        found = known_teams(cursor)
    if arguments.team is not None:
        found = tuple(item for item in found if item.team.lower() == arguments.team.strip().lower())
    if arguments.json:
        speech.json({"teams": [item.__dict__ for item in found]})
    else:
        _say(found, speech)
    return 0


def _say(found: tuple[Team, ...], speech: Speech) -> None:
    say, plural = speech.words.say, speech.words.plural
    header = [say(name) for name in (N_("team"), N_("tickets"), N_("role"))]
    speech.table(header, [[item.team, str(item.tickets), item.role or "?"] for item in found])
    unknown = sum(item.role is None for item in found)
    if unknown:
        speech.say(
            plural(
                N_("{n} team has no role yet. Say it with: python -m cx teams TEAM ROLE"),
                N_("{n} teams have no role yet. Say each with: python -m cx teams TEAM ROLE"),
                unknown,
            )
        )
