"""Whatever the recording and the settings: a figure whose axes hold, or a sentence."""

import random

import numpy as np
import pytest

from pfd_desktop.core.analyses import orbits, probes, spectral, time_frequency, two_channels
from pfd_desktop.core.analyses.analysis import Analysis, Material, Needs
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Band, Choice, Parameter, Toggle, Value, checked
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT

ROWS = (
    *spectral.ROWS,
    *time_frequency.ROWS,
    *two_channels.ROWS,
    *probes.ROWS,
    *orbits.ROWS,
)
EACH = 25


def between(chance: random.Random, low: float, high: float) -> float:
    return float(np.exp(chance.uniform(np.log(low), np.log(high))))


def any_value(chance: random.Random, parameter: Parameter, rate_hz: float) -> Value:
    if chance.random() < 0.7:
        return parameter.default
    if isinstance(parameter, Choice):
        return chance.choice(parameter.options)[0]
    if isinstance(parameter, Toggle):
        return chance.random() < 0.5
    if isinstance(parameter, Band):
        low, high = sorted(chance.uniform(0, rate_hz / 2) for _ in range(2))
        return low, high
    value = between(chance, max(parameter.low, 1e-4), max(1e-3, min(parameter.high, 1e4)))
    value = min(parameter.high, max(parameter.low, value))
    return float(round(value)) if parameter.whole else value


def any_material(chance: random.Random) -> Material:
    count, rate_hz = round(between(chance, 5, 30_000)), between(chance, 50, 60_000)
    noise = np.random.default_rng(chance.randrange(1 << 30)).standard_normal((2, count))
    unit, axis = chance.choice(["g", "V", "µm"]), chance.choice([Axis.TIME] * 4 + [Axis.ANGLE])
    first, second = (
        Waveform(side.astype(chance.choice(["f4", "f8"])), rate_hz, "quantity", unit, axis)
        for side in noise * (chance.random() > 0.1)
    )
    run_up = SpeedProfile(np.array([0.0, count / rate_hz]), np.array([600.0, 3000.0]))
    return Material(
        first,
        "record",
        "hash",
        chance.choice([None, SpeedProfile.constant(between(chance, 10, 6000)), run_up]),
        chance.choice([None, find("6205-2RS")]),
        chance.choice(list(BearingKind)),
        second=second,
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_figure_or_a_sentence(row: Analysis) -> None:
    chance = random.Random(row.name)
    figures = 0
    for _ in range(EACH):
        material = any_material(chance)
        if Needs.SPEED in row.needs and material.speed is None:
            continue
        rate_hz = material.waveform.rate_hz
        values = {p.name: any_value(chance, p, rate_hz) for p in row.parameters}
        try:
            figure = row.compute(material, checked(row.parameters, values), SILENT)
        except InvalidInput:
            continue
        figures += 1
        if isinstance(figure, MapFigure):
            assert figure.values.shape == (len(figure.y), len(figure.x))
            assert len(figure.x) <= time_frequency.MOST_ACROSS
            assert len(figure.y) <= time_frequency.MOST_UP
            assert np.all(np.diff(figure.x) > 0)
            assert np.all(np.diff(figure.y) > 0)
        elif isinstance(figure, SpectrumFigure):
            assert len(figure.x) == len(figure.y) > 0
            assert np.all(np.diff(figure.x) > 0)
            assert np.isfinite(figure.y).all()
    assert figures > 0
