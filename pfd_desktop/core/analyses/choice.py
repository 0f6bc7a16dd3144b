"""What somebody wants to see of a recording."""

from dataclasses import dataclass

from pfd_desktop.core.parameters import Value


@dataclass(frozen=True)
class AnalysisChoice:
    """What the controls of a panel say; what is not set has its default."""

    analysis: str
    values: tuple[tuple[str, Value], ...] = ()
    second_id: str = ""  # the recording it is compared with; "" is none
