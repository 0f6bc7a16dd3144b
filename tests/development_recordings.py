"""The development recordings as the diagnosis needs them; they lie beside the project."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.faults import Fault

INNER, OUTER, BALL = Fault.INNER_RACE, Fault.OUTER_RACE, Fault.ROLLING_ELEMENT
_CWRU_FAULTS = {"inner": INNER, "outer": OUTER, "ball": BALL}


@dataclass(frozen=True)
class Development:
    """A recording, what is told of it, and what is true of it."""

    name: str
    path: Path
    variable: str  # how the name of the variable ends; "" for the only one, "bearing" for MFPT
    rate_hz: float
    bearing: str
    speed_rpm: float  # as told, which is wrong for 158
    fault: Fault | None
    grade: str = ""  # Smith and Randall 2015, for CWRU 12 kHz

    def samples(self) -> NDArray[np.float64]:
        """Read the waveform."""
        from scipy.io import loadmat

        content = loadmat(self.path, squeeze_me=True)
        if self.variable == "bearing":
            return np.asarray(content["bearing"]["gs"].item(), dtype=np.float64)
        names = [n for n in content if not n.startswith("__") and n.endswith(self.variable)]
        assert len(names) == 1, names
        return np.asarray(content[names[0]], dtype=np.float64)


def cwru(data: Path) -> Iterator[Development]:
    """The 32 records at 12 kHz, drive end; nominal speeds where the file has none."""
    with (data / "expected" / "cwru_12k_de.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Development(
                name=row["record"],
                path=data / "cwru" / "12k_DE" / f"{row['record']}.mat",
                variable="DE_time",
                rate_hz=12_000.0,
                bearing="6205-2RS",
                speed_rpm=float(row["rpm_file"] or row["rpm_nominal"]),
                fault=_CWRU_FAULTS[row["fault"]],
                grade=row["sr2015_best_DE"],
            )


def others(data: Path) -> Iterator[Development]:
    """MFPT, HIT-SM (6205 by its README), IMS and CWRU beyond the 12 kHz drive-end set."""
    for name, speed, fault in (("normal_48k/97", 1796.0, None), ("48k_DE/109", 1796.0, INNER)):
        path = data / "cwru" / f"{name}.mat"
        yield Development(name, path, "DE_time", 48_000.0, "6205-2RS", speed, fault)
    path = data / "cwru" / "48k_DE" / "148.mat"
    yield Development("48k_DE/148", path, "DE_time", 48_000.0, "6205-2RS", 1797.0, OUTER)
    path = data / "cwru" / "12k_FE" / "294.mat"
    yield Development("294 fan end", path, "FE_time", 12_000.0, "6203-2RS", 1797.0, OUTER)
    yield Development("294 drive end", path, "DE_time", 12_000.0, "6205-2RS", 1797.0, None)
    for name, rate, fault in (
        ("InnerRaceFault_vload_2", 48_828.0, INNER),
        ("InnerRaceFault_vload_5", 48_828.0, INNER),
        ("OuterRaceFault_1", 97_656.0, OUTER),
        ("OuterRaceFault_vload_2", 48_828.0, OUTER),
        ("OuterRaceFault_vload_5", 48_828.0, OUTER),
        ("baseline_1", 97_656.0, None),
    ):
        path = data / "mfpt" / f"{name}.mat"
        yield Development(f"MFPT {name}", path, "bearing", rate, "NICE", 1500.0, fault)
    for name, fault in (("IR5", INNER), ("Normal", None), ("OR5", OUTER)):
        path = data / "hit_sm" / f"mfs_{name}_1200.mat"
        yield Development(f"HIT-SM {name}", path, "", 51_200.0, "6205-2RS", 1200.0, fault)
    for name, fault in (("NA", None), ("OF", OUTER)):
        path = data / "ims" / f"{name}.mat"
        yield Development(f"IMS {name}", path, "data", 20_480.0, "ZA-2115", 2000.0, fault)
