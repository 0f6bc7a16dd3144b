"""One fold of a network's training, step by step. Imports torch; only children import this."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from pfd_desktop.core.networks.table import Network
from pfd_desktop.core.training.waveforms import WaveformWindows

BATCH = 64
LEARNING_RATE = 1e-3


class FoldTraining:
    """Network, optimiser and shuffling of one fold; its whole state can be taken and given back."""

    def __init__(
        self,
        source: WaveformWindows,
        targets: NDArray[np.int64],
        train: NDArray[np.int64],
        *,
        network: Network,
        seed: int,
    ) -> None:
        self._source, self._targets, self._train = source, targets, train
        classes = int(targets.max()) + 1
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.network = network.make(classes)
        self._shuffle = torch.Generator().manual_seed(seed)
        self._optimiser = torch.optim.Adam(self.network.parameters(), lr=LEARNING_RATE)
        counts = np.bincount(targets[train], minlength=classes)
        weights = len(train) / (classes * np.maximum(counts, 1))
        self._loss = nn.CrossEntropyLoss(weight=torch.tensor(weights, dtype=torch.float32))

    def epoch(self) -> float:
        """Go once through the training windows in a new order; returns the mean loss."""
        self.network.train()
        order = torch.randperm(len(self._train), generator=self._shuffle).numpy()
        total = 0.0
        with self._own_chance():
            for first in range(0, len(order), BATCH):
                rows = self._train[order[first : first + BATCH]]
                if len(rows) == 1 and len(order) > 1:
                    continue  # a single window has no batch statistics
                total += self._step(rows) * len(rows)
        return total / len(order)

    def _step(self, rows: NDArray[np.int64]) -> float:
        """Go one step down the loss of these windows; returns that loss."""
        self._optimiser.zero_grad()
        loss = self._loss(self.network(self._input(rows)), self._wanted(rows))
        loss.backward()
        self._optimiser.step()
        return float(loss.detach())

    @contextmanager
    def _own_chance(self) -> Iterator[None]:
        """What dropout draws in this epoch follows from the shuffling's state, which is kept."""
        ahead = torch.Generator()
        ahead.set_state(self._shuffle.get_state())
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(torch.randint(2**62, (), generator=ahead)))
            yield

    def judge(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float64], float, float]:
        """Class probabilities of *rows*, their mean loss and the share named rightly."""
        self.network.eval()
        logits = []
        with torch.inference_mode():
            for first in range(0, len(rows), 4 * BATCH):
                logits.append(self.network(self._input(rows[first : first + 4 * BATCH])))
            together = torch.cat(logits)
            loss = float(nn.functional.cross_entropy(together, self._wanted(rows)))
            scores = together.double().softmax(dim=1).numpy()
        right = float(np.mean(scores.argmax(axis=1) == self._targets[rows]))
        return scores, loss, right

    def weights(self) -> dict[str, NDArray[Any]]:
        """The network's own arrays by name."""
        return {name: value.numpy().copy() for name, value in self.network.state_dict().items()}

    def state(self) -> dict[str, NDArray[Any]]:
        """Everything that the next epoch depends on."""
        arrays = {f"network/{name}": value for name, value in self.weights().items()}
        for place, slots in self._optimiser.state_dict()["state"].items():
            for name, value in slots.items():
                arrays[f"optimiser/{place}/{name}"] = value.numpy().copy()
        arrays["shuffle"] = self._shuffle.get_state().numpy().copy()
        return arrays

    def restore(self, arrays: dict[str, NDArray[Any]]) -> None:
        """Go back to a state that state() gave."""
        network: dict[str, torch.Tensor] = {}
        slots: dict[int, dict[str, torch.Tensor]] = {}
        for name, value in arrays.items():
            room, _, rest = name.partition("/")
            if room == "network":
                network[rest] = torch.from_numpy(value.copy())
            elif room == "optimiser":
                place, _, slot = rest.partition("/")
                slots.setdefault(int(place), {})[slot] = torch.from_numpy(value.copy())
        self.network.load_state_dict(network)
        whole = self._optimiser.state_dict()
        self._optimiser.load_state_dict({**whole, "state": slots})
        self._shuffle.set_state(torch.from_numpy(arrays["shuffle"].copy()))

    def _input(self, rows: NDArray[np.int64]) -> torch.Tensor:
        return torch.from_numpy(self._source.samples(rows))

    def _wanted(self, rows: NDArray[np.int64]) -> torch.Tensor:
        return torch.from_numpy(self._targets[rows])
