"""The window the panels dock into."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QTabWidget, QToolBar

from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.arranging import Arranger
from pfd_desktop.ui.banner import Banner
from pfd_desktop.ui.catalog import ARRANGEMENTS, PANELS
from pfd_desktop.ui.commands.catalog import COMMANDS
from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import Builder, PanelDock
from pfd_desktop.ui.hidden_columns import HiddenColumns
from pfd_desktop.ui.palette import CommandPalette

MENUS = ("File", "Edit", "Analyse", "View", "Help")


class MainWindow(QMainWindow):
    """Menus, toolbar, docks, workspaces."""

    def __init__(self, context: Context, layout: QSettings, project: str) -> None:
        super().__init__()
        self._context, self._layout = context, layout
        self.setWindowTitle(f"{project} — PFD Desktop")
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.resize(1600, 960)
        self.banner = Banner(context.workspace, self)
        self.docks = {spec.name: PanelDock(spec, context.theme) for spec in PANELS}
        for dock in self.docks.values():  # restoreState() knows only docks that are in the window
            self.addDockWidget(dock.spec.area, dock)
            dock.hide()
        self.builder = Builder(self.docks.values(), context, self)
        self._columns = HiddenColumns(layout)
        self.builder.made.connect(self._columns.serve)
        self.arranger = Arranger(self, self.docks, layout)
        for register in COMMANDS:
            register(context, self)
        self._add_actions()
        self._add_menus()
        self._add_toolbars()
        self._add_status(project)
        context.workspace.panel_requested.connect(self.show_panel)
        known = {arrangement.name for arrangement in ARRANGEMENTS}
        last = str(layout.value("workspace", ""))
        self.go_to(last if last in known else ARRANGEMENTS[0].name)

    def fill(self) -> None:
        """The project is open: panels may come."""
        self.builder.begin()

    def show_action(self, name: str) -> None:
        """Put an action that was registered late into its menu."""
        spec = next(spec for spec, _ in self._context.actions if spec.name == name)
        self._menus[spec.group].addAction(self._context.actions[name])
        _hide_when_empty(self._menus[spec.group])

    def show_panel(self, name: str) -> None:
        """Bring a panel to the front, in the first workspace that has it."""
        dock = self.docks[name]
        if not dock.isVisible():
            for arrangement in ARRANGEMENTS:
                places = arrangement.left + arrangement.centre + arrangement.right
                if any(name in place for place in places):
                    self._context.actions[f"workspace_{arrangement.name}"].trigger()
                    break
        dock.show()
        dock.raise_()

    def go_to(self, name: str) -> None:
        """Switch to a workspace."""
        self.arranger.show(name)
        self._context.actions[f"workspace_{name}"].setChecked(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window stood."""
        self.arranger.keep()
        if self.arranger.current is not None:
            self._layout.setValue("workspace", self.arranger.current.name)
        self._layout.setValue("geometry", self.saveGeometry())
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders are welcome anywhere on the window."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand dropped files and folders on."""
        paths = tuple(
            Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()
        )
        if paths:
            event.acceptProposedAction()
            self._context.workspace.files_dropped.emit(paths)

    def _add_actions(self) -> None:
        actions = self._context.actions
        workspaces = QActionGroup(self)
        for number, arrangement in enumerate(ARRANGEMENTS, 1):
            action = actions.add(
                ActionSpec(
                    f"workspace_{arrangement.name}",
                    self.tr("{0} workspace").format(arrangement.title),
                    "View",
                    partial(self.go_to, arrangement.name),
                    arrangement.icon,
                    f"Ctrl+{number}",
                    checkable=True,
                    short=arrangement.title,
                )
            )
            workspaces.addAction(action)
        palette = CommandPalette(actions, self)
        for spec in (
            ActionSpec(
                "palette",
                self.tr("Find a command…"),
                "View",
                lambda: palette.open_over(self),
                "magnifying-glass",
                "Ctrl+K",
            ),
            ActionSpec("reset_layout", self.tr("Reset layout"), "View", self.arranger.reset),
            ActionSpec("quit", self.tr("Quit"), "File", self.close_all, shortcut="Ctrl+Q"),
        ):
            actions.add(spec)

    def close_all(self) -> None:
        """Close the window, and with it the program."""
        self.close()

    def _add_menus(self) -> None:
        self._menus = menus = {name: self.menuBar().addMenu(self.tr(name)) for name in MENUS}
        for spec, action in self._context.actions:
            menus[spec.group].addAction(action)
        panels = menus["View"].addMenu(self.tr("Panels"))
        for dock in self.docks.values():
            panels.addAction(dock.toggleViewAction())
        for menu in menus.values():
            _hide_when_empty(menu)

    def _add_toolbars(self) -> None:
        actions = self._context.actions
        bar = self._tool_bar("main_toolbar", self.tr("Main"))
        for spec, action in actions:
            if spec.group in {"File", "Analyse"} and spec.icon:
                bar.addAction(action)
        bar.addSeparator()  # two are called Diagnose: one does it, one is where it is looked at
        for arrangement in ARRANGEMENTS:
            bar.addAction(actions[f"workspace_{arrangement.name}"])
        # On its own: where the main bar is cut, what finds every command stays.
        self._tool_bar("palette_toolbar", self.tr("Find a command")).addAction(actions["palette"])
        self.addToolBarBreak()
        self.addToolBar(self.banner)

    def _tool_bar(self, name: str, title: str) -> QToolBar:
        bar = QToolBar(title, self)
        bar.setObjectName(name)
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.addToolBar(bar)
        return bar

    def _add_status(self, project: str) -> None:
        where, running = QLabel(self.tr("Project: {0}").format(project)), QLabel()
        self.statusBar().setContentsMargins(8, 0, 8, 0)
        where.setAccessibleName("Project")
        running.setAccessibleName("Running jobs")
        self.statusBar().addWidget(where, 1)
        self.statusBar().addPermanentWidget(running)
        jobs = self._context.jobs

        def count() -> None:
            number = len([job for job in jobs.running if job.kind])
            words = self.tr("1 job running") if number == 1 else self.tr("{0} jobs running")
            running.setText(words.format(number) if number else "")

        jobs.changed.connect(count)


def _hide_when_empty(menu: QMenu) -> None:
    menu.menuAction().setVisible(not menu.isEmpty())
