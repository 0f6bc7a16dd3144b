"""The window: panels appear, workspaces come back, commands are found."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabBar
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.resources import resource
from pfd_desktop.settings import Settings
from pfd_desktop.ui.arranging import VERSION
from pfd_desktop.ui.catalog import ARRANGEMENTS, PANELS
from pfd_desktop.ui.palette import fuzzy
from tests.ui.built import panel


def shown(app: App) -> set[str]:
    """The panels that are there."""
    return {name for name, dock in app.window.docks.items() if not dock.isHidden()}


def test_a_workspace_shows_its_panels(app: App) -> None:
    app.window.go_to("diagnose")
    assert {"recordings", "signal", "spectrum", "diagnosis"} <= shown(app)


def test_panels_are_built_when_first_seen(app: App) -> None:
    app.window.go_to("measure")
    assert panel(app, "diagnosis") is None
    app.window.go_to("diagnose")
    assert panel(app, "diagnosis") is not None


def test_the_layout_of_the_last_time_comes_back(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    first = build(qapp, tmp_path / "project", Settings())
    first.window.show()
    first.window.go_to("diagnose")
    first.window.docks["spectrum"].close()
    qtbot.wait(50)
    before = shown(first)
    first.close()
    second = build(qapp, tmp_path / "project", Settings())
    second.window.show()
    assert shown(second) == before
    assert "spectrum" not in before
    second.window.arranger.reset()
    assert "spectrum" in shown(second)
    second.close()


def test_a_layout_of_before_brings_no_empty_notice_and_takes_none_away(
    app: App, qtbot: QtBot
) -> None:
    banner, say = app.window.banner, app.context.workspace.message.emit
    app.window.go_to("measure")
    say("Something to tell.")
    app.window.go_to("learn")  # "measure" is remembered as it stands, with the notice
    assert banner.isVisible()
    say("")
    app.window.go_to("measure")
    assert not banner.isVisible()
    say("Another thing.")
    app.window.go_to("learn")
    assert banner.isVisible()


def test_other_panels_are_another_version_of_the_layout() -> None:
    """Else a layout that somebody kept hides what came after it."""
    assert (len(PANELS), VERSION) == (24, 3), "for another panel give layouts another version"


def tabs(app: App) -> list[QTabBar]:
    """The tabs of docks that are seen."""
    bars = app.window.findChildren(QTabBar)
    return [b for b in bars if b.parent() is app.window and b.isVisible() and b.count()]


def test_workspaces_leave_no_tabs_behind_and_the_window_as_high_as_it_was(
    app: App, qtbot: QtBot
) -> None:
    app.window.resize(1600, 960)
    for arrangement in 3 * ARRANGEMENTS:
        app.window.go_to(arrangement.name)
        app.window.builder.finish()
        qtbot.waitUntil(app.window.updatesEnabled, timeout=2000)
        qtbot.wait(20)  # the layout is made in the turns of the event loop that follow
        assert app.window.height() == 960, arrangement.name
        places = arrangement.left + arrangement.centre + arrangement.right
        titles = {name: dock.windowTitle() for name, dock in app.window.docks.items()}
        wanted = sorted([titles[name] for name in place] for place in places if len(place) > 1)
        found = sorted([bar.tabText(n) for n in range(bar.count())] for bar in tabs(app))
        assert list(map(sorted, found)) == list(map(sorted, wanted)), arrangement.name
        for bar in tabs(app):
            tab = bar.tabRect(bar.count() - 1).center()
            qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=tab)
            named = bar.tabText(bar.count() - 1)
            seen = next(dock for dock in app.window.docks.values() if dock.windowTitle() == named)
            assert not seen.visibleRegion().isEmpty(), f"{arrangement.name}: {named}"


def test_every_panel_has_an_icon_of_its_own() -> None:
    icons = [panel.icon for panel in PANELS]
    assert len(set(icons)) == len(icons)
    assert all(resource(f"icons/{icon}.svg").is_file() for icon in icons)


def test_every_action_is_in_a_menu(app: App) -> None:
    offered = {a for menu in app.window.menuBar().actions() for a in menu.menu().actions()}
    assert all(action in offered for _spec, action in app.context.actions)


def test_the_palette_finds_by_letters_in_order() -> None:
    assert fuzzy("imp", "Import recordings…") is not None
    assert fuzzy("xq", "Import recordings…") is None
    best = max(
        ("Import recordings…", "Make the sample recordings"), key=lambda t: fuzzy("ir", t) or 0
    )
    assert best == "Import recordings…"
