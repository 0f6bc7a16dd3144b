"""How feature sets were made: written as files, and read back."""

from pathlib import Path

import numpy as np

from pfd_desktop.core.features.catalogue import catalogue_of
from pfd_desktop.core.features.matrix import FeatureMatrix, load_matrix
from pfd_desktop.core.features.own_extraction import own_specs
from pfd_desktop.core.features.own_file import made_of
from pfd_desktop.core.features.recipe import (
    FeatureRecipe,
    python_source,
    recipe_from_json,
    recipe_to_json,
)
from pfd_desktop.core.features.windows import MOST_OVERLAP
from pfd_desktop.core.records.learning import ExtractRequest, FeatureSet
from pfd_desktop.errors import InvalidInput
from pfd_desktop.services.features import cut_of, feature_file
from pfd_desktop.services.members import recordings_as_asked
from pfd_desktop.services.own_files import files_called
from pfd_desktop.services.writing import save_text
from pfd_desktop.store import feature_sets
from pfd_desktop.store.project import Project


class FeatureRecipeService:
    """Recipes of the project's feature sets."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def recipe(self, feature_set_id: str) -> FeatureRecipe:
        """How the set was made; raises InvalidInput for one of an older version."""
        with self._project.store.read() as session:
            kept = feature_sets.get(session, feature_set_id)
        found, made = catalogue_of(kept.code_version), made_of(kept.code_version)
        overlap = _overlap(load_matrix(feature_file(self._project.runs, kept.id)), kept)
        return FeatureRecipe(
            found.name,
            found.version,
            kept.window_samples,
            overlap,
            kept.feature_names,
            tuple(f"{name}:{sha256}" for name, sha256 in made.own),
            made.baseline,
        )

    def export(self, feature_set_id: str, path: Path) -> None:
        """Write the recipe: as Python that runs where the name ends with .py, else as JSON.

        Raises InvalidInput, NotFound, EnvironmentFault.
        """
        recipe = self.recipe(feature_set_id)
        text = recipe_to_json(recipe, own_specs(files_called(self._project, recipe.own)))
        if path.suffix.lower() == ".py" and recipe.baseline:
            raise InvalidInput(
                "These features are against the baselines that the project has of its measuring"
                " points, which a script does not know. Export a recipe (.json) instead."
            )
        if path.suffix.lower() == ".py":
            text = self._python(feature_set_id, recipe)
        save_text(path, text)

    def read(self, path: Path) -> FeatureRecipe:
        """What ``export`` wrote as JSON.

        Raises InvalidInput, and NotFound where a file of own features is not in the project.
        """
        try:
            recipe = recipe_from_json(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise InvalidInput(f"{path.name} is no text in UTF-8.") from error
        except OSError as error:
            raise InvalidInput(f"{path.name} cannot be read: {error.strerror}.") from error
        files_called(self._project, recipe.own)
        return recipe

    def _python(self, feature_set_id: str, recipe: FeatureRecipe) -> str:
        with self._project.store.read() as session:
            kept = feature_sets.get(session, feature_set_id)
        used = recordings_as_asked(self._project, kept.recording_ids, kept.dataset_version_id)
        by_id = {recording.id: recording for recording in used}
        request = ExtractRequest(
            kept.recording_ids, recipe.window_samples, recipe.overlap, features=recipe.features
        )
        ordered = [by_id[key] for key in kept.recording_ids if key in by_id]
        own = files_called(self._project, recipe.own)
        return python_source(recipe, [cut_of(recording, request, own) for recording in ordered])


def _overlap(matrix: FeatureMatrix, kept: FeatureSet) -> float:
    """As it was asked for, to within what makes no difference: the windows say how far they lie."""
    apart = np.diff(matrix.start)[np.diff(matrix.record) == 0]
    if not kept.window_samples or not len(apart):
        return 0.0
    return min(MOST_OVERLAP, 1.0 - int(apart[0]) / kept.window_samples)
