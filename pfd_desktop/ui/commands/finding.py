"""Going to anything in the project by its words, in the query language."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem
from PySide6.QtWidgets import QMainWindow, QWidget

from pfd_desktop.core.records.search import Found, Hit
from pfd_desktop.errors import PfdError
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context
from pfd_desktop.ui.palette import Finder
from pfd_desktop.ui.widgets.field_error import FieldError

_MOST = 12  # of each subject


class QuickOpen(Finder):
    """What fits of all subjects; Enter goes there."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__("Go to", "Name of a recording, run, dataset, label …", parent)
        self._context = context
        self._hits: dict[str, Hit] = {}
        self._asked = 0  # questions so far: only the answer to the last one counts
        self.error = FieldError(self.field)
        self.column.insertWidget(1, self.error)
        self.list.setAccessibleName("What was found")
        self.list.setModel(self.rows)

    def rank(self, letters: str) -> None:
        """Search for them, when there are any."""
        self._asked += 1
        number, text = self._asked, letters.strip()
        if not text:
            self._show(number, Found((), 0))
            return
        search = self._context.services.search
        job = self._context.jobs.start(
            "Search everything", lambda _: search.everything(text, _MOST)
        )
        job.succeeded.connect(lambda found: self._show(number, found))
        job.failed.connect(lambda error: self._refuse(number, error))

    def do(self, name: str) -> None:
        """Show what was found where it is at home."""
        hit, workspace = self._hits[name], self._context.workspace
        match hit.subject:
            case "runs":
                workspace.show_panel("results")
                workspace.choose_run(hit.opens)
            case "feature_sets":
                workspace.show_panel("features")
                workspace.choose_feature_set(hit.opens)
            case "datasets":
                workspace.show_panel("datasets")
                workspace.choose_dataset(hit.opens)
            case "machines" | "units":
                workspace.show_panel("recordings")
                workspace.choose_place(hit.opens, f"{_one(hit)}: {hit.title}")
            case _:
                workspace.show_panel("signal")
                workspace.choose_recording(hit.opens)

    def _show(self, number: int, found: Found) -> None:
        if number != self._asked:
            return
        self.error.say("")
        self._hits = {hit.id: hit for hit in found.hits}
        self.rows.clear()
        for hit in found.hits:
            words = " · ".join(part for part in (hit.title, hit.detail) if part)
            item = QStandardItem(f"{_one(hit)}: {words}")
            item.setData(hit.id, Qt.ItemDataRole.UserRole)
            item.setToolTip(words)
            self.rows.appendRow(item)
        self.mark(0)

    def _refuse(self, number: int, error: Exception) -> None:
        if not isinstance(error, PfdError):
            raise error
        if number == self._asked:
            self.error.say(str(error))


def _one(hit: Hit) -> str:
    """What it is: "Recording", "Run" …"""
    from pfd_desktop.core.search.subjects import subject  # not at the start of the window

    return subject(hit.subject).one.capitalize()


def register(context: Context, window: QMainWindow) -> None:
    """Offer it."""
    finder = QuickOpen(context, window)
    context.actions.add(
        ActionSpec(
            "go_to_anything",
            window.tr("Go to…"),
            "View",
            lambda: finder.open_over(window),
            "target",
            "Ctrl+Shift+F",
        )
    )
