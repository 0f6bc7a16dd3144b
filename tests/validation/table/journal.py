"""Plain journal bearings: where the journal lies, and at what it whirls."""

from collections.abc import Iterator
from functools import partial

from pfd_desktop.core.physics.journal_bearing import equilibrium, short_bearing, whirl_ratio
from tests.validation.lund_thomsen import OCVIRK, TABLE, Published
from tests.validation.table.row import Row

LUND = "Lund and Thomsen 1978"


def _lies(row: Published, number: str) -> float:
    return float(getattr(equilibrium(row.sommerfeld, row.length_ratio), number))


def _whirls(row: Published) -> float:
    found = equilibrium(row.sommerfeld, row.length_ratio)
    return whirl_ratio(found.stiffness, found.damping) or 0.0


def _of_published(row: Published) -> float:
    return whirl_ratio(row.stiffness, row.damping) or 0.0


def journal() -> Iterator[Row]:
    """The table of Lund and Thomsen, Ocvirk's closed form, a published threshold."""
    for row in TABLE:
        item = f"journal bearing, L/D {row.length_ratio:g}, S = {row.sommerfeld:g}"
        yield Row(item, "eccentricity", row.eccentricity, "clearances", 0.01, LUND,
                  partial(_lies, row, "eccentricity"), 3)  # fmt: skip
        yield Row(item, "attitude angle", row.attitude_deg, "°", 0.5, LUND,
                  partial(_lies, row, "attitude_deg"), 2)  # fmt: skip
        yield Row(item, "whirl ratio, expected: of the published coefficients", _of_published(row),
                  "X", 0.01, LUND, partial(_whirls, row), 3)  # fmt: skip
    ratios = {_of_published(row): partial(_of_published, row) for row in TABLE}
    for what, extreme, expected in (("least", min(ratios), 0.436), ("most", max(ratios), 0.517)):
        yield Row("whirl ratio of published coefficients", what, expected, "X", 5e-4, LUND,
                  ratios[extreme])  # fmt: skip
    for eccentricity, capacity, attitude_deg in OCVIRK:
        item = f"short journal bearing, eccentricity {eccentricity:g}"
        source = "Ocvirk 1952, closed form"
        yield Row(item, "S (L/D)²", capacity, "", 6e-6, source,
                  partial(_short, eccentricity, "capacity"), 5)  # fmt: skip
        yield Row(item, "attitude angle", attitude_deg, "°", 6e-3, source,
                  partial(_short, eccentricity, "attitude_deg"), 2)  # fmt: skip
    yield Row("rigid rotor in lightly loaded bearings", "threshold of whirl, ω √(C/g)", 2.1, "",
              0.05, "Nicholas, Barrett, Leader 1980, table 6", lambda: equilibrium(5.3, 1).threshold
              or 0.0, 2)  # fmt: skip


def _short(eccentricity: float, number: str) -> float:
    return float(getattr(short_bearing(eccentricity), number))


ROWS = tuple(journal())
