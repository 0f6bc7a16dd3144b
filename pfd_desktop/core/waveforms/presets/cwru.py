"""Case Western Reserve University Bearing Data Center: record numbers and what they mean.

The files hold neither sampling rate, fault nor load; the web site's tables do, by record number:
engineering.case.edu/bearingdatacenter (12k and 48k drive end, 12k fan end, normal baseline);
re-tabulated with diagnosability grades in Smith & Randall, Mech. Syst. Signal Process. 64-65
(2015) 100-131. Only numbers that both state alike are listed; others are asked for.

* The normal records 97 to 100 were sampled at 48 kHz, whatever their length suggests.
* The accelerometers' unit is not in the files; the set is published and graded in g.
* The same seeded bearing ran under all four loads, was recorded at both rates, and its outer race
  was turned to 3, 6 and 12 o'clock: one unit per location and size is the stricter reading.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.importing import Mapping
from pfd_desktop.core.records.recording import Flag, SpeedSource
from pfd_desktop.core.waveforms.importers.contents import Contents
from pfd_desktop.core.waveforms.presets.known import Known, Preset
from pfd_desktop.errors import InvalidRecording, MappingNeeded

NOMINAL_RPM = (1797.0, 1772.0, 1750.0, 1730.0)  # at 0, 1, 2, 3 hp
_OTHER_MAKE = range(3001, 3009)  # variables X048 to X059, no speed, drive end only
_VARIABLES = {174: 173}  # record 174 holds variables named X173
_INNER, _BALL, _OUTER = Fault.INNER_RACE, Fault.ROLLING_ELEMENT, Fault.OUTER_RACE
_BEARINGS = {"DE": "6205-2RS", "FE": "6203-2RS"}
_POINTS = {"DE": "drive end", "FE": "fan end"}
_WORDS = {_INNER: "inner", _BALL: "ball", _OUTER: "outer"}


@dataclass(frozen=True)
class Record:
    """One row of the site's tables."""

    rate_hz: float
    end: str  # "DE" or "FE": which bearing carries the fault
    fault: Fault
    size_in: str  # "0.007", "" for the normal ones
    clock: str  # "@6": where the outer-race fault sat; "" for other faults
    load_hp: int

    @property
    def unit_name(self) -> str:
        """The physical bearing."""
        if self.fault is Fault.HEALTHY:
            return f"{self.end} normal"
        return f"{self.end} {_WORDS[self.fault]} {self.size_in} in"


_Row = tuple[float, str, Fault, str, str, tuple[int, int, int, int]]
# Record numbers at 0, 1, 2 and 3 hp. Numbers are not always consecutive (157 does not exist).
_ROWS: tuple[_Row, ...] = (
    (48e3, "DE", Fault.HEALTHY, "", "", (97, 98, 99, 100)),
    (12e3, "DE", _INNER, "0.007", "", (105, 106, 107, 108)),
    (12e3, "DE", _INNER, "0.014", "", (169, 170, 171, 172)),
    (12e3, "DE", _INNER, "0.021", "", (209, 210, 211, 212)),
    (12e3, "DE", _INNER, "0.028", "", (3001, 3002, 3003, 3004)),
    (12e3, "DE", _BALL, "0.007", "", (118, 119, 120, 121)),
    (12e3, "DE", _BALL, "0.014", "", (185, 186, 187, 188)),
    (12e3, "DE", _BALL, "0.021", "", (222, 223, 224, 225)),
    (12e3, "DE", _BALL, "0.028", "", (3005, 3006, 3007, 3008)),
    (12e3, "DE", _OUTER, "0.007", "@6", (130, 131, 132, 133)),
    (12e3, "DE", _OUTER, "0.007", "@3", (144, 145, 146, 147)),
    (12e3, "DE", _OUTER, "0.007", "@12", (156, 158, 159, 160)),
    (12e3, "DE", _OUTER, "0.014", "@6", (197, 198, 199, 200)),
    (12e3, "DE", _OUTER, "0.021", "@6", (234, 235, 236, 237)),
    (12e3, "DE", _OUTER, "0.021", "@3", (246, 247, 248, 249)),
    (12e3, "DE", _OUTER, "0.021", "@12", (258, 259, 260, 261)),
    (48e3, "DE", _INNER, "0.007", "", (109, 110, 111, 112)),
    (48e3, "DE", _INNER, "0.014", "", (174, 175, 176, 177)),
    (48e3, "DE", _INNER, "0.021", "", (213, 214, 215, 217)),
    (48e3, "DE", _BALL, "0.007", "", (122, 123, 124, 125)),
    (48e3, "DE", _BALL, "0.014", "", (189, 190, 191, 192)),
    (48e3, "DE", _BALL, "0.021", "", (226, 227, 228, 229)),
    (48e3, "DE", _OUTER, "0.007", "@6", (135, 136, 137, 138)),
    (48e3, "DE", _OUTER, "0.007", "@3", (148, 149, 150, 151)),
    (48e3, "DE", _OUTER, "0.007", "@12", (161, 162, 163, 164)),
    (48e3, "DE", _OUTER, "0.014", "@6", (201, 202, 203, 204)),
    (48e3, "DE", _OUTER, "0.021", "@6", (238, 239, 240, 241)),
    (48e3, "DE", _OUTER, "0.021", "@3", (250, 251, 252, 253)),
    (48e3, "DE", _OUTER, "0.021", "@12", (262, 263, 264, 265)),
    (12e3, "FE", _INNER, "0.007", "", (278, 279, 280, 281)),
    (12e3, "FE", _INNER, "0.014", "", (274, 275, 276, 277)),
    (12e3, "FE", _INNER, "0.021", "", (270, 271, 272, 273)),
    (12e3, "FE", _BALL, "0.007", "", (282, 283, 284, 285)),
    (12e3, "FE", _BALL, "0.014", "", (286, 287, 288, 289)),
    (12e3, "FE", _BALL, "0.021", "", (290, 291, 292, 293)),
    (12e3, "FE", _OUTER, "0.007", "@6", (294, 295, 296, 297)),
    (12e3, "FE", _OUTER, "0.007", "@3", (298, 299, 300, 301)),
    (12e3, "FE", _OUTER, "0.007", "@12", (302, 305, 306, 307)),
)
RECORDS: dict[int, Record] = {
    number: Record(rate, end, fault, size, clock, load)
    for rate, end, fault, size, clock, numbers in _ROWS
    for load, number in enumerate(numbers)
}

_CHANNEL = re.compile(r"X(\d{3})_(DE|FE|BA)_time")


def _recognises(_path: Path, contents: Contents) -> bool:
    return any(_CHANNEL.fullmatch(variable.name) for variable in contents.variables)


def _explain(path: Path, contents: Contents) -> Known:
    number = _number(path, contents)
    record = RECORDS[number]
    variable = _variable(path, contents, number, record.end)
    told = contents.number(f"X{_VARIABLES.get(number, number):03d}RPM")
    mapping = Mapping(
        variable=variable,
        rate_hz=record.rate_hz,
        quantity="acceleration",
        unit="g",
        channel=record.end,
        machine="CWRU test rig",
        unit_name=record.unit_name,
        point=_POINTS[record.end],
        bearing=_BEARINGS[record.end],
        speed_rpm=told or NOMINAL_RPM[record.load_hp],
        condition=f"{record.load_hp} hp",
        label=record.fault.value,
        severity=f"{record.size_in} in {record.clock}".strip() if record.size_in else "",
    )
    source = SpeedSource.FILE if told else SpeedSource.PRESET
    return Known(mapping, source, tuple(_flags(number, record, told)))


def _number(path: Path, contents: Contents) -> int:
    """The record number, from the file's name and its variables' names, which must agree."""
    named = re.match(r"\d+", path.stem)
    by_name = int(named[0]) if named is not None else None
    inside = sorted(
        {int(m[1]) for v in contents.variables if (m := _CHANNEL.fullmatch(v.name)) is not None}
    )
    if by_name in RECORDS and (
        by_name in _OTHER_MAKE or _VARIABLES.get(by_name, by_name) in inside
    ):
        return by_name
    known = [number for number in inside if number in RECORDS]
    if by_name is None and len(known) == 1:
        return known[0]
    held = ", ".join(f"X{number:03d}" for number in inside)
    raise MappingNeeded(
        f"{path.name} holds the variables of {held}, which with this file name is no record of the"
        " CWRU tables: name the file after its record (105.mat), or tell rate, speed and label."
    )


def _variable(path: Path, contents: Contents, number: int, end: str) -> str:
    wanted = f"X{_VARIABLES.get(number, number):03d}_{end}_time"
    if number in _OTHER_MAKE:
        named = [v.name for v in contents.variables if v.name.endswith(f"_{end}_time")]
        wanted = named[0] if len(named) == 1 else wanted
    if contents.variable(wanted) is None:
        raise InvalidRecording(f"{path.name} lacks {wanted}, the channel beside the bearing.")
    return wanted


def _flags(number: int, record: Record, told: float | None) -> list[Flag]:
    flags = []
    if told is None:
        rpm = NOMINAL_RPM[record.load_hp]
        text = f"nominal speed {rpm:.0f} rpm: the file does not hold a measured one"
        flags.append(Flag("nominal-speed", text))
    if number in _OTHER_MAKE:
        text = "bearing of another make (NTN); the geometry of the SKF 6205 is used"
        flags.append(Flag("other-make", text))
    return flags


CWRU = Preset(
    "cwru",
    "CWRU Bearing Data Center",
    _recognises,
    _explain,
    "variables named like X105_DE_time",
)
