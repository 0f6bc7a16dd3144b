"""WDCNN: a wide first kernel, then small ones. Imports torch; only children import this module."""

import torch
from torch import nn

from pfd_desktop.core.networks.standardising import standardised

_WIDE = (16, 64, 16)  # channels, kernel, stride
_NARROW = (32, 64, 64, 64)


class Wdcnn(nn.Module):
    """Zhang, Peng, Li, Chen & Zhang, Sensors 17 (2017) 425, with the mean over time at the end."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.features, channels = trunk()
        self.decide = nn.Sequential(nn.Linear(channels, 100), nn.ReLU(), nn.Linear(100, classes))

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        """Logits, windows × classes."""
        found: torch.Tensor = self.features(standardised(windows).unsqueeze(1)).mean(dim=2)
        logits: torch.Tensor = self.decide(found)
        return logits


def trunk() -> tuple[nn.Sequential, int]:
    """All before the mean over time, and the channels it gives."""
    channels, kernel, stride = _WIDE
    layers = _block(1, channels, kernel, stride)
    for wider in _NARROW:
        layers += _block(channels, wider, 3, 1)
        channels = wider
    return nn.Sequential(*layers), channels


def _block(inward: int, outward: int, kernel: int, stride: int) -> list[nn.Module]:
    return [
        nn.Conv1d(inward, outward, kernel, stride=stride, padding=kernel // 2, bias=False),
        nn.BatchNorm1d(outward),
        nn.ReLU(),
        nn.MaxPool1d(2),
    ]
