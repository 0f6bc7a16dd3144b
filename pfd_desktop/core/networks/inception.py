"""InceptionTime. Imports torch; only children import this module."""

import torch
from torch import nn

from pfd_desktop.core.networks.standardising import standardised

_FILTERS = 32  # of each of the four ways through a module
_KERNELS = (40, 20, 10)
_GROUPS, _MODULES = 2, 3  # groups with a way around them; modules in each


class InceptionTime(nn.Module):
    """Ismail Fawaz et al., Data Mining and Knowledge Discovery 34 (2020) 1936: one network.

    The authors average five of them. Six modules at the full rate; each looks through kernels of
    40, 20 and 10 samples side by side. 420,192 parameters without the last layer.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        channels, groups = 1, []
        for _ in range(_GROUPS):
            groups.append(_Group(channels))
            channels = 4 * _FILTERS
        self.features = nn.Sequential(*groups)
        self.decide = nn.Linear(channels, classes)

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        """Logits, windows × classes."""
        found: torch.Tensor = self.features(standardised(windows).unsqueeze(1)).mean(dim=2)
        logits: torch.Tensor = self.decide(found)
        return logits


class _Group(nn.Module):
    """Three modules beside a way around them."""

    def __init__(self, inward: int) -> None:
        super().__init__()
        outward = 4 * _FILTERS
        modules = [_Module(inward), *(_Module(outward) for _ in range(_MODULES - 1))]
        self.inner = nn.Sequential(*modules)
        self.around = nn.Sequential(
            nn.Conv1d(inward, outward, 1, bias=False), nn.BatchNorm1d(outward)
        )

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Windows × channels × time, likewise."""
        summed: torch.Tensor = self.inner(values) + self.around(values)
        return summed.relu()


class _Module(nn.Module):
    """Kernels of three lengths on fewer channels, and the greatest of three neighbours."""

    def __init__(self, inward: int) -> None:
        super().__init__()
        narrow = _FILTERS if inward > 1 else 1
        self.narrowing = nn.Conv1d(inward, narrow, 1, bias=False) if inward > 1 else nn.Identity()
        self.kernels = nn.ModuleList(_as_long(narrow, kernel) for kernel in _KERNELS)
        self.greatest = nn.Sequential(
            nn.MaxPool1d(3, 1, padding=1), nn.Conv1d(inward, _FILTERS, 1, bias=False)
        )
        self.scaled = nn.BatchNorm1d(4 * _FILTERS)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Windows × channels × time, likewise."""
        narrow = self.narrowing(values)
        ways = [*(kernel(narrow) for kernel in self.kernels), self.greatest(values)]
        joined: torch.Tensor = self.scaled(torch.cat(ways, dim=1))
        return joined.relu()


def _as_long(inward: int, kernel: int) -> nn.Module:
    """A convolution that leaves the time as long as it was; of even kernels, one more after."""
    return nn.Sequential(
        nn.ConstantPad1d(((kernel - 1) // 2, kernel // 2), 0.0),
        nn.Conv1d(inward, _FILTERS, kernel, bias=False),
    )
