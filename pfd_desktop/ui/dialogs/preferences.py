"""The settings, a field each, made from the typed model."""

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.settings import Settings

_HIGHEST = 1_048_576


class PreferencesDialog(QDialog):
    """Every setting with its title; what it means stands in its tool tip."""

    told = Signal(object)  # Settings

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.setAccessibleName("Preferences")
        self.setMinimumWidth(420)
        self._settings = settings
        self.fields: dict[tuple[str, str], QComboBox | QSpinBox] = {}
        form = QFormLayout()
        for page in Settings.model_fields:
            model = getattr(settings, page)
            if isinstance(model, BaseModel):
                self._add_page(form, page, model)
        note = QLabel(self.tr("Processes, memory and what is kept hold from the next start."))
        note.setProperty("tone", "muted")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._tell)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(buttons)

    def settings(self) -> Settings:
        """What the fields say."""
        pages: dict[str, Any] = {}
        for (page, name), field in self.fields.items():
            value = field.value() if isinstance(field, QSpinBox) else field.currentText()
            pages.setdefault(page, {})[name] = value
        return Settings.model_validate({"version": self._settings.version, **pages})

    def _add_page(self, form: QFormLayout, page: str, model: BaseModel) -> None:
        for name, info in type(model).model_fields.items():
            field = _field(info, getattr(model, name))
            field.setAccessibleName(info.title or name)
            field.setToolTip(info.description or "")
            form.addRow(info.title or name, field)
            self.fields[page, name] = field

    def _tell(self) -> None:
        self.told.emit(self.settings())
        self.accept()


def _field(info: FieldInfo, value: object) -> QComboBox | QSpinBox:
    if get_origin(info.annotation) is Literal:
        box = QComboBox()
        box.addItems([str(one) for one in get_args(info.annotation)])
        box.setCurrentText(str(value))
        return box
    spin = QSpinBox()
    bounds = {type(one).__name__: one for one in info.metadata}
    spin.setRange(getattr(bounds.get("Ge"), "ge", 0), getattr(bounds.get("Le"), "le", _HIGHEST))
    spin.setValue(int(str(value)))
    return spin
