"""Machinery Failure Prevention Technology society, Condition Based Maintenance Fault Database.

Each file holds a struct ``bearing``: gs (acceleration in g), sr (sampling rate in Hz), load (lbs,
text in some files) and rate (shaft frequency in Hz). The fault is in the file's name only. The
files' FTF of 14.8375 Hz contradicts the NICE bearing's geometry and is not used.
Source: E. Bechhoefer, "Condition Based Maintenance Fault Database for Testing Diagnostics and
Prognostic Algorithms", MFPT 2013 (mfpt.org).
"""

from pathlib import Path

from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.importing import Mapping
from pfd_desktop.core.records.recording import SpeedSource
from pfd_desktop.core.waveforms.importers.contents import Contents
from pfd_desktop.core.waveforms.presets.known import Known, Preset
from pfd_desktop.errors import MappingNeeded

_SAMPLES, _RATE, _SHAFT, _LOAD = "bearing.gs", "bearing.sr", "bearing.rate", "bearing.load"
_NAMES = (  # start of the file's name without case and underscores; label; unit
    ("baseline", Fault.HEALTHY, "NICE baseline"),
    ("outerracefault", Fault.OUTER_RACE, "NICE outer race"),
    ("innerracefault", Fault.INNER_RACE, "NICE inner race"),
)


def _recognises(_path: Path, contents: Contents) -> bool:
    return contents.variable(_SAMPLES) is not None and contents.number(_RATE) is not None


def _explain(path: Path, contents: Contents) -> Known:
    start = path.stem.lower().replace("_", "").replace(" ", "")
    found = next(((fault, unit) for name, fault, unit in _NAMES if start.startswith(name)), None)
    if found is None:
        raise MappingNeeded(
            f"{path.name} is laid out like the MFPT set, but its name does not say which fault it"
            " holds (baseline, OuterRaceFault, InnerRaceFault): tell unit and label."
        )
    shaft_hz, load = contents.number(_SHAFT), contents.number(_LOAD)
    mapping = Mapping(
        variable=_SAMPLES,
        rate_hz=contents.number(_RATE),
        quantity="acceleration",
        unit="g",
        machine="MFPT test rig",
        unit_name=found[1],
        point="bearing housing",
        bearing="NICE",
        speed_rpm=shaft_hz * 60.0 if shaft_hz else None,
        condition=f"{load:g} lbs" if load is not None else "",
        label=found[0].value,
    )
    return Known(mapping, SpeedSource.FILE if shaft_hz else SpeedSource.UNKNOWN)


MFPT = Preset(
    "mfpt",
    "MFPT fault database",
    _recognises,
    _explain,
    "a struct named bearing with gs and sr",
)
