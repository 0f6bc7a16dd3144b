"""Two recordings of one measurement, and such as were never taken together."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording, SpeedSource
from pfd_desktop.core.records.together import apart_note
from pfd_desktop.errors import InvalidInput

AT = datetime(2024, 10, 8, 10, 27, tzinfo=UTC)


def recording(name: str, source: str, **told: object) -> Recording:
    facts: dict[str, object] = {
        "id": name, "name": name, "machine_id": "fan", "machine_name": "fan", "unit_id": "u",
        "unit_name": "u", "point_id": "p", "point_name": "p", "kind": BearingKind.JOURNAL,
        "bearing": None, "source_name": source, "channel": name, "blob": name, "path": Path(name),
        "rate_hz": 1000.0, "samples": 100, "quantity": "displacement", "unit": "µm",
        "speed_rpm": 3000.0, "speed_source": SpeedSource.FILE, "speed_estimate_rpm": None,
        "speed_confidence": None, "condition": "", "label": None, "severity": "", "flags": (),
        "synthetic": False, "imported_at": AT,
    }  # fmt: skip
    return Recording(**{**facts, **told})  # type: ignore[arg-type]


def test_channels_of_a_file_or_of_a_moment_belong_together() -> None:
    assert apart_note(recording("x", "run.mat"), recording("y", "run.mat")) == ""
    one, other = recording("x", "x.csv", measured_at=AT), recording("y", "y.csv", measured_at=AT)
    assert apart_note(one, other) == ""


def test_what_nothing_ties_together_is_said() -> None:
    said = apart_note(recording("x", "a.csv"), recording("y", "b.csv"))
    assert said == "nothing says that y was measured together with x"


def test_another_machine_or_another_speed_is_refused() -> None:
    first = recording("x", "a.csv")
    with pytest.raises(InvalidInput, match="one is of fan, the other of turbine"):
        apart_note(first, recording("y", "b.csv", machine_id="t", machine_name="turbine"))
    with pytest.raises(InvalidInput, match="their speeds are 3000 and 1730 rpm"):
        apart_note(first, recording("y", "b.csv", speed_rpm=1730.0))
