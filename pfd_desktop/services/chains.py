"""Processing chains: saved, active, seen through, applied to many, handed on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.chains.chain import (
    chain_hash,
    check_chain,
    needs_speed,
    settled,
    uses_speed,
    words,
)
from pfd_desktop.core.chains.copying import python_source
from pfd_desktop.core.chains.process import ProcessRequest, process_blob
from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.chains.text import chain_from_json, chain_to_json
from pfd_desktop.core.records.chains import ActiveChain, Applied, SavedChain
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import Constant, SpeedReference
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress
from pfd_desktop.services.applying import apply_saved
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.processed_cache import WHOSE, ProcessedCache
from pfd_desktop.services.speeds import SpeedService
from pfd_desktop.services.writing import save_text
from pfd_desktop.store import chains, recordings
from pfd_desktop.store.project import Project

_AS_MEASURED = Chain()
_LARGEST_JSON = 2**20  # bytes


@dataclass(frozen=True)
class Saved:
    """What saving did: *before* is what had the name, None where nothing had."""

    before: SavedChain | None
    now: SavedChain


@dataclass(frozen=True)
class Seen:
    """What a recording looks like through its chain."""

    path: Path  # the waveform file to read
    words: str  # the chain in words; "" is the recording as measured
    chain: Chain = _AS_MEASURED  # what makes the file of the recording's own
    speed: SpeedReference | None = None  # where the chain takes the speed from


class ChainService:
    """What is done to waveforms before they are looked at; recordings stay as they are."""

    def __init__(
        self, project: Project, compute: Compute, speeds: SpeedService, cache_bytes: int
    ) -> None:
        self._project, self._compute, self._speeds = project, compute, speeds
        self._cache = ProcessedCache(project.cache, cache_bytes)

    @property
    def kept(self) -> ProcessedCache:
        """The processed waveforms that are kept: how much, and their end."""
        return self._cache

    def saved(self) -> tuple[SavedChain, ...]:
        """All saved chains by name."""
        with self._project.store.read() as session:
            return chains.list_all(session)

    def chain(self, chain_id: str) -> SavedChain:
        """A saved one; raises NotFound."""
        with self._project.store.read() as session:
            return chains.get(session, chain_id)

    def save(self, name: str, chain: Chain) -> Saved:
        """Keep a chain under a name, in place of one that has it; raises InvalidInput.

        Undo: delete what is there now, or save what was before.
        """
        check_chain(chain)
        with self._project.store.write() as session:
            return Saved(*chains.save(session, _named(name), chain))

    def rename(self, chain_id: str, name: str) -> SavedChain:
        """Give a saved chain another name; as it was."""
        with self._project.store.write() as session:
            return chains.rename(session, chain_id, _named(name))

    def delete(self, chain_id: str) -> SavedChain:
        """Into the trash; as it was."""
        with self._project.store.write() as session:
            return chains.delete(session, chain_id)

    def restore(self, chain_id: str) -> SavedChain:
        """Out of the trash."""
        with self._project.store.write() as session:
            return chains.restore(session, chain_id)

    def active(self, recording_id: str | None) -> ActiveChain:
        """The chain a recording is seen through: its own, else that of all; None asks for all's.

        The chain of all is not for recordings that a chain has made: it would act twice.
        """
        with self._project.store.read() as session:
            found = chains.active(session, recording_id)
            if recording_id is None or found.own:
                return found
            made = recordings.get(session, recording_id).processed
        return ActiveChain(recording_id, Chain(), own=False) if made else found

    def set_active(self, recording_id: str | None, chain: Chain | None) -> ActiveChain:
        """See a recording, or with None all, through *chain*; None: follow that of all again.

        Returns what was before; undo is to set its chain where it was ``own``, else None.
        """
        if chain is not None:
            check_chain(chain)
        with self._project.store.write() as session:
            if recording_id is not None:
                recordings.get(session, recording_id)
            return chains.set_active(session, recording_id, chain)

    def processed(self, recording_id: str, progress: Progress) -> Path:
        """The waveform file that a recording is seen through."""
        return self.seen(recording_id, progress).path

    def seen(self, recording_id: str, progress: Progress) -> Seen:
        """The same with the chain in words: the recording's own file where nothing is done.

        Processed files are computed in a child, once, and kept in ``cache/`` while there is room.
        """
        with self._project.store.read() as session:
            recording = recordings.get(session, recording_id)
        return self._seen(recording, self._told(recording), progress)

    def glanced(self, recording: Recording, progress: Progress) -> tuple[Seen, bool]:
        """The same for a quick look, and whether it does the chain to its stretch by itself.

        It does where the processed file is not there yet and the chain does not follow the shaft.
        """
        told = self._told(recording)
        if not words(told) or needs_speed(told):
            return self._seen(recording, told, progress), False
        chain, speed = self._as_it_acts(recording, told)
        if self._cache.holds(_key(recording, chain, speed)):
            return self._seen(recording, told, progress), False
        return Seen(recording.path, words(chain), chain, speed), True

    def _told(self, recording: Recording) -> Chain:
        """The chain that is active for it."""
        with self._project.store.read() as session:
            found = chains.active(session, recording.id)
        return found.chain if found.own or not recording.processed else Chain()

    def _seen(self, recording: Recording, told: Chain, progress: Progress) -> Seen:
        if not words(told):
            return Seen(recording.path, "")
        chain, speed = self._as_it_acts(recording, told)

        def make(target: Path) -> None:
            request = ProcessRequest(recording.path, target, chain, speed)
            self._compute.run(progress, process_blob, request)

        path = self._cache.path(_key(recording, chain, speed), make, progress)
        return Seen(path, words(chain), chain, speed)

    def apply_to_many(
        self, chain_id: str, recording_ids: Sequence[str], progress: Progress
    ) -> Applied:
        """New recordings at the same places, with the chain done to them and its words told.

        One whose samples are there already is not made twice. What cannot be processed is named
        with the reason; the others are made.
        """
        with self._project.store.read() as session:
            saved = chains.get(session, chain_id)
            asked = [recordings.get(session, one) for one in recording_ids]
        if not words(saved.chain):
            raise InvalidInput(f"The chain {saved.name} does nothing: it has no step that is on.")
        return apply_saved(
            self._project, self._compute, saved, asked, speed_of=self._speed, progress=progress
        )

    def export_json(self, chain_id: str, path: Path) -> None:
        """Write a saved chain as JSON."""
        self.write_json(self.chain(chain_id).chain, path)

    def write_json(self, chain: Chain, path: Path) -> None:
        """Write any chain as JSON."""
        check_chain(chain)
        save_text(path, chain_to_json(chain))

    def import_json(self, path: Path, name: str = "") -> Saved:
        """Save the chain of a JSON file, under its file's name when none is given."""
        try:
            if path.stat().st_size > _LARGEST_JSON:
                raise InvalidInput(f"{path.name} is larger than 1 MiB, which no chain is.")
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise InvalidInput(f"{path.name} is no text in UTF-8.") from error
        except OSError as error:
            raise InvalidInput(f"{path.name} cannot be read: {error.strerror}.") from error
        return self.save(name or path.stem, chain_from_json(text))

    def python(self, recording_id: str, chain: Chain) -> str:
        """A script that does *chain* to the recording and runs."""
        with self._project.store.read() as session:
            recording = recordings.get(session, recording_id)
        done, speed = self._as_it_acts(recording, chain)
        return python_source(done, recording.path, speed)

    def export_python(self, chain_id: str, recording_id: str, path: Path) -> None:
        """Write that script of a saved chain."""
        self.write_python(recording_id, self.chain(chain_id).chain, path)

    def write_python(self, recording_id: str, chain: Chain, path: Path) -> None:
        """Write that script of any chain."""
        save_text(path, self.python(recording_id, chain))

    def _as_it_acts(
        self, recording: Recording, chain: Chain
    ) -> tuple[Chain, SpeedReference | None]:
        """The chain at the recording's speed, where that is one number, and the speed it needs."""
        reference = self._speed(recording, chain)
        if reference is not None and not isinstance(reference, Constant):
            return chain, reference  # what it leaves to the speed is told where that is read
        speed = None if reference is None else SpeedProfile.constant(reference.rpm)
        return settled(chain, speed), reference if needs_speed(chain) else None

    def _speed(self, recording: Recording, chain: Chain) -> SpeedReference | None:
        """Where a chain takes the speed from; raises InvalidInput where it needs one in vain."""
        if not uses_speed(chain):
            return None
        reference = self._speeds.reference(recording.id)
        if reference is None and needs_speed(chain):
            raise InvalidInput(
                f"{recording.name} has no speed, which the chain needs. Tell it, name a tacho"
                " channel, or let it be read from the signal."
            )
        return reference


def _key(recording: Recording, chain: Chain, speed: SpeedReference | None) -> str:
    """What a processed file depends on, after whose it is."""
    facts = (recording.blob, recording.rate_hz, recording.quantity, recording.unit)
    whole = hashlib.sha256(repr((*facts, chain_hash(chain, speed))).encode()).hexdigest()
    return f"{recording.blob[:WHOSE]}-{whole}"


def _named(name: str) -> str:
    if not name.strip():
        raise InvalidInput("A chain needs a name.")
    return name.strip()
