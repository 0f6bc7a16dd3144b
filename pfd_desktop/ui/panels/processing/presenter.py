"""The Processing panel: what happens when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pfd_desktop.core.chains.chain import words
from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.records.requests import apply_text
from pfd_desktop.errors import UserError
from pfd_desktop.ui.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pfd_desktop.core.records.chains import ActiveChain, Applied, SavedChain
    from pfd_desktop.services.chains import ChainService, Saved
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.processing.view import ProcessingView
    from pfd_desktop.workers.jobs import Job, Jobs

_TABLES = frozenset({"chains", "active_chains", "recordings"})
_RAW = "Seen as it was measured: no step acts."


@dataclass(frozen=True)
class _Known:
    """The chain in force, whose it is, and the chains that are saved."""

    recording_id: str
    scope: str
    active: ActiveChain
    saved: tuple[SavedChain, ...]

    @property
    def subject(self) -> str | None:
        """Whose chain is changed; None is that of all recordings."""
        return None if self.scope == "all" else self.recording_id


def _chain_of(known: _Known) -> tuple[ActiveChain, str]:
    return known.active, known.scope


class ProcessingPresenter:
    """Shows the chain a recording is seen through; every change of it can be undone."""

    def __init__(
        self, view: ProcessingView, chains: ChainService, jobs: Jobs, history: History
    ) -> None:
        self._view, self._chains, self._jobs, self._history = view, chains, jobs, history
        self._recording: str | None = None
        self._selected: tuple[str, ...] = ()
        self._scope = "recording"
        self._shown: _Known | None = None
        self._reading: Job | None = None
        self._wishes = 0  # changes that are shown already and are still being kept
        self._doubted = False  # one was refused, so what is shown may not be in force
        self._connect()
        view.show_nothing()

    def _connect(self) -> None:
        view = self._view
        view.seen.connect(self.refresh)
        view.retry_requested.connect(self.refresh)
        view.scope_chosen.connect(self.choose_scope)
        view.chain_wanted.connect(self.change)
        view.own_dropped.connect(self.follow_all)
        view.save_requested.connect(self.save)
        view.load_requested.connect(self.load)
        view.delete_requested.connect(self.delete)
        view.apply_requested.connect(self.apply)
        view.json_requested.connect(self.write_json)
        view.python_requested.connect(self.write_python)
        view.json_chosen.connect(self.open_json)

    def choose(self, recording_id: str) -> None:
        """Follow the selection of the window; "" is none."""
        self._recording = recording_id or None
        self.refresh()

    def select(self, ids: tuple[str, ...]) -> None:
        """The recordings that a chain can be applied to."""
        self._selected = ids
        self._show_menu()

    def choose_scope(self, scope: str) -> None:
        """Edit the chain of this recording or the chain of all."""
        self._scope = scope
        self.refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """Another chain may be in force now."""
        if tables & _TABLES:
            self.refresh()

    def refresh(self) -> None:
        """Show the chain in force."""
        if not self._view.isVisible():
            return
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        recording_id, scope = self._recording, self._scope
        if recording_id is None:
            self._shown = None
            self._view.show_nothing()
            return
        job = self._jobs.start("Read the chain", lambda _: self._read(recording_id, scope))
        self._reading = job
        job.succeeded.connect(lambda found: self._show(job, found))
        job.failed.connect(self._view.show_error)

    def _read(self, recording_id: str, scope: str) -> _Known:
        active = self._chains.active(None if scope == "all" else recording_id)
        return _Known(recording_id, scope, active, self._chains.saved())

    def _show(self, job: Job, found: _Known) -> None:
        if job is not self._reading:
            return
        self._reading = None
        if self._wishes:
            return  # what was read is older than what is shown; it is read again after the last
        before, self._shown = self._shown, found
        doubted, self._doubted = self._doubted, False
        if doubted or before is None or _chain_of(before) != _chain_of(found):
            self._view.show_chain(found.active.chain, found.scope, self._words(found))
        self._show_menu()

    @staticmethod
    def _words(found: _Known) -> str:
        said = words(found.active.chain)
        if not said:
            return _RAW
        whose = "" if found.active.own or found.scope == "all" else " (the chain of all recordings)"
        return f"Seen through: {said}{whose}."

    def _show_menu(self) -> None:
        if self._shown is None:
            return
        saved = tuple((one.id, one.name) for one in self._shown.saved)
        own = self._shown.scope == "recording" and self._shown.active.own
        self._view.show_saved(saved, own=own, selected=len(self._chosen()))

    def _chosen(self) -> tuple[str, ...]:
        return self._selected or (() if self._recording is None else (self._recording,))

    # -- changes -----------------------------------------------------------------------------

    def change(self, chain: Chain, title: str) -> None:
        """See through another chain from now on."""
        self._set(chain, title)

    def follow_all(self) -> None:
        """The recording goes back to the chain of all."""
        self._set(None, "Use the chain of all recordings")

    def _set(self, chain: Chain | None, title: str) -> None:
        if self._shown is None:
            return
        subject = self._shown.subject
        before: list[ActiveChain] = []

        def do() -> None:
            before[:] = [self._chains.set_active(subject, chain)]

        def undo() -> None:
            was = before[0]
            self._chains.set_active(subject, was.chain if was.own or subject is None else None)

        self._wishes += 1
        job = self._history.do(Edit(title, do, undo))
        job.failed.connect(self._refused)
        job.finished.connect(self._settled)
        if chain is not None:
            self._expect(self._shown, chain)

    def _expect(self, shown: _Known, chain: Chain) -> None:
        """Show the wish before it is kept: the next one builds on it."""
        active = replace(shown.active, chain=chain, own=shown.subject is not None)
        wished = replace(shown, active=active)
        try:
            said = self._words(wished)
        except UserError:
            return  # keeping it fails, too, and says so
        self._shown = wished
        self._view.show_chain(chain, wished.scope, said)
        self._show_menu()

    def _refused(self, error: Exception) -> None:
        """Say what was wrong with the wish; what is in force is shown again."""
        self._doubted = True
        self._view.show_error(error)

    def _settled(self) -> None:
        self._wishes -= 1
        if not self._wishes:
            self.refresh()

    def load(self, chain_id: str) -> None:
        """See through a saved chain."""
        saved = () if self._shown is None else self._shown.saved
        for one in saved:
            if one.id == chain_id:
                self._use(one)

    def _use(self, saved: SavedChain) -> None:
        self._set(saved.chain, f"Use the chain {saved.name}")

    def save(self, name: str) -> None:
        """Keep the chain that is shown under a name."""
        if self._shown is None:
            return
        chain = self._shown.active.chain
        kept: list[Saved] = []

        def do() -> None:
            kept[:] = [self._chains.save(name, chain)]

        def undo() -> None:
            saved = kept[0]
            if saved.before is None:
                self._chains.delete(saved.now.id)
            else:
                self._chains.save(name, saved.before.chain)

        job = self._history.do(Edit(f"Save the chain {name}", do, undo))
        job.succeeded.connect(lambda _: self._view.show_note(f"Saved as “{name}”."))
        job.failed.connect(self._view.show_error)

    def delete(self, chain_id: str) -> None:
        """Put a saved chain into the trash."""
        edit = Edit(
            "Delete a saved chain",
            lambda: self._chains.delete(chain_id),
            lambda: self._chains.restore(chain_id),
        )
        self._history.do(edit).failed.connect(self._view.show_error)

    def apply(self, chain_id: str) -> None:
        """Make new recordings of what comes out of a saved chain."""
        ids = self._chosen()
        job = self._jobs.start(
            "Apply a chain",
            lambda progress: self._chains.apply_to_many(chain_id, ids, progress),
            "apply chain",
            apply_text(chain_id, ids),
        )
        job.succeeded.connect(self._applied)
        job.failed.connect(self._view.show_error)

    def _applied(self, found: Applied) -> None:
        count = len(found.made)
        said = f"{count} recording{'' if count == 1 else 's'} made."
        if found.refused:
            name, why = found.refused[0]
            more = len(found.refused) - 1
            said += f" Not made: {name}: {why}" + (f" (and {more} more)" if more else "")
        self._view.show_note(said)

    # -- files ---------------------------------------------------------------------------------

    def write_json(self, path: Path) -> None:
        """Write the chain that is shown."""
        if self._shown is not None:
            chain = self._shown.active.chain
            self._write(path, lambda: self._chains.write_json(chain, path))

    def write_python(self, path: Path) -> None:
        """Write a script that does the chain to the recording."""
        if self._shown is not None:
            chain, recording_id = self._shown.active.chain, self._shown.recording_id
            self._write(path, lambda: self._chains.write_python(recording_id, chain, path))

    def _write(self, path: Path, call: Callable[[], None]) -> None:
        job = self._jobs.start(f"Write {path.name}", lambda _: call())
        job.succeeded.connect(lambda _: self._view.show_note(f"Written to {path}."))
        job.failed.connect(self._view.show_error)

    def open_json(self, path: Path) -> None:
        """Save the chain of a file under its name, and see through it."""
        job = self._jobs.start(f"Open {path.name}", lambda _: self._chains.import_json(path))
        job.succeeded.connect(lambda saved: self._use(saved.now))
        job.failed.connect(self._view.show_error)
