"""What tests of widgets share."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_collection_while_painting() -> Iterator[None]:
    """No widget dies in the middle of its own painting.

    pytest-qt holds widgets weakly and handles events once more after the test has returned. A view
    that only a cycle keeps (view, presenter, view) could then be collected while it is painted,
    which ends in a crash. In the program docks own their views.
    """
    gc.disable()
    yield
    gc.enable()
