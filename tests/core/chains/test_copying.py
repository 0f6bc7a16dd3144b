"""The copied Python script runs and gives the same samples."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.chains.chain import apply_chain
from pfd_desktop.core.chains.copying import python_source
from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.speed.reference import Constant, SpeedReference, Tacho, resolve
from pfd_desktop.core.waveforms.blob import open_blob, waveform_of, write_blob
from pfd_desktop.progress import Silent
from tests.core.chains.making import RATE, chain, recorded, step


def run(source: str, folder: Path) -> tuple[np.ndarray, str]:
    """The samples that the script saves, and what it prints."""
    script, saved = folder / "copied.py", folder / "processed.npy"
    script.write_text(source, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script), str(saved)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        # As many threads as here: another number sums in another order.
        env={
            "PYTHONPATH": str(Path(__file__).parents[3]),
            "OMP_NUM_THREADS": os.environ["OMP_NUM_THREADS"],
        },
    )
    return np.load(saved, allow_pickle=False), done.stdout


def tacho_file(path: Path) -> Path:
    """One pulse a turn, 20 turns a second."""
    time = np.arange(20_000) / RATE
    write_blob(path, (np.sin(2 * np.pi * 20 * time) > 0).astype(np.float32), RATE, "V", "voltage")
    return path


@pytest.mark.parametrize("which", ["filters", "angle", "nothing"])
def test_the_script_gives_the_same_samples(tmp_path: Path, which: str) -> None:
    path = recorded(tmp_path / 'a "b" \\c.h5')
    filters = chain(
        step("detrend", trend="linear"),
        step("bandpass", band_hz=(500.0, 2000.0)),
        step("notch", on=False),
        step("decimate", factor=2.0),
        step("integrate"),
    )
    angle = chain(step("orders", per_turn=100.0), step("synchronous", output="residual"))
    chosen: dict[str, tuple[Chain, SpeedReference | None]] = {
        "filters": (filters, Constant(1480.0)),
        "angle": (angle, Tacho(str(tacho_file(tmp_path / "tacho.h5")))),
        "nothing": (Chain(), None),
    }
    wanted, reference = chosen[which]
    samples, printed = run(python_source(wanted, path, reference), tmp_path)
    blob = open_blob(path)
    given = waveform_of(blob)
    speed = None if reference is None else resolve(reference, given, Silent())
    expected = apply_chain(given, wanted, speed, Silent())
    assert np.array_equal(samples, expected.samples)
    spacing = "samples per revolution" if which == "angle" else "Hz"
    assert printed == (
        f"{len(samples)} samples, {expected.rate_hz:g} {spacing}, {expected.quantity} in"
        f" {expected.unit}\n"
    )
