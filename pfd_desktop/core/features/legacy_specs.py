"""The older benchmark's 36 features, named as there; their mistakes are part of them."""

from pfd_desktop.core.features.spec import Domain, FeatureSpec

_SOURCE = "the older benchmark's feature catalogue, in its canonical order"
_NO_DENSITY = "P is the amplitude 2|X|/N, not a density, without a window."
_ARBITRARY = "Depends on the unit of the samples, though it has none."

_Row = tuple[str, str, str, int | None, str]

_TIME: tuple[_Row, ...] = (
    ("RMS", "recording", "√(mean x²), the mean not removed", 1, ""),
    ("Kurtosis", "1", "m₄/σ⁴ − 3 (excess)", 0, ""),
    ("Skewness", "1", "m₃/σ³", 0, ""),
    ("CrestFactor", "1", "max |x| / RMS", 0, ""),
    ("ShapeFactor", "1", "RMS / mean |x|", 0, ""),
    ("ImpulseFactor", "1", "max |x| / mean |x|", 0, ""),
    ("ClearanceFactor", "1", "max |x| / (mean √|x|)²", 0, ""),
)
_FREQUENCY: tuple[_Row, ...] = (
    ("DominantFreq", "Hz", "frequency of max P", 0, "0 Hz counts: often it is the drift."),
    ("SpectralCentroid", "Hz", "Σ f P / Σ P", 0, _NO_DENSITY),
    ("SpectralEntropy", "nat", "−Σ p ln p, p = P / Σ P", 0, _NO_DENSITY),
    ("LowBandEnergy", "recording", "Σ P over 0 to 500 Hz", 1, "Sums amplitudes, no energy."),
    ("MidBandEnergy", "recording", "Σ P over 500 to 2000 Hz", 1, "Sums amplitudes, no energy."),
    ("HighBandEnergy", "recording", "Σ P over 2000 to 5000 Hz", 1, "Sums amplitudes, no energy."),
    ("VeryHighBandEnergy", "recording", "Σ P over 5000 to 10000 Hz", 1,
     "Sums amplitudes, no energy."),
    ("TotalSpectralPower", "recording", "Σ P", 1, "Sums amplitudes, no power."),
    ("SpectralStd", "recording", "standard deviation of P", 1, _NO_DENSITY),
    ("Harmonic2X1X", "1", "P(2 f₀) / P(f₀), f₀ = DominantFreq", 0, "f₀ is not the speed."),
    ("Harmonic3X1X", "1", "P(3 f₀) / P(f₀), f₀ = DominantFreq", 0, "f₀ is not the speed."),
    ("SpectralPeakiness", "1", "max P / mean P", 0, _NO_DENSITY),
)  # fmt: skip
_ENVELOPE: tuple[_Row, ...] = (
    ("EnvelopeRMS", "recording", "√(mean e²), e = |analytic signal|", 1, "No band is cut first."),
    ("EnvelopeKurtosis", "1", "excess kurtosis of e", 0, "No band is cut first."),
    ("EnvelopePeak", "recording", "max e", 1, "No band is cut first."),
    ("ModulationFreq", "Hz", "frequency of max |FFT(e)| above 1 Hz", 0, "No band is cut first."),
)
_WAVELET: tuple[_Row, ...] = (
    ("WaveletEnergyRatio", "1", "Σ energies of details / Σ all, db4, level 5", 0, ""),
    ("WaveletKurtosis", "1", "mean excess kurtosis of the details D1 to D5", 0, ""),
    ("WaveletEnergy_D1", "recording²", "Σ d² of D1", 2, "Grows with the window's length."),
    ("WaveletEnergy_D3", "recording²", "Σ d² of D3", 2, "Grows with the window's length."),
    ("WaveletEnergy_D5", "recording²", "Σ d² of D5", 2, "Grows with the window's length."),
)
_CEPSTRUM: tuple[_Row, ...] = (
    ("CepstralPeakRatio", "1", "max |c| / mean |c|, c = IFFT of ln|X|", None,
     "Quefrency 0 counts and is always the peak, and " + _ARBITRARY[0].lower() + _ARBITRARY[1:]),
    ("QuefrencyCentroid", "s", "Σ q |c| / Σ |c| over the first half", None, _ARBITRARY),
)  # fmt: skip
_BISPECTRUM: tuple[_Row, ...] = (
    ("BispectrumPeak", "recording³", "max |B|, B(k) = X(k) X(k) X*(2k), X = DFT/N", 3,
     "A diagonal slice only; 2k is held at the last line."),
    ("BispectrumMean", "recording³", "mean |B|", 3, "A diagonal slice only."),
    ("BispectrumEntropy", "nat", "−Σ p ln p, p = |B| / Σ |B|", 0, "A diagonal slice only."),
    ("PhaseCoupling", "1", "tanh(Σ |B| / Σ |X|²)", None, "No bicoherence. " + _ARBITRARY),
    ("NonlinearityIndex", "1", "(Σ |B| / (Σ |X|²)^1.5 + |skewness|) / 2", 0,
     "Adds two quantities that have nothing in common."),
    ("BispectrumPeakRatio", "1", "max |B| / mean |B|", 0, "A diagonal slice only."),
)  # fmt: skip


def _specs(domain: Domain, rows: tuple[_Row, ...]) -> tuple[FeatureSpec, ...]:
    return tuple(
        FeatureSpec(name, unit, formula, _SOURCE, domain, degree=degree, note=note)
        for name, unit, formula, degree, note in rows
    )


LEGACY: tuple[FeatureSpec, ...] = (
    _specs(Domain.TIME, _TIME)
    + _specs(Domain.SPECTRUM, _FREQUENCY)
    + _specs(Domain.ENVELOPE, _ENVELOPE)
    + _specs(Domain.WAVELET, _WAVELET)
    + _specs(Domain.CEPSTRUM, _CEPSTRUM)
    + _specs(Domain.BISPECTRUM, _BISPECTRUM)
)
