"""Results that cost minutes, kept as files beside the run or the feature set that they are of."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pfd_desktop import __version__
from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.core.records.measured import Measured
from pfd_desktop.core.training.evaluation import Trial
from pfd_desktop.core.training.network import NetworkTrial
from pfd_desktop.core.training.robustness import Asking
from pfd_desktop.core.training.windows import WindowTrial
from pfd_desktop.errors import PfdError
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.keys import now

T = TypeVar("T")

# Of members; no result follows from them.
_NAMES = ("name", "unit_name", "machine_name", "grade", "bookkeeping")


@dataclass(frozen=True)
class Origin:
    """What a result follows from."""

    data: str  # SHA-256 of all that was read: samples, labels, speeds, features, settings
    asked: str = field(compare=False)  # in words, for who reads the file
    version: str = __version__  # of the program: another one may compute otherwise


def origin_of(given: Trial | WindowTrial | NetworkTrial | Asking, asked: str) -> Origin:
    """The origin of what a child makes of *given*; where files lie and what is called how is
    left aside, for a project that was moved and a machine that was renamed are the same ones."""
    told = asdict(given)
    for member in told.get("trial", told)["members"]:
        for name in _NAMES:
            del member[name]
    text = json.dumps(told, sort_keys=True, default=_named)
    return Origin(hashlib.sha256(text.encode()).hexdigest(), asked)


def keep(path: Path, kind: type[T], found: T, origin: Origin) -> None:
    """Put *found*, of type *kind*, at *path* in place of what was there. Raises DiskFull."""
    told = asdict(origin) | {"at": now().isoformat(), "found": json.loads(to_text(kind, found))}
    atomic_write_bytes(path, json.dumps(told, ensure_ascii=False, indent=1).encode())


def kept(path: Path, kind: type[T], origin: Callable[[], Origin]) -> Measured[T] | None:
    """What is kept at *path*; without the result where its origin is another one by now.

    None where nothing is there that can be read. *origin* is asked only where something is;
    where it cannot be told any more the result is of something that is gone.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        at, found = datetime.fromisoformat(told["at"]), from_text(kind, json.dumps(told["found"]))
        before = Origin(*(str(told[name]) for name in ("data", "asked", "version")))
    except (OSError, ValueError, KeyError, TypeError, PfdError):
        return None
    try:
        same = origin() == before
    except PfdError:
        same = False
    return Measured(at, found if same else None)


def _named(value: object) -> str:
    return value.name if isinstance(value, Path) else str(value)
