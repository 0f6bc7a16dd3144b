"""Files that do not say all: asked for, shown as they would be read, remembered."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App
from pfd_desktop.core.records.importing import ImportRequest, Mapping
from pfd_desktop.ui.dialogs.import_report import ImportReportDialog
from pfd_desktop.ui.dialogs.mapping.dialog import MappingDialog

RATE_HZ = 2560.0
LONG = 30_000  # ms


def write_folder(folder: Path, first: int = 0) -> Path:
    """Three tables of two columns, German style, without a rate, and one broken file."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(first)
    time = np.arange(8192) / RATE_HZ
    for number in range(first, first + 3):
        tone = 0.3 * np.sin(2 * np.pi * 100 * time) + 0.01 * rng.standard_normal(len(time))
        noise = rng.standard_normal(len(time))
        rows = "\n".join(f"{a:.6f};{b:.6f}" for a, b in zip(tone, noise, strict=True))
        text = "horizontal;vertikal\n(g);(g)\n" + rows.replace(".", ",")
        (folder / f"Messung {number}.csv").write_text(text, encoding="utf-8")
    (folder / "kaputt.mat").write_bytes(b"MATLAB 5.0 MAT-file" + bytes(20))
    return folder


def dialog(app: App, qtbot: QtBot, kind: type[QDialog]) -> QDialog:
    """The one that is open."""

    def found() -> list[QDialog]:
        return [one for one in app.window.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1, timeout=LONG)
    return found()[0]


def tell(app: App, qtbot: QtBot) -> MappingDialog:
    """From the report to the mapping."""
    report = dialog(app, qtbot, ImportReportDialog)
    button = next(
        b for b in report.findChildren(QPushButton) if b.accessibleName() == "Tell what is missing"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    asking = dialog(app, qtbot, MappingDialog)
    assert isinstance(asking, MappingDialog)
    qtbot.waitUntil(lambda: asking.form.variable.count() == 3, timeout=LONG)
    return asking


def test_a_missing_rate_is_asked_for_shown_and_remembered(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "Lüfter 3 µ")
    app.context.workspace.files_dropped.emit((folder,))
    asking = tell(app, qtbot)
    assert len(asking.table.model.records) == 3
    assert not asking.go.isEnabled()
    assert "never guessed" in asking.problem.text()
    assert asking.form.unit.currentText() == "g"
    assert "decimal comma" in asking.notes.text()
    asking.form.rate.setText("2560")
    asking.form.place.setText("drive end")
    asking.form.speed.setText("1500")
    assert asking.go.isEnabled()
    qtbot.waitUntil(lambda: asking.preview.spectrum is not None, timeout=LONG)
    trace, spectrum = asking.preview.trace, asking.preview.spectrum
    assert trace is not None
    assert spectrum is not None
    qtbot.waitUntil(
        lambda: (
            (peak := spectrum.source) is not None
            and (read := peak.value_at(100.0)) is not None
            and abs(read.y - 0.3) < 0.01
        ),
        timeout=LONG,
    )
    assert trace.axis_text("left") in {"Acceleration (g)", "Acceleration (mg)"}
    trace.menu.export(tmp_path / "preview.csv")
    qtbot.waitUntil(lambda: "Written to" in asking.message.label.text(), timeout=LONG)
    assert (tmp_path / "preview.csv").read_text("utf-8").count("\n") > 100
    qtbot.mouseClick(asking.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(app.context.services.data.recordings()) == 3, timeout=LONG)
    arrived = app.context.services.data.recordings()
    assert {(r.rate_hz, r.unit, r.speed_rpm, r.unit_name) for r in arrived} == {
        (RATE_HZ, "g", 1500.0, "drive end")
    }
    dialog(app, qtbot, ImportReportDialog).close()
    write_folder(folder, first=3)
    app.context.workspace.files_dropped.emit((folder,))
    again = tell(app, qtbot)
    assert again.remembered.isVisible()
    qtbot.waitUntil(lambda: again.form.rate.text() == "2560", timeout=LONG)
    assert again.go.isEnabled()
    again.reject()


def test_each_waveform_can_be_asked_for(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    app.context.workspace.files_dropped.emit((write_folder(tmp_path / "a"),))
    asking = tell(app, qtbot)
    asking.form.rate.setText("2560")
    asking.form.variable.setCurrentIndex(2)
    assert asking.form.variable.currentText() == "Each of the 2 waveforms"
    qtbot.waitUntil(lambda: asking.preview.trace is not None, timeout=LONG)
    qtbot.mouseClick(asking.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(app.context.services.data.recordings()) == 6, timeout=LONG)
    arrived = app.context.services.data.recordings()
    assert {(r.name, r.unit) for r in arrived} == {
        (f"Messung {n} {way}", "g") for n in range(3) for way in ("horizontal", "vertikal")
    }
    dialog(app, qtbot, ImportReportDialog).close()


def test_a_wrong_number_is_said_and_blocks_the_import(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    app.context.workspace.files_dropped.emit((write_folder(tmp_path / "a"),))
    asking = tell(app, qtbot)
    asking.form.rate.setText("fast")
    assert "is not a number" in asking.problem.text()
    assert not asking.go.isEnabled()
    asking.form.rate.setText("2560")
    asking.form.sensitivity.setText("0")
    assert "0 cannot be used" in asking.problem.text()
    asking.form.sensitivity.setText("0,1")
    assert asking.go.isEnabled()
    assert asking.mapping().sensitivity == 0.1
    asking.reject()


def test_the_broken_file_is_named_with_its_reason(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    app.context.workspace.files_dropped.emit((write_folder(tmp_path / "a"),))
    report = dialog(app, qtbot, ImportReportDialog)
    assert isinstance(report, ImportReportDialog)
    told = {o.name: o for o in report.files}
    assert told["kaputt.mat"].state == "refused"
    assert "no vector of numbers" in told["kaputt.mat"].text
    assert "tell which" in told["Messung 0.csv"].text
    report.close()


def test_a_correction_is_taken_over_with_one_button(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    waveform = np.random.default_rng(1).standard_normal(4096)
    np.savez(path, x=waveform, z=waveform * 1j)
    for rate_hz in (12000.0, 48000.0):
        importing = app.window.property("importing")
        importing.run(ImportRequest((path,), mapping=Mapping(rate_hz=rate_hz)))
        report = dialog(app, qtbot, ImportReportDialog)
        assert isinstance(report, ImportReportDialog)
        assert {o.text for o in report.files if o.state == "left out"} == {
            "z holds complex numbers; only real ones are read"
        }
        if rate_hz == 12000.0:
            report.close()
    (before,) = app.context.services.data.recordings()
    assert before.rate_hz == 12000.0
    button = next(
        b for b in report.findChildren(QPushButton) if b.accessibleName() == "Bring up to date"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    again = dialog(app, qtbot, ImportReportDialog)
    assert isinstance(again, ImportReportDialog)
    assert {o.state for o in again.files} == {"brought up to date", "left out"}
    (now,) = app.context.services.data.recordings()
    assert (now.id, now.rate_hz) == (before.id, 48000.0)
    again.close()


def test_bare_samples_are_shown_as_they_are_told(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "logger"
    folder.mkdir()
    time = np.arange(8192) / RATE_HZ
    tones = np.stack([np.sin(2 * np.pi * 100 * time), np.sin(2 * np.pi * 300 * time)], axis=1)
    data = tones.astype(">f4").tobytes()
    (folder / "day 1.raw").write_bytes(b"logger 3" + data)
    app.context.workspace.files_dropped.emit((folder,))
    report = dialog(app, qtbot, ImportReportDialog)
    button = next(
        b for b in report.findChildren(QPushButton) if b.accessibleName() == "Tell what is missing"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    asking = dialog(app, qtbot, MappingDialog)
    assert isinstance(asking, MappingDialog)
    form = asking.form
    qtbot.waitUntil(lambda: form.variable.count() == 1, timeout=LONG)
    assert form.raw.isVisible()
    form.raw.samples.setCurrentIndex(form.raw.samples.findData("float32"))
    form.raw.order.setCurrentIndex(1)
    form.raw.channels.setValue(2)
    form.raw.header.setValue(7)
    qtbot.waitUntil(lambda: "no whole number" in asking.message.label.text(), timeout=LONG)
    assert not asking.go.isEnabled()
    form.raw.header.setValue(8)
    qtbot.waitUntil(lambda: form.variable.count() == 3, timeout=LONG)
    assert not asking.message.isVisible()
    form.rate.setText("2560")
    form.variable.setCurrentIndex(1)
    qtbot.waitUntil(
        lambda: (
            asking.preview.spectrum is not None
            and asking.preview.spectrum.source is not None
            and (read := asking.preview.spectrum.source.value_at(300.0)) is not None
            and abs(read.y - 1.0) < 0.05
        ),
        timeout=LONG,
    )
    qtbot.mouseClick(asking.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(app.context.services.data.recordings()) == 1, timeout=LONG)
    (arrived,) = app.context.services.data.recordings()
    assert (arrived.rate_hz, arrived.samples, arrived.channel) == (RATE_HZ, 8192, "channel 2")
    dialog(app, qtbot, ImportReportDialog).close()
