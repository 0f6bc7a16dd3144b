"""User settings, typed: one frozen model per page."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Page(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ComputeSettings(_Page):
    """How work runs."""

    processes: int = Field(
        default=2, ge=1, le=64, title="Compute processes", description="Children that compute."
    )
    child_memory_mib: int = Field(
        default=4096,
        ge=512,
        le=1048576,
        title="Memory per process (MiB)",
        description="A compute process that needs more is stopped and says so.",
    )
    cache_mib: int = Field(
        default=4096,
        ge=64,
        le=1048576,
        title="Kept processed waveforms (MiB)",
        description="Those longest unused go first; they are computed again when needed.",
    )
    figures_mib: int = Field(
        default=256,
        ge=0,
        le=65536,
        title="Analyses kept in memory (MiB)",
        description="Shown again at once; those longest unused go first. 0 keeps none.",
    )


class LookSettings(_Page):
    """How the window looks."""

    theme: Literal["system", "light", "dark", "high contrast"] = Field(
        default="system", title="Theme", description="Light, dark, or as the system."
    )


class Settings(_Page):
    """All pages."""

    version: int = 1
    compute: ComputeSettings = ComputeSettings()
    look: LookSettings = LookSettings()
