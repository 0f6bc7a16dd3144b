"""The features of the set "evidence", one row for a whole recording."""

from pfd_desktop.core.features.spec import Cost, Domain, FeatureSpec, Need

FAMILIES = ("BPFO", "BPFI", "2×BSF", "FTF")  # named as the diagnosis names them
NAME_OF = {
    "mean": "{} evidence",
    "most": "{} evidence, most",
    "deciding": "{} evidence, deciding",
}
_SAYS = {
    "mean": "mean over the envelope spectra of all bands, raw and pre-whitened, of −log₁₀ p",
    "most": "the largest −log₁₀ p of all these spectra",
    "deciding": "−log₁₀ p in the pre-whitened envelope of the full band",
}
_P = "p: the chance of so high a comb of five harmonics in the same spectrum without the family"
_RANDALL = "Randall & Antoni, Mechanical Systems and Signal Processing 25 (2011) 485"

EVIDENCE: tuple[FeatureSpec, ...] = tuple(
    FeatureSpec(
        name.format(family),
        "decades",
        f"{_SAYS[which]}; {_P}",
        _RANDALL,
        Domain.ENVELOPE_ORDER,
        (Need.SPEED, Need.BEARING),
        cost=Cost.HIGH,
    )
    for family in FAMILIES
    for which, name in NAME_OF.items()
)
