"""Settings come from the caller, then from variables, then from the file beside the database."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from cx.contracts.problems import SetupRefused
from cx.contracts.settings import Settings, settings_beside


@pytest.fixture
def written(tmp_path: Path):
    def settings(text: str) -> Settings:
        (tmp_path / "cx.toml").write_text(text, encoding="utf-8")
        return settings_beside(tmp_path / "cx.duckdb")

    return settings


def test_defaults_hold_without_a_file(tmp_path: Path) -> None:
    found = settings_beside(tmp_path / "cx.duckdb")
    assert (found.fiscal_year_starts, found.grace_days, found.repeat_days, found.active_days) == (1, 30, 7, 28)
    assert (found.privacy_minimum, found.base_currency, found.rates) == (5, None, {})


def test_variable_wins_over_the_file_and_the_caller_over_both(written, monkeypatch) -> None:
    text = 'fiscal_year_starts = 4\ngrace_days = 10\nbase_currency = "EUR"\n[rates]\nUSD = 0.5\n'
    monkeypatch.setenv("CX_GRACE_DAYS", "20")
    found = written(text)
    assert (found.fiscal_year_starts, found.grace_days) == (4, 20)
    assert Settings(grace_days=5).grace_days == 5


def test_rates_are_in_the_base_currency(written) -> None:
    found = written('base_currency = "EUR"\n[rates]\nUSD = 0.5\n')
    assert (found.rate("EUR"), found.rate("USD"), found.rate("GBP")) == (1.0, 0.5, None)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("fiscal_year_starts = 13", "fiscal_year_starts"),
        ("grace_days = -1", "grace_days"),
        ("grace_days = 'soon'", "grace_days"),
        ("colour = 'red'", "colour"),
        ("grace_days = ", "cx.toml"),
        ("[rates]\nUSD = 0", "rates.USD"),
        ("[rates]\nUSD = nan", "rates.USD"),
        ("base_currency = '€'", "base_currency"),
        ("journey_stages = 'use'", "journey_stages"),
        ("journey_stages = ['use', '']", "journey_stages.1"),
    ],
)
def test_fault_of_the_file_is_told_with_its_name(written, words, text: str, named: str) -> None:
    with pytest.raises(SetupRefused) as caught:
        written(text)
    sentence = caught.value.problem.sentence(words)
    assert named in sentence
    assert "cx.toml" in sentence


def test_fault_of_a_variable_is_told_with_its_name(tmp_path: Path, words, monkeypatch) -> None:
    monkeypatch.setenv("CX_GRACE_DAYS", "soon")
    with pytest.raises(SetupRefused) as caught:
        settings_beside(tmp_path / "cx.duckdb")
    assert "CX_GRACE_DAYS" in caught.value.problem.sentence(words)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().grace_days = 1  # type: ignore[misc]
