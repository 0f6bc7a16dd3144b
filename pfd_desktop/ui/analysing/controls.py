"""The controls above a figure: which analysis, how, and with which second channel."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from pfd_desktop.core.analyses.analysis import Analysis, Needs
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.parameters import Value
from pfd_desktop.ui.widgets.parameter_fields import ParameterFields, combo

_LIST_WIDTH = 220


class AnalysisControls(QWidget):
    """Says when another figure is wanted, and which; remembers what was set per analysis."""

    choice_changed = Signal()

    def __init__(
        self, name: str, analyses: Sequence[Analysis], first: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._analyses = {analysis.name: analysis for analysis in analyses}
        self._set: dict[str, dict[str, Value]] = {}
        self.kind = combo(f"{name} kind", ())
        self.second = combo("Second channel", ())
        self.second.setToolTip("The channel it is compared with, measured at the same time")
        self.fields = ParameterFields()
        self.aside = QHBoxLayout()  # what a panel adds beside the list
        self._current = ""
        _fill(self.kind, analyses)
        self._lay_out()
        self.kind.activated.connect(self._kind_chosen)
        self.second.activated.connect(lambda _: self.choice_changed.emit())
        self.fields.changed.connect(self.choice_changed)
        self._show_analysis(first)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.kind)
        top.addWidget(self.second)
        top.addStretch(1)
        top.addLayout(self.aside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.fields)

    @property
    def analysis(self) -> Analysis:
        """What is chosen."""
        return self._analyses[self._current]

    def _kind_chosen(self) -> None:
        self._set[self._current] = self.fields.values()
        self._show_analysis(str(self.kind.currentData()))
        self.choice_changed.emit()

    def _show_analysis(self, name: str) -> None:
        self._current = name
        analysis = self.analysis
        self.kind.setCurrentIndex(self.kind.findData(name))
        self.kind.setToolTip(analysis.purpose)
        self.fields.show_parameters(analysis.parameters)
        self.fields.show_values(self._set.get(name, {}))
        self.second.setVisible(Needs.SECOND in analysis.needs)

    def show_choice(self, choice: AnalysisChoice) -> None:
        """Set the controls without telling anybody."""
        self._set[choice.analysis] = dict(choice.values)
        self._show_analysis(choice.analysis)
        self.second.setCurrentIndex(max(0, self.second.findData(choice.second_id)))

    def show_companions(self, companions: Sequence[tuple[str, str]]) -> None:
        """Which channels can be the second: pairs of id and words; the chosen one stays."""
        chosen = self.second.currentData()
        self.second.clear()
        for key, words in companions:
            self.second.addItem(words, key)
        self.second.setCurrentIndex(max(0, self.second.findData(chosen)))

    def choice(self) -> AnalysisChoice:
        """What is wanted; raises InvalidInput where a field cannot be used."""
        second = self.second.currentData() if Needs.SECOND in self.analysis.needs else ""
        return AnalysisChoice(self._current, tuple(self.fields.values().items()), str(second or ""))


def _fill(box: QComboBox, analyses: Sequence[Analysis]) -> None:
    """The analyses under the headings of their groups."""
    model = QStandardItemModel(box)
    group = ""
    for analysis in analyses:
        if analysis.group != group:
            group = analysis.group
            heading = QStandardItem(group)
            heading.setEnabled(False)
            model.appendRow(heading)
        entry = QStandardItem(analysis.title)
        entry.setData(analysis.name, 0x0100)  # Qt.ItemDataRole.UserRole
        entry.setToolTip(analysis.purpose)
        model.appendRow(entry)
    box.setModel(model)
    box.view().setMinimumWidth(_LIST_WIDTH)
