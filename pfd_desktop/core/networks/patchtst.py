"""PatchTST, small. Imports torch; only children import this module."""

import math

import torch
from torch import nn

from pfd_desktop.core.networks.standardising import standardised

_PATCH, _STRIDE = 64, 32  # samples
_WIDTH, _HEADS, _LAYERS, _INNER = 64, 4, 3, 128
_DROPOUT = 0.1


class PatchTst(nn.Module):
    """Nie, Nguyen, Sinthong & Kalagnanam, ICLR 2023, as a classifier: attention among patches.

    Patches of 64 samples, half of which the next one repeats, shorter than the ring of an impact;
    batch norm in the encoder, as the authors'. Two things differ: positions are sines (Vaswani et
    al., 2017) and the mean of the patches decides, so that one network reads windows of any length.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.embed = nn.Linear(_PATCH, _WIDTH)
        self.encode = nn.Sequential(nn.Dropout(_DROPOUT), *(_Layer() for _ in range(_LAYERS)))
        self.decide = nn.Sequential(nn.Dropout(_DROPOUT), nn.Linear(_WIDTH, classes))

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        """Logits, windows × classes."""
        patches = standardised(windows).unfold(1, _PATCH, _STRIDE)
        tokens = self.embed(patches) + _positions(patches)
        logits: torch.Tensor = self.decide(self.encode(tokens).mean(dim=1))
        return logits


class _Layer(nn.Module):
    """Attention, then two linear layers, each beside a way around it and scaled afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = nn.Linear(_WIDTH, 3 * _WIDTH)
        # Batch norm takes any offset away again, so what comes right before it has none.
        self.joined = nn.Linear(_WIDTH, _WIDTH, bias=False)
        self.inner = nn.Sequential(
            nn.Linear(_WIDTH, _INNER),
            nn.GELU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(_INNER, _WIDTH, bias=False),
        )
        self.dropped = nn.Dropout(_DROPOUT)
        self.scaled_seen, self.scaled = nn.BatchNorm1d(_WIDTH), nn.BatchNorm1d(_WIDTH)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Windows × patches × width, likewise."""
        seen = tokens + self.dropped(self._attend(tokens))
        seen = self.scaled_seen(seen.transpose(1, 2)).transpose(1, 2)
        found = seen + self.dropped(self.inner(seen))
        scaled: torch.Tensor = self.scaled(found.transpose(1, 2)).transpose(1, 2)
        return scaled

    def _attend(self, tokens: torch.Tensor) -> torch.Tensor:
        query, key, value = (
            part.unflatten(2, (_HEADS, -1)).transpose(1, 2)
            for part in self.asked(tokens).chunk(3, dim=2)
        )
        seen = nn.functional.scaled_dot_product_attention(query, key, value)
        joined: torch.Tensor = self.joined(seen.transpose(1, 2).flatten(2))
        return joined


def _positions(patches: torch.Tensor) -> torch.Tensor:
    """Sines and cosines of every patch's place, patches × width."""
    place = torch.arange(patches.shape[1], dtype=patches.dtype)[:, None]
    rate = torch.exp(
        torch.arange(0, _WIDTH, 2, dtype=patches.dtype) * (-math.log(10_000.0) / _WIDTH)
    )
    return torch.cat([(place * rate).sin(), (place * rate).cos()], dim=1)
