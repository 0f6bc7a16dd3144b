"""The table of known answers: each row holds, and the manual prints what is measured."""

from pathlib import Path

import pytest

from tests.validation.table.page import ROWS, page
from tests.validation.table.row import Row, measured

PAGE = Path(__file__).resolve().parents[2] / "docs" / "manual" / "validation.md"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.item}: {row.what}")
def test_a_known_answer(row: Row) -> None:
    assert measured(row) == pytest.approx(row.expected, abs=row.within, rel=0)


def test_the_page_of_the_manual_is_of_this_table() -> None:
    """Words exactly; measured numbers within a tenth of what is allowed, or as printed."""
    shown = PAGE.read_text(encoding="utf-8").partition("\n\n")[2].splitlines()
    now = page().splitlines()
    assert len(shown) == len(now), "run packaging/manual.py"
    for printed, made in zip(shown, now, strict=True):
        if printed == made:
            continue
        old, new = printed.split(" | "), made.split(" | ")
        assert old[:2] + old[3:] == new[:2] + new[3:], "run packaging/manual.py"
        allowed = float(new[4]) / 10
        values = [float(cells[2].replace("−", "-")) for cells in (old, new)]
        assert values[0] == pytest.approx(values[1], abs=allowed), printed
