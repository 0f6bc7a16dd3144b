"""A figure with how it came to be."""

from dataclasses import dataclass

from pfd_desktop.core.analyses.analysis import Figure
from pfd_desktop.core.analyses.child import FigureRequest, figure_of
from pfd_desktop.core.analyses.table import find
from pfd_desktop.core.figures.recipe import Recipe


@dataclass(frozen=True)
class Analysed:
    """What an analysis gave, and what it was given."""

    figure: Figure
    request: FigureRequest  # what was computed, for copied Python
    whole: bool  # False: a quick look that left samples out

    def recipe(self) -> Recipe:
        """How the figure is computed again, for ``Exportable.set_recipe``."""
        return Recipe(figure_of, self.request, find(self.request.analysis).shape.value)
