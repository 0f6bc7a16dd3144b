"""Exported numbers say what was done to them, and in which unit."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.child import FigureRequest, figure_of
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.figures import amplitude
from pfd_desktop.core.figures.export import lines as text_of
from pfd_desktop.core.figures.recipe import python_source
from pfd_desktop.core.figures.spectrum_spans import band_reading
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.progress import Silent
from tests.core.analyses import materials
from tests.core.figures.test_recipe import run
from tests.ui import recordings as made


def test_a_spectrum_is_exported_with_its_notes(tmp_path):
    blob = made.blob(tmp_path, made.bearing_samples(4))
    chain = Chain((Step("detrend"),))
    request = FigureRequest(
        "psd", (), blob.path, "r", "b", span_s=(0.5, 3.5), longest=20_000, chain=chain,
        processed="mean removed",
    )  # fmt: skip
    figure = figure_of(request, Silent())
    text = "".join(text_of(amplitude.spectrum_table(figure, 0, np.inf)))
    for said in ("# note: of 0.5 to 3.5 s", "# note: a quick look at", "# note: processed: mean"):
        assert said in text


def test_a_bandwidth_along_the_angle_is_in_orders():
    by_time = materials.lines(materials.run_up(), "order-spectrum")
    assert f"ENBW: {by_time.enbw_hz:.4g} orders" in amplitude.whole_contract(by_time)
    assert "orders" in amplitude.contract_in_a_line(by_time)
    order_map = materials.mapped(materials.run_up(), "order-map")
    assert "ENBW: 0.09375 orders" in order_map.header()  # 1.5 lines of 1/16
    timeless = replace(materials.over_angle(), speed=None)
    assert "ENBW: 0.0075 orders" in amplitude.whole_contract(materials.lines(timeless, "fft"))
    known = materials.lines(materials.over_angle(), "fft")
    assert "ENBW: 0.1875 Hz" in amplitude.whole_contract(known)


def test_a_long_spectrum_keeps_all_its_lines_and_has_a_band_rms():
    figure = materials.lines(materials.steady(seconds=60.0), "fft")
    assert len(figure.x) == 120_001
    assert not figure.notes
    found = band_reading(figure, 990.0, 1010.0)
    assert found.values[0].value == pytest.approx(2**0.5, rel=1e-3)
    assert found.values[1].value == pytest.approx(100, abs=0.1)


def test_order_cuts_say_their_window_and_overlap():
    figure = materials.computed(materials.run_up(), "order-cuts", extra=5.5)
    said = figure.header()
    for entry in ("window: hann", "averages: 1", "overlap: 50 %", "band: 0.188 orders around each"):
        assert entry in said
    average = materials.computed(materials.over_angle(), "synchronous-average")
    assert {"window: none", "averages: 200", "overlap: 0 %"} <= set(average.header())
    speed = materials.computed(materials.run_up(), "speed")
    assert {"window: none", "averages: none", "overlap: none"} <= set(speed.header())


def test_a_centreline_is_exported_and_copied(tmp_path):
    probes = materials.probes()
    figure = materials.orbit(probes, "shaft-centreline", every=0.5)
    table = figure.table()
    points = np.concatenate([*table.pieces()])
    assert table.rows == len(points) == len(figure.centre[0]) == 20
    np.testing.assert_array_equal(points[:, 1], figure.centre[0])
    np.testing.assert_array_equal(points[:, 2], figure.centre[1])
    files = []
    for name, side in (("x", probes.waveform), ("y", probes.second)):
        files.append(tmp_path / f"{name}.h5")
        write_blob(files[-1], side.samples, side.rate_hz, side.unit, side.quantity)
    request = FigureRequest(
        "shaft-centreline", (("every", 0.5),), files[0], "x", "b", second_path=files[1]
    )
    source = python_source(Analysed(figure, request, True).recipe(), "Centreline")
    (copied,) = run(source, tmp_path, "loops")
    np.testing.assert_allclose(copied[0], np.array(figure.centre), rtol=1e-6, atol=1e-6)
