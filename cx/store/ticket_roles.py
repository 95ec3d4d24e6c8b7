"""The roles of a ticket where its export tells only teams: by the table of teams and by the changes of its owner."""

from duckdb import DuckDBPyConnection

from cx.contracts.settings import Settings

TOLD = "told_tickets"
"""Tickets with their roles filled in."""
TOLD_COLUMNS = frozenset({"first_role", "resolving_role"})

# Who held the ticket before its first change, as a role or by the team; of a ticket that came from nobody, who took it.
FIRST_HOLDER = """
  SELECT c.ticket_id, CASE WHEN c.from_team IS NOT NULL OR c.from_role IS NOT NULL THEN coalesce(c.from_role, f.role)
    ELSE coalesce(c.to_role, t.role) END AS role
  FROM owner_changes c LEFT JOIN known_teams f ON f.mark = lower(c.from_team)
  LEFT JOIN known_teams t ON t.mark = lower(c.to_team)
  QUALIFY row_number() OVER (PARTITION BY c.ticket_id ORDER BY c.changed_at, c.from_team NULLS FIRST, c.to_team) = 1"""

# The team that holds an open ticket has not resolved it.
TOLD_TICKETS = f"""
  SELECT t.* REPLACE (coalesce(t.first_role, h.role) AS first_role,
    coalesce(t.resolving_role, CASE WHEN t.resolved_at IS NOT NULL THEN k.role END) AS resolving_role)
  FROM tickets t LEFT JOIN known_teams k ON k.mark = lower(t.team)
  LEFT JOIN ({FIRST_HOLDER}) h ON h.ticket_id = t.ticket_id"""


def team_roles(cursor: DuckDBPyConnection, settings: Settings) -> dict[str, str]:
    """Team -> role: what was set in the database wins over the settings' file; capitals tell no teams apart."""
    found = {team.lower(): (team, role) for team, role in settings.team_roles.items()}
    own = cursor.execute("SELECT team, role FROM team_roles ORDER BY team").fetchall()
    return dict({**found, **{team.lower(): (team, role) for team, role in own}}.values())


def build_roles(cursor: DuckDBPyConnection, settings: Settings) -> None:
    """Make the table of known teams anew, and the tickets that are read through it."""
    known = team_roles(cursor, settings)
    cursor.execute(
        "CREATE OR REPLACE TABLE known_teams AS SELECT unnest($marks::VARCHAR[]) AS mark, "
        "unnest($teams::VARCHAR[]) AS team, unnest($roles::VARCHAR[]) AS role",
        {"marks": [team.lower() for team in known], "teams": list(known), "roles": list(known.values())},
    )
    cursor.execute(f"CREATE OR REPLACE VIEW {TOLD} AS {TOLD_TICKETS}")
