"""How the steps of a training are computed on this machine. Loads no torch by itself."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.errors import InvalidInput

PLAIN, CHANNELS_LAST = "contiguous", "channels-last"
SINGLE, BFLOAT16 = "float32", "bfloat16"


@dataclass(frozen=True)
class Pace:
    """The layout of values, the numbers that are multiplied, and the threads of a training."""

    layout: str
    numbers: str
    threads: int
    reason: str  # how it was chosen

    @property
    def short(self) -> str:
        """Layout and numbers in a word each."""
        return f"{self.layout}, {self.numbers}"

    @property
    def words(self) -> str:
        """All of it, as a run keeps it."""
        threads = "1 thread" if self.threads == 1 else f"{self.threads} threads"
        return f"{self.layout}, {self.numbers}, {threads}: {self.reason}"


def keep_pace(folder: Path, pace: Pace) -> None:
    """Write it down beside the checkpoints: a run goes on as it began, on any machine."""
    atomic_write_bytes(_file(folder), json.dumps(asdict(pace)).encode())


def kept_pace(folder: Path) -> Pace | None:
    """What keep_pace wrote; None where nothing was chosen yet. Raises InvalidInput."""
    try:
        return Pace(**json.loads(_file(folder).read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise InvalidInput(
            f"How this run computed its steps cannot be read ({error}). Start a new run."
        ) from error


def _file(folder: Path) -> Path:
    return folder / "pace.json"
