"""What sensors, cables and the converter add: noise first, the converter last."""

import numpy as np

from pfd_desktop.core.generator.rig.request import Channel, RigRequest
from pfd_desktop.core.generator.rig.running import Floats
from pfd_desktop.core.waveforms.synthetic import coloured_noise

# White and 1/f noise, mains hum: rms in the channel's unit. Then the converter's full scale.
_PROBE = (0.25, 0.35, 0.15, 250.0)
_ACCELEROMETER = (0.010, 0.006, 0.003, 50.0)
_COUPLING_HZ = 0.5  # an accelerometer passes nothing slower


def noise(request: RigRequest, channel: Channel, random: np.random.Generator) -> Floats:
    """All that is measured with the machine at rest."""
    white, pink, hum, _ = _figures(channel)
    time = np.arange(request.count) / request.rate_hz
    mains = sum(
        np.cos(2 * np.pi * k * request.mains_hz * time + random.uniform(0, 2 * np.pi)) / k
        for k in (1, 3)
    )
    rest = white * random.standard_normal(request.count) + np.sqrt(2) * hum * mains
    return np.asarray(request.noise * (rest + pink * coloured_noise(request.count, 1.0, random)))


def sensed(signal: Floats, request: RigRequest, channel: Channel) -> Floats:
    """What the sensor passes on: probes all, an accelerometer nothing slow."""
    if channel is not Channel.HOUSING:
        return signal
    import scipy.signal

    high = scipy.signal.butter(1, _COUPLING_HZ, "high", fs=request.rate_hz, output="sos")
    return np.asarray(scipy.signal.sosfilt(high, signal))


def converted(signal: Floats, request: RigRequest, channel: Channel) -> Floats:
    """On the converter's grid, and cut off at its full scale."""
    full = _figures(channel)[3]
    step = 2 * full / 2**request.bits
    return np.asarray(np.clip(np.round(signal / step) * step, -full, full - step))


def _figures(channel: Channel) -> tuple[float, float, float, float]:
    return _ACCELEROMETER if channel is Channel.HOUSING else _PROBE
