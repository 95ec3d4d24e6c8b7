"""The colours and the type of the product, for light and dark."""

from dataclasses import dataclass

FONT = '"Source Sans", sans-serif'


@dataclass(frozen=True)
class Palette:
    """One ink, one accent, two meanings, greys for all else."""

    ink: str
    muted: str
    grid: str
    border: str
    background: str
    second_background: str
    accent: str
    better: str
    worse: str
    context: str
    heat_low: str
    heat_high: str


LIGHT = Palette(
    ink="#15232D",
    muted="#5B6B75",
    grid="#E7ECEF",
    border="#DCE3E7",
    background="#FFFFFF",
    second_background="#F5F7F8",
    accent="#0F5E78",
    better="#157A5E",
    worse="#B8491B",
    context="#C9D3D9",
    heat_low="#F3F6F8",
    heat_high="#5FA8C2",
)

DARK = Palette(
    ink="#E9F0F3",
    muted="#8FA3AE",
    grid="#22303A",
    border="#2A3942",
    background="#10181E",
    second_background="#17222A",
    accent="#5CB8D6",
    better="#4FC3A1",
    worse="#F0885B",
    context="#33454F",
    heat_low="#16262F",
    heat_high="#2E86A6",
)

PALETTES = {"light": LIGHT, "dark": DARK}
