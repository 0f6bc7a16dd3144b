"""Every feature by name: what it is, in which unit, by which formula, from which source."""

from dataclasses import dataclass
from enum import StrEnum

FAMILIES = ("BPFO", "BPFI", "2×BSF", "FTF")
HARMONICS = (1, 2, 3)
BAND_EDGES_HZ = (0.0, 500.0, 2000.0, 5000.0, float("inf"))
NEUTRAL_DB = 0.0  # a line feature where its line cannot be looked for: as high as its surroundings

_TANDON = "Tandon & Choudhury, Tribology International 32 (1999) 469"
_WELCH = "Welch, IEEE Trans. Audio Electroacoust. 15 (1967) 70"
_PEETERS = "Peeters, A large set of audio features, Ircam report (2004)"
_SHANNON = "Shannon, Bell System Technical Journal 27 (1948) 379"
_BORGHESANI = "Borghesani et al., Mechanical Systems and Signal Processing 47 (2014) 25"


class Domain(StrEnum):
    """Where a feature is computed."""

    TIME = "time"
    SPECTRUM = "spectrum"
    ENVELOPE_ORDER = "envelope order"


@dataclass(frozen=True)
class FeatureSpec:
    """One feature. ``unit`` "recording" means the unit of the recording's samples."""

    name: str
    unit: str
    formula: str
    source: str
    domain: Domain


def _time(name: str, unit: str, formula: str, source: str = _TANDON) -> FeatureSpec:
    return FeatureSpec(name, unit, formula, source, Domain.TIME)


def _spectral(name: str, unit: str, formula: str, source: str = _PEETERS) -> FeatureSpec:
    return FeatureSpec(name, unit, formula, source, Domain.SPECTRUM)


_TIME = (
    _time("rms", "recording", "√(mean x²), x after removal of its mean"),
    _time("peak", "recording", "max |x|"),
    _time("mean absolute", "recording", "mean |x|"),
    _time("crest factor", "1", "max |x| / √(mean x²)"),
    _time("shape factor", "1", "√(mean x²) / mean |x|"),
    _time("impulse factor", "1", "max |x| / mean |x|"),
    _time("clearance factor", "1", "max |x| / (mean √|x|)²"),
    _time("kurtosis", "1", "mean x⁴ / (mean x²)²; Pearson, biased: 3 for Gaussian noise"),
    _time("skewness", "1", "mean x³ / (mean x²)^1.5; biased"),
    _time("zero crossing rate", "Hz", "sign changes of x / length of the window in s"),
)

_SPECTRAL = (
    _spectral("spectral centroid", "Hz", "Σ f P / Σ P over the Welch density P, without 0 Hz"),
    _spectral("spectral spread", "Hz", "√(Σ (f − centroid)² P / Σ P)"),
    _spectral("spectral entropy", "1", "−Σ p ln p / ln K, p = P / Σ P over K lines", _SHANNON),
    _spectral("spectral flatness", "1", "geometric mean of P / mean of P"),
    _spectral("spectral roll-off", "Hz", "frequency below which 95 % of Σ P lies"),
    _spectral("spectral peak", "dB", "10 lg(max P / median P)", _WELCH),
    _spectral("share below 500 Hz", "1", "Σ P over 0 to 500 Hz / Σ P", _WELCH),
    _spectral("share 500 to 2000 Hz", "1", "Σ P over 500 to 2000 Hz / Σ P", _WELCH),
    _spectral("share 2000 to 5000 Hz", "1", "Σ P over 2000 to 5000 Hz / Σ P", _WELCH),
    _spectral("share above 5000 Hz", "1", "Σ P above 5000 Hz / Σ P", _WELCH),
)


def _line(family: str, harmonic: int) -> FeatureSpec:
    formula = (
        f"20 lg(largest line of the squared envelope spectrum within ±2 % of {harmonic} × {family}"
        f" / median within ±40 % of {family}); {NEUTRAL_DB:g} dB where speed or bearing is unknown,"
        " or the window holds fewer than 4 periods or the line lies above half the rate"
    )
    return FeatureSpec(f"{family} h{harmonic}", "dB", formula, _BORGHESANI, Domain.ENVELOPE_ORDER)


_LINES = tuple(_line(family, harmonic) for family in FAMILIES for harmonic in HARMONICS)

CATALOGUE: tuple[FeatureSpec, ...] = _TIME + _SPECTRAL + _LINES
NAMES: tuple[str, ...] = tuple(spec.name for spec in CATALOGUE)
VERSION = "features-1"
