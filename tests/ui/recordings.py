"""Recordings made up for the tests of panels and plots."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures.spectrum import Marker, SpectrumFigure
from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording, SpeedSource
from pfd_desktop.core.waveforms.blob import Blob, open_blob, write_blob

RATE_HZ = 12000.0
BPFO_HZ = 107.3
SHAFT_HZ = 29.95


def bearing_samples(seconds: float = 4.0, seed: int = 0) -> NDArray[np.float32]:
    """Outer-race impacts ringing at 3.2 kHz, a shaft tone and noise, in g."""
    rng = np.random.default_rng(seed)
    count = round(seconds * RATE_HZ)
    time = np.arange(count) / RATE_HZ
    samples = 0.12 * rng.standard_normal(count) + 0.1 * np.sin(2 * np.pi * SHAFT_HZ * time)
    ring = np.exp(-np.arange(120) / 18) * np.sin(2 * np.pi * 3200 * np.arange(120) / RATE_HZ)
    for start in (np.arange(0, seconds, 1 / BPFO_HZ) * RATE_HZ).astype(int):
        piece = samples[start : start + 120]
        piece += ring[: len(piece)] * (0.8 + 0.3 * rng.random())
    return samples.astype(np.float32)


def blob(folder: Path, samples: NDArray[np.float32], rate_hz: float = RATE_HZ) -> Blob:
    """A waveform file of these samples, open."""
    path = folder / "samples.h5"
    write_blob(path, samples, rate_hz, "g", "acceleration")
    return open_blob(path)


def trace(waveform: Blob, rate_hz: float = RATE_HZ) -> TraceFigure:
    """A figure over an open waveform file."""
    return TraceFigure(waveform, rate_hz, "acceleration", "g", "bearing 1", waveform.sha256)


def recording(waveform: Blob, name: str = "bearing 1") -> Recording:
    """The record of a waveform file."""
    return Recording(
        id=name,
        name=name,
        machine_id="m",
        machine_name="rig",
        unit_id="u",
        unit_name="unit",
        point_id="p",
        point_name="drive end",
        kind=BearingKind.ROLLING,
        bearing=None,
        source_name="made.npy",
        channel="",
        blob=waveform.sha256,
        path=waveform.path,
        rate_hz=waveform.rate_hz,
        samples=len(waveform.samples),
        quantity="acceleration",
        unit="g",
        speed_rpm=60 * SHAFT_HZ,
        speed_source=SpeedSource.USER,
        speed_estimate_rpm=None,
        speed_confidence=None,
        condition="",
        label=None,
        severity="",
        flags=(),
        synthetic=True,
        imported_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def markers() -> tuple[Marker, ...]:
    """Lines of an outer and an inner race, a cage and the shaft, with 2 % of slip."""
    families = {"BPFO": BPFO_HZ, "BPFI": 162.2, "FTF": 11.9, "1X": SHAFT_HZ}
    made = []
    for family, base in families.items():
        for harmonic in range(1, 5):
            position = harmonic * base
            note = "coincides with 4X" if (family, harmonic) == ("FTF", 4) else ""
            made.append(Marker(family, harmonic, position, 0.98 * position, 1.02 * position, note))
    return tuple(made)


def envelope_figure(samples: NDArray[np.float32], max_hz: float = 600.0) -> SpectrumFigure:
    """The envelope spectrum of 2 to 5 kHz by the textbook way."""
    count = len(samples)
    spectrum = np.fft.fft(samples)
    frequency = np.fft.fftfreq(count, 1 / RATE_HZ)
    spectrum[(frequency < 2000) | (frequency > 5000)] = 0
    envelope = np.abs(np.fft.ifft(2 * spectrum))
    envelope -= envelope.mean()
    window = np.hanning(count)
    lines = np.abs(np.fft.rfft(envelope * window)) * 2 / window.sum() / np.sqrt(2)
    x = np.fft.rfftfreq(count, 1 / RATE_HZ)
    return SpectrumFigure(
        kind="envelope",
        x=x[x <= max_hz],
        y=lines[x <= max_hz],
        x_label="Frequency",
        x_unit="Hz",
        quantity="acceleration, envelope",
        unit="g rms",
        scaling="RMS",
        window="hann",
        enbw_hz=1.5 * RATE_HZ / count,
        averages=1,
        overlap=0.0,
        band_hz=(2000.0, 5000.0),
        recording="bearing 1",
        blob="ab" * 32,
        markers=markers(),
        notes=("Speed 1797 rpm as told.",),
    )
