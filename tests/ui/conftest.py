"""For tests with widgets."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.settings import Settings


@pytest.fixture(autouse=True)
def garbage_in_this_thread() -> Iterator[None]:
    """As in the program: widgets in cycles are collected in the UI thread only."""
    gc.disable()
    yield
    gc.collect()


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """The whole program on an empty project."""
    built = build(qapp, tmp_path / "project", Settings())
    built.window.show()
    yield built
    built.close()
