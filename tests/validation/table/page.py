"""The table as a page of the manual."""

from tests.validation.table import (
    journal,
    modulation,
    rotation,
    severity,
    spectra,
    statistics,
)
from tests.validation.table.row import Row, measured

ROWS: tuple[Row, ...] = (
    *spectra.ROWS,
    *modulation.ROWS,
    *statistics.ROWS,
    *rotation.ROWS,
    *journal.ROWS,
    *severity.ROWS,
)
HEADING = """# Validation

Numbers that the program computes, beside those that must come out: closed forms, published
values, and independent libraries. Each row is a test; it fails when measured and expected lie
further apart than *within*.
"""
COLUMNS = ("Item", "Signal and number", "Measured", "Expected", "Within", "Unit", "Source")


def page() -> str:
    """The whole page."""
    rows = [
        (
            row.item, row.what, row.shown(measured(row)), row.shown(row.expected),
            f"{row.within:g}", row.unit, row.source,
        )
        for row in ROWS
    ]  # fmt: skip
    lines = [COLUMNS, tuple("---" for _ in COLUMNS), *rows]
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    return f"{HEADING}\n{table}\n"
