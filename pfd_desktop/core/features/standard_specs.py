"""The features of the set "standard"."""

from itertools import pairwise

from pfd_desktop.core.features.spec import Cost, Domain, FeatureSpec, Need
from pfd_desktop.core.physics.kinematics import WHIRL_BAND

FAMILIES = ("BPFO", "BPFI", "2×BSF", "FTF")
SIDEBANDS = {"BPFO": "1X", "BPFI": "1X", "2×BSF": "FTF"}
HARMONICS = (1, 2, 3)
SHAFT_HARMONICS = tuple(range(1, 11))
BAND_EDGES_HZ = (0.0, 500.0, 2000.0, 5000.0, float("inf"))
PACKET_LEVEL = 3
RAHMONICS = (1, 2, 3)
COUPLINGS = ((1, 1), (1, 2))

_TANDON = "Tandon & Choudhury, Tribology International 32 (1999) 469"
_WELCH = "Welch, IEEE Trans. Audio Electroacoust. 15 (1967) 70"
_PEETERS = "Peeters, A large set of audio features, Ircam report (2004)"
_SHANNON = "Shannon, Bell System Technical Journal 27 (1948) 379"
_BORGHESANI = "Borghesani et al., Mechanical Systems and Signal Processing 47 (2014) 25"
_RANDALL = "Randall & Antoni, Mechanical Systems and Signal Processing 25 (2011) 485"
_HEINZEL = "Heinzel, Rüdiger & Schilling, Spectrum and spectral density estimation (2002)"
_LUND = "Lund & Thomsen, Topics in Fluid Film Bearing and Rotor Bearing Systems (1978)"
_WICKERHAUSER = "Wickerhauser, Adapted Wavelet Analysis (1994)"
_BOGERT = "Bogert, Healy & Tukey, Proc. Symposium on Time Series Analysis (1963)"
_KIM = "Kim & Powers, IEEE Trans. Plasma Science 7 (1979) 120"
_BANDT = "Bandt & Pompe, Physical Review Letters 88 (2002) 174102"
_RICHMAN = "Richman & Moorman, American Journal of Physiology 278 (2000) H2039"


def _time(
    name: str, unit: str, formula: str, source: str = _TANDON, cost: Cost = Cost.LOW
) -> FeatureSpec:
    degree = 1 if unit == "recording" else 0
    return FeatureSpec(name, unit, formula, source, Domain.TIME, degree=degree, cost=cost)


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
    _spectral("spectral skewness", "1", "Σ ((f − centroid) / spread)³ P / Σ P"),
    _spectral("spectral kurtosis", "1", "Σ ((f − centroid) / spread)⁴ P / Σ P"),
)

_BAND = (
    "squared envelope spectrum of what lies above 20 orders (at most a quarter of half the rate)"
)
_LINE_RULE = (
    "not known where the window holds fewer than 4 periods or the line lies too high; version 1"
    " took the whole band, and 0 dB where it was not known"
)


def _line(family: str, harmonic: int) -> FeatureSpec:
    formula = (
        f"20 lg(largest line of the {_BAND} within ±2 % of {harmonic} × {family} / median within"
        f" ±40 % of {family}); {_LINE_RULE}"
    )
    return FeatureSpec(
        f"{family} h{harmonic}",
        "dB",
        formula,
        _BORGHESANI,
        Domain.ENVELOPE_ORDER,
        (Need.SPEED, Need.BEARING),
        version=2,
        cost=Cost.MEDIUM,
    )


def _sidebands(family: str, spacing: str) -> FeatureSpec:
    formula = (
        f"20 lg(mean of the two lines {spacing} beside the one of {family} h1 / median as there)"
    )
    return FeatureSpec(
        f"{family} sidebands",
        "dB",
        formula,
        _RANDALL,
        Domain.ENVELOPE_ORDER,
        (Need.SPEED, Need.BEARING),
        cost=Cost.MEDIUM,
    )


_LINES = (
    *(_line(family, harmonic) for family in FAMILIES for harmonic in HARMONICS),
    *(_sidebands(family, spacing) for family, spacing in SIDEBANDS.items()),
)


def _shaft(name: str, formula: str, source: str = _HEINZEL) -> FeatureSpec:
    return FeatureSpec(
        name, "recording", formula, source, Domain.SHAFT_ORDER, (Need.SPEED,), degree=1
    )


_SHAFT = (
    *(
        _shaft(
            f"{k}X",
            f"r.m.s. of the largest line within ±1 % of {k} × speed (Hann, power of 5 lines)",
        )
        for k in SHAFT_HARMONICS
    ),
    _shaft("1/2X", "r.m.s. of the line at half the speed, as 1X; needs 8 turns"),
    _shaft(
        "whirl band",
        f"r.m.s. of {WHIRL_BAND[0]:g} to {WHIRL_BAND[1]:g} orders without 1/2X; needs 40 turns",
        _LUND,
    ),
)
_PACKETS = tuple(
    FeatureSpec(
        f"packet energy {low}/8 to {high}/8",
        "1",
        f"share of the energy in node {low + 1} of 8 of a Meyer-like wavelet packet of level"
        f" {PACKET_LEVEL}, in the order of frequency: {low}/8 to {high}/8 of half the rate",
        _WICKERHAUSER,
        Domain.PACKET,
        cost=Cost.MEDIUM,
    )
    for low, high in pairwise(range(2**PACKET_LEVEL + 1))
)
_RAHMONICS = tuple(
    FeatureSpec(
        f"rahmonic {k}",
        "1",
        f"largest real cepstrum (IFFT of ln|X|) within ±1 % of {k} turns of the shaft",
        _BOGERT,
        Domain.CEPSTRUM,
        (Need.SPEED,),
        cost=Cost.MEDIUM,
    )
    for k in RAHMONICS
)
_BICOHERENCE = tuple(
    FeatureSpec(
        f"bicoherence {k}X {m}X",
        "1",
        f"|Σ X({k}X) X({m}X) X*({k + m}X)|² / (Σ |X({k}X) X({m}X)|² Σ |X({k + m}X)|²) over pieces"
        " of 4 turns, half overlapping; needs 20 turns",
        _KIM,
        Domain.BISPECTRUM,
        (Need.SPEED,),
    )
    for k, m in COUPLINGS
)
_ENTROPIES = (
    _time(
        "permutation entropy",
        "1",
        "−Σ p ln p / ln 6 over the orders of 3 neighbouring samples",
        _BANDT,
    ),
    _time(
        "sample entropy",
        "1",
        "−ln(A/B), m = 2, r = 0.2 rms, pairs pooled over up to 4 pieces of 256 samples spread over"
        " the window; not known where no pair of 3 is alike",
        _RICHMAN,
        Cost.MEDIUM,
    ),
)

STANDARD: tuple[FeatureSpec, ...] = (
    _TIME + _SPECTRAL + _LINES + _SHAFT + _PACKETS + _RAHMONICS + _BICOHERENCE + _ENTROPIES
)  # fmt: skip
