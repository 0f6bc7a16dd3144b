"""Networks that know speed and bearing. Imports torch; only children import this module."""

import torch
from torch import nn

from pfd_desktop.core.networks.knowing import FACTS
from pfd_desktop.core.networks.standardising import standardised
from pfd_desktop.core.networks.wdcnn import trunk
from pfd_desktop.core.physics.kinematics import WHIRL_BAND

_BANDS, _KNOTS = 4, 33  # what is demodulated, and between how many learned gains each is straight
_STEEP, _SPREAD = 8.0, 0.1  # how the bands begin: gains in nepers over the whole span, and chance
_HARMONICS = (1.0, 2.0, 3.0)
_SHAFT = (0.5, 1.0, 2.0, 3.0)  # orders that are read in the waveform's own spectrum
_SLIP = 0.015  # a line is looked for within this share of its place: rolling elements slip
_PLACES = 9
_PADDED = 2  # transforms of twice the window, so that a line between two bins is seen as well
_BACKGROUND = 33  # bins of the padded transform a line is compared with
_APART = 3.0  # bins of the window: a slower line cannot be told from the offset
_LEAST = 1e-12  # of a waveform of deviation 1
LINES = len(_SHAFT) + 1 + 4 * len(_HARMONICS)  # in the order of places()
_DEFECTS = LINES - len(_SHAFT) - 1


def places(known: torch.Tensor) -> torch.Tensor:
    """Where each line is looked for, in turns of a sample: windows × LINES × places; 0: nowhere.

    Shaft orders and the band of oil whirl; then BPFO, BPFI, 2 × BSF and FTF with two harmonics each
    (Randall & Antoni, MSSP 25 (2011) 485). *known* is windows × FACTS.
    """
    spread = torch.linspace(-1, 1, _PLACES, dtype=known.dtype)
    shaft = torch.tensor(_SHAFT, dtype=known.dtype)
    near = 1 + _SLIP * spread
    low, high = WHIRL_BAND
    whirl = (low + high) / 2 + (high - low) / 2 * spread
    of_shaft = torch.cat([shaft[:, None] * near, whirl[None]])
    defects = known[:, 1:] * torch.tensor([1.0, 1.0, 2.0, 1.0], dtype=known.dtype)
    times = torch.tensor(_HARMONICS, dtype=known.dtype)
    of_bearing = (defects[:, :, None] * times).flatten(1)[:, :, None] * near
    orders = torch.cat([of_shaft.expand(len(known), -1, -1), of_bearing], dim=1)
    return orders * known[:, 0, None, None]


def prominences(values: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
    """How far each line stands above its surroundings: natural logarithm of a ratio of powers.

    *values* are windows × channels × time, *at* windows × lines × places in cycles of a sample;
    gives windows × channels × lines. 0 for lines that are not known, too slow for the window, or
    above half the sampling rate.
    """
    length = values.shape[2]
    hann = torch.hann_window(length, dtype=values.dtype)
    lines = torch.fft.rfft((values - values.mean(dim=2, keepdim=True)) * hann, _PADDED * length)
    last = int(at.max() * _PADDED * length) + _BACKGROUND  # nothing reads what lies above
    power = lines[:, :, :last].real.square() + lines[:, :, :last].imag.square()
    around = nn.functional.avg_pool1d(
        power, _BACKGROUND, 1, _BACKGROUND // 2, count_include_pad=False
    )
    risen = ((power + _LEAST) / (around + _LEAST)).log()
    bins = (at * (_PADDED * length)).clamp(0, risen.shape[2] - 2).flatten(1)
    low = bins.floor().long()
    part = (bins - low)[:, None]
    here, after = (
        risen.gather(2, (low + step)[:, None].expand(-1, risen.shape[1], -1)) for step in (0, 1)
    )
    read = (here + part * (after - here)).unflatten(2, at.shape[1:]).amax(dim=3)
    middle = at.mean(dim=2)
    seen = (middle * length >= _APART) & (at.amax(dim=2) < 0.5)
    found: torch.Tensor = read * seen[:, None]
    return found


class PhysicsCnn(nn.Module):
    """WDCNN, and beside it what stands at the lines of shaft and bearing at the told speed.

    Four bands are learned and demodulated; in each squared envelope the defect lines are read where
    kinematics puts them, as are the shaft's in the waveform itself. A gate of 0 to 1 for each line
    is learned. The places follow from speed and bearing alone: no line can be learned elsewhere.
    Lines that are not known are 0.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        layers, channels = trunk()
        self.features = layers
        self.bands = nn.Parameter(_SPREAD * torch.randn(_BANDS, _KNOTS) - _STEEP * _away())
        self.gates = nn.Parameter(torch.zeros(LINES))
        read = len(_SHAFT) + 1 + _BANDS * _DEFECTS
        self.decide = nn.Sequential(
            nn.Linear(channels + read, 100), nn.ReLU(), nn.Linear(100, classes)
        )

    def forward(self, windows: torch.Tensor, known: torch.Tensor | None = None) -> torch.Tensor:
        """Logits, windows × classes; *known* is windows × FACTS, without it nothing is known."""
        waves = standardised(windows).unsqueeze(1)
        found = self.features(waves).mean(dim=2)
        with torch.autocast(windows.device.type, enabled=False):  # a place needs all its digits
            lines = self.lines(waves, known)
        logits: torch.Tensor = self.decide(torch.cat([found, lines.to(found.dtype)], dim=1))
        return logits

    def lines(self, waves: torch.Tensor, known: torch.Tensor | None) -> torch.Tensor:
        """What the lines show, times their gates: windows × (shaft's, bearing's in each band)."""
        if known is None:
            known = waves.new_zeros(len(waves), FACTS)
        at, gates = places(known.to(waves.dtype)), self.gates.sigmoid()
        own = len(_SHAFT) + 1
        shaft = prominences(waves, at[:, :own]) * gates[:own]
        bearing = prominences(envelopes(waves, self.bands), at[:, own:]) * gates[own:]
        return torch.cat([shaft.flatten(1), bearing.flatten(1)], dim=1)


def envelopes(waves: torch.Tensor, bands: torch.Tensor) -> torch.Tensor:
    """The squared envelope of each band, windows × bands × time, of windows × 1 × time.

    *bands* are logarithms of gains, bands × knots from 0 to half the sampling rate, straight
    between them; the positive frequencies alone give the analytic signal.
    """
    lines = torch.fft.rfft(waves)
    gains = nn.functional.interpolate(
        bands[None], lines.shape[2], mode="linear", align_corners=True
    ).exp()
    analytic = torch.fft.ifft(lines * gains, waves.shape[2])
    squared: torch.Tensor = analytic.real.square() + analytic.imag.square()
    return squared


def _away() -> torch.Tensor:
    """How far each knot lies from the middle of the band that it begins in, bands × knots."""
    knots = torch.linspace(0, 1, _KNOTS)
    return (knots - (torch.arange(_BANDS)[:, None] + 0.5) / _BANDS).abs()
