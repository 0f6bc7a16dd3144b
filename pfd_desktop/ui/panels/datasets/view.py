"""The Datasets panel: widgets only."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.datasets import BundleForm, Dataset
from pfd_desktop.core.records.tags import Tag
from pfd_desktop.ui.dialogs.asking import ask_text
from pfd_desktop.ui.dialogs.tagging import ask_tag
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.panels.datasets.classes import ClassesTab, CoverageTab
from pfd_desktop.ui.panels.datasets.differences import DifferencesTab
from pfd_desktop.ui.panels.datasets.seen import Seen
from pfd_desktop.ui.panels.datasets.splits import SplitsTab
from pfd_desktop.ui.widgets.flow_layout import FlowLayout
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.tagged_table import TaggedTable

COLUMNS: tuple[Column[Dataset], ...] = (
    Column("Dataset", lambda d: d.name + (" (archived)" if d.archived_at else "")),
    Column(
        "Recordings",
        lambda d: str(d.newest.recordings),
        lambda d: d.newest.recordings,
        number=True,
    ),
    Column("Version", lambda d: str(d.newest.number), lambda d: d.newest.number, number=True),
    Column("Hash", lambda d: d.newest.hash[:12], tip=lambda d: d.newest.hash),
    Column("Note", lambda d: d.note),
)
_TAGS = 1  # place of that column
_FORMS = {
    BundleForm.HDF5: "HDF5",
    BundleForm.MAT: "MATLAB",
    BundleForm.CSV: "CSV",
    BundleForm.PARQUET: "Parquet",
}


class DatasetsView(QWidget):
    """All datasets; of the chosen one its versions, classes, coverage, splits and differences."""

    seen = Signal()
    create_requested = Signal(str, bool)  # name, selected recordings only
    version_requested = Signal(bool)  # with the selected recordings instead of its own
    dataset_chosen = Signal(str)
    version_chosen = Signal(str)
    rename_requested = Signal(str)  # the new name
    tag_requested = Signal(str, tuple, bool)  # name, ids, whether it is given or taken away
    archive_requested = Signal()
    delete_requested = Signal()
    restore_requested = Signal(str)
    archived_wanted = Signal(bool)
    export_requested = Signal(object, object)  # where to, a BundleForm
    import_requested = Signal(object)  # where from
    cancel_requested = Signal()

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Datasets")
        self.message = MessageStrip()
        self._make_actions()
        self._make_content()
        self._lay_out()
        self._connect()
        self.show_seen(None)
        self.show_datasets((), "")
        self.show_rest()

    def _make_actions(self) -> None:
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the new dataset")
        self.name.setPlaceholderText(self.tr("Name of a new dataset"))
        self.which = QComboBox()
        self.which.setAccessibleName("Recordings of the new dataset or version")
        self.which.addItems([self.tr("All recordings"), self.tr("Selected recordings")])
        self.create_button = self._button("Create", "Create the dataset")
        self.create_button.setProperty("primary", True)
        self.freeze = self._button("New version", "Freeze a new version")
        self.freeze.setToolTip(
            self.tr("Its recordings as they are now; or those selected, where these are chosen.")
        )
        self.tag = self._button("Tag…", "Tag the selected datasets")
        self.rename = self._button("Rename…", "Rename the dataset")
        self.archive = self._button("Archive", "Archive the dataset")
        self.delete = self._button("Delete", "Delete the dataset")
        self.form = QComboBox()
        self.form.setAccessibleName("Form of the bundle")
        for form, words in _FORMS.items():
            self.form.addItem(words, form)
        self.export = self._button("Export…", "Export the version as a bundle")
        self.take_in = self._button("Import…", "Import a bundle")
        self.archived = QCheckBox(self.tr("Archived"))
        self.archived.setAccessibleName("List archived datasets")
        self.trash = QComboBox()
        self.trash.setAccessibleName("Datasets in the trash")
        self.restore = self._button("Restore", "Restore the dataset from the trash")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the bundle")
        self.cancel = self._button("Cancel", "Cancel the bundle")

    def _button(self, words: str, name: str) -> QPushButton:
        made = QPushButton(self.tr(words))
        made.setAccessibleName(name)
        return made

    def _make_content(self) -> None:
        self.table: TaggedTable[Dataset] = TaggedTable("Datasets", COLUMNS, _TAGS)
        self.versions = QComboBox()
        self.versions.setAccessibleName("Version of the dataset")
        self.versions.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.hash = QLabel()
        self.hash.setAccessibleName("Hash of the version")
        self.hash.setProperty("tone", "muted")
        self.hash.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hash.setWordWrap(True)
        self.classes, self.coverage = ClassesTab(), CoverageTab()
        self.splits, self.differences = SplitsTab(), DifferencesTab()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Views of the dataset")
        self.tabs.tabBar().setAccessibleName("Views of the dataset")
        for widget, words in (
            (self.classes, "Classes"),
            (self.coverage, "Speed and load"),
            (self.splits, "Splits"),
            (self.differences, "Differences"),
        ):
            self.tabs.addTab(widget, self.tr(words))

    def _lay_out(self) -> None:
        making, acting = QHBoxLayout(), FlowLayout(spacing=6)
        making.addWidget(self.name, 1)
        making.addWidget(self.which)
        making.addWidget(self.create_button)
        making.addWidget(self.freeze)
        for widget in (
            *(self.tag, self.rename, self.archive, self.delete),
            *(self.form, self.export, self.take_in),
            *(self.archived, self.trash, self.restore, self.bar, self.cancel),
        ):
            acting.addWidget(widget)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        chosen = QHBoxLayout()
        chosen.addWidget(QLabel(self.tr("Version")))
        chosen.addWidget(self.versions)
        chosen.addWidget(self.hash, 1)
        below.addLayout(chosen)
        below.addWidget(self.tabs, 1)
        parted = QSplitter(Qt.Orientation.Vertical)
        parted.setChildrenCollapsible(False)
        parted.addWidget(self.table)
        parted.addWidget(lower)
        parted.setStretchFactor(1, 1)
        parted.setSizes([150, 420])
        inner = QVBoxLayout()
        inner.setContentsMargins(8, 8, 8, 8)
        inner.setSpacing(6)
        inner.addLayout(making)
        inner.addLayout(acting)
        inner.addWidget(parted, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addLayout(inner, 1)

    def _connect(self) -> None:
        self.create_button.clicked.connect(self._ask_create)
        self.name.returnPressed.connect(self._ask_create)
        self.freeze.clicked.connect(lambda: self.version_requested.emit(self._is_selected()))
        self.table.current_changed.connect(self._tell_dataset)
        self.versions.activated.connect(
            lambda _: self.version_chosen.emit(str(self.versions.currentData()))
        )
        self.tag.clicked.connect(self._ask_tag)
        self.table.offer((self.tag, self.rename, self.archive, self.delete))
        self.rename.clicked.connect(self._ask_name)
        self.archive.clicked.connect(self.archive_requested)
        self.delete.clicked.connect(self.delete_requested)
        self.archived.toggled.connect(self.archived_wanted)
        self.restore.clicked.connect(
            lambda: self.restore_requested.emit(str(self.trash.currentData()))
        )
        self.export.clicked.connect(self._ask_export)
        self.take_in.clicked.connect(self._ask_import)
        self.cancel.clicked.connect(self.cancel_requested)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_selected(self, count: int) -> None:
        """How many recordings are selected."""
        self.which.setItemText(1, self.tr("Selected recordings ({0})").format(count))

    def show_tags(self, tags: Mapping[str, Sequence[Tag]], known: Sequence[str]) -> None:
        """The tags of each dataset that has any, and all there are."""
        self.table.show_tags(tags, known)

    def show_datasets(
        self, datasets: Sequence[Dataset], chosen: str, trash: Sequence[Dataset] = ()
    ) -> None:
        """All by name; the chosen one stays the current row."""
        self.table.blockSignals(True)
        self.table.show_records(datasets)
        ids = [one.id for one in datasets]
        if chosen in ids:
            self.table.choose(ids.index(chosen))
        self.table.blockSignals(False)
        current = next((one for one in datasets if one.id == chosen), None)
        self._show_actions(current)
        self.trash.clear()
        for one in trash:
            self.trash.addItem(one.name, one.id)
        for widget in (self.trash, self.restore):
            widget.setVisible(bool(trash))

    def _show_actions(self, current: Dataset | None) -> None:
        for widget in (
            *(self.freeze, self.tag, self.rename, self.archive, self.delete),
            *(self.form, self.export),
        ):
            widget.setEnabled(current is not None)
        away = current is not None and current.archived_at is not None
        self.archive.setText(self.tr("Unarchive") if away else self.tr("Archive"))

    def show_dataset(self, dataset: Dataset | None, version_id: str) -> None:
        """Its versions, the newest first, this one chosen."""
        self._show_actions(dataset)
        self.versions.clear()
        for one in () if dataset is None else reversed(dataset.versions):
            made = one.created_at.astimezone()
            note = f" · {one.note}" if one.note else ""
            self.versions.addItem(f"{one.number} · {made:%Y-%m-%d %H:%M}{note}", one.id)
        self.versions.setCurrentIndex(self.versions.findData(version_id))
        self.differences.show_versions(dataset)

    def show_seen(self, seen: Seen | None, split_id: str = "") -> None:
        """A version, or that there is none."""
        self.hash.setText("" if seen is None else f"SHA-256 {seen.version.hash}")
        self.classes.show_seen(seen)
        self.coverage.show_coverage(None if seen is None else seen.coverage)
        self.splits.show_seen(seen, split_id)

    def show_working(self, fraction: float, _text: str = "") -> None:
        """How far the bundle is."""
        self.message.clear()
        self.bar.setValue(round(100 * fraction))
        for widget in (self.bar, self.cancel):
            widget.show()
        for widget in (self.export, self.take_in):
            widget.setEnabled(False)

    def show_rest(self) -> None:
        """Nothing runs."""
        for widget in (self.bar, self.cancel):
            widget.hide()
        self.export.setEnabled(self.delete.isEnabled())
        self.take_in.setEnabled(True)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def show_note(self, text: str) -> None:
        """What was done."""
        self.message.show_note(text)

    def _is_selected(self) -> bool:
        return self.which.currentIndex() == 1

    def _ask_create(self) -> None:
        self.create_requested.emit(self.name.text(), self._is_selected())

    def _ask_tag(self) -> None:
        ask_tag(self, "datasets", self.table.ids(), self.table.known, self.tag_requested.emit)

    def _ask_name(self) -> None:
        if (current := self.table.current()) is not None:
            tell = self.rename_requested.emit
            ask_text(self, self.tr("Rename the dataset"), self.tr("Name"), tell, current.name)

    def _tell_dataset(self) -> None:
        current = self.table.current()
        if current is not None:
            self.dataset_chosen.emit(current.id)

    def _ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export the dataset: a folder, or a file that ends in .zip"),
            "",
            self.tr("Folder (*);;Archive (*.zip)"),
        )
        if name:
            self.export_requested.emit(Path(name), BundleForm(self.form.currentData()))

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Import a dataset: its archive, or the manifest in its folder"),
            "",
            self.tr("Bundles (*.zip manifest.json)"),
        )
        if name:
            path = Path(name)
            self.import_requested.emit(path.parent if path.name == "manifest.json" else path)
