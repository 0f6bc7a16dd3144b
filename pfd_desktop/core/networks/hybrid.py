"""The older benchmark's hybrid. Imports torch; only children import this module."""

import torch
from torch import nn

from pfd_desktop.core.networks.knowing import FACTS
from pfd_desktop.core.networks.resnet import trunk
from pfd_desktop.core.networks.standardising import standardised

INPUTS = 10
_INNER, _FUSED = 64, 256
_DROPOUT = 0.1
_LEAST = 1e-6  # turns of a sample: what is slower is as good as not known


class Hybrid(nn.Module):
    """ResNet-18, and beside it ten numbers that physics gives of the recording.

    The older benchmark's hybrid_pinn, for the record: its ten were of one bearing at one speed in
    every recording. These are the recording's own: whether its speed is known, whether its bearing
    is, and the frequencies of the shaft, twice and half of it, FTF, BSF, 2 × BSF, BPFO and BPFI.
    Nothing ties them to the spectrum, which is why PhysicsCnn reads its lines instead.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.features, channels = trunk()
        self.physics = nn.Sequential(nn.Linear(INPUTS, _INNER), nn.ReLU())
        self.decide = nn.Sequential(
            nn.Linear(channels + _INNER, _FUSED),
            nn.ReLU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(_FUSED, classes),
        )

    def forward(self, windows: torch.Tensor, known: torch.Tensor | None = None) -> torch.Tensor:
        """Logits, windows × classes; *known* is windows × FACTS, without it nothing is known."""
        if known is None:
            known = windows.new_zeros(len(windows), FACTS)
        found = self.features(standardised(windows).unsqueeze(1)).mean(dim=2)
        logits: torch.Tensor = self.decide(torch.cat([found, self.physics(inputs(known))], dim=1))
        return logits


def inputs(known: torch.Tensor) -> torch.Tensor:
    """The ten numbers, windows × INPUTS; frequencies as decades above a millionth of the rate."""
    shaft, bpfo, bpfi, bsf, ftf = known.unbind(dim=1)
    orders = [torch.ones_like(shaft), torch.full_like(shaft, 2.0), torch.full_like(shaft, 0.5)]
    orders += [ftf, bsf, 2 * bsf, bpfo, bpfi]
    turns = shaft[:, None] * torch.stack(orders, dim=1)
    told = torch.stack([(shaft > 0).to(known.dtype), (bpfo > 0).to(known.dtype)], dim=1)
    return torch.cat([told, (turns.clamp_min(_LEAST) / _LEAST).log10()], dim=1)
