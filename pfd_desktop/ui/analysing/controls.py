"""The controls above a figure: which analysis, how, and with which second channel."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.analyses.analysis import Analysis, Needs
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.parameters import Value
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.analysing.companions import Companions
from pfd_desktop.ui.widgets.flow_layout import FlowLayout
from pfd_desktop.ui.widgets.parameter_fields import ParameterFields, combo

_FOCUSABLE = (QComboBox, QLineEdit, QAbstractButton)
_LIST_WIDTH = 220
_KIND_LETTERS, _SECOND_LETTERS = 19, 18


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
        self.kind.setMinimumContentsLength(_KIND_LETTERS)
        self.second = combo("Second channel", ())
        self.second.setMinimumContentsLength(_SECOND_LETTERS)
        self._with = QWidget()
        self.second.setToolTip("The channel it is compared with, measured at the same time")
        self.second.setPlaceholderText("no other channel at this rate")
        self.fields = ParameterFields()
        self._top = FlowLayout()
        self._asides: list[QWidget] = []
        self._current = ""
        _fill(self.kind, analyses)
        self._lay_out()
        self.kind.activated.connect(self._kind_chosen)
        self.second.activated.connect(lambda _: self.choice_changed.emit())
        self.fields.changed.connect(self.choice_changed)
        self._show_analysis(first)

    def _lay_out(self) -> None:
        self._top.addWidget(self.kind)
        row = QHBoxLayout(self._with)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(QLabel("with"))
        row.addWidget(self.second)
        self._top.addWidget(self._with)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._top)
        layout.addWidget(self.fields)

    def minimumSizeHint(self) -> QSize:
        """One row: a low panel shows the plot rather than every field."""
        return QSize(self._top.minimumSize().width(), 2 * self._top.minimumSize().height())

    def sizeHint(self) -> QSize:
        """As high as the rows are in the width there is."""
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def add_aside(self, widget: QWidget) -> None:
        """A control of the panel's own, beside the list of analyses."""
        self._top.addWidget(widget)
        self._asides.append(widget)
        self._chain_focus()

    def _chain_focus(self) -> None:
        """Tab goes the way one reads: fields made anew would come last otherwise."""
        found: list[QWidget] = []
        for part in (self.kind, self.second, *self._asides, self.fields):
            inside = (part, *part.findChildren(QWidget))
            found += [widget for widget in inside if isinstance(widget, _FOCUSABLE)]
        for before, after in pairwise(found):
            QWidget.setTabOrder(before, after)

    @property
    def analysis(self) -> Analysis:
        """What is chosen."""
        return self._analyses[self._current]

    def _kind_chosen(self) -> None:
        self.show_analysis(str(self.kind.currentData()))
        self.choice_changed.emit()

    def show_analysis(self, name: str) -> None:
        """Switch to another analysis as it was set last, without telling anybody."""
        self._set[self._current] = self._usable_values()
        self._show_analysis(name)

    def _usable_values(self) -> dict[str, Value]:
        """What is set; a field that cannot be used falls back to what it was when last shown."""
        try:
            return self.fields.values()
        except InvalidInput:
            return self._set.get(self._current, {})

    def _show_analysis(self, name: str) -> None:
        self._current = name
        analysis = self.analysis
        self.kind.setCurrentIndex(self.kind.findData(name))
        self.kind.setToolTip(analysis.purpose)
        self.fields.show_parameters(analysis.parameters)
        self.fields.show_values(self._set.get(name, {}))
        self._with.setVisible(Needs.SECOND in analysis.needs)
        self._chain_focus()

    def show_choice(self, choice: AnalysisChoice) -> None:
        """Set the controls without telling anybody."""
        self._set[choice.analysis] = dict(choice.values)
        self._show_analysis(choice.analysis)
        self.second.setCurrentIndex(max(0, self.second.findData(choice.second_id)))

    def show_companions(self, companions: Companions) -> None:
        """Which channels can be the second; the chosen one stays, unless others belong here."""
        chosen = self.second.currentData()
        self.second.clear()
        for key, words in companions.words:
            self.second.addItem(words, key)
        self.second.setEnabled(bool(companions.words))
        place = self.second.findData(chosen)
        belongs = place >= 0 and (place < companions.together or not companions.together)
        self.second.setCurrentIndex(place if belongs else 0)

    def missing(self) -> str:
        """What must be chosen first, as a sentence; "" where nothing is missing."""
        if Needs.SECOND not in self.analysis.needs or self.second.currentData():
            return ""
        title = self.analysis.title
        if self.second.count():
            return f"{title} compares two channels. Choose the second one above, after “with”."
        return f"{title} compares two channels, and no other recording here has the same rate."

    def choice(self) -> AnalysisChoice:
        """What is wanted; raises InvalidInput where a field cannot be used."""
        second = self.second.currentData() if Needs.SECOND in self.analysis.needs else ""
        return AnalysisChoice(self._current, tuple(self.fields.values().items()), str(second or ""))


def _fill(box: QComboBox, analyses: Sequence[Analysis]) -> None:
    """The analyses under the headings of their groups."""
    model = QStandardItemModel(box)
    groups = dict.fromkeys(analysis.group for analysis in analyses)
    for group in groups:
        heading = QStandardItem(group)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        model.appendRow(heading)
        for analysis in analyses:
            if analysis.group == group:
                model.appendRow(_entry(analysis))
    box.setModel(model)
    box.view().setMinimumWidth(_LIST_WIDTH)


def _entry(analysis: Analysis) -> QStandardItem:
    entry = QStandardItem(analysis.title)
    entry.setData(analysis.name, Qt.ItemDataRole.UserRole)
    entry.setToolTip(analysis.purpose)
    return entry
