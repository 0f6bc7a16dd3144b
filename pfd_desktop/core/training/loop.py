"""One fold of a network's training, step by step. Imports torch; only children import this."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from pfd_desktop.core.networks.table import Network
from pfd_desktop.core.networks.weighing import of_recordings, weighing
from pfd_desktop.core.training.batches import Batches
from pfd_desktop.core.training.options import NOISE_RANGE_DB, USUAL, Options
from pfd_desktop.core.training.pace import BFLOAT16, Pace
from pfd_desktop.core.training.probe import prepare
from pfd_desktop.core.training.waveforms import WaveformWindows

_JUDGED = 256  # windows at once
_EACH = 8  # steps; of one of them the gradient is measured


@dataclass(frozen=True, eq=False)
class Judged:
    """What a network says of windows, and how far that is from what they are."""

    scores: NDArray[np.float64]  # class probabilities, windows × classes
    say: NDArray[np.float64] | None  # of attention: what each window weighs
    loss: float  # mean over windows; with attention over recordings, as are the following
    truth: NDArray[np.int64]
    said: NDArray[np.int64]

    @property
    def right(self) -> float:
        """The share named rightly."""
        return float(np.mean(self.truth == self.said))


class FoldTraining:
    """Network, optimiser and shuffling of one fold; its whole state can be taken and given back.

    In mixed precision the network's products are of bfloat16 numbers while it learns, its weights,
    sums and steps of float32 (Micikevicius et al., ICLR 2018); it is judged in float32 all the
    same. The pace says that, and the layout; without one it is the plain layout.
    """

    def __init__(
        self,
        source: WaveformWindows,
        targets: NDArray[np.int64],
        train: NDArray[np.int64],
        *,
        network: Network,
        seed: int,
        epochs: int = 1,  # that are planned: schedules end with them
        options: Options = USUAL,
        pace: Pace | None = None,
        attends: bool = False,  # learns from whole recordings which of their windows count
    ) -> None:
        self._source, self._targets = source, targets
        self._record, self._attends = source.windows.record, attends
        self._batches = Batches(train, self._record, options.batch, whole=attends)
        self._options, self._epochs = options, epochs
        classes = int(targets.max()) + 1
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            made = network.make(classes)
            self.network = weighing(made) if attends else made
        self._knows = bool(network.knows)
        if pace is not None:
            prepare(self.network, pace)
        self._mixed = options.precision == "mixed" if pace is None else pace.numbers == BFLOAT16
        self._shuffle = torch.Generator().manual_seed(seed)
        self._optimiser = torch.optim.Adam(self.network.parameters(), lr=options.learning_rate)
        self.gradient_norm = 0.0  # 2-norm over all weights, mean over each eighth step of an epoch
        self._loss = nn.CrossEntropyLoss(
            _class_weights(targets[self._batches.examples], classes) if options.weighted else None,
            label_smoothing=options.smoothing,
        )

    def epoch(self) -> float:
        """Go once through what is learned from in a new order; returns the mean loss."""
        self.network.train()
        order = torch.randperm(len(self._batches.examples), generator=self._shuffle).numpy()
        total, norms = 0.0, []
        with self._own_chance():
            for number, rows in enumerate(self._batches.drawn(order)):
                if len(rows) == 1 and len(order) > 1:
                    continue  # a single window has no batch statistics
                total += self._step(rows)
                if number % _EACH == 0:
                    norms.append(self._norm())
        self.gradient_norm = float(np.mean(norms))
        return total / len(order)

    def _step(self, rows: NDArray[np.int64]) -> float:
        """Go one step down the loss of these windows; returns its sum over the examples."""
        self._pace()
        self._optimiser.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=self._mixed):
            answers = self.network(*self._varied(rows))
        logits, wanted = self._examples(answers.float(), rows)
        loss = self._loss(logits, wanted)
        loss.backward()
        self._optimiser.step()
        return float(loss.detach()) * len(wanted)

    def _examples(
        self, answers: torch.Tensor, rows: NDArray[np.int64]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits and targets of the windows; with attention, of the recordings they are of."""
        if not self._attends:
            return answers, self._wanted(rows)
        _, first, owner = np.unique(self._record[rows], return_index=True, return_inverse=True)
        return of_recordings(answers, torch.from_numpy(owner)), self._wanted(rows[first])

    def _pace(self) -> None:
        """Set the rate of the step to come; steps done are counted in the optimiser's own state."""
        done = next((int(slots["step"]) for slots in self._optimiser.state.values()), 0)
        steps = self._epochs * self._batches.steps
        for group in self._optimiser.param_groups:
            group["lr"] = self._options.rate(done, steps)

    def _norm(self) -> float:
        gradients = [p.grad for p in self.network.parameters() if p.grad is not None]
        return float(torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients))))

    def _varied(self, rows: NDArray[np.int64]) -> tuple[torch.Tensor, ...]:
        """The input as it is learned from: moved and noisy by chance, where that is asked."""
        asked, count = self._options, len(rows)
        if asked.moves:
            shift = (torch.rand(count, dtype=torch.float64) - 0.5) * asked.shift
            spread = (asked.speed_percent or 0.0) / 100
            factor = 1 + spread * (2 * torch.rand(count, dtype=torch.float64) - 1)
            moved = self._source.moved(rows, shift.numpy(), factor.numpy())
            windows, *told = torch.from_numpy(moved), *self._told(rows, factor.numpy())
        else:
            windows, *told = self._input(rows)
        if asked.snr_db is None:
            return windows, *told
        ratio_db = asked.snr_db + NOISE_RANGE_DB * torch.rand(count, 1)
        deviation = windows.std(dim=1, keepdim=True) * 10 ** (-ratio_db / 20)
        return windows + deviation * torch.randn(windows.shape), *told

    @contextmanager
    def _own_chance(self) -> Iterator[None]:
        """What dropout draws in this epoch follows from the shuffling's state, which is kept."""
        ahead = torch.Generator()
        ahead.set_state(self._shuffle.get_state())
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(torch.randint(2**62, (), generator=ahead)))
            yield

    def judge(self, rows: NDArray[np.int64]) -> Judged:
        """What it says of *rows*; of recordings, all windows of which are to be among them."""
        self.network.eval()
        answers = []
        with torch.inference_mode():
            for first in range(0, len(rows), _JUDGED):
                answers.append(self.network(*self._input(rows[first : first + _JUDGED])))
            together = torch.cat(answers)
            logits, wanted = self._examples(together, rows)
            loss = float(nn.functional.cross_entropy(logits, wanted))
            classes = logits.shape[1]
            scores = together[:, :classes].double().softmax(dim=1).numpy()
        say = together[:, classes].double().numpy() if self._attends else None
        return Judged(scores, say, loss, wanted.numpy(), logits.argmax(dim=1).numpy())

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

    def use(self, weights: dict[str, NDArray[Any]]) -> None:
        """Judge with the weights that weights() gave."""
        self.network.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in weights.items()})

    def _input(self, rows: NDArray[np.int64]) -> tuple[torch.Tensor, ...]:
        return torch.from_numpy(self._source.samples(rows)), *self._told(rows)

    def _told(
        self, rows: NDArray[np.int64], factor: NDArray[np.float64] | float = 1.0
    ) -> tuple[torch.Tensor, ...]:
        """What a network that knows speed and bearing is told; () for others."""
        return (torch.from_numpy(self._source.told(rows, factor)),) if self._knows else ()

    def _wanted(self, rows: NDArray[np.int64]) -> torch.Tensor:
        return torch.from_numpy(self._targets[rows])


def _class_weights(targets: NDArray[np.int64], classes: int) -> torch.Tensor:
    counts = np.bincount(targets, minlength=classes)
    weights = len(targets) / (classes * np.maximum(counts, 1))
    return torch.tensor(weights, dtype=torch.float32)
