"""What a run trained, asked again of recordings that are other than they were. Runs in children."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.classical.classifiers import Fitted
from pfd_desktop.core.classical.keeping import load_estimator
from pfd_desktop.core.features.catalogue import catalogue_called
from pfd_desktop.core.features.evidence import evidence_features
from pfd_desktop.core.features.extraction import cut_out
from pfd_desktop.core.features.own_extraction import OwnFeatures, own_specs
from pfd_desktop.core.features.own_file import OwnFile
from pfd_desktop.core.features.own_running import UNMARKED
from pfd_desktop.core.features.relative import on_scale
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.features.windows import features_of
from pfd_desktop.core.networks.knowing import facts
from pfd_desktop.core.networks.table import network
from pfd_desktop.core.training.checkpoints import load_arrays
from pfd_desktop.core.training.evaluation import Trial
from pfd_desktop.core.training.network import NetworkTrial
from pfd_desktop.core.training.windows import WindowTrial
from pfd_desktop.errors import NotFound
from pfd_desktop.progress import SILENT

if TYPE_CHECKING:
    from pfd_desktop.core.networks.asking import TrainedNetwork


@dataclass(frozen=True, eq=False)
class Stretch:
    """A recording, and where its windows begin."""

    samples: NDArray[np.float32]
    rate_hz: float
    known: Known
    starts: NDArray[np.int64]
    baseline: NDArray[np.float64] | None = None  # of its features, on the scale of comparison


class Asked(Protocol):
    """What answers for the windows of recordings; with attention, in a column more, their say."""

    def scores(self, of: Sequence[Stretch]) -> list[NDArray[np.float64]]:
        """Class probabilities of each stretch, windows × classes."""


class ScoresWindows(Protocol):
    """A classifier on waveforms."""

    def scores(self, windows: NDArray[np.float32], /) -> NDArray[np.float64]:
        """Class probabilities, windows × classes."""


@dataclass(frozen=True, eq=False)
class OnFeatures:
    """A classifier on features, which are computed anew."""

    fitted: Fitted
    features: str  # the set
    window_samples: int  # 0 where recordings are taken whole
    own: tuple[OwnFile, ...] = ()  # whose features stand beside the set's

    def scores(self, of: Sequence[Stretch]) -> list[NDArray[np.float64]]:
        """Class probabilities of each stretch, windows × classes."""
        values = [self._values(one) for one in of]
        found = self.fitted.scores(np.concatenate(values))  # a forest takes its time to begin
        return np.split(found, np.cumsum([len(one) for one in values[:-1]]))

    def _values(self, of: Stretch) -> NDArray[np.float64]:
        if catalogue_called(self.features).whole:
            raw = of.samples[None]
            built_in = evidence_features(of.samples, of.rate_hz, of.known, SILENT)
        else:
            raw = cut_out(of.samples, of.starts, self.window_samples)
            built_in = features_of(self.features, raw, of.rate_hz, of.known)
        own = OwnFeatures(self.own, UNMARKED)
        values = np.hstack((built_in, own.values(raw, of.rate_hz, of.known)))
        if of.baseline is None:
            return values
        specs = (*catalogue_called(self.features).specs, *own_specs(self.own))
        return on_scale(values, specs) - of.baseline


@dataclass(frozen=True, eq=False)
class OnWaveforms:
    """A classifier on waveforms."""

    classifier: ScoresWindows
    window_samples: int

    def scores(self, of: Sequence[Stretch]) -> list[NDArray[np.float64]]:
        """Class probabilities of each stretch, windows × classes."""
        return [
            self.classifier.scores(cut_out(one.samples, one.starts, self.window_samples))
            for one in of
        ]


@dataclass(frozen=True, eq=False)
class Knowing:
    """A network that is told the speed and the bearing of each recording."""

    network: "TrainedNetwork"
    window_samples: int

    def scores(self, of: Sequence[Stretch]) -> list[NDArray[np.float64]]:
        """Class probabilities of each stretch, windows × classes."""
        return [self._of(one) for one in of]

    def _of(self, one: Stretch) -> NDArray[np.float64]:
        windows = cut_out(one.samples, one.starts, self.window_samples)
        told = np.repeat(facts(one.known, one.rate_hz)[None], len(windows), axis=0)
        return self.network.scores(windows, told)


def trained(
    trial: Trial | WindowTrial | NetworkTrial,
    fold: int,
    classes: int,
    features: str = "",
    window_samples: int = 0,
    *,
    own: tuple[OwnFile, ...] = (),
) -> Asked:
    """What the fold number *fold* of a finished trial trained.

    *features*, *window_samples* and *own* are those of the set that a classifier on features
    learned from.
    Raises NotFound where the trial kept nothing, InvalidInput where its files are damaged.
    """
    name = f"fold-{fold}.{'safetensors' if isinstance(trial, NetworkTrial) else 'skops'}"
    if trial.folder is None or not (trial.folder / name).is_file():
        raise NotFound(
            "What this run trained is no longer on the disk, so it cannot be asked again. Train it"
            " anew."
        )
    path = trial.folder / name
    if isinstance(trial, NetworkTrial):
        from pfd_desktop.core.networks.asking import TrainedNetwork

        weights, attends = load_arrays(path), trial.attends
        made = TrainedNetwork(trial.network, classes, weights, attends=attends)
        if network(trial.network).knows:
            return Knowing(made, trial.window_samples)
        return OnWaveforms(made, trial.window_samples)
    fitted = Fitted(load_estimator(path), (), classes)
    if isinstance(trial, WindowTrial):
        return OnWaveforms(fitted, trial.window_samples)
    return OnFeatures(fitted, features, window_samples, own)
