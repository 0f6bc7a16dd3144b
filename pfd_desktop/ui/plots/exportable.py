"""What every drawing of data can do: be copied, saved, exported, pinned, shown whole again."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.recipe import Recipe, SamplesRecipe, inline_source, python_source
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.plots.palette import PlotColours


class Exportable(QWidget):
    """Its kinds provide the data and draw it; the menu (menu.py) offers the rest."""

    _recipe: Recipe | SamplesRecipe | None = None
    _pinned: object | None = None  # what was shown when it was pinned

    # -- what a kind of drawing provides ---------------------------------------------------------

    def data_table(self) -> DataTable | None:
        """The data seen, at full precision; None when nothing is shown."""
        return None

    def pinnable(self) -> object | None:
        """What is shown, to be kept as a reference; None when nothing is shown."""
        return None

    def draw_reference(self) -> None:
        """Another reference is pinned, or none: draw it faint behind what is shown."""
        self.update()

    def reset_view(self) -> None:
        """Show everything."""

    def screen_image(self) -> QImage:
        """As it looks on the screen."""
        image: QImage = self.grab().toImage()
        return image

    def picture_size(self) -> QSize:
        """Size of a saved picture, in painter units."""
        return self.size()

    def draw_picture(self, painter: QPainter, target: QRectF, colours: PlotColours) -> None:
        """Draw all of it in these colours."""
        raise NotImplementedError

    # -- the reference ---------------------------------------------------------------------------

    def can_pin(self) -> bool:
        """Whether there is something to pin as reference."""
        return self.pinnable() is not None

    def pin_reference(self) -> None:
        """Keep what is shown as a faint reference behind what comes."""
        self._pinned = self.pinnable()
        self.draw_reference()

    def clear_reference(self) -> None:
        """Take the reference away."""
        self._pinned = None
        self.draw_reference()

    def has_reference(self) -> bool:
        """Whether a reference is pinned."""
        return self._pinned is not None

    # -- Python ----------------------------------------------------------------------------------

    def set_recipe(self, recipe: Recipe | SamplesRecipe | None) -> None:
        """How the numbers shown are computed; told after each figure that is shown."""
        self._recipe = recipe

    def recipe(self) -> Recipe | SamplesRecipe | None:
        """How the numbers seen are computed; None where only the numbers themselves are known."""
        return self._recipe

    def python_text(self) -> str:
        """A script that makes the numbers seen again; raises InvalidInput where there are none."""
        recipe, table = self.recipe(), self.data_table()
        if recipe is not None:
            return python_source(recipe, self._title(table))
        if table is None:
            raise InvalidInput("Nothing is shown here yet, so there is nothing to copy.")
        return inline_source(table, self._title(table))

    def _title(self, table: DataTable | None) -> str:
        facts = [entry for entry in table.header if entry] if table is not None else []
        return "\n".join((f"{self.accessibleName()}.", *(["", *facts] if facts else [])))
