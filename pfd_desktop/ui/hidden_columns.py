"""Which columns of tables a user has put away; kept beside the window's layout."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.widgets.record_table import RecordTable


class HiddenColumns:
    """Tables are known by their names, which are the same in every project."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def serve(self, panel: QWidget) -> None:
        """Give the tables of a new panel what was chosen in them, and keep what will be."""
        for table in panel.findChildren(RecordTable):
            key = f"columns/{table.view.accessibleName()}"
            table.hide_columns(self._kept(key))
            table.columns_hidden.connect(
                lambda headings, key=key: self._settings.setValue(key, headings)
            )

    def _kept(self, key: str) -> list[str]:
        """A single heading comes back from the file as it is, not in a list."""
        kept = self._settings.value(key)
        if isinstance(kept, str):
            return [kept]
        return [str(heading) for heading in kept] if isinstance(kept, list) else []
