"""The Processing panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.core.chains.chain import words
from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.records.requests import apply_text
from pfd_desktop.ui.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pfd_desktop.core.records.chains import ActiveChain, Applied
    from pfd_desktop.services.chains import ChainService, Saved
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.processing.view import ProcessingView
    from pfd_desktop.workers.jobs import Jobs

_TABLES = frozenset({"chains", "active_chains", "recordings"})
_RAW = "Seen as it was measured: no step acts."


class ProcessingPresenter:
    """Shows the chain a recording is seen through; every change of it can be undone."""

    def __init__(
        self, view: ProcessingView, chains: ChainService, jobs: Jobs, history: History
    ) -> None:
        self._view, self._chains, self._jobs, self._history = view, chains, jobs, history
        self._recording: str | None = None
        self._selected: tuple[str, ...] = ()
        self._scope = "recording"
        self._shown: ActiveChain | None = None
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
        if self._recording is None:
            self._shown = None
            self._view.show_nothing()
            return
        found = self._chains.active(self._subject())
        if found == self._shown:
            self._show_menu()
            return
        self._shown = found
        self._view.show_chain(found.chain, self._scope, self._words(found))
        self._show_menu()

    def _subject(self) -> str | None:
        return None if self._scope == "all" else self._recording

    def _words(self, found: ActiveChain) -> str:
        said = words(found.chain)
        if not said:
            return _RAW
        whose = " (the chain of all recordings)" if not found.own and self._scope != "all" else ""
        return f"Seen through: {said}{whose}."

    def _show_menu(self) -> None:
        if self._shown is None:
            return
        saved = tuple((one.id, one.name) for one in self._chains.saved())
        own = self._scope == "recording" and self._shown.own
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
        subject = self._subject()
        before: list[ActiveChain] = []

        def do() -> None:
            before[:] = [self._chains.set_active(subject, chain)]

        def undo() -> None:
            was = before[0]
            self._chains.set_active(subject, was.chain if was.own or subject is None else None)

        job = self._history.do(Edit(title, do, undo))
        job.failed.connect(self._refused)

    def _refused(self, error: Exception) -> None:
        """Show what is in force beside what was wrong with the wish."""
        self._view.show_error(error)

    def load(self, chain_id: str) -> None:
        """See through a saved chain."""
        saved = self._chains.chain(chain_id)
        self._set(saved.chain, f"Use the chain {saved.name}")

    def save(self, name: str) -> None:
        """Keep the chain that is shown under a name."""
        if self._shown is None:
            return
        chain = self._shown.chain
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
            chain = self._shown.chain
            self._write(path, lambda: self._chains.write_json(chain, path))

    def write_python(self, path: Path) -> None:
        """Write a script that does the chain to the recording."""
        if self._shown is not None and self._recording is not None:
            chain, recording_id = self._shown.chain, self._recording
            self._write(path, lambda: self._chains.write_python(recording_id, chain, path))

    def _write(self, path: Path, call: Callable[[], None]) -> None:
        job = self._jobs.start(f"Write {path.name}", lambda _: call())
        job.succeeded.connect(lambda _: self._view.show_note(f"Written to {path}."))
        job.failed.connect(self._view.show_error)

    def open_json(self, path: Path) -> None:
        """Save the chain of a file under its name, and see through it."""
        job = self._jobs.start(f"Open {path.name}", lambda _: self._chains.import_json(path))
        job.succeeded.connect(lambda saved: self.load(saved.now.id))
        job.failed.connect(self._view.show_error)
