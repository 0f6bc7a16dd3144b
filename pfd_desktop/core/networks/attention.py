"""Networks that weigh what they have found. Imports torch; only children import this module."""

import torch
from torch import nn

from pfd_desktop.core.networks.standardising import standardised

_STEM = (16, 64, 4)  # channels, kernel, stride
_NARROW = (32, 64, 64)
_REDUCTION = 8


class AttentionPooling(nn.Module):
    """The mean over time, weighted by what stands there.

    Ilse, Tomczak & Welling, ICML 2018, equation 8. A burst that lasts a hundredth of the window can
    have more than a hundredth of the say.
    """

    def __init__(self, channels: int, hidden: int = 32) -> None:
        super().__init__()
        self.weight = nn.Sequential(
            nn.Conv1d(channels, hidden, 1), nn.Tanh(), nn.Conv1d(hidden, 1, 1, bias=False)
        )

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Windows × channels, of windows × channels × time."""
        pooled: torch.Tensor = (values * self.weight(values).softmax(dim=2)).sum(dim=2)
        return pooled


class SqueezeExcitation(nn.Module):
    """Channels weighted by what all of them hold: Hu, Shen & Sun, CVPR 2018."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        narrow = channels // _REDUCTION
        self.weight = nn.Sequential(
            nn.Linear(channels, narrow), nn.ReLU(), nn.Linear(narrow, channels), nn.Sigmoid()
        )

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Windows × channels × time, likewise."""
        weighted: torch.Tensor = values * self.weight(values.mean(dim=2)).unsqueeze(2)
        return weighted


class AttentionCnn(nn.Module):
    """Convolutions with squeeze and excitation (channels), then attention pooling (time)."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        channels, kernel, stride = _STEM
        layers = _block(1, channels, kernel, stride)
        for wider in _NARROW:
            layers += _block(channels, wider, 5, 1)
            channels = wider
        self.features = nn.Sequential(*layers, AttentionPooling(channels))
        self.decide = nn.Linear(channels, classes)

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        """Logits, windows × classes."""
        logits: torch.Tensor = self.decide(self.features(standardised(windows).unsqueeze(1)))
        return logits


def _block(inward: int, outward: int, kernel: int, stride: int) -> list[nn.Module]:
    return [
        nn.Conv1d(inward, outward, kernel, stride, padding=kernel // 2, bias=False),
        nn.BatchNorm1d(outward),
        nn.ReLU(),
        SqueezeExcitation(outward),
        nn.MaxPool1d(2),
    ]
