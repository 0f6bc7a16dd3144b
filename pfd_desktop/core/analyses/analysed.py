"""A figure with how it came to be."""

from dataclasses import dataclass

from pfd_desktop.core.analyses.analysis import Figure
from pfd_desktop.core.analyses.child import FigureRequest


@dataclass(frozen=True)
class Analysed:
    """What an analysis gave, and what it was given."""

    figure: Figure
    request: FigureRequest  # what was computed, for copied Python
    whole: bool  # False: a quick look that left samples out
