"""A trained network, asked. Imports torch; only children import this module."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pfd_desktop.core.networks.table import network
from pfd_desktop.core.networks.weighing import weighing

_MOST = 64  # windows at once


class TrainedNetwork:
    """A network of the table with the weights that training gave it."""

    def __init__(
        self, key: str, classes: int, weights: Mapping[str, NDArray[Any]], *, attends: bool = False
    ) -> None:
        made = network(key).make(classes)
        self._network, self._classes = weighing(made) if attends else made, classes
        self._network.load_state_dict({k: torch.from_numpy(v) for k, v in weights.items()})
        self._network.eval()

    def scores(
        self, windows: NDArray[np.float32], told: NDArray[np.float32] | None = None
    ) -> NDArray[np.float64]:
        """Class probabilities, windows × classes; one that attends has a column more: their say.

        *told* are FACTS, for a network that knows speed and bearing.
        """
        inputs = [windows] if told is None else [windows, told]
        with torch.inference_mode():
            said = [
                self._network(*(torch.from_numpy(one[first : first + _MOST]) for one in inputs))
                for first in range(0, len(windows), _MOST)
            ]
            answers = torch.cat(said).double()
            scores, say = answers[:, : self._classes].softmax(dim=1), answers[:, self._classes :]
            found: NDArray[np.float64] = torch.cat([scores, say], dim=1).numpy()
        return found
