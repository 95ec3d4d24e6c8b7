"""The row models refuse what they should, with the column at fault."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from pydantic import ValidationError

from cx.contracts.extracts.renewals import Renewals
from cx.contracts.extracts.survey import Survey
from cx.contracts.extracts.tickets import Tickets
from cx.contracts.row import Row, columns

SURVEY = {"response_id": "R1", "kind": "nps"}
TODAY = {"today": date(2026, 11, 23)}


def refusals(model: type[Row], cells: dict[str, str]) -> set[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(cells, context=TODAY)
    return {(item["ctx"]["column"], item["type"]) for item in caught.value.errors()}


def test_cells_become_typed_values() -> None:
    row = Survey.model_validate({**SURVEY, "score": " 9 ", "responded_at": "2026-01-01 10:00+02:00", "comment": ""})
    assert (row.score, row.responded_at, row.comment, row.kind) == (9, datetime(2026, 1, 1, 8), None, "nps")
    term = Renewals.model_validate(
        {"contract_id": "C1", "account_id": "A1", "starts_on": "2026-01-01", "annual_value": "1,234.5"}
    )
    assert (term.starts_on, term.annual_value) == (date(2026, 1, 1), Decimal("1234.50"))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"kind": "nps", "response_id": ""}, {("response_id", "missing")}),
        ({"kind": "nps", "response_id": "\u00a0\t"}, {("response_id", "missing")}),
        ({**SURVEY, "score": "x", "scale": "1-9"}, {("score", "not_whole"), ("scale", "not_in_vocabulary")}),
        ({**SURVEY, "score": "\x009"}, {("score", "nul_byte")}),
        ({**SURVEY, "score": "11"}, {("score", "out_of_range")}),
        ({**SURVEY, "kind": "csat", "score": "6", "scale": "1-5"}, {("score", "off_scale")}),
        ({**SURVEY, "kind": "ces", "score": "6", "ces_version": "1.0"}, {("score", "off_scale")}),
        ({**SURVEY, "responded_at": "2026-11-25"}, {("responded_at", "in_future")}),
    ],
)
def test_survey_row_is_refused(cells: dict[str, str], expected: set[tuple[str, str]]) -> None:
    assert refusals(Survey, cells) == expected


@pytest.mark.parametrize(
    ("scale", "low", "high"),
    [("0-10", 0, 10), ("1-5", 1, 5), ("1-7", 1, 7), ("1-10", 1, 10), ("0-2", 0, 2), ("good-bad", 0, 1)],
)
def test_scores_from_end_to_end_of_the_scale_are_on_it(scale: str, low: int, high: int) -> None:
    for score in range(low, high + 1):
        assert (
            Tickets.model_validate(
                {"ticket_id": "T", "opened_at": "2026-01-01", "satisfaction": str(score), "satisfaction_scale": scale}
            ).satisfaction
            == score
        )


def test_day_of_grace_is_for_time_zones() -> None:
    assert Survey.model_validate({**SURVEY, "responded_at": "2026-11-24 23:59"}, context=TODAY).responded_at
    assert Survey.model_validate({**SURVEY, "responded_at": "2030-01-01"}).responded_at  # without a day of the load


def test_end_before_start() -> None:
    term = {"contract_id": "C", "account_id": "A", "starts_on": "2026-01-02", "annual_value": "1"}
    assert refusals(Renewals, {**term, "ends_on": "2026-01-01"}) == {("ends_on", "ends_before_start")}
    assert Renewals.model_validate({**term, "ends_on": "2026-01-02"})


def test_cell_of_no_column_is_refused() -> None:
    with pytest.raises(ValidationError):
        Survey.model_validate({**SURVEY, "colour": "red"})


def test_columns_know_their_names() -> None:
    assert [column.name for column in columns(Survey).values()] == list(Survey.model_fields)
