"""Higher orders, cyclic coherence, bands, wavelet packets, correlation, averages."""

from collections.abc import Iterator
from functools import cache, partial

import numpy as np

from pfd_desktop.core.dsp.autocorrelation import autocorrelation
from pfd_desktop.core.dsp.averaging import Averaging, Memory
from pfd_desktop.core.dsp.band_adviser import advise_bands
from pfd_desktop.core.dsp.bispectrum import Bicoherence, bicoherence
from pfd_desktop.core.dsp.cyclic import CyclicCoherence, cyclic_coherence
from pfd_desktop.core.dsp.envelope import RecordSpectrum
from pfd_desktop.core.dsp.kurtogram import kurtogram
from pfd_desktop.core.dsp.spectra import Scaling, amplitude_spectrum
from pfd_desktop.core.dsp.spectral_kurtosis import spectral_kurtosis
from pfd_desktop.core.dsp.two_channels import cross_spectra
from pfd_desktop.core.dsp.wavelet_packets import packet_energies
from pfd_desktop.core.dsp.windows import Window
from tests.validation.repeating_impulses import RATE_HZ, repeating_impulses
from tests.validation.table.row import Row

RESONANCES_HZ, SEEDS = (1500.0, 2600.0, 4100.0), (0, 1, 2)
COUNT, CYCLE_HZ = 1 << 18, 1000 * 10_000.0 / (1 << 18)
FORM = "closed form"


def _kurtosis_of_noise(number: str) -> float:
    noise = np.random.default_rng(0).standard_normal(256 * 4096)
    inner = spectral_kurtosis(noise, 1000.0, 256, 0.0).values[2:-2]
    return float(inner.mean() if number == "mean" else inner.std())


def _kurtosis_of_sine() -> float:
    sine = np.sin(2 * np.pi * 125.0 * np.arange(51_200) / 1000.0)
    return float(spectral_kurtosis(sine, 1000.0, 256, 0.0).values[32])


def _bands(*, knock: bool, adviser: bool) -> float:
    """In how many of nine signals the chosen band holds the resonance."""
    right = 0
    for resonance_hz in RESONANCES_HZ:
        for seed in SEEDS:
            samples = repeating_impulses(resonance_hz, seed, knock)
            if adviser:
                first = advise_bands(RecordSpectrum.of(samples, RATE_HZ))[0]
                low, high = first.low_hz, first.high_hz
            else:
                best = kurtogram(samples, RATE_HZ).best
                low, high = best.low_hz, best.high_hz
            right += low <= resonance_hz <= high
    return float(right)


@cache
def _coherence() -> CyclicCoherence:
    noise = np.random.default_rng(0).standard_normal(COUNT)
    modulation = 1 + 0.5 * np.cos(2 * np.pi * CYCLE_HZ * np.arange(COUNT) / 10_000.0)
    return cyclic_coherence(modulation * noise, 10_000.0, 128, 4 * CYCLE_HZ)


def _coherent(times: float) -> float:
    found = _coherence()
    return float(found.enhanced_envelope()[np.abs(found.cyclic_hz - times * CYCLE_HZ).argmin()])


def _coupled(*, coupled: bool) -> float:
    """Lines at 64, 100 and 164 Hz, whose third phase is the sum of the others or not."""
    random, time = np.random.default_rng(1), np.arange(512) / 512
    pieces = []
    for _ in range(400):
        first, second, free = random.uniform(0, 2 * np.pi, 3)
        phases = (first, second, first + second if coupled else free)
        tones = (
            np.cos(2 * np.pi * f * time + p) for f, p in zip((64, 100, 164), phases, strict=True)
        )
        pieces.append(sum(tones) + 0.01 * random.standard_normal(512))
    return float(bicoherence(np.concatenate(pieces), 512.0, 512, 0.0).squared[64, 100])


@cache
def _of_noise() -> Bicoherence:
    return bicoherence(np.random.default_rng(2).standard_normal(512 * 400), 512.0, 512, 0.0)


def _chance_of_noise() -> float:
    values = _of_noise().squared[np.isfinite(_of_noise().squared)]
    return float(np.mean(values > _of_noise().limit))


def _quantile_of_noise() -> float:
    return float(np.nanquantile(_of_noise().squared, 0.95))


def _energy() -> float:
    samples = np.random.default_rng(0).standard_normal(4096)
    whole = float(((samples - samples.mean()) ** 2).sum())
    return float(packet_energies(samples, 10_000.0, 5).energy.sum()) / whole


def _own_node() -> float:
    """The least share of a tone's energy in its own node, over all nodes of level 3."""
    time, width = np.arange(32_000) / 10_000.0, 5000 / 8
    shares = [
        packet_energies(np.sin(2 * np.pi * (node + 0.5) * width * time), 10_000.0, 3).relative[node]
        for node in range(8)
    ]
    return 100 * float(min(shares))


def _correlation() -> float:
    samples = np.random.default_rng(3).standard_normal(5000)
    centred = samples - samples.mean()
    plain = np.correlate(centred, centred, "full")[4999:5100] / (centred @ centred)
    return float(np.abs(autocorrelation(samples, 100) - plain).max())


def _channels() -> float:
    rng = np.random.default_rng(0)
    x = rng.standard_normal(400_000)
    found = cross_spectra(x, 2 * x + 3 * rng.standard_normal(len(x)), 2000.0, segment=512)
    return float(found.coherence[2:-2].mean())


def _average(averaging: Averaging) -> float:
    """A sine of amplitude 1 in eight pieces and of 3 in two more."""
    time = np.arange(2000) / 1000
    samples = np.where(time < 1.6, 1.0, 3.0) * np.sin(2 * np.pi * 100 * time)
    told = {"segment": 200, "overlap": 0.0, "averaging": averaging}
    memory = Memory.of_averages(4)
    found = amplitude_spectrum(samples, 1000, Window.BOXCAR, Scaling.PEAK, memory=memory, **told)
    return float(found.values[20])


def higher_orders() -> Iterator[Row]:
    """Spectral kurtosis and bicoherence."""
    item = "spectral kurtosis"
    yield Row(item, "Gaussian noise, mean", 0.0, "", 6e-3, "Antoni 2006",
              partial(_kurtosis_of_noise, "mean"))  # fmt: skip
    yield Row(item, "Gaussian noise, deviation 2/√M, M = 4096", 2 / 64, "", 6e-3, "Antoni 2006",
              partial(_kurtosis_of_noise, "deviation"))  # fmt: skip
    yield Row(item, "steady sine", -1.0, "", 1e-6, "Antoni 2006", _kurtosis_of_sine, 6)
    item = "squared bicoherence"
    yield Row(item, "coupled lines 64 + 100 = 164 Hz", 0.9996, "", 5e-4, "Kim and Powers 1979",
              partial(_coupled, coupled=True))  # fmt: skip
    yield Row(item, "the same, not coupled", 0.0, "", 0.0075, "95 % limit −ln 0.05 / M",
              partial(_coupled, coupled=False))  # fmt: skip
    yield Row(item, "Gaussian noise, mean 1/M, M = 400", 1 / 400, "", 3e-4, FORM,
              lambda: float(np.nanmean(_of_noise().squared)), 5)  # fmt: skip
    yield Row(item, "Gaussian noise, 95 % of cells lie below", -np.log(0.05) / 400, "", 5e-4,
              "−ln 0.05 / M", _quantile_of_noise, 5)  # fmt: skip
    yield Row(item, "share of noise above the 95 % limit", 0.05, "", 0.008, FORM,
              _chance_of_noise, 3)  # fmt: skip


def bands() -> Iterator[Row]:
    """Where decaying impulses ring, in nine signals."""
    item = "band of repeating impulses, 9 signals"
    for what, expected, knock, adviser in (
        ("kurtogram, right", 9.0, False, False),
        ("band adviser, right", 9.0, False, True),
        ("one stray knock: kurtogram, right (its known weakness)", 0.0, True, False),
        ("one stray knock: band adviser, right", 9.0, True, True),
    ):
        yield Row(item, what, expected, "of 9", 0.5, "known resonance; Antoni 2007",
                  partial(_bands, knock=knock, adviser=adviser), 0)  # fmt: skip


def cyclic() -> Iterator[Row]:
    """White noise whose amplitude is modulated by one half."""
    item = "cyclic coherence of AM noise, m = 0.5"
    for what, times, expected, within in (
        ("at the modulation: m/(1 + m²/2)", 1, 0.5 / 1.125, 0.015),
        ("at twice it: (m²/4)/(1 + m²/2)", 2, 0.0625 / 1.125, 0.008),
        ("off the cycle", 1.5, 0.0, 0.02),
    ):
        yield Row(item, what, expected, "", within, FORM, partial(_coherent, times))


def others() -> Iterator[Row]:
    """Wavelet packets, correlation, two channels, averages."""
    yield Row("wavelet packets", "sum of all nodes / energy", 1.0, "", 1e-10, FORM, _energy, 8)
    yield Row("wavelet packets", "least share of a tone in its own node, level 3", 100.0, "%", 10.0,
              FORM, _own_node, 1)  # fmt: skip
    yield Row("autocorrelation", "largest difference to the plain sum", 0.0, "", 1e-12, FORM,
              _correlation, 9)  # fmt: skip
    yield Row("coherence, y = 2x + 3n", "γ² = 4/13", 4 / 13, "", 5e-3, FORM, _channels)
    weights = 0.4 * 0.6 ** np.arange(9, -1, -1)
    fading = float(np.sqrt(weights @ np.array([1.0] * 8 + [9.0] * 2) / weights.sum()))
    for averaging, expected in (
        (Averaging.LINEAR, 2.6**0.5), (Averaging.EXPONENTIAL, fading),
        (Averaging.PEAK_HOLD, 3.0), (Averaging.VECTOR, 1.4),
    ):  # fmt: skip
        yield Row("averages of a sine, 8 × 1 and 2 × 3", averaging.value, expected, "", 1e-9, FORM,
                  partial(_average, averaging), 6)  # fmt: skip


ROWS = (*higher_orders(), *bands(), *cyclic(), *others())
