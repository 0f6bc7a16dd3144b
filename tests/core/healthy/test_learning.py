"""Guards on features whose distribution is known."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.features.matrix import FeatureMatrix, save_matrix
from pfd_desktop.core.healthy.detectors import DETECTORS, detector
from pfd_desktop.core.healthy.keeping import kept_detector
from pfd_desktop.core.healthy.learning import Learning, learn, strangeness
from pfd_desktop.core.healthy.limits import alarms, exact_rate, p_value
from pfd_desktop.core.healthy.operating import Member
from pfd_desktop.core.healthy.parting import Parted, parted
from pfd_desktop.core.healthy.scaling import in_spreads, scaling_of
from pfd_desktop.core.records.healthy import Bin, GuardRequest
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import SILENT

WINDOWS, FEATURES = 4, 6
Floats = NDArray[np.float64]


def members(units: int, each: int, *, rpm: float = 1800.0, condition: str = "") -> list[Member]:
    return [
        Member(f"{condition}-{rpm}-{unit}-{k}", f"{unit} {k}", f"unit {unit}", "", condition, rpm)
        for unit in range(units)
        for k in range(each)
    ]


def drawn(count: int, random: np.random.Generator) -> Floats:
    """Recordings × windows × features, correlated and in different units."""
    mixed = random.normal(size=(count, WINDOWS, FEATURES)) @ MIXING
    return np.asarray(mixed * 10.0 ** np.arange(FEATURES) + 7)


MIXING = np.eye(FEATURES) + 0.4 * np.random.default_rng(5).normal(size=(FEATURES, FEATURES))


def kept(path: Path, of: list[Member], values: Floats) -> Path:
    rows = len(of) * WINDOWS
    start = np.tile(np.arange(WINDOWS, dtype=np.int64) * 100, len(of))
    save_matrix(
        path,
        FeatureMatrix(
            tuple(f"feature {k}" for k in range(FEATURES)),
            tuple(one.recording_id for one in of),
            values.reshape(rows, FEATURES),
            np.repeat(np.arange(len(of), dtype=np.int64), WINDOWS),
            start,
            start + 100,
            np.arange(rows, dtype=np.uint64),
        ),
    )
    return path


def asked(folder: Path, of: list[Member], values: Floats, request: GuardRequest) -> Learning:
    matrix = kept(folder / "matrix.npz", of, values)
    by_unit = len({one.unit_id for one in of}) > 1 and not request.known_units
    return Learning(request, matrix, tuple(cased(of, by_unit=by_unit)), by_unit, folder)


def cased(of: list[Member], *, by_unit: bool) -> list[Member]:
    return [replace(one, case=one.unit_id if by_unit else one.recording_id) for one in of]


def p_values(folder: Path, own: Bin, recordings: Floats) -> list[float]:
    fitted = kept_detector(folder, 0)
    ready = in_spreads(recordings, np.array(own.centre), np.array(own.scale))
    record = np.repeat(np.arange(len(recordings)), WINDOWS)
    _, found = strangeness(fitted, ready.reshape(-1, FEATURES), record)
    return [p_value(own.scores, one) for one in found]


@pytest.mark.parametrize("key", DETECTORS)
def test_false_alarms_come_at_the_stated_rate_and_far_windows_alarm(
    key: str, tmp_path: Path
) -> None:
    """Many guards, each asked of healthy recordings that it never met."""
    random, rate, fresh = np.random.default_rng(3), 0.1, 50
    draws = 40 if key == "mahalanobis" else 2
    healthy, told = members(1, 60), []
    for _ in range(draws):
        request = GuardRequest("", detector=key, rate=rate)
        (own,) = learn(asked(tmp_path, healthy, drawn(60, random), request), SILENT).bins
        assert len(own.scores) == 30
        far = drawn(1, random) + 60.0 * 10.0 ** np.arange(FEATURES)
        *new, strange = p_values(tmp_path, own, np.concatenate((drawn(fresh, random), far)))
        told += [alarms(p, rate) for p in new]
        assert strange == pytest.approx(1 / 31)
    expected = exact_rate(30, rate)  # 3 of 31
    # Over calibrations it is Beta(3, 28), over fresh recordings binomial.
    own_sd = np.sqrt(expected * (1 - expected) / 32)
    sd = np.sqrt((own_sd**2 + expected * (1 - expected) / fresh) / draws)
    assert abs(np.mean(told) - expected) < 3.5 * sd


def test_a_unit_is_never_on_both_sides_and_its_worst_recording_counts(tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    healthy = members(24, 3)
    request = GuardRequest("", rate=0.05)
    found = learn(asked(tmp_path, healthy, drawn(72, random), request), SILENT)
    (own,) = found.bins
    unit = {one.recording_id: one.unit_id for one in healthy}
    learned, held = ({unit[key] for key in side} for side in (own.learned, own.held_out))
    assert not learned & held
    assert learned | held == set(unit.values())
    assert len(own.scores) == len(held) == 19
    assert len(own.learned) + len(own.held_out) == 72
    for seed in range(50):
        sides = parted(cased(healthy, by_unit=True), 10, by_unit=True, seed=seed)
        assert isinstance(sides, Parted)
        assert not {one.unit_id for one in sides.learned} & {one.unit_id for one in sides.held_out}


def test_too_few_are_refused_and_the_way_out_is_named(tmp_path: Path) -> None:
    random = np.random.default_rng(6)
    healthy = members(4, 15)
    values = drawn(60, random)
    with pytest.raises(InvalidInput, match=r"1 in 20 cannot.*4 healthy units.*guard only these 4"):
        learn(asked(tmp_path, healthy, values, GuardRequest("")), SILENT)
    known = GuardRequest("", known_units=True)
    (own,) = learn(asked(tmp_path, healthy, values, known), SILENT).bins
    assert len(own.scores) == 30
    assert own.held_out == tuple(one.recording_id for one in healthy[30:])  # the later ones
    alone = members(1, 19)
    with pytest.raises(InvalidInput, match="19 healthy recordings, and 19 to calibrate on"):
        learn(asked(tmp_path, alone, drawn(19, random), GuardRequest("")), SILENT)
    few = members(1, 21)
    with pytest.raises(InvalidInput, match="8 windows would be left"):
        learn(asked(tmp_path, few, drawn(21, random), GuardRequest("")), SILENT)


def test_operating_points_with_enough_have_their_own_limit(tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    request = GuardRequest("", rate=0.1, known_units=True)
    slow, fast = members(2, 10, rpm=1500.0), members(2, 10, rpm=3000.0)
    rare = members(1, 3, rpm=1500.0, condition="idle")
    every = [*slow, *fast, *rare]
    values = np.concatenate((drawn(20, random), drawn(20, random) * 3, drawn(3, random)))
    found = learn(asked(tmp_path, every, values, request), SILENT)
    assert [point.words for one in found.bins for point in one.points] == ["1500 rpm", "3000 rpm"]
    ((point, why),) = found.uncovered
    assert point.words == "idle, 1500 rpm"
    assert "there are 3 healthy recordings" in why
    (pooled,) = learn(asked(tmp_path, every, values, replace(request, together=True)), SILENT).bins
    assert len(pooled.points) == 3
    strict = replace(request, rate=0.05)  # no point has 20 recordings: all together
    (both,) = learn(asked(tmp_path, every, values, strict), SILENT).bins
    assert len(both.points) == 3
    assert len(both.scores) == 21


def test_a_wild_window_moves_the_robust_distance_little() -> None:
    random = np.random.default_rng(8)
    clean = random.normal(size=(300, FEATURES)) @ MIXING
    dirty = clean.copy()
    dirty[:15] = 1e4
    asked_of = random.normal(size=(50, FEATURES)) @ MIXING
    found = []
    for values in (clean, dirty):
        scaling = scaling_of(values, [str(k) for k in range(FEATURES)])
        fitted = detector("mahalanobis").make(0).fit(
            in_spreads(values, scaling.centre, scaling.scale)
        )  # fmt: skip
        ready = in_spreads(asked_of, scaling.centre, scaling.scale)
        found.append(-fitted.score_samples(ready))
    assert np.median(np.abs(found[1] / found[0] - 1)) < 0.25
    assert np.corrcoef(found)[0, 1] > 0.8


def test_the_distance_knows_no_unit_and_agrees_with_the_plain_one() -> None:
    """Of many normal windows the squared distance is chi-squared: its mean is their number."""
    random = np.random.default_rng(9)
    values = random.normal(size=(4000, FEATURES)) @ MIXING
    names = [str(k) for k in range(FEATURES)]

    def distances(of: Floats) -> Floats:
        scaling = scaling_of(of, names)
        ready = in_spreads(of, scaling.centre, scaling.scale)
        return -np.asarray(detector("mahalanobis").make(0).fit(ready).score_samples(ready))

    plain = distances(values)
    assert np.mean(plain**2) == pytest.approx(FEATURES, rel=0.1)
    np.testing.assert_allclose(distances(values * 9.80665), plain, rtol=1e-9)


def test_what_is_unknown_or_always_the_same_is_not_looked_at() -> None:
    random = np.random.default_rng(10)
    values = random.normal(size=(50, 4))
    values[:, 1] = np.nan
    values[:, 2] = 5.0
    values[0, 3] = np.nan
    scaling = scaling_of(values, ("a", "b", "c", "d"))
    assert scaling.columns == ("a", "d")
    assert in_spreads(values[:1, [0, 3]], scaling.centre, scaling.scale)[0, 1] == 0.0
    with pytest.raises(InvalidInput, match="No feature varies"):
        scaling_of(np.full((50, 2), 3.0), ("a", "b"))


def test_what_it_learned_is_gone_or_damaged(tmp_path: Path) -> None:
    learn(asked(tmp_path, members(1, 40), drawn(40, np.random.default_rng(1)), GuardRequest("")),
          SILENT)  # fmt: skip
    (tmp_path / "bin-0.npz").write_bytes(b"nonsense")
    with pytest.raises(InvalidInput, match="cannot be read"):
        kept_detector(tmp_path, 0)
    (tmp_path / "bin-0.npz").unlink()
    with pytest.raises(NotFound, match="no longer on the disk"):
        kept_detector(tmp_path, 0)
