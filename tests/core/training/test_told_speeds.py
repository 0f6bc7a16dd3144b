"""What a network makes of the speed and the bearing that it is told."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.training.asking import Stretch, trained
from pfd_desktop.core.training.network import NetworkTrial, train_network
from pfd_desktop.core.training.options import Options
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT, Cancelled
from tests.core.training.test_network import Listener
from tests.core.training.told_speeds import (
    FAULTS,
    ORDERS,
    RATE_HZ,
    WINDOW,
    known,
    strikes,
    told_trial,
)

pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> NetworkTrial:
    """A trained trial."""
    trial = told_trial(tmp_path_factory.mktemp("told"))
    outcome = train_network(trial, SILENT)
    assert outcome.result.accuracy.value == 1.0
    assert not [w for w in outcome.result.warnings if "told" in w]
    return trial


def said(trial: NetworkTrial, strike_hz: float, told: Known) -> str:
    """What the first fold's network says of one waveform."""
    wave = strikes(strike_hz, 4 * WINDOW, seed=99)
    stretch = Stretch(wave, RATE_HZ, told, np.arange(4) * WINDOW)
    (scores,) = trained(trial, 0, 2).scores([stretch])
    assert scores.shape == (4, 2)
    return sorted(FAULTS)[int(scores.mean(axis=0).argmax())]


def test_one_waveform_told_another_speed_is_another_fault(done: NetworkTrial) -> None:
    for strike_hz in (150.0, 170.0):
        for fault in FAULTS:
            assert said(done, strike_hz, known(strike_hz, fault)) == fault


def test_without_a_speed_only_the_waveform_is_left(done: NetworkTrial) -> None:
    """Without speed or bearing what is told cannot matter, for the lines are nowhere."""
    wave = strikes(160.0, 4 * WINDOW, seed=98)
    unknown = (Known(), Known(ORDERS, None), Known(ORDERS, 0.0))
    of = [Stretch(wave, RATE_HZ, one, np.arange(4) * WINDOW) for one in unknown]
    first, *others = trained(done, 0, 2).scores(of)
    assert all(np.array_equal(first, one) for one in others)


def test_what_is_not_told_of_some_is_said_and_of_all_is_refused(
    done: NetworkTrial, tmp_path: Path
) -> None:
    few = (Known(), Known(None, 30.0), *done.known[2:])
    short = replace(done, folder=tmp_path / "short", epochs=1)
    outcome = train_network(replace(short, known=few), SILENT)
    (note,) = [w for w in outcome.result.warnings if "told" in w]
    assert note.startswith(
        "The speed of 1 of 6 recordings is not told and no bearing's geometry is told of 1"
    )
    for none in ((), tuple(Known(ORDERS) for _ in done.members)):
        with pytest.raises(InvalidInput, match="is told of none of these recordings"):
            train_network(replace(short, known=none), SILENT)
    train_network(replace(short, folder=tmp_path / "bare", network="wdcnn", known=()), SILENT)


def test_stopped_and_resumed_it_is_the_same_bit_for_bit(done: NetworkTrial, tmp_path: Path) -> None:
    asked = Options(speed_percent=5.0, batch=16, deterministic=True)
    whole = replace(done, folder=tmp_path / "whole", epochs=1, folds=2, options=asked)
    outcome = train_network(whole, SILENT)
    mine = replace(whole, folder=tmp_path / "mine")
    with pytest.raises(Cancelled):
        train_network(mine, Listener(1))
    other = (replace(done.known[0], shaft_hz=1.0), *done.known[1:])
    with pytest.raises(InvalidInput, match="have changed since"):
        train_network(replace(mine, known=other), SILENT)
    assert train_network(mine, SILENT) == outcome
    kept: list[Mapping[str, bytes]] = [
        {path.name: path.read_bytes() for path in sorted(one.folder.glob("fold-*"))}
        for one in (whole, mine)
    ]
    assert kept[0] == kept[1]


def test_a_window_that_runs_faster_is_told_to_do_so(done: NetworkTrial) -> None:
    from pfd_desktop.core.training.network import prepared

    with prepared(done) as ready:
        rows = np.array([0, 20])
        told = ready.source.told(rows, np.array([1.0, 1.1]))
        assert told[0, 0] == pytest.approx(150 / 5 / RATE_HZ)
        assert told[1, 0] == pytest.approx(1.1 * 150 / 3 / RATE_HZ)
        assert told[1, 1:] == pytest.approx([3.0, 5.0, 2.0, 0.4])
        assert ready.source.told(rows)[1, 0] == pytest.approx(150 / 3 / RATE_HZ)
