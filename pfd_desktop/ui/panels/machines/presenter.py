"""The Machines panel: what happens when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pfd_desktop.ui.edits import Edit, bearing_edit
from pfd_desktop.ui.panels.machines.plant import Plant, plant

if TYPE_CHECKING:
    from pfd_desktop.core.records.machine import Bearing, BearingKind, Machine, Unit
    from pfd_desktop.services.data import DataService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.machines.view import MachinesView
    from pfd_desktop.workers.jobs import Jobs


class MachinesPresenter:
    """Shows the plant, renames, and tells units their bearing."""

    def __init__(self, view: MachinesView, data: DataService, jobs: Jobs, history: History) -> None:
        self._view, self._data, self._jobs, self._history = view, data, jobs, history
        self._stale = True
        view.seen.connect(self._refresh)
        view.machine_renamed.connect(self.rename_machine)
        view.unit_renamed.connect(self.rename_unit)
        view.bearing_told.connect(self.tell_bearing)
        view.bearing_made.connect(self.make_bearing)
        view.message.retry_requested.connect(self.store_changed)

    def store_changed(self, tables: frozenset[str] = frozenset({"units"})) -> None:
        """Any of what is shown may have changed."""
        if tables & {"machines", "units", "points", "bearings", "recordings"}:
            self._stale = True
            self._refresh()

    def rename_machine(self, machine: Machine, name: str) -> None:
        """Give it another name."""
        rename = partial(self._data.rename_machine, machine.id)
        title = f"Rename {machine.name}"
        self._make(Edit(title, partial(rename, name), partial(rename, machine.name)))

    def rename_unit(self, unit: Unit, name: str) -> None:
        """Give it another name."""
        rename = partial(self._data.rename_unit, unit.id)
        title = f"Rename {unit.name}"
        self._make(Edit(title, partial(rename, name), partial(rename, unit.name)))

    def tell_bearing(self, unit: Unit, kind: BearingKind, bearing: Bearing | None) -> None:
        """Say how the unit carries its shaft."""
        if (unit.kind, unit.bearing) == (kind, bearing):
            return
        self._make(bearing_edit(self._data, unit.id, unit.name, kind, bearing))

    def make_bearing(self, bearing: Bearing) -> None:
        """Keep a bearing of the user's; it stays in the table when its use is undone."""
        job = self._jobs.start("Keep the bearing", lambda _: self._data.add_bearing(bearing))
        job.succeeded.connect(self._view.use_bearing)
        job.failed.connect(self._view.show_bearing_error)

    def _make(self, edit: Edit) -> None:
        job = self._history.do(edit)
        job.succeeded.connect(lambda _: self._view.clear_error())
        job.failed.connect(self._failed)

    def _failed(self, error: Exception) -> None:
        self._view.show_error(error)
        self.store_changed()  # the tree shows again what is in force

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        job = self._jobs.start("List the machines", lambda _: self._read())
        job.succeeded.connect(self._view.show_plant)
        job.failed.connect(self._view.show_error)

    def _read(self) -> Plant:
        data = self._data
        return plant(data.machines(), data.units(), data.points(), data.bearings(), data.counts())
