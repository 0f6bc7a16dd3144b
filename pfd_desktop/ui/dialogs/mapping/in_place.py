"""Whether samples are copied into the project or stay where they are."""

from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget


class InPlace(QWidget):
    """A tick, and what it means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(self.tr("Leave the samples in their files"))
        self.box.setAccessibleName("Leave the samples in their files")
        meaning = QLabel(
            self.tr(
                "For files of gigabytes: the project keeps their place and hash, so they must stay"
                " as they are. What cannot be used where it lies is copied, with the reason."
            )
        )
        meaning.setWordWrap(True)
        meaning.setProperty("tone", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        layout.addWidget(meaning)

    def chosen(self) -> bool:
        """Whether they stay."""
        return self.box.isChecked()
