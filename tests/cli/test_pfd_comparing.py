"""pfd compare: verdict first, the numbers, a report; refused under other splits."""

from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import pytest

from pfd_desktop.core.comparison.outcome import Comparison
from pfd_desktop.core.records.learning import ExtractRequest, SplitKind, TrainRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.comparison import ComparisonService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.features import FeatureService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.store.project import open_project
from tests.cli.test_pfd import answer, pfd
from tests.services.learning_project import Told, put
from tests.services.test_learning import WINDOW, wave

NAMES = ("all of them", "one of them", "elsewhere")


@dataclass(frozen=True)
class Compared:
    """A project, and what the service finds of its first two runs."""

    project: Path
    found: Comparison


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    """Two runs of one split, told to choose otherwise, and one judged under another."""
    opened = open_project(tmp_path_factory.mktemp("comparing") / "project")
    ids = [
        put(opened, wave(label, unit, load), Told(f"{label} {unit} {load}", str(unit), label))
        for label in ("inner race", "outer race")
        for unit in range(3)
        for load in range(2)
    ]  # fmt: skip
    made = FeatureService(opened, Inline()).extract(ExtractRequest(tuple(ids), WINDOW), Silent())
    training = TrainingService(opened, Inline())
    request = TrainRequest("logistic", SplitKind.RECORD, made.id, seed=3, folds=2)
    told = ({"select": 0}, {"select": 1}, {"seed": 4})
    runs = [
        training.train(replace(request, name=name, **changes), Silent()).id
        for name, changes in zip(NAMES, told, strict=True)
    ]
    found = ComparisonService(opened, training, Inline()).compare(runs[:2], Silent())
    opened.close()
    return Compared(opened.folder, found)


def test_the_verdict_comes_first_then_the_numbers(compared: Compared, tmp_path: Path) -> None:
    page, found = tmp_path / "found.html", compared.found
    done = pfd(compared.project, "compare", *NAMES[:2], "--html", str(page))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{found.verdict}\n")
    html, rows = unescape(page.read_text("utf-8")), done.stdout.splitlines()
    assert found.verdict in html
    assert len(found.tests) >= 5
    for line in found.tests:
        p = f"{line.p:.2g}"
        assert any(row.startswith(line.test) and f"  {p}" in row for row in rows)
        assert f'<td class="small">{line.test}</td>' in html
        assert f'<td class="small">{p}</td>' in html
    assert "differs: select: all of them 0, one of them 1" in rows
    (pair,) = found.pairs
    assert pair.more in html
    assert rows[-2:] == [pair.more, f"{page}: report of this comparison."]


def test_runs_of_other_splits_are_refused_unless_that_is_wanted(compared: Compared) -> None:
    other = ("compare", NAMES[0], NAMES[2])
    refused = pfd(compared.project, *other)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "under different splits (certificates" in refused.stderr
    forced = answer(compared.project, *other, "--anyway")["comparison"]
    assert forced["verdict"].startswith("Not on equal terms: ")
    assert forced["equal_terms"] is False


def test_a_run_is_evaluated_by_level_class_and_slice(compared: Compared) -> None:
    found = answer(compared.project, "evaluate", NAMES[0])["assessment"]
    levels = {one["of"]: one for one in found["levels"]}
    assert (levels["recordings"]["cases"], levels["units"]["cases"]) == (12, 6)
    assert {one["value"] for one in found["slices"] if one["by"] == "label"} == {
        "inner race",
        "outer race",
    }
    assert "need 10 units; there are 3" in found["answers"]["refusal"]
    refused = pfd(compared.project, "evaluate", NAMES[0], "--unknown")
    assert refused.returncode == 1
    assert "three are needed, not 2" in refused.stderr


def test_what_a_run_withstands_is_printed_by_level(compared: Compared) -> None:
    found = answer(compared.project, "evaluate", NAMES[0], "--robust", "gain", "offset")
    levels = found["robustness"]["levels"]
    assert [(one["kind"], one["level"]) for one in levels][::4] == [
        ("gain", 0.125),
        ("offset", 0.1),
    ]
    accuracy = found["assessment"]["levels"][1]["right"]
    assert found["robustness"]["undisturbed"]["right"]["value"] == accuracy
    again = answer(compared.project, "evaluate", NAMES[0])  # what was measured is kept
    for one in ("robustness", "measured"):
        assert again[one] == found[one]
    assert (again["unknown"], again["measured"]["unknown"]) == (None, None)
    told = pfd(compared.project, "evaluate", NAMES[1]).stdout
    assert "Robustness: not measured; --robust measures it." in told
    refused = pfd(compared.project, "evaluate", NAMES[0], "--robust", "heat")
    assert refused.returncode == 1
    assert "There is no perturbation 'heat'; there are: noise, gain" in refused.stderr


def test_importance_is_measured_once_and_printed_again(compared: Compared) -> None:
    asked = ("features", "importance", "--split", "condition")
    first = pfd(compared.project, *asked)
    assert first.returncode == 1  # these recordings state no condition
    assert "condition" in first.stderr
    measured = answer(compared.project, "features", "importance", "--split", "record")
    once = answer(compared.project, "features", "importance", "--split", "record")
    anew = answer(compared.project, "features", "importance", "--split", "record", "--again")
    assert once == measured
    assert anew["found"] == measured["found"]
    assert anew["at"] > measured["at"]
