"""What a company decides for itself: fiscal year, windows, rates and thresholds, with defaults."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from cx.contracts.problems import Problem, SetupRefused
from cx.contracts.roles import ROLE_NAMES, role_named

PREFIX = "CX_"
TEN_YEARS = 3660  # days
Currency = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern="^[A-Za-z]{2,8}$")]
Rate = Annotated[float, Field(gt=0, allow_inf_nan=False)]
TABLES = {
    "rates": '{"USD": 0.92}',
    "team_roles": '{"Tier 1": "support"}',
    "journey_stages": '["onboarding", "use", "renewal"]',
}
"""The settings that are tables or lists, with an example of each as a variable holds it."""
JOURNEY_STAGES = (
    "awareness",
    "consideration",
    "purchase",
    "sales",
    "onboarding",
    "implementation",
    "training",
    "adoption",
    "use",
    "support",
    "service",
    "billing",
    "expansion",
    "renewal",
    "advocacy",
    "leaving",
)
"""The stages of a customer's journey in their order, where a company does not name its own."""


def _role(text: str) -> str:
    found = role_named(text)
    if found is None:
        raise ValueError(text)
    return found


Role = Annotated[str, AfterValidator(_role)]
Stage = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Settings(BaseSettings):
    """One frozen value, read from `cx.toml` beside the database and from `CX_*` variables."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    fiscal_year_starts: int = Field(1, ge=1, le=12, description="The month in which the fiscal year starts.")
    base_currency: Currency | None = Field(
        None, description="The currency that amounts are shown in; needed only where contracts are in several."
    )
    rates: dict[Currency, Rate] = Field(
        default_factory=dict, description="One unit of a currency in the base currency."
    )
    team_roles: dict[str, Role] = Field(
        default_factory=dict, description="The role that a team stands for; one that is set in the app wins."
    )
    grace_days: int = Field(
        30, ge=0, le=TEN_YEARS, description="Days after its end in which a term may still be renewed."
    )
    repeat_days: int = Field(
        7, ge=1, le=TEN_YEARS, description="Days after resolution in which a new ticket counts as a repeat."
    )
    active_days: int = Field(28, ge=1, le=TEN_YEARS, description="Days in which any use makes an account active.")
    breadth_days: int = Field(90, ge=1, le=TEN_YEARS, description="Days over which features in use are counted.")
    trend_days: int = Field(90, ge=1, le=TEN_YEARS, description="Days back to the use that today's is compared with.")
    risk_days: int = Field(
        180, ge=1, le=TEN_YEARS, description="Days ahead whose renewals are forecast and looked through for risk."
    )
    answer_days: int = Field(
        14, ge=0, le=TEN_YEARS, description="Days after an invitation in which an answer counts for the response rate."
    )
    loop_days: int = Field(
        2, ge=0, le=TEN_YEARS, description="Days after a detractor's answer in which somebody should make contact."
    )
    close_days: int = Field(
        14, ge=0, le=TEN_YEARS, description="Days after a detractor's answer in which its follow-up should be done."
    )
    discount_rate: float = Field(
        0.10, ge=0.001, le=1, description="By how much a margin counts for less a year later: 0.1 is 10 %."
    )
    privacy_minimum: int = Field(
        5, ge=1, le=1_000_000, description="Answers to an anonymous survey below which a figure is hidden."
    )
    comment_minimum: int = Field(
        10, ge=1, le=1_000_000, description="Answers to an anonymous survey below which its comments are hidden."
    )
    journey_stages: tuple[Stage, ...] = Field(
        JOURNEY_STAGES, description="The stages of the customer's journey in their order; others stand after them."
    )
    largest_file_mb: int = Field(1024, ge=1, le=1_000_000, description="Largest file that a load takes, in MB.")
    cube_rows: int = Field(
        2_000_000,
        ge=1,
        le=1_000_000_000,
        description="Survey rows from which answers are counted by month besides, so that figures are read quicker.",
    )
    memory_limit_mb: int = Field(
        0,
        ge=0,
        le=100_000_000,
        description="Memory that the database may use, in MB; 0: a quarter of the machine's, at most 1024.",
    )

    def rate(self, currency: str) -> float | None:
        """One unit of `currency` in the base currency, if it is known."""
        return 1.0 if currency == self.base_currency else self.rates.get(currency)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables win over the file; what a caller says wins over both."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def settings_beside(database: Path) -> Settings:
    """The settings in `cx.toml` beside the database file; SetupRefused names the file or variable at fault."""
    file = database.parent / "cx.toml"

    class SettingsBeside(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    try:
        return SettingsBeside()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise SetupRefused(Problem("unreadable_settings", value=str(fault), details={"file": str(file)})) from None
    except SettingsError as fault:
        raise SetupRefused(_no_json(str(fault))) from None
    except ValidationError as fault:
        raise SetupRefused(_problem(dict(fault.errors()[0]), file)) from None


def _no_json(fault: str) -> Problem:
    """Only tables are not plain words; the fault names the one that cannot be read."""
    table = next((name for name in TABLES if f'"{name}"' in fault), "rates")
    name = f"{PREFIX}{table.upper()}"
    details = {"file": name, "example": TABLES[table]}
    return Problem("unreadable_variable", value=os.environ.get(name, ""), details=details)


def _problem(error: dict[str, Any], file: Path) -> Problem:
    """The first thing that is wrong with the settings, with the file or the variable that holds it."""
    name, *within = (str(part) for part in error["loc"])
    variable = f"{PREFIX}{name.upper()}"
    place = {"file": variable if variable in map(str.upper, os.environ) else str(file)}
    if error["type"] == "extra_forbidden":
        return Problem("unknown_setting", column=name, details={**place, "headers": ", ".join(Settings.model_fields)})
    column, value = ".".join([name, *within[:1]]), str(error["input"])
    if name == "base_currency" or "[key]" in within:
        return Problem("setting_no_currency", column=name, value=value, details=place)
    if name == "team_roles":
        return Problem(
            "setting_no_role", column=column, value=value, details={**place, "headers": ", ".join(ROLE_NAMES)}
        )
    if name == "rates":
        return Problem("setting_no_rate", column=column, value=value, details=place)
    if name == "journey_stages":
        return Problem("setting_no_stages", column=column, value=value, details=place)
    least, most = (
        str(next(getattr(end, sign) for end in Settings.model_fields[name].metadata if hasattr(end, sign)))
        for sign in ("ge", "le")
    )
    return Problem("setting_out_of_range", column=name, value=value, details={**place, "least": least, "most": most})
