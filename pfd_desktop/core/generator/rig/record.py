"""One record of the rig: all channels, and in which windows its fault can be seen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.generator.rig.film import floating
from pfd_desktop.core.generator.rig.housing import moved, shocks, structure
from pfd_desktop.core.generator.rig.measuring import converted, noise, sensed
from pfd_desktop.core.generator.rig.orbit import TERMS, Orbit, ordinary, rubbed
from pfd_desktop.core.generator.rig.request import Channel, RigRequest
from pfd_desktop.core.generator.rig.rolling import strikes
from pfd_desktop.core.generator.rig.running import Floats, Running, running_of, streams
from pfd_desktop.core.generator.visibility import visible
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind


@dataclass(frozen=True)
class RigRecord:
    """The channels as they come from the converter, float32, and the truth about them."""

    channels: Mapping[Channel, NDArray[np.float32]]
    running: Running
    visible: tuple[bool, ...]  # for each window, in any channel

    @property
    def mean_speed_rpm(self) -> float:
        """Over the record."""
        return float(60 * self.running.speed_hz.mean())


def make_rig(request: RigRequest) -> RigRecord:
    """The record; the same request gives the same bytes everywhere. Raises InvalidInput.

    Speed, the healthy machine, each fault and noise have their own streams of random numbers: a
    fault is added to the very record that would have been healthy.
    """
    running, seeds = running_of(request), streams(request)
    healthy = _machine(replace(request, faults=()), running, seeds[1:3])
    faulty = _machine(request, running, seeds[1:3]) if request.faults else healthy
    random = np.random.default_rng(seeds[3])
    window = min(round(request.window_s * request.rate_hz), request.count)
    channels, seen = {}, np.zeros(request.count // window, dtype=bool)
    for channel in request.channels:
        rest = noise(request, channel, random)
        background = healthy[channel] + rest
        signal = sensed(faulty[channel] + rest, request, channel)
        channels[channel] = converted(signal, request, channel).astype(np.float32)
        seen |= visible(faulty[channel] - healthy[channel], background, window)
    return RigRecord(channels, running, tuple(bool(one) for one in seen))


def _machine(
    request: RigRequest, running: Running, seeds: list[np.random.SeedSequence]
) -> dict[Channel, Floats]:
    """What the machine does, noise apart."""
    orbit = _orbit(request, running, seeds)
    random = np.random.default_rng(seeds[1])
    if request.kind is BearingKind.ROLLING:
        force = strikes(request, running, random)
        return {
            Channel.HOUSING: moved(orbit, running)
            + structure(force, request.resonance_hz, request.rate_hz)
        }
    force = shocks(request, running, random)
    seen = orbit + floating(request, running) if request.gap else orbit
    return {
        Channel.X: seen.real,
        Channel.Y: seen.imag,
        Channel.HOUSING: moved(orbit, running)
        + structure(force, request.resonance_hz, request.rate_hz),
    }


def _orbit(request: RigRequest, running: Running, seeds: list[np.random.SeedSequence]) -> Orbit:
    orbit = ordinary(request, running, np.random.default_rng(seeds[0]))
    for number, fault in enumerate(Fault):
        severity = request.severity(fault)
        if severity and fault in TERMS:
            own = np.random.default_rng((*seeds[1].generate_state(2), number))
            orbit = orbit + TERMS[fault](request, running, severity, own)
    if severity := request.severity(Fault.RUB):
        orbit = rubbed(orbit, running, severity, np.random.default_rng(seeds[1].generate_state(3)))
    return orbit
