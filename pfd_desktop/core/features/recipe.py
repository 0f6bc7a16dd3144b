"""How a set of features was made, as JSON that can be read back and as Python that runs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pfd_desktop.core.features.catalogue import catalogue_called
from pfd_desktop.core.features.extraction import Cut
from pfd_desktop.core.features.spec import FeatureSpec
from pfd_desktop.core.features.windows import window_starts
from pfd_desktop.core.figures.python_text import Expression
from pfd_desktop.errors import InvalidInput

VERSION = 1


@dataclass(frozen=True)
class FeatureRecipe:
    """All that turns a recording into rows of features beside what is known of the recording."""

    features: str  # the set
    version: str  # of the set: the same version gives the same bits
    window_samples: int  # 0: recordings are taken whole
    overlap: float  # share of a window that the next one repeats
    names: tuple[str, ...]  # the columns, in order
    own: tuple[str, ...] = ()  # files of own features, "mine.py:hash", whose columns come last
    baseline: bool = False  # against the baseline that the project has of each measuring point


def recipe_to_json(recipe: FeatureRecipe, own: Sequence[FeatureSpec] = ()) -> str:
    """Text that ``recipe_from_json`` reads; each feature with its version, unit and formula.

    *own* are the features of the recipe's files.
    """
    specs = (*catalogue_called(recipe.features).specs, *own)
    told = {
        "pfd_features": VERSION,
        "set": recipe.features,
        "version": recipe.version,
        "window_samples": recipe.window_samples,
        "overlap": recipe.overlap,
        "own_files": list(recipe.own),
        "baseline": recipe.baseline,
        "features": [
            {
                "name": spec.name,
                "version": spec.version,
                "unit": spec.unit,
                "formula": spec.formula,
                "source": spec.source,
                "needs": [need.value for need in spec.needs],
            }
            for spec in specs
        ],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def recipe_from_json(text: str) -> FeatureRecipe:
    """The recipe in *text*.

    Raises InvalidInput where the text is no recipe, or one that this version of the program would
    not follow to the last bit: another version of the set, of a feature, or another order.
    """
    told = _loaded(text)
    recipe = _read(told)
    known = catalogue_called(recipe.features)
    here = [(spec.name, spec.version) for spec in known.specs]
    columns = _columns(told)
    built_in = columns[: len(here)] if recipe.own else columns  # own ones are named by their hash
    if recipe.version != known.version or built_in != here:
        raise InvalidInput(
            f"This recipe is of the features {recipe.version}; this program computes"
            f" {known.version}, whose numbers may differ. Extract with the set"
            f" {recipe.features!r} itself, or use the version that wrote the recipe."
        )
    if not known.whole:
        window_starts(0, recipe.window_samples, recipe.overlap)  # refuses impossible windows
    return recipe


def python_source(recipe: FeatureRecipe, cuts: Sequence[Cut]) -> str:
    """A script that extracts the features of these recordings again, and writes them as CSV."""
    call = Expression(tuple(cuts))
    call.need("pfd_desktop.core.features.catalogue", "catalogue_called")
    call.need("pfd_desktop.core.features.extraction", "extract")
    call.need("pfd_desktop.progress", "SILENT")
    call.need("sys", "argv")
    tail = _TAIL.format(set=recipe.features, version=recipe.version, names=recipe.names)
    return (
        f'"""Features {recipe.version} of {len(cuts)} recordings; a file name as argument writes'
        f' them as CSV."""\n\nimport csv\n{call.imports()}\n\n'
        f"cuts = {call.text()}\n{tail}"
    )


def _loaded(text: str) -> Mapping[str, object]:
    try:
        told = json.loads(text)
    except ValueError as error:
        raise InvalidInput(f"This is not JSON: {error}.") from error
    except RecursionError as error:
        raise InvalidInput("This JSON is nested too deeply to be a recipe.") from error
    if not isinstance(told, dict) or told.get("pfd_features") != VERSION:
        raise InvalidInput(
            f'This is no recipe of features: "pfd_features": {VERSION} is missing at the top.'
        )
    return told


def _read(told: Mapping[str, object]) -> FeatureRecipe:
    length, overlap = told.get("window_samples"), told.get("overlap")
    if not isinstance(length, int) or not isinstance(overlap, int | float):
        raise InvalidInput('This recipe has no "window_samples" and "overlap" as numbers.')
    own = told.get("own_files", [])
    if not isinstance(own, list) or not all(isinstance(one, str) for one in own):
        raise InvalidInput('The "own_files" of this recipe are no list of names.')
    return FeatureRecipe(
        str(told.get("set")),
        str(told.get("version")),
        length,
        float(overlap),
        tuple(name for name, _ in _columns(told)),
        tuple(own),
        told.get("baseline", False) is True,
    )


def _columns(told: Mapping[str, object]) -> list[tuple[str, object]]:
    features = told.get("features")
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise InvalidInput('This recipe has no list "features".')
    return [(str(one.get("name")), one.get("version")) for one in features]


_TAIL = """
found = catalogue_called({set!r})
assert found.version == {version!r}, "another version of the program computes other numbers"
names = {names!r}
rows = [(cut, extract(cut, SILENT)) for cut in cuts]
print(f"{{sum(len(own.values) for _, own in rows)}} rows of {{len(names)}} features")
if len(argv) > 1:
    with open(argv[1], "w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("recording", "start", *names))
        for cut, own in rows:
            for start, values in zip(own.start.tolist(), own.values.tolist(), strict=True):
                table.writerow((cut.name, start, *map(repr, values)))
"""
