"""For tests with widgets."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def garbage_in_this_thread() -> Iterator[None]:
    """As in the program: widgets in cycles are collected in the UI thread only."""
    gc.disable()
    yield
    gc.collect()
