"""Runs compared through the service: real training, planted answers, what is refused."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from math import isnan
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.comparison.outcome import Comparison
from pfd_desktop.core.comparison.words import open_words, pair_words
from pfd_desktop.core.figures.ranks import ranks_figure
from pfd_desktop.core.records.learning import (
    EpochEvent,
    ExtractRequest,
    Interval,
    RecordPrediction,
    Run,
    RunResult,
    RunState,
    SplitKind,
    TrainRequest,
)
from pfd_desktop.core.reports.comparison import comparison_html
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import Silent
from pfd_desktop.services.comparison import ComparisonService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.features import FeatureService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.store import runs
from pfd_desktop.store.keys import new_key, now
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put
from tests.services.test_learning import WINDOW, wave

CLASSES = ("inner race", "outer race")
UNITS, EACH = 20, 3


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "project")
    yield opened
    opened.close()


@pytest.fixture
def service(project: Project) -> ComparisonService:
    return ComparisonService(project, TrainingService(project, Inline()), Inline())


def prediction(place: int, *, right: bool) -> RecordPrediction:
    """One of EACH recordings of a unit; folds hold whole units."""
    unit = place // EACH
    truth, other = CLASSES[unit % 2], CLASSES[1 - unit % 2]
    said = truth if right else other
    score = 0.9 if said == CLASSES[1] else 0.1
    return RecordPrediction(
        f"recording {place:02}", f"recording {place:02}", f"unit {unit:02}", "",
        truth, said, (1 - score, score), unit % 5,
    )  # fmt: skip


def result(right: list[bool]) -> RunResult:
    share = sum(right) / len(right)
    return RunResult(
        CLASSES, tuple(prediction(i, right=one) for i, one in enumerate(right)),
        Interval(share, 0.0, 1.0), Interval(share, 0.0, 1.0), share, 0.5, UNITS, 5, (),
    )  # fmt: skip


Keep = Callable[..., str]


def keeper(project: Project) -> Keep:
    """Keeps a finished run that was right where told."""

    def kept(name: str, right: list[bool], **changes: object) -> str:
        run = Run(
            id=new_key(), name=name, classifier=name, split=SplitKind.UNIT, feature_set_id=None,
            recording_ids=(), split_certificate="a" * 64, seed=0, state=RunState.DONE, reason="",
            result=result(right), leak_meter=None, history=(), created_at=now(), finished_at=now(),
        )  # fmt: skip
        run = replace(run, **changes)  # type: ignore[arg-type]
        with project.store.write() as session:
            return runs.add(session, run).id

    return kept


@pytest.fixture
def keep(project: Project) -> Keep:
    """Keeps a finished run in the project."""
    return keeper(project)


def wrong_on(units: set[int]) -> list[bool]:
    return [place // EACH not in units for place in range(UNITS * EACH)]


def p_of(found: Comparison) -> dict[str, float]:
    return {line.test: line.p for line in found.tests}


def test_real_runs_are_compared_by_recording_and_unit(
    project: Project, service: ComparisonService, keep: Keep
) -> None:
    ids = [
        put(project, wave(label, unit, load), Told(f"{label} {unit} {load}", str(unit), label))
        for label in CLASSES
        for unit in range(3)
        for load in range(2)
    ]  # fmt: skip
    features = FeatureService(project, Inline()).extract(
        ExtractRequest(tuple(ids), WINDOW), Silent()
    )
    training = TrainingService(project, Inline())
    request = TrainRequest("logistic", SplitKind.RECORD, features.id, seed=3, folds=2)
    two = [training.train(replace(request, select=count), Silent()).id for count in (0, 5)]
    found = service.compare(two, Silent())
    assert (found.recordings, found.units) == (12, 3)
    assert [one.name for one in found.settings] == ["select"]
    assert {"sign flips by unit", "McNemar, exact", "McNemar, mid-p", "DeLong by unit",
            "corrected resampled t"} <= set(p_of(found))  # fmt: skip
    assert "3 units only" in found.warnings[0]
    right = wrong_on({1})
    pair = [keep("any", right, feature_set_id=one) for one in (features.id, None)]
    (setting,) = service.compare(pair, Silent()).settings
    shown = f"{features.name} ({features.id[-8:]})"
    assert (setting.name, setting.values) == ("feature set", (shown, "–"))


def test_the_same_predictions_are_no_difference(service: ComparisonService, keep: Keep) -> None:
    right = wrong_on({1, 2, 3})
    found = service.compare([keep("one", right), keep("other", right)], Silent())
    assert found.verdict.startswith("No difference between one and other: they gave the same")
    assert all(p == 1 for p in p_of(found).values())
    silent = {one.test for one in found.tests if isnan(one.statistic)}
    assert silent == {"DeLong by unit", "corrected resampled t"}  # nothing varies
    left = {one.test: one.reason for one in found.not_applied}
    assert left["Wilcoxon's signed ranks"].startswith("Folds share what they learn from")
    assert found.pairs[0].more == ""


def test_a_clear_difference_is_found(service: ComparisonService, keep: Keep) -> None:
    """10 of 20 units in favour of the same one: the mid-p of ten signs is 2^-10, exact 2^-9."""
    good, bad = keep("good", wrong_on(set())), keep("bad", wrong_on(set(range(10))))
    found = service.compare([bad, good], Silent())
    assert found.verdict.startswith("good names more recordings rightly than bad: 50.0 points more")
    assert found.pairs[0].p == pytest.approx(2**-10)
    exact = next(one for one in found.tests if one.test == "McNemar, exact")
    assert (exact.counts, exact.cases, exact.p) == ("units", 10, 2**-9)  # not 30 recordings
    assert exact.note.startswith("Recordings of a unit are alike, so units are counted")
    assert found.pairs[0].difference.value == pytest.approx(-0.5)
    assert found.warnings == ()
    assert [one.test for one in found.not_applied] == [
        "Cochran's Q", "Wilcoxon's signed ranks", "5×2 cv F", "Friedman and Nemenyi",
    ]  # fmt: skip
    assert all(one.posterior.second_better > 0.95 for one in found.chances)


def test_recordings_are_counted_where_each_is_a_unit(
    service: ComparisonService, keep: Keep
) -> None:
    """The same answers, of the first recording of each unit only: nothing is voted on."""
    ids = []
    for name, missed in (("one", set(range(6))), ("other", set(range(6, 8)))):
        right = wrong_on(missed)
        once = result(right).predictions[::EACH]
        ids.append(keep(name, right, result=replace(result(right), predictions=once)))
    found = service.compare(ids, Silent())
    exact = next(one for one in found.tests if one.test == "McNemar, exact")
    assert (exact.counts, exact.cases, exact.note) == ("recordings", 8, "")
    assert exact.p == pytest.approx(2 * (1 + 8 + 28) / 2**8)


def test_a_unit_is_right_where_most_of_its_recordings_are(
    service: ComparisonService, keep: Keep
) -> None:
    """One of three wrong keeps a unit right, two of three do not: one unit differs."""
    once, twice = wrong_on(set()), wrong_on(set())
    once[0] = False
    twice[EACH] = twice[EACH + 1] = False
    found = service.compare([keep("once", once), keep("twice", twice)], Silent())
    exact = next(one for one in found.tests if one.test == "McNemar, exact")
    assert (exact.counts, exact.cases, exact.least_p) == ("units", 1, 1.0)


def test_roc_areas_are_judged_by_unit(service: ComparisonService, keep: Keep) -> None:
    """A recording counted three times in its unit gives the p of the recording counted once."""
    once = RunResult(
        CLASSES, (), Interval(0.5, 0.0, 1.0), Interval(0.5, 0.0, 1.0), 0.5, 0.5, UNITS, 5, ()
    )  # fmt: skip
    good, bad = wrong_on({3}), wrong_on({1, 2, 6})

    def area_p(copies: int) -> float:
        ids = []
        for name, right in (("good", good), ("bad", bad)):
            whole = result(right).predictions
            kept = tuple(one for i, one in enumerate(whole) if i % EACH < copies)
            ids.append(keep(name, right, result=replace(once, predictions=kept)))
        return p_of(service.compare(ids, Silent()))["DeLong by unit"]

    assert area_p(EACH) == pytest.approx(area_p(1))


def test_two_units_have_no_roc_areas(service: ComparisonService, keep: Keep) -> None:
    right = wrong_on({1})
    few = replace(result(right), predictions=result(right).predictions[: 2 * EACH])
    found = service.compare([keep(one, right, result=few) for one in ("one", "other")], Silent())
    left = {one.test: one.reason for one in found.not_applied}
    assert left["DeLong"] == (
        "Areas are compared on at least 2 units of either sort; there are 1 and 1."
    )


def test_a_small_difference_is_left_open_with_what_would_settle_it(
    service: ComparisonService, keep: Keep
) -> None:
    one, other = keep("one", wrong_on({0, 1, 2, 3})), keep("other", wrong_on({4, 5}))
    found = service.compare([one, other], Silent())
    assert found.verdict.startswith("No difference between one and other was shown")
    needed = found.pairs[0].needed
    assert needed is not None
    assert needed > UNITS
    assert found.pairs[0].more.startswith(f"To settle this you need about {needed - UNITS} more")


def test_of_three_the_pairs_are_adjusted_and_ranked(service: ComparisonService, keep: Keep) -> None:
    three = [
        keep("good", wrong_on(set())),
        keep("near", wrong_on({0})),
        keep("bad", wrong_on(set(range(12)))),
    ]
    found = service.compare(three, Silent())
    assert found.verdict == (
        "good names most recordings rightly, 100.0 %, and is shown to be better than bad,"
        " not than near."
    )
    assert "Cochran's Q" in p_of(found)
    assert found.ranked_over == "units"
    assert found.ranks is not None
    assert found.ranks.differ(0, 2)
    assert not found.ranks.differ(0, 1)
    assert found.pairs[1].adjusted_p == pytest.approx(3 * found.pairs[1].p)
    assert open_words(found).startswith("1 of 3 pairs is open")
    assert [one.more != "" for one in found.pairs] == [True, False, False]
    figure = ranks_figure(found)
    assert figure is not None
    assert figure.names == ("good", "near", "bad")
    # Ranks: 1, 2.5, 2.5 on unit 0; 1.5, 1.5, 3 on eleven units; 2, 2, 2 on eight.
    assert figure.mean_ranks == pytest.approx((1.675, 1.75, 2.575))
    assert figure.joined == (pytest.approx((1.675, 1.75)),)
    html = comparison_html(found, datetime.now(UTC))
    assert found.verdict in html
    assert all(f"<p>{pair_words(pair)}</p>" in html for pair in found.pairs)
    assert (
        "Critical-difference diagram: ranks more than 0.50 apart differ" in html
    )  # 0.74 √0.45: ties


def test_curves_are_laid_over_one_another(service: ComparisonService, keep: Keep) -> None:
    """12 of 20 units wrong, that is 6 of each class: the scores know 0.9 and 0.1 only."""

    def told(losses: tuple[float, ...]) -> tuple[EpochEvent, ...]:
        return tuple(
            EpochEvent(fold, 2, epoch, len(losses), 1.0, loss + fold, 0.5)
            for fold in range(2)
            for epoch, loss in enumerate(losses)
        )

    three = [
        keep("good", wrong_on(set()), history=told((3.0, 1.0))),
        keep("bad", wrong_on(set(range(12))), history=told((2.0, 2.0, 1.5))),
        keep("forest", wrong_on({0})),
    ]
    found = service.compare(three, Silent())
    assert [one.title for one in found.curves] == [
        "ROC of inner race", "ROC of outer race", "Loss by epoch",
    ]  # fmt: skip
    good, bad, _ = found.curves[0].figure.curves
    assert (good.name, bad.name) == ("good, area 1.000", "bad, area 0.400")
    assert bad.x.tolist() == pytest.approx([0, 60, 100])
    assert bad.y.tolist() == pytest.approx([0, 40, 100])
    losses = found.curves[2].figure.curves
    assert [(one.name, one.y.tolist()) for one in losses] == [
        ("good", [3.5, 1.5]), ("bad", [2.5, 2.5, 2.0]),
    ]  # fmt: skip
    html = comparison_html(found, datetime.now(UTC))
    drawings = [b64decode(one).decode() for one in re.findall(r"base64,([^\"]*)", html)]
    assert sum("<polyline" in one for one in drawings) == 3
    assert "bad, area 0.400" in drawings[2]


def test_seeds_of_one_configuration_stand_together(service: ComparisonService, keep: Keep) -> None:
    """Five seeds that all point one way: Wilcoxon's p is its least, 2^-4."""
    draw = np.random.default_rng(0)
    chosen = []
    for seed in range(5):
        missed = {int(one) for one in draw.choice(UNITS, 6, replace=False)}
        mark = f"{seed}" * 64
        chosen.append(keep("forest", wrong_on(set()), seed=seed, split_certificate=mark))
        chosen.append(keep("linear", wrong_on(missed), seed=seed, split_certificate=mark))
    found = service.compare(chosen, Silent())
    assert [one.name for one in found.sides] == ["forest, 5 seeds", "linear, 5 seeds"]
    perfect = found.sides[0].accuracy
    assert (perfect.value, perfect.high) == (1.0, 1.0)
    assert perfect.low == pytest.approx(UNITS / (UNITS + 1.959964**2))  # Wilson's, not a point
    line = next(one for one in found.tests if one.test == "Wilcoxon's signed ranks")
    assert (line.counts, line.p, line.least_p) == ("seeds", 2**-4, 2**-4)
    assert line.note.startswith("Holds for these units only")
    assert "McNemar" in {one.test for one in found.not_applied}
    assert not any("different splits" in one for one in found.warnings)


def test_what_the_other_pairs_leave_undecidable_is_said(
    service: ComparisonService, keep: Keep
) -> None:
    """Five units all one way: 2^-5 of two runs alone; of three pairs no outcome is below 0.05."""
    three = [keep("good", wrong_on(set())), keep("bad", wrong_on(set(range(5))))]
    assert service.compare(three, Silent()).verdict.startswith("good names more")
    three.append(keep("as bad", wrong_on(set(range(5)))))
    pair = service.compare(three, Silent()).pairs[0]
    assert pair.verdict.endswith(
        "p, adjusted for all pairs, could not be below 0.094, which is above 0.05."
    )
    assert pair.more.startswith("To settle this you need")


def test_units_are_ranked_before_seeds(service: ComparisonService, keep: Keep) -> None:
    """Two seeds of three sides: Friedman counts the twenty units."""
    chosen = [
        keep(name, wrong_on({place, place + seed}), seed=seed)
        for place, name in enumerate(("forest", "linear", "nearest"))
        for seed in range(2)
    ]
    found = service.compare(chosen, Silent())
    assert found.ranked_over == "units"
    assert found.ranks is not None
    assert found.ranks.chi_square.cases == UNITS


def test_halvings_of_weak_learners_are_left_out(service: ComparisonService, keep: Keep) -> None:
    """Guessing is right in half, so a side has to be right in three quarters."""

    def halved(name: str, missed: int, seed: int) -> str:
        right = wrong_on({(seed + unit) % UNITS for unit in range(missed)})
        whole = result(right)
        halves = tuple(
            replace(one, fold=(i // EACH + seed) // 2 % 2)
            for i, one in enumerate(whole.predictions)
        )
        return keep(name, right, seed=seed, result=replace(whole, predictions=halves))

    def of_missed(first: int, second: int) -> Comparison:
        runs = [
            halved(f"{name} {missed}", missed, seed)
            for name, missed in (("one", first), ("other", second))
            for seed in range(5)
        ]
        return service.compare(runs, Silent())

    assert "5×2 cv F" in p_of(of_missed(2, 5))
    left = {one.test: one.reason for one in of_missed(2, 6).not_applied}
    assert left["5×2 cv F"].startswith("A side is right less often than halfway from guessing")


def test_more_seeds_are_told_beside_more_units(service: ComparisonService, keep: Keep) -> None:
    """Three seeds agree to the digit: six would show it on these units; other units stay open."""
    chosen = []
    for seed in range(3):
        chosen.append(keep("forest", wrong_on({0, 1}), seed=seed))
        chosen.append(keep("linear", wrong_on({3, 4, 5}), seed=seed))
    (pair,) = service.compare(chosen, Silent()).pairs
    assert "more units (or about 3 more seeds, for these units only)" in pair.more


def test_unequal_terms_are_said_loudly(service: ComparisonService, keep: Keep) -> None:
    right = wrong_on({1})
    fair = keep("fair", right)
    other = keep("other", right, split_certificate="b" * 64)
    leaky = keep("leaky", right, split=SplitKind.RANDOM)
    assert service.compare([fair, keep("same", right)], Silent()).equal_terms
    found = service.compare([fair, other], Silent())
    assert not found.equal_terms
    assert found.verdict.startswith("Not on equal terms: ")
    assert "different splits" in found.warnings[0]
    found = service.compare([fair, leaky], Silent())
    assert found.verdict.startswith("Not on equal terms: ")
    assert found.warnings[0].startswith("Leaky: leaky was judged")


def test_what_cannot_be_compared_is_refused(service: ComparisonService, keep: Keep) -> None:
    right = wrong_on({1})
    one = keep("one", right)
    with pytest.raises(InvalidInput, match="2 to 10 runs"):
        service.compare([one], Silent())
    with pytest.raises(InvalidInput, match="2 to 10 runs"):
        service.compare([one] * 11, Silent())
    with pytest.raises(InvalidInput, match="with itself"):
        service.compare([one, one], Silent())
    with pytest.raises(InvalidInput, match="has no result"):
        service.compare([one, keep("failed", right, result=None, state=RunState.FAILED)], Silent())
    with pytest.raises(InvalidInput, match="different recordings: 3 only of the first, 0 only"):
        service.compare([one, keep("short", right, result=result(right[:-3]))], Silent())
    whole = result(right)
    turned = replace(whole.predictions[0], truth=CLASSES[1])
    other = replace(whole, predictions=(turned, *whole.predictions[1:]))
    with pytest.raises(InvalidInput, match=r"different labels: 1 recordings"):
        service.compare([one, keep("labels", right, result=other)], Silent())
    with pytest.raises(InvalidInput, match="none in practice"):
        service.compare([one, keep("two", right)], Silent(), rope=float("nan"))
    with pytest.raises(NotFound):
        service.compare([one, "none"], Silent())
