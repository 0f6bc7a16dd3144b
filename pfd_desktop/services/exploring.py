"""A feature set looked at as a whole: distributions, projections, spectra of classes, findings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pfd_desktop.core.exploring.class_spectra import ClassSpectra, SpectrumOf, density_of, gathered
from pfd_desktop.core.exploring.collection import UNLABELLED, Collection, collect, shortened
from pfd_desktop.core.exploring.distributions import Distribution, distributions
from pfd_desktop.core.exploring.findings import Finding, findings
from pfd_desktop.core.exploring.projections import Projection, project
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import EnvironmentFault, InvalidInput, PfdError
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.data import DataService
from pfd_desktop.services.features import FeatureService


@dataclass(frozen=True)
class Explored:
    """What is seen of a feature set at once."""

    collection: Collection
    distributions: tuple[Distribution, ...]  # the feature that parts classes most comes first
    findings: tuple[Finding, ...]


class ExploreService:
    """Looks; changes nothing."""

    def __init__(self, data: DataService, features: FeatureService, compute: Compute) -> None:
        self._data, self._features, self._compute = data, features, compute

    def explore(self, feature_set_id: str, progress: Progress) -> Explored:
        """One row for each recording of the set that is still in the project."""
        progress.report(0.0, "Reading the features")
        matrix = self._features.matrix(feature_set_id)
        collection = collect(matrix, {one.id: one for one in self._data.recordings()})
        progress.report(0.5, "Looking for what is odd")
        return Explored(collection, distributions(collection), findings(collection, matrix))

    def project(
        self, collection: Collection, method: str, seed: int, progress: Progress
    ) -> Projection:
        """The collection in a plane, computed in a child."""
        return self._compute.run(progress, project, collection, method, seed)

    def class_spectra(self, recording_ids: Sequence[str], progress: Progress) -> ClassSpectra:
        """The spectra of each class of these recordings, up to what all of them reach.

        Only recordings in the unit that most of them have; the rest is named in the notes, and so
        is what cannot be read.
        """
        known = {one.id: one for one in self._data.recordings()}
        asked = [known[one] for one in recording_ids if one in known]
        if not asked:
            raise InvalidInput("Choose recordings to show the spectra of.")
        units = [one.unit for one in asked]
        unit = max(sorted(set(units)), key=units.count)
        used = [one for one in asked if one.unit == unit]
        top_hz = min(one.rate_hz for one in used) / 2
        items = [SpectrumOf(one.path, top_hz) for one in used]
        answers = self._compute.map(progress, density_of, items)
        pairs = list(zip(used, answers, strict=True))
        refused = [found for found in answers if isinstance(found, PfdError)]
        for error in refused:  # a full memory says nothing of a recording
            if isinstance(error, EnvironmentFault):
                raise error
        if len(refused) == len(pairs):
            raise refused[0]
        whole = [(one, found) for one, found in pairs if not isinstance(found, PfdError)]
        return gathered(
            np.array([found for _, found in whole]),
            tuple(one.label or UNLABELLED for one, _ in whole),
            top_hz,
            unit,
            _notes(asked, used, [one for one, found in pairs if isinstance(found, PfdError)]),
        )


def _notes(
    asked: Sequence[Recording], used: Sequence[Recording], damaged: Sequence[Recording]
) -> tuple[str, ...]:
    other = [one.name for one in asked if one not in used]
    notes = []
    if other:
        notes.append(f"in another unit and left out: {shortened(other)}")
    if damaged:
        notes.append(f"could not be read: {shortened([one.name for one in damaged])}")
    return tuple(notes)
