"""A trained network, asked. Imports torch; only children import this module."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pfd_desktop.core.networks.table import network

_MOST = 64  # windows at once


class TrainedNetwork:
    """A network of the table with the weights that training gave it."""

    def __init__(self, key: str, classes: int, weights: Mapping[str, NDArray[Any]]) -> None:
        self._network = network(key).make(classes)
        self._network.load_state_dict({k: torch.from_numpy(v) for k, v in weights.items()})
        self._network.eval()

    def scores(self, windows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Class probabilities, windows × classes."""
        with torch.inference_mode():
            told = [
                self._network(torch.from_numpy(windows[first : first + _MOST]))
                for first in range(0, len(windows), _MOST)
            ]
            found: NDArray[np.float64] = torch.cat(told).double().softmax(dim=1).numpy()
        return found
