"""Guards through the service: healthy recordings in, answers and the smallest fault found out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.intervals import wilson
from pfd_desktop.core.features.matrix import load_matrix
from pfd_desktop.core.figures.healthy import (
    detectability_figure,
    detectability_words,
    guard_words,
)
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.healthy import Guard, GuardRequest, Met, Said
from pfd_desktop.core.records.learning import ExtractRequest
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import Cancelled, Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.features import FeatureService, feature_file
from pfd_desktop.services.healthy import HealthyService, Injection
from pfd_desktop.services.own_features import OwnFeatureService
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put

WINDOW, WINDOWS, RATE_HZ = 2048, 2, 12_000.0
UNITS, EACH = 14, 2  # units of healthy recordings


def wave(seed: int, strength: float = 1.0, tone: float = 0.0) -> NDArray[np.float32]:
    random = np.random.default_rng([seed, 77])
    time_s = np.arange(WINDOW * WINDOWS) / RATE_HZ
    noise = strength * 0.1 * random.normal(size=len(time_s))
    return (noise + tone * np.sin(2 * np.pi * 29.95 * time_s)).astype(np.float32)


class Bench:
    """Noise of one level from 14 units, one recording that is louder, and one elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.project: Project = open_project(folder)
        self.service = HealthyService(self.project, Inline())
        self.healthy = tuple(
            put(self.project, wave(10 * unit + k), Told(f"h {unit} {k}", f"unit {unit}", "healthy"))
            for unit in range(UNITS)
            for k in range(EACH)
        )
        loud = Told("loud", "unit 0", "imbalance")
        self.loud = put(self.project, wave(991, 1.0, 0.4), loud)
        self.other = put(self.project, wave(992), replace(loud, speed_rpm=3600.0, name="faster"))
        self.quiet = put(self.project, wave(993), Told("new", "unit 99", None))
        self.volts = put(self.project, wave(994), replace(loud, unit="V", quantity="voltage"))
        self.turning = put(self.project, wave(996), replace(loud, name="t", axis=Axis.ANGLE))
        self.bare = put(self.project, wave(995), replace(loud, bearing=None, unit_name="bare"))
        asked = ExtractRequest((*self.healthy, self.loud, self.quiet), window_samples=WINDOW)
        self.features = FeatureService(self.project, Inline()).extract(asked, Silent())
        self.request = GuardRequest(self.features.id, rate=0.1)

    def guard(self, **changes: object) -> Guard:
        return self.service.train(replace(self.request, **changes), Silent())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(tmp_path_factory.mktemp("healthy") / "project")
    yield made
    made.project.close()


def test_a_set_that_a_guard_cannot_make_again_is_refused(bench: Bench, tmp_path: Path) -> None:
    mine = tmp_path / "mine.py"
    own = OwnFeatureService(bench.project, Inline())
    own.template(mine)
    own.add(mine, Silent())
    asked = ExtractRequest(bench.healthy[:2], window_samples=WINDOW, own=("mine.py",))
    made = FeatureService(bench.project, Inline()).extract(asked, Silent())
    with pytest.raises(InvalidInput, match="knows neither own features nor baselines"):
        bench.guard(feature_set_id=made.id)


def test_it_learns_from_what_is_labelled_healthy_and_is_kept(bench: Bench) -> None:
    guard = bench.guard()
    (own,) = guard.bins
    assert sorted((*own.learned, *own.held_out)) == sorted(bench.healthy)
    assert (guard.by_unit, len(own.scores)) == (True, 9)
    assert guard.name == "Robust distance, 1 in 10"
    assert "9 units that it did not learn from" in guard_words(guard)
    again = HealthyService(bench.project, Inline())
    assert again.get(guard.id) == guard
    assert again.list_all()[0] == guard
    again.delete(guard.id)
    assert guard not in again.list_all()
    with pytest.raises(NotFound, match="no longer in the project"):
        again.judge(guard.id, bench.healthy, Silent())


@pytest.mark.parametrize("detector", ["mahalanobis", "isolation-forest", "one-class-svm", "lof"])
def test_it_alarms_at_the_fault_and_says_when_it_does_not_know(bench: Bench, detector: str) -> None:
    guard = bench.guard(detector=detector)
    asked = (bench.loud, bench.quiet, bench.other, bench.volts, bench.bare)
    loud, quiet, faster, volts, bare = bench.service.judge(guard.id, asked, Silent())
    assert (loud.said, quiet.said) == (Said.ALARM, Said.QUIET)
    assert loud.p_value == pytest.approx(0.1)
    assert loud.distance is not None
    assert loud.limit is not None
    assert loud.distance > loud.limit
    assert {"rms", "1X"} <= {one.name for one in loud.stand_out}
    for one, why in ((faster, "outside the operating range seen"), (volts, "measured in V")):
        assert one.said is Said.UNKNOWN
        assert why in one.reason
    assert bare.said is Said.UNKNOWN
    assert "features are not known of it, as BPFO h1" in bare.reason
    bench.service.delete(guard.id)


def test_what_is_not_comparable_is_not_answered(bench: Bench) -> None:
    guard = bench.guard()
    (turning,) = bench.service.judge(guard.id, (bench.turning,), Silent())
    assert turning.said is Said.UNKNOWN
    assert turning.reason == (
        "it was measured in g at 12000 samples per revolution, what was learned in g at 12000 Hz"
    )
    asked = ExtractRequest((*bench.healthy[:3], bench.turning), window_samples=WINDOW)
    mixed = FeatureService(bench.project, Inline()).extract(asked, Silent())
    DataService(bench.project).edit_recording(bench.turning, label="healthy")
    with pytest.raises(InvalidInput, match=r"1 of them in others \(first: t, g at 12000 samples"):
        bench.guard(feature_set_id=mixed.id)
    bench.service.delete(guard.id)


def test_a_shorter_recording_is_not_answered(bench: Bench) -> None:
    """Its mean over fewer windows scatters more than those that the limit was drawn from."""
    guard = bench.guard()
    short = put(bench.project, wave(997)[:WINDOW], Told("short", "unit 98", None))
    (one, whole) = bench.service.judge(guard.id, (short, bench.quiet), Silent())
    assert (one.said, whole.said) == (Said.UNKNOWN, Said.QUIET)
    assert one.reason == (
        "it has too few windows, 1; the guard was calibrated on recordings of 2 and more"
    )


def test_equal_samples_under_two_units_are_one_case(tmp_path: Path) -> None:
    """Twelve units, of which each second one bears the samples of the one before."""
    project = open_project(tmp_path / "project")
    service = HealthyService(project, Inline())
    ids = tuple(
        put(project, wave(k // 2), Told(f"{k}", f"unit {k}", "healthy", bearing=None))
        for k in range(12)
    )
    asked = ExtractRequest(ids, WINDOW // 8)
    made = FeatureService(project, Inline()).extract(asked, Silent())
    with pytest.raises(InvalidInput, match="12 healthy units, which count as 6"):
        service.train(GuardRequest(made.id, rate=0.1), Silent())
    guard = service.train(GuardRequest(made.id, rate=0.3), Silent())
    (own,) = guard.bins
    number = {key: place // 2 for place, key in enumerate(ids)}
    learned, held = ({number[key] for key in side} for side in (own.learned, own.held_out))
    assert not learned & held
    assert (len(own.held_out), len(own.scores)) == (6, 3)
    project.close()


def test_a_recording_is_judged_by_the_same_numbers_as_it_was_learned_by(bench: Bench) -> None:
    guard = bench.guard()
    (own,) = guard.bins
    found = bench.service.judge(guard.id, own.held_out, Silent())
    strange = sorted(one.distance for one in found if one.distance is not None)
    assert set(own.scores) <= set(strange)  # the worst of each unit
    matrix = load_matrix(feature_file(bench.project.runs, bench.features.id))
    assert matrix.names
    assert {one.met for one in found} == {Met.HELD_OUT}
    (learned, new) = bench.service.judge(guard.id, (own.learned[0], bench.quiet), Silent())
    assert (learned.met, new.met) == (Met.LEARNED, Met.NEW)
    alarms = [one for one in found if one.said is Said.ALARM]
    assert not alarms  # one case of ten, itself counted, is none of these nine


def test_what_grows_is_found_from_some_amplitude_on(bench: Bench) -> None:
    guard = bench.guard()
    wanted = Injection((Fault.OUTER_RACE, Fault.IMBALANCE))
    found = bench.service.detectability(guard.id, wanted, Silent())
    assert bench.service.found(guard.id) == found
    for one in found.found:
        shares = [level.alarms.value for level in one.levels]
        assert one.levels[0].amplitude == 0.0
        assert shares[0] <= wilson(0.1, len(bench.healthy))[1]
        assert min(np.diff(shares)) > -2 / 18  # a recording at the limit may go either way
        assert shares[-1] == 1.0
        smallest = one.smallest()
        assert smallest is not None
        assert -30 < smallest.ratio_db < 15
        assert all(level.alarms.low <= level.alarms.value <= level.alarms.high
                   for level in one.levels)  # fmt: skip
        assert smallest.amplitude == pytest.approx(
            0.1 * 10 ** (smallest.ratio_db / 20), rel=0.05
        )  # fmt: skip
    words = detectability_words(found)
    assert "is the smallest found in 90 % of 18 recordings at false alarms of 1 in 10" in words
    assert "Injected, not real" in words
    figure = detectability_figure(found, Fault.IMBALANCE)
    assert [curve.name for curve in figure.curves] == ["imbalance", "false alarms promised"]
    assert figure.curves[0].low is not None
    assert any("Injected, not real" in note for note in figure.notes)
    assert len(detectability_figure(found).curves) == 3


def test_amplitudes_may_be_told_and_what_cannot_be_injected_says_why(bench: Bench) -> None:
    guard = bench.guard()
    told = Injection((Fault.OIL_WHIRL,), (0.5, 0.02))
    (whirl,) = bench.service.detectability(guard.id, told, Silent()).found
    assert [level.amplitude for level in whirl.levels] == [0.0, 0.02, 0.5]
    some = Injection((Fault.IMBALANCE,), (0.5,), recordings=10)
    (few,) = (
        one
        for one in bench.service.detectability(guard.id, some, Silent()).found
        if one.fault is Fault.IMBALANCE
    )
    assert few.levels[0].recordings == 10
    with pytest.raises(InvalidInput, match="one recording at least"):
        bench.service.detectability(guard.id, Injection(recordings=0), Silent())
    with pytest.raises(InvalidInput, match="cannot be injected"):
        bench.service.detectability(guard.id, Injection((Fault.WEAR,)), Silent())
    for nonsense in (-1.0, float("nan"), float("inf")):
        with pytest.raises(InvalidInput, match="from 0 on"):
            bench.service.detectability(guard.id, Injection((), (nonsense,)), Silent())


def test_no_speed_is_an_answer_for_what_needs_it(tmp_path: Path) -> None:
    project = open_project(tmp_path / "project")
    service = HealthyService(project, Inline())
    ids = tuple(
        put(project, wave(k), Told(f"{k}", "one", "healthy", speed_rpm=None, bearing=None))
        for k in range(24)
    )
    made = FeatureService(project, Inline()).extract(ExtractRequest(ids, WINDOW), Silent())
    guard = service.train(GuardRequest(made.id, rate=0.1), Silent())
    assert not guard.by_unit
    assert "a unit never met may alarm more often" in guard_words(guard)
    (found,) = service.detectability(guard.id, Injection((Fault.CAGE,)), Silent()).found
    assert (found.levels, found.left_out) == ((), 12)
    assert found.reason == "its speed is not known"
    project.close()


def test_what_is_not_fit_to_learn_from_is_refused(bench: Bench) -> None:
    with pytest.raises(InvalidInput, match="bear the label of a fault"):
        bench.guard(recording_ids=(bench.healthy[0], bench.loud))
    with pytest.raises(InvalidInput, match="not in this feature set"):
        bench.guard(recording_ids=(bench.other,))
    with pytest.raises(InvalidInput, match="cannot be promised"):
        bench.guard(rate=0.01)
    with pytest.raises(InvalidInput, match="no detector"):
        bench.guard(detector="oracle")
    asked = ExtractRequest((*bench.healthy[:3], bench.volts), window_samples=WINDOW)
    mixed = FeatureService(bench.project, Inline()).extract(asked, Silent())
    DataService(bench.project).edit_recording(bench.volts, label="healthy")
    with pytest.raises(InvalidInput, match="one unit and one sampling rate"):
        bench.guard(feature_set_id=mixed.id)
    left = {path.name for path in (bench.project.runs / "guards").iterdir()}
    assert left == {one.id for one in bench.service.list_all()}  # nothing half made


class _Leaving:
    """Cancels once something is done."""

    def report(self, fraction: float, text: str = "") -> None:
        del text
        if fraction > 0.2:
            raise Cancelled

    def tell(self, event: object) -> None:
        """Nothing is told."""


def test_it_can_be_cancelled_and_keeps_what_was_found_before(bench: Bench) -> None:
    guard = bench.guard()
    before = bench.service.detectability(guard.id, Injection((Fault.IMBALANCE,), (1.0,)), Silent())
    with pytest.raises(Cancelled):
        bench.service.detectability(guard.id, Injection(), _Leaving())
    assert bench.service.found(guard.id) == before
    more = bench.service.detectability(guard.id, Injection((Fault.CAGE,), (1.0,)), Silent())
    assert [one.fault for one in more.found] == [Fault.CAGE, Fault.IMBALANCE]
    assert more.found[1] == before.found[0]
    other = Injection((Fault.CAGE,), (1.0,), seed=1)
    assert len(bench.service.detectability(guard.id, other, Silent()).found) == 1
