"""The controls of listening: play, loop, speed, volume, export."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QWidget,
)

from pfd_desktop.core.dsp.audible import Sound

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
_FRAME_MS = 33  # between two places of the line that shows what is heard


class ListenBar(QWidget):
    """What the user wants to hear."""

    play_requested = Signal()
    loop_chosen = Signal(bool)
    speed_chosen = Signal()
    volume_chosen = Signal(float)
    export_requested = Signal(object)  # a Path
    ticked = Signal()  # while something is heard

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.play = QPushButton("Play")
        self.play.setAccessibleName("Play")
        self.loop = QPushButton("Loop")
        self.loop.setAccessibleName("Loop")
        self.loop.setToolTip("Begin anew at the end of the stretch")
        self.loop.setCheckable(True)
        self.speed = _speeds()
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setAccessibleName("Volume")
        self.volume.setToolTip("Volume")
        self.volume.setRange(0, 100)
        self.volume.setValue(80)
        self.volume.setFixedWidth(64)
        self.export = QPushButton("WAV…")
        self.export.setAccessibleName("Export WAV")
        self.export.setToolTip("Write what would be heard to a WAV file")
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.play, self.loop, self.speed, self.volume, self.export):
            layout.addWidget(widget)
        self._connect()
        self.show_silent()

    def _connect(self) -> None:
        self.play.clicked.connect(lambda _: self.play_requested.emit())
        self.loop.toggled.connect(self.loop_chosen)
        self.speed.activated.connect(lambda _: self.speed_chosen.emit())
        self.volume.valueChanged.connect(lambda value: self.volume_chosen.emit(value / 100))
        self.export.clicked.connect(lambda _: self._ask_path())
        self._timer.timeout.connect(self.ticked)

    def chosen_speed(self) -> float:
        """How many recorded seconds pass in one."""
        return float(self.speed.currentData())

    def show_playing(self, sound: Sound) -> None:
        """This is heard now."""
        self.play.setText("Pause")
        self.play.setToolTip(f"{described(sound)}. Pause (Space)")
        self._timer.start()

    def show_silent(self, why: str = "") -> None:
        """Nothing is heard now; *why* where it cannot be."""
        self._timer.stop()
        self.play.setText("Play")
        stretch = "Hear the chosen stretch, or all that is seen (Space)"
        self.play.setToolTip(why or stretch)

    def _ask_path(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Export WAV", "", "WAV sound (*.wav)")
        if name:
            path = Path(name)
            self.export_requested.emit(path if path.suffix else path.with_suffix(".wav"))


def described(sound: Sound) -> str:
    """What is heard, and how it was made."""
    stop = sound.start_s + sound.duration_s
    return (
        f"{sound.start_s:.4g} to {stop:.4g} s at {sound.speed:g} times the speed, up to"
        f" {sound.highest_hz:.4g} Hz, gain {sound.gain_db:+.1f} dB (full scale per unit)"
    )


def _speeds() -> QComboBox:
    box = QComboBox()
    box.setAccessibleName("Speed of the sound")
    box.setToolTip("Recorded seconds that pass in one second; the pitch rises with it")
    for speed in SPEEDS:
        box.addItem(f"{speed:g}×", speed)
    box.setCurrentIndex(SPEEDS.index(1.0))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box
