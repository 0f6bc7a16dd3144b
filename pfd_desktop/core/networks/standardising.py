"""What every network does to a window first. Imports torch; only children import this module."""

import torch


def standardised(windows: torch.Tensor) -> torch.Tensor:
    """Each window by itself at zero mean and unit deviation, windows × samples; silence stays 0.

    So gain, offset and unit do not matter, and no scaling has to be learned from other windows.
    """
    centred = windows - windows.mean(dim=1, keepdim=True)
    deviation = centred.square().mean(dim=1, keepdim=True).sqrt()
    return centred / deviation.clamp_min(torch.finfo(windows.dtype).tiny)
