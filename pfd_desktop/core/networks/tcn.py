"""A temporal convolutional network. Imports torch; only children import this module."""

import torch
from torch import nn
from torch.nn.utils.parametrizations import weight_norm

from pfd_desktop.core.networks.standardising import standardised

_CHANNELS, _KERNEL, _LEVELS = 25, 7, 8  # the authors' for sequences of 784 points
_DROPOUT = 0.05
# Two convolutions a level, each reaching (kernel - 1) × 2^level further back.
RECEPTIVE_FIELD = 1 + 2 * (_KERNEL - 1) * (2**_LEVELS - 1)  # samples


class Tcn(nn.Module):
    """Bai, Kolter & Koltun, arXiv 1803.01271 (2018): dilated residual blocks with weight norm.

    The blocks are causal, as the authors' are: a value sees 3,061 samples, itself and those before
    it. Where the authors decide from the last value, this takes the mean over time: a window of
    vibration has no end that says more than its middle.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        blocks = [_Block(_CHANNELS if level else 1, dilation=2**level) for level in range(_LEVELS)]
        self.features = nn.Sequential(*blocks)
        self.decide = nn.Linear(_CHANNELS, classes)

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        """Logits, windows × classes."""
        found: torch.Tensor = self.features(standardised(windows).unsqueeze(1)).mean(dim=2)
        logits: torch.Tensor = self.decide(found)
        return logits


class _Block(nn.Module):
    """Two causal convolutions beside a way around them."""

    def __init__(self, inward: int, dilation: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(
            *_causal(inward, dilation),
            nn.ReLU(),
            nn.Dropout(_DROPOUT),
            *_causal(_CHANNELS, dilation),
            nn.ReLU(),
            nn.Dropout(_DROPOUT),
        )
        self.around = nn.Identity() if inward == _CHANNELS else nn.Conv1d(inward, _CHANNELS, 1)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Windows × channels × time, likewise."""
        summed: torch.Tensor = self.inner(values) + self.around(values)
        return summed.relu()


def _causal(inward: int, dilation: int) -> tuple[nn.Module, nn.Module]:
    """Zeros before the beginning, so that nothing comes of what follows."""
    return (
        nn.ConstantPad1d(((_KERNEL - 1) * dilation, 0), 0.0),
        weight_norm(nn.Conv1d(inward, _CHANNELS, _KERNEL, dilation=dilation)),
    )
