"""Texts as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfd_desktop.core.search.folding import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FAN", "fan"),
        ("Straße", "STRASSE"),
        ("Caf\u00e9", "CAFE\u0301"),
        ("\U0001d400", "a"),  # a bold letter of mathematics
        ("Ⅳ", "iv"),
        ("ﬁt", "FIT"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("µm", "μm"),  # the sign and the Greek letter
        ("5\u00a0mm", "5 mm"),
    ],
)
def test_what_is_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("e", "é"), ("o", "ø"), ("a", "ab"), ("日", "月")])
def test_what_is_not(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text())
def test_what_was_folded_stays_so(text: str) -> None:
    assert folded(folded(text)) == folded(text)
