"""Waveform files over shaft angle; files of time are as they always were."""

from pathlib import Path

import h5py
import numpy as np
import pytest

from pfd_desktop.core.waveforms.blob import open_blob, verify_blob, waveform_of, write_blob
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidRecording

SAMPLES = np.arange(5000, dtype=np.float32)
# what facts said before there was an axis, of these samples at 100 per second in g
FACTS = "17aef0d4"


def test_files_of_time_have_not_changed(tmp_path: Path) -> None:
    write_blob(tmp_path / "a.h5", SAMPLES, 100.0, "g", "acceleration")
    with h5py.File(tmp_path / "a.h5") as file:
        assert "axis" not in file.attrs
        assert str(file.attrs["facts"]).startswith(FACTS)
    blob = open_blob(tmp_path / "a.h5")
    assert blob.axis is Axis.TIME
    assert waveform_of(blob).axis is Axis.TIME


def test_angles_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "b.h5"
    write_blob(path, SAMPLES, 64.0, "g", "acceleration", axis=Axis.ANGLE)
    waveform = waveform_of(open_blob(path))
    assert waveform.axis is Axis.ANGLE
    assert (waveform.rate_hz, waveform.unit, waveform.quantity) == (64.0, "g", "acceleration")
    assert np.array_equal(waveform.samples, SAMPLES)
    assert verify_blob(path)


@pytest.mark.parametrize("axis", ["time", "frequency", None])
def test_a_changed_axis_is_damage(tmp_path: Path, axis: str | None) -> None:
    path = tmp_path / "c.h5"
    write_blob(path, SAMPLES, 64.0, "g", "acceleration", axis=Axis.ANGLE)
    with h5py.File(path, "r+") as file:
        if axis is None:
            del file.attrs["axis"]
        else:
            file.attrs["axis"] = axis
    with pytest.raises(InvalidRecording, match="missing or damaged"):
        open_blob(path)
