"""What networks there are. Loads no torch: commands and panels list it; only children make one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfd_desktop.errors import InvalidInput

if TYPE_CHECKING:
    from torch import nn


@dataclass(frozen=True)
class Network:
    """A network on waveforms, untrained."""

    key: str  # what requests and files call it
    title: str  # short: the widest of them makes the boxes wide
    version: str  # of its layers; a run goes on only with the version that it began with
    make: "Callable[[int], nn.Module]"  # from the number of classes; windows × samples to logits
    source: str
    least_window: int  # samples; of shorter ones stride and pooling leave nothing but padding
    parameters: int  # without those of the classes
    parameters_each: int  # for every class
    cost_s: float  # seconds to train on 1,000 windows of 2,048 samples, two cores of 2026


def _wdcnn(classes: int) -> "nn.Module":
    from pfd_desktop.core.networks.wdcnn import Wdcnn

    return Wdcnn(classes)


TABLE = (
    Network(
        "wdcnn",
        "WDCNN",
        "wdcnn-1",
        _wdcnn,
        "Zhang, Peng, Li, Chen & Zhang, Sensors 17 (2017) 425",
        512,
        40_260,
        101,
        1.0,
    ),
)
NETWORKS = {row.key: row.title for row in TABLE}


def network(key: str) -> Network:
    """The row of that key; raises InvalidInput."""
    for row in TABLE:
        if row.key == key:
            return row
    raise InvalidInput(f"There is no network {key!r}; there are: {', '.join(NETWORKS)}.")
