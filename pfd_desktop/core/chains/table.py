"""The table of step kinds; a new kind is a row of one of these modules."""

from pfd_desktop.core.chains import demodulating, filtering, integrating, rotating, sampling
from pfd_desktop.core.chains.step import StepKind
from pfd_desktop.errors import InvalidInput

STEPS: tuple[StepKind, ...] = (
    *filtering.ROWS,
    *sampling.ROWS,
    *integrating.ROWS,
    *rotating.ROWS,
    *demodulating.ROWS,
)

_KINDS = {kind.name: kind for kind in STEPS}


def step_kind(name: str) -> StepKind:
    """The kind of this name; raises InvalidInput."""
    if name in _KINDS:
        return _KINDS[name]
    raise InvalidInput(f"There is no step called “{name}”; known are {', '.join(_KINDS)}.")
