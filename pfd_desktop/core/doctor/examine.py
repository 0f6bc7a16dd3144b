"""A record examined: its findings as flags."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pfd_desktop.core.doctor import interruptions, levels, scale, spectral
from pfd_desktop.core.doctor.declared import Found
from pfd_desktop.core.doctor.survey import Survey, survey
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.waveform import Waveform

# The check of each row of the table that one record is enough for.
CHECKS: Mapping[str, Callable[[Survey], Found | None]] = MappingProxyType(
    {
        "flat": interruptions.flat,
        "clipped": levels.clipped,
        "drop-out": interruptions.dropouts,
        "spikes": interruptions.spikes,
        "drift": levels.drift,
        "offset": levels.offset,
        "noise": spectral.noisy,
        "quantised": levels.quantised,
        "rate-doubtful": scale.misscaled_rate,
        "speed-doubtful": scale.misscaled_speed,
        "aliased": spectral.aliased,
    }
)


def examine(waveform: Waveform, told_rpm: float | None = None) -> tuple[Flag, ...]:
    """Every finding of the table that *waveform* shows, in the order of the table.

    Takes the memory of some pieces of 2 MB, not of the record.
    """
    at = survey(waveform, told_rpm)
    flags = []
    for code, check in CHECKS.items():
        found = check(at)
        if found is not None:
            flags.append(Flag(code, found.text, found.places))
    return tuple(flags)
