"""Convolutions, then memory. Imports torch; only children import this module."""

import torch
from torch import nn

from pfd_desktop.core.networks.attention import AttentionPooling
from pfd_desktop.core.networks.standardising import standardised

_STEM = (32, 64, 8)  # channels, kernel, stride
_NARROW = (64, 64)
_MEMORY = 64  # in each direction
_DROPOUT = 0.2


class CnnLstm(nn.Module):
    """Zhao, Yan, Wang & Mao, Sensors 17 (2017) 273: convolutions, then an LSTM in both directions.

    Theirs reads hand-made windows of many sensors; here one wide kernel and two small ones with
    stride leave one step of 64 samples each to the memory. Attention pooling over the steps.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        channels, kernel, stride = _STEM
        layers = [*_block(1, channels, kernel, stride), nn.MaxPool1d(2)]
        for wider in _NARROW:
            layers += _block(channels, wider, 3, 2)
            channels = wider
        self.features = nn.Sequential(*layers)
        self.memory = nn.LSTM(channels, _MEMORY, batch_first=True, bidirectional=True)
        self.pooled = AttentionPooling(2 * _MEMORY)
        self.decide = nn.Sequential(nn.Dropout(_DROPOUT), nn.Linear(2 * _MEMORY, classes))

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        """Logits, windows × classes."""
        found = self.features(standardised(windows).unsqueeze(1))
        remembered, _ = self.memory(found.transpose(1, 2))
        logits: torch.Tensor = self.decide(self.pooled(remembered.transpose(1, 2)))
        return logits


def _block(inward: int, outward: int, kernel: int, stride: int) -> list[nn.Module]:
    return [
        nn.Conv1d(inward, outward, kernel, stride, padding=kernel // 2, bias=False),
        nn.BatchNorm1d(outward),
        nn.ReLU(),
    ]
