"""The table as a page of the manual."""

from tests.validation.table import modulation, rotation, spectra
from tests.validation.table.row import Row

ROWS: tuple[Row, ...] = (*spectra.ROWS, *modulation.ROWS, *rotation.ROWS)
HEADING = """# Validation

Numbers that the program computes, beside those that must come out: closed forms, published
values, and independent libraries. Each row is a test; it fails when measured and expected lie
further apart than *within*.
"""
COLUMNS = ("Item", "Signal and number", "Measured", "Expected", "Within", "Unit", "Source")


def page(measured: dict[Row, float] | None = None) -> str:
    """The whole page; *measured* spares computing what is known."""
    known = measured or {}
    rows = [
        (
            row.item, row.what, row.shown(known.get(row, row.measure())), row.shown(row.expected),
            f"{row.within:g}", row.unit, row.source,
        )
        for row in ROWS
    ]  # fmt: skip
    lines = [COLUMNS, tuple("---" for _ in COLUMNS), *rows]
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    return f"{HEADING}\n{table}\n"
