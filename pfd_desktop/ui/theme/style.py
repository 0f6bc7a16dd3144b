"""The style sheet and the palette, both from the tokens."""

from PySide6.QtGui import QColor, QPalette

from pfd_desktop.ui.theme.tokens import Tokens

_SHEET = """
QMainWindow::separator {{ background: {window}; width: 5px; height: 5px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QToolBar {{ background: {panel}; border: 0; border-bottom: 1px solid {border};
  padding: 4px 8px; spacing: 4px; }}
QToolBar::separator {{ background: {border}; width: 1px; margin: 5px 6px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px 8px; }}
QToolButton:hover {{ background: {raised}; border-color: {border}; }}
QToolButton:pressed, QToolButton:checked {{ background: {border}; }}
QToolButton:focus {{ border-color: {accent}; }}
QMenuBar {{ background: {panel}; }}
QMenuBar::item {{ padding: 4px 8px; background: transparent; }}
QMenuBar::item:selected {{ background: {raised}; }}
QMenu {{ background: {raised}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 4px 24px 4px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: {accent_text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 8px; }}
QStatusBar {{ background: {panel}; border-top: 1px solid {border}; color: {muted}; }}
QStatusBar::item {{ border: 0; }}
QDockWidget > QWidget {{ background: {panel}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; }}
#dockTitle {{ background: {panel}; border-bottom: 1px solid {border}; }}
#dockTitle QLabel {{ font-weight: 600; }}
#dockTitle QToolButton {{ padding: 2px; }}
QTreeView, QTableView, QListView {{ border: 0; background: {base};
  alternate-background-color: {panel}; outline: 0; gridline-color: {border}; }}
QTreeView::item, QListView::item {{ min-height: 24px; }}
QTreeView:focus, QTableView:focus, QListView:focus {{ border: 1px solid {accent}; }}
QListView#offers {{ border: 1px solid {accent}; background: {raised}; }}
QHeaderView::section {{ background: {panel}; color: {muted}; border: 0;
  border-bottom: 1px solid {border}; padding: 4px 8px; font-weight: 600; }}
QTableView::item {{ padding: 0 5px; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QTableCornerButton::section {{ background: {panel}; border: 0; }}
QTabBar {{ background: {window}; qproperty-drawBase: 0; }}
QTabBar::tab {{ padding: 6px 12px; border: 0; border-bottom: 2px solid transparent;
  color: {muted}; background: transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:focus {{ color: {accent}; }}
QTabWidget::pane {{ border: 1px solid {border}; }}
QPushButton {{ border: 1px solid {border}; border-radius: 4px; padding: 4px 12px;
  background: {raised}; min-height: 18px; }}
QPushButton:hover {{ border-color: {accent}; }}
QPushButton:focus {{ border: 1px solid {accent}; }}
QPushButton:pressed, QPushButton:checked {{ background: {border}; }}
QPushButton:checked {{ border-color: {accent}; }}
QPushButton[primary="true"] {{ background: {accent}; color: {accent_text};
  border-color: {accent}; font-weight: 600; }}
QPushButton:disabled {{ color: {muted}; background: {panel}; border-color: {border}; }}
QLineEdit, QPlainTextEdit {{ border: 1px solid {border};
  border-radius: 4px; padding: 3px 6px; background: {base};
  selection-background-color: {accent}; selection-color: {accent_text}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border-color: {accent}; }}
QCheckBox::indicator {{ width: 12px; height: 12px; border: 1px solid {muted};
  border-radius: 3px; background: {base}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; }}
QCheckBox::indicator:disabled {{ border-color: {border}; }}
QComboBox, QAbstractSpinBox {{ min-height: 24px; }}
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ border: 0; padding: 0;
  background: transparent; }}
QComboBox QAbstractItemView {{ background: {raised}; border: 1px solid {border};
  selection-background-color: {accent}; selection-color: {accent_text}; }}
QProgressBar {{ border: 1px solid {border}; border-radius: 4px; background: {base};
  max-height: 14px; text-align: center; color: {text}; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {border}; border-radius: 5px; min-height: 24px;
  min-width: 24px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: 4px; }}
QLabel[tone="muted"] {{ color: {muted}; }}
QLabel[tone="good"] {{ color: {good}; }}
QLabel[tone="warning"] {{ color: {warning}; }}
QLabel[tone="bad"] {{ color: {bad}; }}
QFrame#card {{ border: 1px solid {border}; border-radius: 6px; background: {raised}; }}
QLabel[level="title"] {{ font-size: 13pt; font-weight: 600; }}
QLabel[level="heading"] {{ font-weight: 600; padding-top: 6px;
  qproperty-indent: 0; }}
"""


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of a theme."""
    return _SHEET.format(**vars(tokens))


def palette(tokens: Tokens) -> QPalette:
    """The palette of a theme."""
    role = QPalette.ColorRole
    result = QPalette()
    for name, colour in (
        (role.Window, tokens.window),
        (role.WindowText, tokens.text),
        (role.Base, tokens.base),
        (role.AlternateBase, tokens.panel),
        (role.Text, tokens.text),
        (role.Button, tokens.raised),
        (role.ButtonText, tokens.text),
        (role.ToolTipBase, tokens.raised),
        (role.ToolTipText, tokens.text),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.accent_text),
        (role.Link, tokens.accent),
        (role.PlaceholderText, tokens.muted),
        (role.Accent, tokens.accent),
        (role.Mid, tokens.border),
    ):
        result.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.muted))
    return result
