"""A residual network for waveforms. Imports torch; only children import this module."""

import torch
from torch import nn

from pfd_desktop.core.networks.standardising import standardised

_STEM = (64, 64, 4)  # channels, kernel, stride
_STAGES = (64, 128, 256, 512)
_BLOCKS = 2  # a stage
_DROPOUT = 0.1


class ResNet18(nn.Module):
    """He, Zhang, Ren & Sun, CVPR 2016, with 1-D kernels of 3 and the older benchmark's wide stem.

    Stem: 64 kernels of 64, stride 4, then the greatest of every 4. Four stages of two basic blocks;
    every stage but the first halves the time. Mean over time, dropout, one linear layer. Before
    standardisation of the windows it is the benchmark's layer by layer: 3,853,195 parameters at 11
    classes.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.features, channels = trunk()
        self.decide = nn.Sequential(nn.Dropout(_DROPOUT), nn.Linear(channels, classes))

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        """Logits, windows × classes."""
        found: torch.Tensor = self.features(standardised(windows).unsqueeze(1)).mean(dim=2)
        logits: torch.Tensor = self.decide(found)
        return logits


def trunk() -> tuple[nn.Sequential, int]:
    """All before the mean over time, and the channels it gives."""
    channels, kernel, stride = _STEM
    layers: list[nn.Module] = [
        nn.Conv1d(1, channels, kernel, stride, padding=kernel // 2, bias=False),
        nn.BatchNorm1d(channels),
        nn.ReLU(),
        nn.MaxPool1d(4),
    ]
    for wider in _STAGES:
        layers.append(_Block(channels, wider, 1 if wider == channels else 2))
        layers += [_Block(wider, wider, 1) for _ in range(_BLOCKS - 1)]
        channels = wider
    return nn.Sequential(*layers), channels


class _Block(nn.Module):
    """Two convolutions beside a way around them."""

    def __init__(self, inward: int, outward: int, stride: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(
            nn.Conv1d(inward, outward, 3, stride, padding=1, bias=False),
            nn.BatchNorm1d(outward),
            nn.ReLU(),
            nn.Conv1d(outward, outward, 3, padding=1, bias=False),
            nn.BatchNorm1d(outward),
        )
        self.around = (
            nn.Identity()
            if stride == 1 and inward == outward
            else nn.Sequential(
                nn.Conv1d(inward, outward, 1, stride, bias=False), nn.BatchNorm1d(outward)
            )
        )

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Windows × channels × time, likewise."""
        summed: torch.Tensor = self.inner(values) + self.around(values)
        return summed.relu()
