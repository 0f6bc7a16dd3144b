"""How a network's values lie in memory. Imports torch; only children import this module."""

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import nn
from torch.nn import functional


def channels_last(made: nn.Module) -> None:
    """Let the layers of *made* keep all channels of a moment side by side; its weights stay.

    Torch has that layout for images only, so each 1-D layer works on images one row high. The
    products are the same, summed in another order. Processors that multiply matrices at once
    want it (Intel AMX above all); whether it is faster is to be measured.
    """
    for module in made.modules():
        for kind, name, instead in _LAYERS:
            if isinstance(module, kind):
                setattr(module, name, partial(instead, module))


def has_layout(made: nn.Module) -> bool:
    """Whether *made* has a layer for which the layout matters."""
    return any(isinstance(module, nn.Conv1d) for module in made.modules())


def _image(values: torch.Tensor) -> torch.Tensor:
    """Windows × channels × 1 × time, channels side by side."""
    return values.unsqueeze(2).contiguous(memory_format=torch.channels_last)


def _convolved(
    layer: nn.Conv1d, values: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None
) -> torch.Tensor:
    return functional.conv2d(
        _image(values),
        _image(weight),
        bias,
        (1, layer.stride[0]),
        (0, int(layer.padding[0])),
        (1, layer.dilation[0]),
        layer.groups,
    ).squeeze(2)


def _scaled(layer: nn.BatchNorm1d, values: torch.Tensor) -> torch.Tensor:
    return nn.BatchNorm1d.forward(layer, _image(values)).squeeze(2)


def _any_rank(_layer: nn.Module, _values: torch.Tensor) -> None:
    """Batch norm in one dimension refuses images; what it does to them is right all the same."""


def _greatest(layer: nn.MaxPool1d, values: torch.Tensor) -> torch.Tensor:
    size, stride, padding = (_whole(v) for v in (layer.kernel_size, layer.stride, layer.padding))
    return functional.max_pool2d(_image(values), (1, size), (1, stride), (0, padding)).squeeze(2)


def _padded(layer: nn.ConstantPad1d, values: torch.Tensor) -> torch.Tensor:
    return functional.pad(_image(values), layer.padding, value=float(layer.value)).squeeze(2)


def _whole(told: Any) -> int:
    """One number, also where torch keeps it as a tuple of one."""
    return int(told[0] if isinstance(told, tuple) else told)


_LAYERS: tuple[tuple[type[nn.Module], str, Callable[..., object]], ...] = (
    (nn.Conv1d, "_conv_forward", _convolved),
    (nn.BatchNorm1d, "forward", _scaled),
    (nn.BatchNorm1d, "_check_input_dim", _any_rank),
    (nn.MaxPool1d, "forward", _greatest),
    (nn.ConstantPad1d, "forward", _padded),
)
