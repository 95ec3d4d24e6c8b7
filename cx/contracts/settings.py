"""What a company decides for itself: fiscal year, windows, rates and thresholds, with defaults."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


class Settings(BaseSettings):
    """One frozen value, read from `cx.toml` beside the database and from `CX_*` variables."""

    model_config = SettingsConfigDict(env_prefix="CX_", frozen=True, extra="ignore")

    fiscal_year_starts: int = Field(1, ge=1, le=12, description="The month in which the fiscal year starts.")
    base_currency: str | None = Field(None, description="The currency that amounts are shown in; needed only where "
                                                        "contracts are in several.")
    rates: dict[str, float] = Field(default_factory=dict, description="One unit of a currency in the base currency.")
    grace_days: int = Field(30, ge=0, description="Days after its end in which a term may still be renewed.")
    repeat_days: int = Field(7, ge=1, description="Days after resolution in which a new ticket counts as a repeat.")
    active_days: int = Field(28, ge=1, description="Days in which any use makes an account active.")
    breadth_days: int = Field(90, ge=1, description="Days over which features in use are counted.")
    answer_days: int = Field(14, ge=0, description="Days after an invitation until its response rate is mature.")
    privacy_minimum: int = Field(5, ge=1, description="Answers to an anonymous survey below which a figure is hidden.")
    largest_file_mb: int = Field(1024, ge=1, description="Largest file that a load takes, in MB.")
    memory_limit_mb: int = Field(0, ge=0, description="Memory that the database may use, in MB; 0: a quarter of the "
                                                      "machine's, at most 4096.")

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
    """The settings in `cx.toml` beside the database file."""

    class SettingsBeside(Settings):
        model_config = SettingsConfigDict(toml_file=database.parent / "cx.toml")

    return SettingsBeside()
