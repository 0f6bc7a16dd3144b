"""What networks there are. Loads no torch: commands and panels list it; only children make one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfd_desktop.core.parameters import Value
from pfd_desktop.errors import InvalidInput

if TYPE_CHECKING:
    from torch import nn


_SEARCHED: tuple[tuple[str, tuple[Value, ...]], ...] = (
    ("learning_rate", (3e-4, 1e-3, 3e-3)),
    ("batch", (32, 64, 128)),
    ("schedule", ("constant", "one-cycle")),
    ("smoothing", (0.0, 0.1)),
)
# Attention is usually trained at lower rates, which rise slowly or fall to nothing.
_GENTLE: tuple[tuple[str, tuple[Value, ...]], ...] = (
    ("learning_rate", (1e-4, 3e-4, 1e-3)),
    ("batch", (32, 64, 128)),
    ("schedule", ("cosine", "one-cycle")),
    ("smoothing", (0.0, 0.1)),
)


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
    cost_s: (
        float  # seconds of one core of 2026 to train once through 1,000 windows of 2,048 samples
    )
    searched: tuple[tuple[str, tuple[Value, ...]], ...] = _SEARCHED  # settings worth a try
    knows: str = ""  # what it makes of speed and bearing, which it is told (core/networks/knowing)

    @property
    def reads(self) -> str:
        """What it asks of its input."""
        told = f"; the told speed and the bearing of each recording: {self.knows}"
        return (
            f"one channel of float32 in windows of {self.least_window:,} samples and more, of one"
            " sampling rate; each window by itself is brought to zero mean and unit deviation"
            f"{told if self.knows else ''}"
        )


def _wdcnn(classes: int) -> "nn.Module":
    from pfd_desktop.core.networks.wdcnn import Wdcnn

    return Wdcnn(classes)


def _resnet18(classes: int) -> "nn.Module":
    from pfd_desktop.core.networks.resnet import ResNet18

    return ResNet18(classes)


def _inception_time(classes: int) -> "nn.Module":
    from pfd_desktop.core.networks.inception import InceptionTime

    return InceptionTime(classes)


def _tcn(classes: int) -> "nn.Module":
    from pfd_desktop.core.networks.tcn import Tcn

    return Tcn(classes)


def _cnn_lstm(classes: int) -> "nn.Module":
    from pfd_desktop.core.networks.cnn_lstm import CnnLstm

    return CnnLstm(classes)


def _attention_cnn(classes: int) -> "nn.Module":
    from pfd_desktop.core.networks.attention import AttentionCnn

    return AttentionCnn(classes)


def _patchtst(classes: int) -> "nn.Module":
    from pfd_desktop.core.networks.patchtst import PatchTst

    return PatchTst(classes)


def _physics_cnn(classes: int) -> "nn.Module":
    from pfd_desktop.core.networks.physics_cnn import PhysicsCnn

    return PhysicsCnn(classes)


def _hybrid(classes: int) -> "nn.Module":
    from pfd_desktop.core.networks.hybrid import Hybrid

    return Hybrid(classes)


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
        0.3,
    ),
    Network(
        "resnet18",
        "ResNet-18",
        "resnet18-1",
        _resnet18,
        "He, Zhang, Ren & Sun, CVPR 2016; in one dimension, as the older benchmark's",
        128,
        3_847_552,
        513,
        7.5,
    ),
    Network(
        "inception-time",
        "InceptionTime",
        "inception-time-1",
        _inception_time,
        "Ismail Fawaz et al., Data Mining and Knowledge Discovery 34 (2020) 1936",
        64,
        420_192,
        129,
        140.0,
    ),
    Network(
        "tcn",
        "TCN",
        "tcn-1",
        _tcn,
        "Bai, Kolter & Koltun, arXiv 1803.01271 (2018)",
        64,
        66_650,
        26,
        27.0,
    ),
    Network(
        "cnn-lstm",
        "CNN-LSTM",
        "cnn-lstm-1",
        _cnn_lstm,
        "Zhao, Yan, Wang & Mao, Sensors 17 (2017) 273",
        256,
        91_520,
        129,
        0.8,
    ),
    Network(
        "attention-cnn",
        "Attention CNN",
        "attention-cnn-1",
        _attention_cnn,
        "Hu, Shen & Sun, CVPR 2018 (channels); Ilse, Tomczak & Welling, ICML 2018 (time)",
        256,
        39_334,
        65,
        0.9,
    ),
    Network(
        "patchtst",
        "PatchTST, small",
        "patchtst-1",
        _patchtst,
        "Nie, Nguyen, Sinthong & Kalagnanam, ICLR 2023",
        256,
        104_192,
        65,
        1.8,
        _GENTLE,
    ),
    Network(
        "physics-cnn",
        "Physics-constrained CNN",
        "physics-cnn-1",
        _physics_cnn,
        "WDCNN (Sensors 17 (2017) 425) beside defect lines in learned envelopes, as in Randall &"
        " Antoni, Mechanical Systems and Signal Processing 25 (2011) 485",
        512,
        45_709,
        101,
        0.6,
        knows="it looks for the lines of shaft and bearing where they put them, and for those that"
        " are not known nowhere",
    ),
    Network(
        "hybrid",
        "Hybrid, older benchmark's",
        "hybrid-1",
        _hybrid,
        "ResNet-18 beside ten numbers, as the older benchmark's hybrid_pinn; for the record",
        128,
        3_995_968,
        257,
        7.5,
        knows="ten numbers beside the waveform, which nothing ties to its spectrum",
    ),
)
NETWORKS = {row.key: row.title for row in TABLE}


def network(key: str) -> Network:
    """The row of that key; raises InvalidInput."""
    for row in TABLE:
        if row.key == key:
            return row
    raise InvalidInput(f"There is no network {key!r}; there are: {', '.join(NETWORKS)}.")
