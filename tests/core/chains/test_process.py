"""The child's work: a processed waveform file, whole or in blocks, with the same samples."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.chains.chain import apply_chain
from pfd_desktop.core.chains.process import ProcessRequest, process_blob
from pfd_desktop.core.chains.step import Step
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import Constant
from pfd_desktop.core.waveforms.blob import open_blob, verify_blob, waveform_of
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent
from tests.core.chains.making import chain, recorded, step

COUNT = 150_001  # several blocks of the test, and not a whole number of them


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return recorded(tmp_path / "raw.h5", COUNT)


STREAMED = [
    step("detrend"),
    step("detrend", trend="linear"),
    step("gain", gain=-3.0, unit="m/s²"),
    step("convert", unit="m/s²"),
    step("lowpass", frequency_hz=900.0, order=10.0, phase="causal"),
    step("highpass", frequency_hz=20.0, phase="causal"),
    step("highpass", frequency_hz=20.0),
    step("lowpass", frequency_hz=4800.0, order=1.0),
    step("bandpass", band_hz=(500.0, 2000.0)),
    step("bandpass", band_hz=(90.0, 110.0), order=2.0),
    step("notch", frequency_hz=50.0, harmonics=4.0),
    step("decimate", factor=1.0),
    step("decimate", factor=7.0),
    step("resample", rate_hz=7350.0),
    step("resample", rate_hz=25_600.0),
    step("orders", per_turn=64.0),
    step("orders"),
]


@pytest.mark.parametrize("one", STREAMED, ids=lambda s: f"{s.kind} {dict(s.values)}")
def test_in_blocks_as_at_once(path: Path, one: Step) -> None:
    speed = Constant(1497.0)
    whole = apply_chain(
        waveform_of(open_blob(path)), chain(one), SpeedProfile.constant(1497.0), Silent()
    )
    target = path.with_name("made.h5")
    request = ProcessRequest(path, target, chain(one), speed, longest=COUNT - 1, block=30_000)
    told = process_blob(request, Silent())
    made = open_blob(target)
    assert len(made.samples) == len(whole.samples) == told.info.samples
    assert (made.rate_hz, made.unit, made.quantity) == (whole.rate_hz, whole.unit, whole.quantity)
    assert made.axis is whole.axis is told.axis
    rms = float(np.sqrt(np.mean(whole.samples**2)))
    np.testing.assert_allclose(
        made.samples, whole.samples.astype(np.float32), rtol=2e-7, atol=1e-6 * rms
    )


def test_a_chain_in_blocks_as_at_once(path: Path) -> None:
    steps = chain(
        step("detrend"),
        step("lowpass", frequency_hz=1500.0),
        step("decimate", factor=3.0),
        step("highpass", frequency_hz=15.0, phase="causal"),
        step("orders", per_turn=32.0),
    )
    at_once = ProcessRequest(path, path.with_name("once.h5"), steps, Constant(900.0))
    in_blocks = replace(at_once, target=path.with_name("blocks.h5"), longest=1000, block=9_000)
    told = process_blob(at_once, Silent())
    assert process_blob(in_blocks, Silent()).words == told.words
    assert told.axis is Axis.ANGLE
    once, blocks = open_blob(at_once.target), open_blob(in_blocks.target)
    rms = float(np.sqrt(np.mean(once.samples**2)))
    np.testing.assert_allclose(blocks.samples, once.samples, rtol=2e-7, atol=2e-6 * rms)
    assert verify_blob(in_blocks.target)
    assert blocks.axis is Axis.ANGLE


def test_what_needs_the_whole_is_refused_for_long_recordings(path: Path) -> None:
    for late in (step("integrate"), step("synchronous"), step("resample", method="fourier")):
        request = ProcessRequest(
            path,
            path.with_name("never.h5"),
            chain(step("detrend"), late),
            Constant(1500.0),
            longest=1000,
        )
        with pytest.raises(InvalidInput, match=r"Step 2, .* needs the whole recording in memory"):
            process_blob(request, Silent())
        assert not request.target.exists()


def test_progress_rises_to_the_end(path: Path) -> None:
    class Watched(Silent):
        def __init__(self) -> None:
            self.seen: list[float] = []

        def report(self, fraction: float, text: str = "") -> None:
            self.seen.append(fraction)

    watched = Watched()
    steps = chain(step("lowpass"), step("decimate"))
    process_blob(ProcessRequest(path, path.with_name("a.h5"), steps), watched)
    process_blob(
        ProcessRequest(path, path.with_name("b.h5"), steps, longest=9, block=9_000), watched
    )
    assert 0 <= min(watched.seen) <= max(watched.seen) <= 1
    assert len(watched.seen) > 10
