"""Other recordings beside the chosen one: below it, or over it with an offset; without Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pfd_desktop.core.dsp.alignment import Alignment, align
from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.plots.overlays import Overlay

if TYPE_CHECKING:
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.data import DataService
    from pfd_desktop.ui.panels.signal.presenter import Shown
    from pfd_desktop.ui.panels.signal.view import SignalView
    from pfd_desktop.workers.jobs import Jobs

MOST = 6  # recordings beside the chosen one: more cannot be told apart
_LISTED = 24  # companions in the menu


class Comparing:
    """Which others are shown, how, and by how much each is moved in time."""

    def __init__(
        self,
        view: SignalView,
        data: DataService,
        opening: Callable[[str, Progress], Shown],
        jobs: Jobs,
    ) -> None:
        self._view, self._data, self._open, self._jobs = view, data, opening, jobs
        self._first: Shown | None = None
        self._others: dict[str, Shown] = {}  # by id, in the order they were asked for
        self._offsets_s: dict[str, float] = {}
        self._overlaid = False
        self._selected: tuple[str, ...] = ()
        controls = view.controls
        controls.channels_asked.connect(self.list_companions)
        controls.channel_toggled.connect(self.toggle)
        controls.selected_requested.connect(lambda: self.add(self._selected))
        controls.overlaid_chosen.connect(self.overlay)
        view.offset.offset_chosen.connect(self.move)
        view.plot.overlays.moved.connect(self.move)
        view.offset.find_requested.connect(self.find_offset)

    def show(self, shown: Shown | None) -> None:
        """Another recording is chosen: it stands alone; or the same one was read anew."""
        before, self._first = self._first, shown
        if shown is None or before is None or shown.recording.id != before.recording.id:
            self._others, self._offsets_s = {}, {}
        self._arrange()

    def selected(self, ids: tuple[str, ...]) -> None:
        """These are selected in the list of recordings."""
        self._selected = ids

    def list_companions(self) -> None:
        """Fill the menu with what was measured with the chosen recording."""
        if self._first is None:
            self._view.controls.show_companions((), ())
            return
        chosen = self._first.recording.id
        job = self._jobs.start("List the channels", lambda _: self._data.companions(chosen))
        job.succeeded.connect(
            lambda found: self._view.controls.show_companions(found[:_LISTED], tuple(self._others))
        )
        job.failed.connect(self._view.show_error)

    def toggle(self, recording_id: str, on: bool) -> None:
        """Show one beside, or no more."""
        if on:
            self.add((recording_id,))
        elif self._others.pop(recording_id, None) is not None:
            self._arrange()

    def add(self, ids: tuple[str, ...]) -> None:
        """Show these beside the chosen one."""
        first = self._first
        wanted = [] if first is None else [i for i in ids if i != first.recording.id]
        wanted = [i for i in wanted if i not in self._others]
        if not wanted:
            self._view.show_note("Select other recordings in the list of recordings first.")
            return
        if len(wanted) + len(self._others) > MOST:
            self._view.show_error(
                InvalidInput(f"At most {MOST} recordings are shown beside the chosen one.")
            )
            return
        job = self._jobs.start("Open the recordings", lambda p: [self._open(i, p) for i in wanted])
        job.succeeded.connect(lambda found: self._take(first, found))
        job.failed.connect(self._view.show_error)

    def overlay(self, on: bool) -> None:
        """Draw them over each other, or below each other."""
        self._overlaid = on
        self._arrange()

    def _take(self, first: Shown | None, found: list[Shown]) -> None:
        if first is not self._first:
            return
        self._others |= {shown.recording.id: shown for shown in found}
        self._arrange()

    def _arrange(self) -> None:
        self._view.controls.show_count(len(self._others))
        if self._first is None:
            return
        first = self._first.figure
        over = self._over(first) if self._overlaid else []
        below = [shown.figure for i, shown in self._others.items() if i not in over]
        self._view.show_others(
            tuple(Overlay(self._others[i].figure, self._offsets_s.get(i, 0.0)) for i in over),
            tuple(below),
        )
        if self._overlaid and below:
            names = ", ".join(figure.recording for figure in below)
            units = ", ".join(sorted({figure.unit for figure in below}))
            self._view.show_note(
                f"{names} in {units} cannot be drawn over {first.unit}: it stands below."
            )

    def _over(self, first: TraceFigure) -> list[str]:
        """Those that can be drawn over *first*: the same unit over the same axis."""
        axes = first.unit, first.axis
        others = ((i, shown.figure) for i, shown in self._others.items())
        return [i for i, figure in others if (figure.unit, figure.axis) == axes]

    # -- the time offset of the last one drawn over ----------------------------------------------

    def _moved(self) -> str | None:
        if self._first is None or not self._overlaid:
            return None
        over = self._over(self._first.figure)
        return over[-1] if over else None

    def move(self, offset_s: float) -> None:
        """Draw the last one over the first so much later."""
        moved = self._moved()
        if moved is not None:
            self._offsets_s[moved] = offset_s
            self._arrange()

    def find_offset(self) -> None:
        """Where both agree best, by cross-correlation in a job."""
        moved, first = self._moved(), self._first
        if moved is None or first is None:
            return
        one, other = first.figure, self._others[moved].figure
        job = self._jobs.start("Find the offset", lambda progress: _found(one, other, progress))
        job.succeeded.connect(lambda found: self._use(moved, found))
        job.failed.connect(self._view.show_error)

    def _use(self, moved: str, found: Alignment) -> None:
        if moved == self._moved():
            self.move(found.offset_s)
            self._view.offset.show_found(found.correlation)


def _found(one: TraceFigure, other: TraceFigure, progress: Progress) -> Alignment:
    if one.rate_hz != other.rate_hz:
        raise InvalidInput(
            f"{one.recording} is sampled at {one.rate_hz:g} Hz and {other.recording} at"
            f" {other.rate_hz:g} Hz: resample one of them first, or give the offset as a number."
        )
    progress.report(0.0)
    return align(one.waveform.samples, other.waveform.samples, one.rate_hz)
