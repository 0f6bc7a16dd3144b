"""The tables of zones we ship, read from resources/severity.toml, and what any table must hold."""

import math
import tomllib
from functools import cache

from pfd_desktop.core.records.severity import Measure, SeverityTable, Support, ZoneLimits
from pfd_desktop.errors import InvalidInput
from pfd_desktop.resources import resource


@cache
def built_in() -> tuple[SeverityTable, ...]:
    """Every shipped table, in its order."""
    read = tomllib.loads(resource("severity.toml").read_text(encoding="utf-8"))
    return tuple(_table(entry) for entry in read["table"])


def check(table: SeverityTable) -> None:
    """Raise InvalidInput where a table is no table of zones."""
    if not table.name.strip() or not table.citation.strip():
        raise InvalidInput("A severity table needs a name and a citation: where it is from.")
    if not table.limits:
        raise InvalidInput(f"The table {table.name} has no row of limits.")
    seen: set[tuple[str, Support]] = set()
    for row in table.limits:
        _check_row(table, row)
        if (row.group, row.support) in seen:
            raise InvalidInput(
                f"{table.name} has two rows for group {row.group} {row.support.value}.".strip()
            )
        seen.add((row.group, row.support))


def _check_row(table: SeverityTable, row: ZoneLimits) -> None:
    limits = (row.a_b, row.b_c, row.c_d)
    if not row.group.strip():
        raise InvalidInput(f"A row of {table.name} names no group.")
    if not all(math.isfinite(limit) for limit in limits) or not 0 < row.a_b < row.b_c < row.c_d:
        raise InvalidInput(
            f"The limits {row.a_b:g}, {row.b_c:g}, {row.c_d:g} of group {row.group} in"
            f" {table.name} do not rise from above 0."
        )


def _table(entry: dict[str, object]) -> SeverityTable:
    rows = entry["limits"]
    table = SeverityTable(
        name=str(entry["name"]),
        version=int(str(entry["version"])),
        measure=Measure(str(entry["measure"])),
        citation=str(entry["citation"]),
        caveat=str(entry["caveat"]),
        limits=tuple(_row(row) for row in rows) if isinstance(rows, list) else (),
        built_in=True,
    )
    check(table)
    return table


def _row(entry: dict[str, object]) -> ZoneLimits:
    return ZoneLimits(
        group=str(entry["group"]),
        support=Support(str(entry["support"])),
        a_b=float(str(entry["a_b"])),
        b_c=float(str(entry["b_c"])),
        c_d=float(str(entry["c_d"])),
        meaning=str(entry["meaning"]),
    )
