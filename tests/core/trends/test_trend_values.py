"""Overall values and band levels against closed forms."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from pfd_desktop.core.trends.bands import (
    RATIO,
    BandLevels,
    BandRequest,
    band_levels,
    difference,
    levels_of,
)
from pfd_desktop.core.trends.overall import (
    KINDS,
    OverallRequest,
    band_name,
    band_of,
    band_rms,
    kind_of,
    overall_of,
    overall_values,
)
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.errors import InvalidInput, InvalidRecording
from pfd_desktop.progress import Silent

RATE_HZ = 12_800.0
TIME = np.arange(round(4 * RATE_HZ)) / RATE_HZ


def tone(amplitude: float, frequency_hz: float) -> np.ndarray:
    return amplitude * np.sin(2 * np.pi * frequency_hz * TIME)


def test_values_of_a_tone_are_its_closed_forms() -> None:
    found = overall_values(5 + tone(2.0, 160.0), RATE_HZ, "m/s²", bands_hz=((100.0, 200.0),))
    assert found.missing == ()
    assert dict(found.values) == pytest.approx(
        {
            "rms": np.sqrt(2),
            "peak": 2.0,
            "crest": np.sqrt(2),
            "kurtosis": 1.5,
            "velocity": 1e3 * np.sqrt(2) / (2 * np.pi * 160),
            "band 100-200": np.sqrt(2),
        },
        rel=1e-4,
    )


def test_values_of_noise_agree_with_scipy_over_many_blocks() -> None:
    noise = np.random.default_rng(0).standard_t(8, size=(1 << 20) + 4321).astype(np.float32)
    found = dict(overall_values(noise, RATE_HZ, "V").values)
    assert found["rms"] == pytest.approx(noise.std(dtype=np.float64), rel=1e-9)
    kurtosis = stats.kurtosis(noise.astype(np.float64), fisher=False)
    assert found["kurtosis"] == pytest.approx(kurtosis, rel=1e-9)
    assert "velocity" not in found


def test_what_cannot_be_computed_says_why(tmp_path: Path) -> None:
    flat = overall_values(np.full(4096, 3.0), RATE_HZ, "unknown", bands_hz=((10.0, 9e3), (1, 2)))
    assert dict(flat.values) == {"rms": 0.0, "peak": 0.0}
    assert set(dict(flat.missing)) == {
        "crest", "kurtosis", "velocity", "band 10-9000", "band 1-2"
    }  # fmt: skip
    assert "unit is unknown" in dict(flat.missing)["velocity"]
    assert "reaches to 6400 Hz only" in dict(flat.missing)["band 10-9000"]
    assert "do not resolve 1 to 2 Hz" in dict(flat.missing)["band 1-2"]
    path = tmp_path / "x.h5"
    write_blob(path, tone(1.0, 160.0), RATE_HZ, "g", "acceleration")
    read = overall_of(OverallRequest(path, None, ((10.0, 100.0),)), Silent())
    assert read.value("velocity") == pytest.approx(
        9806.65 / (2 * np.pi * 160 * np.sqrt(2)), rel=1e-4
    )
    assert read.value("band 10-100") == pytest.approx(0.0, abs=1e-4)
    with pytest.raises(InvalidRecording):
        band_rms(tone(1.0, 160.0), RATE_HZ, (0.0, 1e5))


def test_names_of_bands_go_both_ways() -> None:
    assert band_of(band_name((0.5, 2000.0))) == (0.5, 2000.0)
    assert kind_of("band 500-2000").title == "RMS of 500 to 2000 Hz"
    assert [kind_of(kind.name) for kind in KINDS] == list(KINDS)
    for wrong in ("loudness", "band 5", "band 9-3", "band a-b"):
        with pytest.raises(InvalidInput):
            kind_of(wrong)


def test_third_octave_bands_are_those_of_the_standard() -> None:
    found = band_levels(tone(1.0, 1000.0), RATE_HZ)
    number, centre, low, high = found.number, found.centre_hz, found.low_hz, found.high_hz
    assert centre[number == 0] == pytest.approx(1000.0)
    assert centre[number == -10] == pytest.approx(100.0)
    assert centre[number == 7] == pytest.approx(5011.87, rel=1e-6)  # "5 kHz"
    assert low[number == 0] == pytest.approx(891.25, rel=1e-5)
    assert high[number == 0] == pytest.approx(1122.02, rel=1e-5)
    assert np.allclose(centre[1:] / centre[:-1], RATIO ** (1 / 3))
    assert high[-1] <= RATE_HZ / 2
    assert np.allclose(low[1:], high[:-1])


@pytest.mark.parametrize("per_octave", [1, 3, 9])
def test_bands_keep_the_power(per_octave: int) -> None:
    noise = np.random.default_rng(1).normal(size=len(TIME))
    found = band_levels(noise, RATE_HZ, per_octave)
    share = (found.high_hz[-1] - found.low_hz[0]) / (RATE_HZ / 2)
    assert found.mean_square.sum() == pytest.approx(noise.var() * share, rel=0.02)
    with pytest.raises(InvalidInput):
        band_levels(noise, RATE_HZ, 2)


def measured(samples: np.ndarray, unit: str = "g") -> BandLevels:
    return band_levels(samples, RATE_HZ, unit=unit)


def test_a_band_that_doubles_stands_6_db_above_the_baseline() -> None:
    rng = np.random.default_rng(2)
    quiet = [tone(1.0, 1000.0) + rng.normal(size=len(TIME)) * 0.01 for _ in range(4)]
    now = 2 * tone(1.0, 1000.0) + rng.normal(size=len(TIME)) * 0.01
    found = difference(measured(now), [measured(one) for one in quiet])
    at = np.argmin(abs(found.centre_hz - 1000.0))
    assert found.difference_db[at] == pytest.approx(6.0206, abs=0.01)
    far = abs(np.log(found.centre_hz / 1000)) > 0.5
    assert np.abs(found.difference_db[far & (found.centre_hz > 50)]).max() < 1.5
    assert (found.count, found.unit) == (4, "g")
    assert np.all(found.spread_db[far] < 4)
    alone = difference(measured(now), [measured(quiet[0])])
    assert np.isnan(alone.spread_db).all()


def test_a_difference_needs_the_same_unit_and_common_bands() -> None:
    with pytest.raises(InvalidInput, match="no baseline"):
        difference(measured(TIME), [])
    with pytest.raises(InvalidInput, match="in V and g cannot be compared"):
        difference(measured(TIME), [measured(TIME, "V")])
    with pytest.raises(InvalidInput, match="too short for bands"):
        band_levels(TIME[:16], RATE_HZ)


def test_levels_are_read_from_a_waveform_file(tmp_path: Path) -> None:
    path = tmp_path / "x.h5"
    write_blob(path, tone(3.0, 500.0).astype(np.float32), RATE_HZ, "g", "acceleration")
    found = levels_of(BandRequest(path), Silent())
    assert found.mean_square[found.number == -3] == pytest.approx(4.5, rel=1e-3)
    assert (found.unit, found.quantity) == ("g", "acceleration")
