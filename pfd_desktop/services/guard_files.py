"""Where guards lie: a folder each, with what it is, what it learned and what it would find."""

import logging
import shutil
from pathlib import Path
from threading import Lock
from typing import TypeVar

from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.core.records.healthy import Detectability, Guard
from pfd_desktop.errors import NotFound, StoreUnavailable
from pfd_desktop.store.json_text import from_text, to_text

R = TypeVar("R")
_GUARD, _FOUND = "guard.json", "detectability.json"
_log = logging.getLogger(__name__)


class GuardFiles:
    """Guards under a folder. One is there as soon as its guard.json is, which is written last."""

    def __init__(self, root: Path) -> None:
        """What has no guard.json is taken away: no guard is being made of it yet."""
        self._root, self._changing = root, Lock()
        for folder in root.glob("*/"):
            if not (folder / _GUARD).exists():
                shutil.rmtree(folder, ignore_errors=True)

    def folder(self, guard_id: str) -> Path:
        """Of a guard, there or not."""
        return self._root / guard_id

    def save(self, guard: Guard) -> None:
        """Keep the guard beside its detectors."""
        _write(self.folder(guard.id) / _GUARD, Guard, guard)

    def save_found(self, found: Detectability) -> None:
        """Keep what a guard would find, in place of what was kept before.

        Raises NotFound where the guard was deleted while it was asked.
        """
        with self._changing:
            self.get(found.guard_id)
            _write(self.folder(found.guard_id) / _FOUND, Detectability, found)

    def list_all(self) -> tuple[Guard, ...]:
        """Those that can be read, the newest first; the log names the others."""
        folders = sorted((path.parent for path in self._root.glob(f"*/{_GUARD}")), reverse=True)
        guards = (self._readable(folder.name) for folder in folders)
        return tuple(one for one in guards if one is not None)

    def get(self, guard_id: str) -> Guard:
        """The guard; raises NotFound, StoreUnavailable where its file is damaged."""
        found = _read(self.folder(guard_id) / _GUARD, Guard)
        if found is None:
            raise NotFound("This guard is no longer in the project. Train it anew.")
        return found

    def found(self, guard_id: str) -> Detectability | None:
        """What it would find; None where nobody has looked."""
        return _read(self.folder(guard_id) / _FOUND, Detectability)

    def delete(self, guard_id: str) -> None:
        """Its folder; raises NotFound."""
        with self._changing:
            self.get(guard_id)
            (self.folder(guard_id) / _GUARD).unlink()
            shutil.rmtree(self.folder(guard_id), ignore_errors=True)

    def _readable(self, guard_id: str) -> Guard | None:
        try:
            return self.get(guard_id)
        except NotFound:  # deleted since it was listed
            return None
        except StoreUnavailable as error:
            _log.warning("The guard in %s is left out: %s", self.folder(guard_id), error)
            return None


def _write(path: Path, kind: type[R], value: R) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write_bytes(path, to_text(kind, value).encode())


def _read(path: Path, kind: type[R]) -> R | None:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise StoreUnavailable(f"{path} is damaged. Restore a backup.") from error
    return from_text(kind, text)
