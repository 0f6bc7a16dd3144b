"""The registry: every feature of every set, by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pfd_desktop.core.features.evidence_specs import EVIDENCE
from pfd_desktop.core.features.legacy_specs import LEGACY
from pfd_desktop.core.features.spec import Domain, FeatureSpec
from pfd_desktop.core.features.standard_specs import STANDARD
from pfd_desktop.errors import InvalidInput


@dataclass(frozen=True)
class Catalogue:
    """A set of features that are computed together; ``version`` is kept with what it made.

    ``whole``: of whole recordings, each one row, not of windows.
    """

    name: str
    version: str
    about: str
    specs: tuple[FeatureSpec, ...]
    whole: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """In the order of a matrix's columns."""
        return tuple(spec.name for spec in self.specs)


SETS: Mapping[str, Catalogue] = MappingProxyType(
    {
        "standard": Catalogue(
            "standard",
            "standard-2",
            "Corrected and aware of the speed; what to use.",
            STANDARD,
        ),
        "evidence": Catalogue(
            "evidence",
            "evidence-1",
            "What the diagnosis sees of the bearing, of whole recordings; for physics evidence.",
            EVIDENCE,
            whole=True,
        ),
        "legacy-36": Catalogue(
            "legacy-36",
            "legacy-36-1",
            "The older benchmark's, with its mistakes; only to reproduce its figures.",
            LEGACY,
        ),
    }
)
CATALOGUE: tuple[FeatureSpec, ...] = SETS["standard"].specs
NAMES: tuple[str, ...] = SETS["standard"].names
REGISTRY: Mapping[str, FeatureSpec] = MappingProxyType(
    {spec.name: spec for one in SETS.values() for spec in one.specs}
)


def catalogue_called(name: str) -> Catalogue:
    """The set of that name; raises InvalidInput."""
    if name not in SETS:
        raise InvalidInput(f"There is no set of features {name!r}; there are: {', '.join(SETS)}.")
    return SETS[name]


def catalogue_of(version: str) -> Catalogue:
    """The set whose numbers are of *version*; raises InvalidInput where it is computed no more."""
    for one in SETS.values():
        if one.version == version.partition("+")[0]:  # own features stand after it
            return one
    raise InvalidInput(
        f"These features are of an older version ({version.partition('+')[0]}) and cannot be"
        " computed any more. Extract them anew, and train again what learned from them."
    )


def specs_of(names: Iterable[str], own: Iterable[FeatureSpec] = ()) -> tuple[FeatureSpec, ...]:
    """What is known of these features, as of a kept set's columns; *own* are a user's among them.

    A name that is not in the registry, as of a later version, is shown as unknown.
    """
    known = {spec.name: spec for spec in own}
    return tuple(known.get(name) or REGISTRY.get(name) or _unknown(name) for name in names)


def _unknown(name: str) -> FeatureSpec:
    return FeatureSpec(name, "1", "not known to this version", "not known", Domain.TIME)
