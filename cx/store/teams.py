"""The teams that hold tickets and the role that each stands for: tools export teams, the field speaks of roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from duckdb import DuckDBPyConnection

from cx.contracts.problems import FileRefused, Problem
from cx.contracts.roles import ROLE_NAMES, role_named
from cx.store.database import Store
from cx.store.facts import rebuild

HELD = (
    "SELECT team, ticket_id FROM tickets WHERE team IS NOT NULL "
    "UNION ALL SELECT from_team, ticket_id FROM owner_changes WHERE from_team IS NOT NULL "
    "UNION ALL SELECT to_team, ticket_id FROM owner_changes WHERE to_team IS NOT NULL"
)


@dataclass(frozen=True)
class Team:
    """A team, how many tickets it held, and its role, where that is known."""

    team: str
    tickets: int
    role: str | None


def teams(cursor: DuckDBPyConnection) -> tuple[Team, ...]:
    """Every team that held a ticket or has a role, the busiest first; teams that differ in capitals alone are one."""
    counted = f"SELECT lower(team) AS mark, min(team) AS team, count(DISTINCT ticket_id) AS n FROM ({HELD}) GROUP BY 1"
    rows = cursor.execute(
        "SELECT coalesce(h.team, k.team), coalesce(h.n, 0), k.role "
        f"FROM ({counted}) h FULL JOIN known_teams k USING (mark) ORDER BY 2 DESC, 1"
    ).fetchall()
    return tuple(Team(*row) for row in rows)


def set_roles(store: Store, roles: Mapping[str, str], user: str = "", at: datetime | None = None) -> None:
    """Say which role each team stands for, and make the tickets' figures anew, in one transaction.

    A role may be in any of its spellings; an empty one takes back what was said here. FileRefused for another word.
    """
    said = {team.strip(): _role(role) for team, role in roles.items()}
    moment = at.astimezone(UTC).replace(tzinfo=None) if at else None
    with store.writing() as cursor:
        cursor.execute("BEGIN")
        try:
            for team, role in said.items():
                cursor.execute("DELETE FROM team_roles WHERE lower(team) = lower($team)", {"team": team})
                if role:
                    values = {"team": team, "role": role, "at": moment, "by": user}
                    cursor.execute("INSERT INTO team_roles VALUES ($team, $role, $at, $by)", values)
            rebuild(cursor, "tickets", store.settings)
            cursor.execute("COMMIT")
        except BaseException:
            cursor.execute("ROLLBACK")
            raise


def _role(text: str) -> str | None:
    found = role_named(text) if text.strip() else None
    if text.strip() and not found:
        raise FileRefused(Problem("unknown_role", value=text, details={"headers": ", ".join(ROLE_NAMES)}))
    return found
