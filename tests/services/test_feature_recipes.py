"""An exported feature set is made again to the last bit, by its recipe and by its script."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.features.catalogue import SETS
from pfd_desktop.core.features.recipe import FeatureRecipe, recipe_from_json, recipe_to_json
from pfd_desktop.core.records.learning import ExtractRequest
from pfd_desktop.errors import EnvironmentFault, InvalidInput
from pfd_desktop.progress import SILENT
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.feature_recipes import FeatureRecipeService
from pfd_desktop.services.features import FeatureService
from pfd_desktop.store.project import open_project
from tests.services.learning_project import Told, put


@pytest.mark.parametrize(("overlap", "apart"), [(0.9, 102), (0.37, 645), (0.0, 1024)])
def test_recipe_and_script_give_the_same_bits(tmp_path: Path, overlap: float, apart: int) -> None:
    project = open_project(tmp_path / "project")
    noise = np.random.default_rng(0).normal(size=(2, 4000)).astype(np.float32)
    names = ('first "quoted"', "second")
    ids = tuple(
        put(project, own, Told(name, name, "healthy"))
        for name, own in zip(names, noise, strict=True)
    )
    features, recipes = FeatureService(project, Inline()), FeatureRecipeService(project)
    made = features.extract(ExtractRequest(ids, 1024, overlap), SILENT)
    matrix = features.matrix(made.id)
    assert np.diff(matrix.start)[0] == apart

    recipes.export(made.id, tmp_path / "recipe.json")
    recipe = recipes.read(tmp_path / "recipe.json")
    assert recipe.names == made.feature_names
    asked = ExtractRequest(ids, recipe.window_samples, recipe.overlap, features=recipe.features)
    again = features.matrix(features.extract(asked, SILENT).id)
    assert again.values.tobytes() == matrix.values.tobytes()
    assert (again.start == matrix.start).all()

    if overlap == 0.37:
        recipes.export(made.id, tmp_path / "again.py")
        script = [sys.executable, str(tmp_path / "again.py"), str(tmp_path / "again.csv")]
        subprocess.run(script, check=True)
        with (tmp_path / "again.csv").open(encoding="utf-8", newline="") as stream:
            head, *rows = csv.reader(stream)
        assert head == ["recording", "start", *made.feature_names]
        assert [row[0] for row in rows] == [names[k] for k in matrix.record]
        table = np.array([[float(cell) for cell in row[2:]] for row in rows])
        assert np.array_equal(table, matrix.values, equal_nan=True)
    with pytest.raises(EnvironmentFault, match="another folder"):
        recipes.export(made.id, tmp_path / "recipe.json" / "inside.json")
    project.close()


@pytest.mark.parametrize("name", list(SETS))
def test_every_set_has_a_recipe_and_only_its_own_version_is_followed(name: str) -> None:
    one = SETS[name]
    recipe = FeatureRecipe(name, one.version, 0 if one.whole else 2048, 0.0, one.names)
    text = recipe_to_json(recipe)
    assert recipe_from_json(text) == recipe
    told = json.loads(text)
    changed = [{**told, "version": "other-1"}, {**told, "features": told["features"][::-1]}]
    newer = [{**feature, "version": 99} for feature in told["features"]]
    for other in (*changed, {**told, "features": newer}):
        with pytest.raises(InvalidInput, match="numbers may differ"):
            recipe_from_json(json.dumps(other))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"pfd_features": 2}',
        '{"pfd_features": 1}',
        '{"pfd_features": 1, "window_samples": 9, "overlap": "x"}',
        '{"pfd_features": 1, "window_samples": 9, "overlap": 0, "features": [1]}',
        '{"pfd_features": 1, "window_samples": 9, "overlap": 0, "features": [], "set": "none"}',
    ],
)
def test_what_is_no_recipe_is_refused_in_words(text: str) -> None:
    with pytest.raises(InvalidInput):
        recipe_from_json(text)
