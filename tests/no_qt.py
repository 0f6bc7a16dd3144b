"""A pytest plugin under which Qt cannot be imported: the headless rooms must not notice.

Used as ``pytest -p no:pytest-qt -p tests.no_qt tests/core tests/store tests/services``.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

BLOCKED = frozenset({"PySide6", "shiboken6", "pyqtgraph"})


class NoQt(MetaPathFinder):
    """Refuses the blocked packages, as if they were not installed."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """None for everything else: the next finder is asked."""
        if name.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"{name} is blocked: this room works without Qt", name=name)
        return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the options of pytest-qt, which is switched off."""
    for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
        parser.addini(name, "unused without Qt", type="linelist")


sys.meta_path.insert(0, NoQt())
