"""What a child does to make one record of a set."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.generator.designs import Design, Known, Place, known, place, request
from pfd_desktop.core.generator.legacy.record import LegacyRequest, make_legacy
from pfd_desktop.core.generator.rig.record import make_rig
from pfd_desktop.core.generator.rig.request import UNITS, RigRequest
from pfd_desktop.core.waveforms.blob import BlobInfo, write_blob
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class Signal:
    """One channel; a signal of the older kind has a unit of its own, which nobody knows."""

    name: str
    samples: NDArray[np.float32]
    quantity: str
    unit: str


@dataclass(frozen=True)
class Made:
    """A record and what is true of it."""

    at: Place
    known: Known
    signals: tuple[Signal, ...]
    rate_hz: float
    speed_rpm: float
    load: float  # 0 to 1
    severity: float | None  # 0 to 1, None where nothing is wrong
    visible: tuple[bool, ...]


@dataclass(frozen=True)
class MakeRequest:
    """One record to make; its files are called ``mark`` and the channel."""

    design: Design
    index: int
    folder: Path
    mark: str


@dataclass(frozen=True)
class Kept:
    """The same as files; ``files`` are in the order of the channels."""

    at: Place
    known: Known
    channels: tuple[tuple[str, str, str], ...]  # name, quantity, unit
    files: tuple[tuple[Path, BlobInfo], ...]
    speed_rpm: float
    load: float
    severity: float | None
    visible: tuple[bool, ...]


def make(design: Design, index: int, progress: Progress) -> Made:
    """The record at *index*, in memory; raises InvalidInput where it cannot be made."""
    progress.report(0.0, f"Making record {index + 1}")
    asked = request(design, index)
    if isinstance(asked, LegacyRequest):
        return _legacy(design, asked)
    return _rig(design, asked)


def make_files(asked: MakeRequest, progress: Progress) -> Kept:
    """The record as waveform files."""
    made = make(asked.design, asked.index, progress)
    files = []
    for number, signal in enumerate(made.signals):
        target = asked.folder / f"{asked.mark}-{asked.index}-{number}.tmp"
        written = write_blob(target, signal.samples, made.rate_hz, signal.unit, signal.quantity)
        files.append((target, written))
    return Kept(
        at=made.at,
        known=made.known,
        channels=tuple((one.name, one.quantity, one.unit) for one in made.signals),
        files=tuple(files),
        speed_rpm=made.speed_rpm,
        load=made.load,
        severity=made.severity,
        visible=made.visible,
    )


def _legacy(design: Design, asked: LegacyRequest) -> Made:
    record = make_legacy(asked)
    conditions = record.conditions
    of_class = known(design, asked.key)
    healthy = asked.key == "sain"
    return Made(
        at=place(design, asked.index),
        known=of_class,
        signals=(Signal("signal", record.samples, "unknown", "unknown"),),
        rate_hz=conditions.rate_hz,
        speed_rpm=60 * conditions.speed_hz,
        load=conditions.load_percent / 100,
        severity=None if healthy else conditions.mean_severity,
        visible=record.visible,
    )


def _rig(design: Design, asked: RigRequest) -> Made:
    record, at = make_rig(asked), place(design, asked.index)
    return Made(
        at=at,
        known=known(design, at.class_key),
        signals=tuple(
            Signal(name.value, samples, *UNITS[name]) for name, samples in record.channels.items()
        ),
        rate_hz=asked.rate_hz,
        speed_rpm=record.mean_speed_rpm,
        load=asked.load,
        severity=asked.faults[0][1] if asked.faults else None,
        visible=record.visible,
    )


@dataclass(frozen=True)
class Cost:
    """What one record takes."""

    seconds: float
    size_bytes: int


def probe(asked: MakeRequest, progress: Progress) -> Cost:
    """What the record takes with its files, which are not kept."""
    started = time.perf_counter()
    paths = [path for path, _ in make_files(asked, progress).files]
    cost = Cost(time.perf_counter() - started, sum(path.stat().st_size for path in paths))
    for path in paths:
        path.unlink()
    return cost
