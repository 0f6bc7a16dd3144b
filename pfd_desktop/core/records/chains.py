"""Processing chains as the project keeps them."""

from dataclasses import dataclass
from datetime import datetime

from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.records.recording import Recording


@dataclass(frozen=True)
class SavedChain:
    """A chain with a name."""

    id: str
    name: str
    chain: Chain
    created_at: datetime
    row_version: int = 1


@dataclass(frozen=True)
class ActiveChain:
    """The chain that is seen through; ``own`` where the recording has one for itself."""

    recording_id: str | None  # None: asked for all recordings
    chain: Chain
    own: bool


@dataclass(frozen=True)
class Applied:
    """What came of applying a chain to many recordings."""

    made: tuple[Recording, ...]
    refused: tuple[tuple[str, str], ...]  # name of the recording, why
