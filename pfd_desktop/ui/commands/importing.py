"""Bringing recordings in: files, folders, drops, the sample."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QMainWindow

from pfd_desktop.core.records.importing import ImportReport, ImportRequest, RefusedFile
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.requests import request_text, seed_text
from pfd_desktop.core.waveforms.importers.declared import plugged_endings
from pfd_desktop.core.waveforms.importers.endings import ALL_ENDINGS
from pfd_desktop.errors import PfdError
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dialogs.import_report import ImportReportDialog
from pfd_desktop.ui.exports import serve


class Importing:
    """Starts imports and says what became of every file."""

    def __init__(self, context: Context, window: QMainWindow) -> None:
        self._context, self._window = context, window

    def ask_files(self) -> None:
        """Choose files."""
        names, _chosen = QFileDialog.getOpenFileNames(
            self._window,
            self._window.tr("Import recordings"),
            "",
            self._filters(),
        )
        if names:
            self.start(tuple(Path(name) for name in names))

    def _filters(self) -> str:
        """Of the file dialog; in capitals too, for systems that tell them apart."""
        endings = sorted(ALL_ENDINGS | plugged_endings())
        patterns = " ".join(f"*{one} *{one.upper()}" for one in endings)
        return f"{self._window.tr('Recordings')} ({patterns});;{self._window.tr('All files')} (*)"

    def ask_folder(self) -> None:
        """Choose a folder."""
        name = QFileDialog.getExistingDirectory(
            self._window, self._window.tr("Import a folder of recordings")
        )
        if name:
            self.start((Path(name),))

    def ask_mapped(self) -> None:
        """Choose files, and tell how they are to be read before they are."""
        names, _chosen = QFileDialog.getOpenFileNames(
            self._window,
            self._window.tr("Import with a mapping"),
            "",
            self._filters(),
        )
        if names:
            self.tell_mapping({Path(name): "" for name in names})

    def tell_mapping(
        self, files: dict[Path, str], told: Callable[[ImportRequest], None] | None = None
    ) -> None:
        """Ask what the files do not say, each with why it is asked for; then import them.

        *told*: who is given the answer in place of an import.
        """
        # Not at the start of the window: few imports need it.
        from pfd_desktop.ui.dialogs.mapping.dialog import Listed, MappingDialog
        from pfd_desktop.ui.dialogs.mapping.presenter import MappingPresenter

        services = self._context.services
        dialog = MappingDialog([Listed(*one) for one in files.items()], self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        presenter = MappingPresenter(dialog, services.imports, services.data, self._context.jobs)
        dialog.presenter = presenter
        serve(dialog, self._context.jobs)
        dialog.mapping_told.connect(told or self.run)
        dialog.in_place.setVisible(told is None)  # files of watched folders are always copied
        folder = next(iter(files)).parent
        dialog.seen.connect(lambda: presenter.start(folder))
        QTimer.singleShot(0, dialog.open)  # making it and showing it are two turns

    def start(self, paths: tuple[Path, ...]) -> None:
        """Import what the files themselves explain; ask for the rest."""
        self.run(ImportRequest(paths))

    def run(self, request: ImportRequest) -> None:
        """Import as a job."""
        service = self._context.services.imports
        name = request.paths[0].name
        title = f"Import {name}" if len(request.paths) == 1 else f"Import {name} and more"
        job = self._context.jobs.start(
            title, lambda p: service.import_files(request, p), "import", request_text(request)
        )
        job.succeeded.connect(partial(self._arrived, request))
        job.failed.connect(self._failed)

    def sample(self) -> None:
        """Make the synthetic sample."""
        generation = self._context.services.generation
        job = self._context.jobs.start(
            "Make the sample recordings",
            lambda p: generation.make_sample(0, p),
            "sample",
            seed_text(0),
        )
        job.succeeded.connect(self._made)
        job.failed.connect(self._failed)

    def _arrived(self, request: ImportRequest, report: ImportReport) -> None:
        if report.imported and not self._context.workspace.recording_id:
            self._context.workspace.choose_recording(report.imported[0].recording_id)
        dialog = ImportReportDialog(report, self._window)
        dialog.mapping_wanted.connect(self._ask_missing)
        dialog.update_wanted.connect(
            lambda paths: self.run(replace(request, paths=paths, update=True))
        )
        self._context.workspace.recordings_graded.connect(dialog.show_graded)
        dialog.open()

    def _ask_missing(self, refused: tuple[RefusedFile, ...]) -> None:
        self.tell_mapping({one.path: one.reason for one in refused})

    def _made(self, recordings: tuple[Recording, ...]) -> None:
        workspace = self._context.workspace
        if recordings and not workspace.recording_id:
            faulty = [one for one in recordings if one.label == "outer race"]
            workspace.choose_recording((faulty or recordings)[0].id)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, PfdError):
            raise error
        self._context.workspace.message.emit(str(error))


def register(context: Context, window: QMainWindow) -> None:
    """Offer them."""
    importing = Importing(context, window)
    context.workspace.files_dropped.connect(importing.start)
    for spec in (
        ActionSpec(
            "import",
            window.tr("Import recordings…"),
            "File",
            importing.ask_files,
            "folder-open",
            "Ctrl+O",
            short=window.tr("Import"),
        ),
        ActionSpec("import_folder", window.tr("Import a folder…"), "File", importing.ask_folder),
        ActionSpec(
            "import_mapped", window.tr("Import with a mapping…"), "File", importing.ask_mapped
        ),
        ActionSpec("sample", window.tr("Make the sample recordings"), "File", importing.sample),
    ):
        context.actions.add(spec)
    window.setProperty("importing", importing)  # PySide6 holds slots of plain objects weakly
