"""Times in names of files."""

from datetime import UTC, datetime

import pytest

from pfd_desktop.core.waveforms.measured_time import time_in_name


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("2003.10.22.12.06.24", datetime(2003, 10, 22, 12, 6, 24, tzinfo=UTC)),
        ("fan 2026-03-01T14-05-09.csv", datetime(2026, 3, 1, 14, 5, 9, tzinfo=UTC)),
        ("20260301_140509_x.wav", datetime(2026, 3, 1, 14, 5, 9, tzinfo=UTC)),
        ("2026-13-01T14-05-09.csv", None),
        ("2026-03-01.csv", None),
        ("120260301_140509.wav", None),
        ("12k_Drive_End_IR007_0_105.mat", None),
        ("acc_00001.csv", None),
    ],
)
def test_only_a_whole_time_is_a_time(name: str, moment: datetime | None) -> None:
    assert time_in_name(name) == moment
