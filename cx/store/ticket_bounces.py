"""Which tickets came back to a team that had passed them on, from the changes of their owner."""

# The teams that held a ticket in their order: the one before its first change, then whoever took it each time. Times
# without an owner are passed over, so that a ticket put down and taken up by the same team is no bounce; capitals
# tell no teams apart. Where a log names no teams, roles stand for them.
ORDER = "ORDER BY changed_at, from_team NULLS FIRST, to_team NULLS FIRST, to_role"
HOLDERS = f"""
  SELECT ticket_id, changed_at, 0 AS place, lower(coalesce(from_team, from_role)) AS team FROM owner_changes
  QUALIFY row_number() OVER (PARTITION BY ticket_id {ORDER}) = 1
  UNION ALL
  SELECT ticket_id, changed_at, row_number() OVER (PARTITION BY ticket_id {ORDER}) AS place,
    lower(coalesce(to_team, to_role)) AS team FROM owner_changes"""
STAYS = f"""
  SELECT * FROM ({HOLDERS}) WHERE team IS NOT NULL
  QUALIFY team IS DISTINCT FROM lag(team) OVER (PARTITION BY ticket_id ORDER BY place)"""

BOUNCES = f"""
  SELECT ticket_id, min(changed_at) AS passed_at, min(changed_at) FILTER (visit > 1) AS bounced_at
  FROM (SELECT *, row_number() OVER (PARTITION BY ticket_id, team ORDER BY place) AS visit FROM ({STAYS}))
  GROUP BY ticket_id"""
"""Ticket -> when its first change of owner is known from, and when it first came back to a team that had it before."""
