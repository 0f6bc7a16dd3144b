"""A speed is read once in a process, until a file or the way of reading changes."""

import os
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.speed.kept import speed_in
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import Tacho
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Silent

RATE_HZ = 5000.0


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A recording and its tacho of 10 turns a second."""
    signal, tacho = tmp_path / "signal.h5", tmp_path / "tacho.h5"
    write_blob(signal, np.zeros(20_000), RATE_HZ, "g", "acceleration")
    write_tacho(tacho, 10.0)
    return signal, tacho


def write_tacho(path: Path, hz: float) -> None:
    time = np.arange(20_000) / RATE_HZ
    write_blob(path, (hz * time % 1 < 0.5).astype(float), RATE_HZ, "V", "voltage")


def test_it_is_the_same_until_the_tacho_is_another(files: tuple[Path, Path]) -> None:
    signal, tacho = files
    first = speed_in(signal, Tacho(str(tacho)), Silent())
    assert first.mean_hz == pytest.approx(10.0, rel=1e-3)
    assert speed_in(signal, Tacho(str(tacho)), Silent()) is first
    halved = speed_in(signal, Tacho(str(tacho), pulses_per_turn=2.0), Silent())
    assert halved.mean_hz == pytest.approx(5.0, rel=1e-3)
    write_tacho(tacho, 20.0)
    os.utime(tacho, ns=(1, 1))
    assert speed_in(signal, Tacho(str(tacho)), Silent()).mean_hz == pytest.approx(20.0, rel=1e-3)
    tacho.unlink()
    with pytest.raises(InvalidRecording):
        speed_in(signal, Tacho(str(tacho)), Silent())


def test_the_speed_of_a_stretch_is_its_own() -> None:
    """600 to 3000 rpm in 20 s: 120 rpm more each second."""
    speed = SpeedProfile(np.array([0.0, 10.0, 20.0]), np.array([600.0, 1800.0, 3000.0]))
    stretch = speed.between(8.0, 12.0)
    np.testing.assert_allclose(stretch.time_s, [0.0, 2.0, 4.0])
    np.testing.assert_allclose(stretch.rpm, [1560.0, 1800.0, 2040.0])
    assert stretch.mean_hz == pytest.approx(30.0)
    assert stretch.varies
    assert not speed.between(8.0, 8.01).varies
    beyond = speed.between(25.0, 30.0)
    assert beyond.mean_hz == pytest.approx(50.0)
