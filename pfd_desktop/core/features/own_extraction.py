"""Own features of a recording's windows, beside the others; runs in children."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.own_file import OwnFile, declared, kept_source
from pfd_desktop.core.features.own_running import (
    Loaded,
    OwnFailure,
    Watch,
    load,
    values_of,
    windows_given,
)
from pfd_desktop.core.features.spec import FeatureSpec, Known


class OwnFeatures:
    """The own features of one recording.

    The files are run anew for each, so that what a function keeps in mind reaches no other
    recording: the numbers are the same on any number of processes.
    """

    def __init__(self, files: Sequence[OwnFile], watch: Watch) -> None:
        self._watch = watch
        self._loaded: list[Loaded] = [load(one, kept_source(one), watch) for one in files]
        self._failures: dict[tuple[str, str], OwnFailure] = {}

    @property
    def failures(self) -> tuple[OwnFailure, ...]:
        """The first of each function, with the number of windows that failed."""
        return tuple(self._failures.values())

    def values(
        self, raw: NDArray[np.floating], rate_hz: float, known: Known
    ) -> NDArray[np.float64]:
        """One row per window; NaN for what fails, and for what needs what is not known."""
        if not self._loaded:
            return np.empty((len(raw), 0))
        windows = windows_given(raw, rate_hz, known)
        columns = []
        for loaded in self._loaded:
            for one in loaded.features:
                column = np.full(len(windows), np.nan)
                if one.function not in loaded.file.without and not known.lacks(one.spec):
                    column, failure = values_of(loaded, one, windows, self._watch)
                    self._note(failure)
                columns.append(column[:, None])
        return np.hstack(columns)

    def _note(self, failure: OwnFailure | None) -> None:
        if failure is None:
            return
        key = (failure.file, failure.function)
        first = self._failures.get(key, replace(failure, windows=0))
        self._failures[key] = replace(first, windows=first.windows + failure.windows)


def own_specs(files: Sequence[OwnFile]) -> tuple[FeatureSpec, ...]:
    """What the files declare, in the order of their columns; nothing of them is run."""
    return tuple(one.spec for file in files for one in declared(kept_source(file), file.name))
