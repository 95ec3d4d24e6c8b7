"""Follow-up of answers again in plain Python, from the rules of the design and not from the code."""

from collections import defaultdict
from datetime import datetime, timedelta

from tests.metrics.company import Company, Row
from tests.metrics.oracle_groups import CLOSE, LOOP, Figure, Group, Question, day_of, figures, grouped, share
from tests.metrics.oracle_tickets import kaplan_meier_quantile


def bad_answers(company: Company) -> list[Row]:
    return [row for row in company["survey"] if row["kind"] == "nps" and row["score"] is not None and row["score"] <= 6]


def followed_at(row: Row, name: str) -> datetime | None:
    """A follow-up at midnight of the answer's day has no time of day: it is not before the answer."""
    moment: datetime | None = row[name]
    if moment is not None and moment == datetime.combine(row["responded_at"].date(), datetime.min.time()):
        return max(moment, row["responded_at"])
    return moment


def is_faulty(row: Row, name: str) -> bool:
    moment = followed_at(row, name)
    return moment is not None and moment < row["responded_at"]


def closed_loop_rate(company: Company, asked: Question) -> dict[Group, Figure]:
    return followed_within(company, asked, "contacted_at", LOOP)


def loop_closed_rate(company: Company, asked: Question) -> dict[Group, Figure]:
    return followed_within(company, asked, "closed_at", CLOSE)


def followed_within(company: Company, asked: Question, name: str, days: int) -> dict[Group, Figure]:
    if not any(row[name] for row in company["survey"]):
        return {}
    rows = [
        (row, day_of(row["responded_at"]), day_of(row["responded_at"]))
        for row in bad_answers(company)
        if day_of(row["responded_at"]) + timedelta(days=days) <= asked.as_of and not is_faulty(row, name)
    ]

    def soon(row: Row) -> float:
        moment = followed_at(row, name)
        return float(moment is not None and moment - row["responded_at"] <= timedelta(days=days))

    return figures(grouped(company, rows, asked), lambda found: share([soon(row) for row in found]))


def recovery_rate(company: Company, asked: Question, called: bool) -> dict[Group, Figure]:
    """Of those whose last answer was bad, who answered again: the new answer is 7 or more; called in between or not."""
    if not any(row["contacted_at"] for row in company["survey"]):
        return {}
    answers: dict[tuple[str | None, str], list[Row]] = defaultdict(list)
    for row in company["survey"]:
        if row["kind"] == "nps" and row["score"] is not None and row["contact_id"]:
            answers[row["account_id"], row["contact_id"]].append(row)
    rows = []
    for given in answers.values():
        given.sort(key=lambda row: (row["responded_at"], row["response_id"], row["question"]))
        for before, now in zip(given, given[1:], strict=False):
            if before["score"] > 6 or is_faulty(before, "contacted_at"):
                continue
            call = followed_at(before, "contacted_at")
            if called == (call is not None and call <= now["responded_at"]):
                rows.append((now, day_of(now["responded_at"]), day_of(now["responded_at"])))
    return figures(grouped(company, rows, asked), lambda found: share([float(row["score"] >= 7) for row in found]))


def loop_close_hours(company: Company, asked: Question) -> dict[Group, Figure]:
    if not any(row["closed_at"] for row in company["survey"]):
        return {}
    closing = datetime.combine(asked.as_of, datetime.min.time()) + timedelta(days=1)
    rows = [
        (row, day_of(row["responded_at"]), day_of(row["responded_at"]))
        for row in bad_answers(company)
        if not is_faulty(row, "closed_at")
    ]

    def made(found: list[Row]) -> Figure:
        cases = []
        for row in found:
            end = followed_at(row, "closed_at")
            seen = end is not None and end < closing
            cases.append((((end if seen else closing) - row["responded_at"]).total_seconds() / 3600, seen))
        return kaplan_meier_quantile(cases, 0.5), len(cases), sum(seen for _, seen in cases), len(cases)

    return figures(grouped(company, rows, asked), made)
