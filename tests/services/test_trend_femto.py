"""A bearing run to its failure, from files to the alarm."""

import csv
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.records.importing import ImportRequest, Mapping
from pfd_desktop.progress import Silent
from pfd_desktop.services.trends import TrendService
from tests.importing import desk_inline


@pytest.mark.real_data
def test_a_run_to_failure_alarms_from_its_files(shared_data: Path, tmp_path: Path) -> None:
    with (shared_data / "expected" / "femto_trend.csv").open(encoding="utf-8") as file:
        expected = {Path(row["file"]).stem: float(row["rms_h"]) for row in csv.DictReader(file)}
    mapping = Mapping(
        variable="column 5", rate_hz=25_600.0, unit="g", machine="PRONOSTIA", point="horizontal"
    )
    with desk_inline(tmp_path / "p") as desk:
        desk.imports.import_files(
            ImportRequest((shared_data / "femto" / "Bearing1_1",), "none", mapping), Silent()
        )
        point = desk.recordings()[0].point_id
        figure = TrendService(desk.project, desk.compute).trend(point, "rms", Silent())
    wanted = [expected[name] for name in figure.recordings]
    assert figure.y == pytest.approx(np.array(wanted), rel=0.01)
    first = figure.states.index("alarm")
    assert len(figure.y) / 3 < first < len(figure.y) - 1
    assert figure.state == "alarm"
