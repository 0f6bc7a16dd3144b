"""Own features through the services: taken, extracted in children, refused."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.features.catalogue import NAMES
from pfd_desktop.core.features.own_template import TEMPLATE
from pfd_desktop.core.records.learning import ExtractRequest, RunState, TrainRequest
from pfd_desktop.core.records.requests import extract_request, request_text
from pfd_desktop.core.training.options import as_asked
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import SILENT
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.copies import copies_file
from pfd_desktop.services.evaluation import EvaluationService
from pfd_desktop.services.feature_recipes import FeatureRecipeService
from pfd_desktop.services.features import FeatureService
from pfd_desktop.services.own_features import OwnFeatureService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.workers.processes import Processes
from tests.core.features.test_own import FEATURE, HEAD, MEAN
from tests.services.learning_project import Told, put
from tests.services.test_learning import wave

WINDOW = 2048
SLOW = f"""
import time
{HEAD}
@feature("slow", unit="1", formula="takes its time", degree=0, version=1)
def slow(window):
    while window.samples[0] == 77:
        pass
    return 1.0

@slow.answer
def at_once():
    return Answer(Window(np.zeros(100), 1000.0), 1.0)
"""
DEADLY = f"""
import os
{HEAD}
@feature("deadly", unit="1", formula="ends its process", degree=0, version=1)
def deadly(window):
    if window.samples[0] == 77:
        os._exit(3)
    return 1.0

@deadly.answer
def alive():
    return Answer(Window(np.zeros(100), 1000.0), 1.0)
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = open_project(tmp_path / "project")
    yield made
    made.close()


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def with_own(project: Project, ids: list[str], *names: str) -> ExtractRequest:
    del project
    return ExtractRequest(tuple(ids), WINDOW, own=names)


def test_a_file_is_tested_taken_and_makes_another_set_when_it_changes(
    project: Project, tmp_path: Path
) -> None:
    own, features = OwnFeatureService(project, Inline()), FeatureService(project, Inline())
    own.template(tmp_path / "mine.py")
    assert (tmp_path / "mine.py").read_text(encoding="utf-8") == TEMPLATE
    with pytest.raises(InvalidInput, match="is there already"):
        own.template(tmp_path / "mine.py")
    ids = [put(project, wave("inner race", 0, 0), Told("one", "a", "inner race"))]
    request = with_own(project, ids, "mine.py")
    with pytest.raises(NotFound, match=r"no own features called 'mine\.py'"):
        features.extract(request, SILENT)

    first = own.add(tmp_path / "mine.py", SILENT)
    made = features.extract(request, SILENT)
    assert made.feature_names == (*NAMES, "peak to peak", "shaft share")
    assert made.code_version == f"standard-2+mine.py:{first.sha256}"
    matrix = features.matrix(made.id)
    assert not np.isnan(matrix.values[:, -2:]).any()
    assert features.specs(made.id)[-2].formula == "max x − min x"
    alone = features.matrix(features.extract(ExtractRequest(tuple(ids), WINDOW), SILENT).id)
    assert np.array_equal(matrix.values[:, :-2], alone.values, equal_nan=True)

    changed = TEMPLATE.replace("version=1", "version=2")
    second = own.add(written(tmp_path, "mine.py", changed), SILENT)
    assert features.extract(request, SILENT).code_version != made.code_version
    assert second.sha256 != first.sha256
    assert [one.name for one in own.list_all()] == ["mine.py"]
    assert [spec.version for spec in features.specs(made.id)[-2:]] == [1, 1]
    assert extract_request(request_text(request)) == request

    own.remove("mine.py")
    assert own.list_all() == ()
    assert features.specs(made.id)[-2].unit == "recording"  # what was made with it keeps it
    with pytest.raises(NotFound):
        own.remove("mine.py")


def test_what_fails_its_test_is_not_taken(project: Project, tmp_path: Path) -> None:
    own = OwnFeatureService(project, Inline())
    wrong = written(tmp_path, "wrong.py", HEAD + FEATURE.format(body="return 3.0"))
    with pytest.raises(InvalidInput, match=r"wrong\.py, line 5, in power: its known answer 1 is 4"):
        own.add(wrong, SILENT)
    named = written(tmp_path, "my own.py", TEMPLATE)
    with pytest.raises(InvalidInput, match="cannot name a file"):
        own.add(named, SILENT)
    assert own.list_all() == ()


def test_what_came_with_a_project_runs_only_once_it_was_tested_here(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A project may come from somebody else: nothing of it runs because it is opened or used."""
    own, features = OwnFeatureService(project, Inline()), FeatureService(project, Inline())
    own.add(written(tmp_path, "mine.py", TEMPLATE), SILENT)
    request = with_own(
        project, [put(project, wave("inner race", 0, 0), Told("one", "a", "x"))], "mine.py"
    )
    made = features.extract(request, SILENT)
    monkeypatch.setenv("PFD_HOME", str(tmp_path / "another computer"))
    assert [one.tested for one in own.list_all()] == [False]
    with pytest.raises(InvalidInput, match="never tested on this computer"):
        features.extract(request, SILENT)
    kept = project.folder / "own_features" / "kept" / f"{made.code_version.split(':')[1]}.py"
    own.add(kept, SILENT)
    assert features.extract(request, SILENT).code_version == made.code_version


def test_what_hangs_or_ends_its_process_takes_nothing_else_with_it(
    project: Project, tmp_path: Path
) -> None:
    quiet, loud = np.zeros((2, 2 * WINDOW), dtype=np.float32)
    quiet[:] = np.random.default_rng(0).normal(size=len(quiet))
    loud[:] = quiet
    loud[::WINDOW] = 77.0
    ids = [
        put(project, one, Told(name, name, "healthy"))
        for name, one in (("quiet", quiet), ("loud", loud))
    ]
    processes = Processes(1)
    try:
        own = OwnFeatureService(project, processes, longest_s=5.0)
        for name, text in (("slow.py", SLOW), ("deadly.py", DEADLY), ("mine.py", TEMPLATE)):
            own.add(written(tmp_path, name, text), SILENT)
        features = FeatureService(project, processes, longest_s=0.5)
        made = features.extract(with_own(project, ids, "slow.py", "deadly.py", "mine.py"), SILENT)
        matrix = features.matrix(made.id)
        known = ~np.isnan(matrix.values[:, -4:])
        assert known[matrix.record == 0].all()
        assert known[matrix.record == 1].all(axis=0).tolist() == [False, False, True, True]
        slow, deadly = (one for one in made.warnings if "Not known of loud" in one)
        assert "slow.py, line 8, in slow: it took longer than 0.5 s" in slow
        assert "deadly.py, line 7, in deadly: it ended its process" in deadly
        one = FeatureService(project, Inline())
        alone = one.matrix(one.extract(with_own(project, ids[:1], "mine.py"), SILENT).id)
        own_row = matrix.values[matrix.record == 0]
        assert np.array_equal(alone.values[:, :-2], own_row[:, :-4], equal_nan=True)
        assert np.array_equal(alone.values[:, -2:], own_row[:, -2:])

        hangs = HEAD + FEATURE.format(body="while True: pass")
        with pytest.raises(InvalidInput, match=r"hangs\.py, line 6, in power: it took longer"):
            OwnFeatureService(project, processes, longest_s=0.5).add(
                written(tmp_path, "hangs.py", hangs), SILENT
            )
    finally:
        processes.close()


def test_recipe_and_script_make_own_features_again(project: Project, tmp_path: Path) -> None:
    own, features = OwnFeatureService(project, Inline()), FeatureService(project, Inline())
    recipes = FeatureRecipeService(project)
    own.add(written(tmp_path, "mine.py", TEMPLATE), SILENT)
    ids = [put(project, wave("inner race", 0, 0), Told("one", "a", "inner race"))]
    made = features.extract(with_own(project, ids, "mine.py"), SILENT)
    recipes.export(made.id, tmp_path / "recipe.json")
    recipe = recipes.read(tmp_path / "recipe.json")
    own.add(written(tmp_path, "mine.py", TEMPLATE.replace("version=1", "version=2")), SILENT)
    again = ExtractRequest(tuple(ids), WINDOW, features=recipe.features, own=recipe.own)
    assert features.extract(again, SILENT).code_version == made.code_version
    recipes.export(made.id, tmp_path / "again.py")
    script = [sys.executable, str(tmp_path / "again.py"), str(tmp_path / "again.csv")]
    subprocess.run(script, check=True)
    with (tmp_path / "again.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert head[2:] == list(made.feature_names)
    table = np.array([[float(cell) for cell in row[2:]] for row in rows])
    assert np.array_equal(table, features.matrix(made.id).values, equal_nan=True)

    other = open_project(tmp_path / "other")
    try:
        with pytest.raises(NotFound, match=r"own features of mine\.py"):
            FeatureRecipeService(other).read(tmp_path / "recipe.json")
    finally:
        other.close()


def test_what_learned_from_own_features_is_asked_again_with_them(
    project: Project, tmp_path: Path
) -> None:
    own, features = OwnFeatureService(project, Inline()), FeatureService(project, Inline())
    own.add(written(tmp_path, "mine.py", HEAD + FEATURE.format(body=MEAN)), SILENT)
    ids = []
    for label in ("inner race", "outer race"):
        for unit in range(2):
            told = Told(f"{label} {unit}", f"{label} {unit}", label)
            ids.append(put(project, wave(label, unit, len(ids)), told))
    made = features.extract(with_own(project, ids, "mine.py"), SILENT)
    training = TrainingService(project, Inline())
    asked = TrainRequest("logistic", feature_set_id=made.id)
    noisy = replace(asked, options=as_asked("logistic", {}))
    run = training.train(noisy, SILENT)
    assert run.state is RunState.DONE
    path = copies_file(project.runs, noisy)
    assert path is not None
    assert np.load(path, allow_pickle=False)["values"].shape[1] == len(made.feature_names)
    found = EvaluationService(project, Inline()).robustness(run.id, SILENT, ("gain",))
    assert found.levels
