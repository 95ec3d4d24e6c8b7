"""When each customer project began and when it first was of value: what its milestones share."""

MILESTONES_OF_PROJECTS = """(
  SELECT m.*, p.began_on, p.valued_on,
    row_number() OVER (PARTITION BY m.account_id, m.project_id ORDER BY m.milestone_id) = 1 AS leads
  FROM milestones m JOIN (
    SELECT account_id, project_id,
      coalesce(min(actual_on) FILTER (milestone = 'kickoff'),
        CASE WHEN count(*) OVER (PARTITION BY account_id) = 1 THEN any_value(first_on) END) AS began_on,
      min(actual_on) FILTER (milestone = 'first_value') AS valued_on
    FROM milestones LEFT JOIN (
      SELECT account_id, min(starts_on) AS first_on FROM terms WHERE amount > 0 GROUP BY account_id) USING (account_id)
    GROUP BY account_id, project_id) p
  ON p.account_id = m.account_id AND p.project_id = m.project_id)"""
"""Every milestone with its project's beginning: the day of its kickoff, else the first contract of an account that has
this project alone, since a later project did not begin with it. One row of each project leads it."""
