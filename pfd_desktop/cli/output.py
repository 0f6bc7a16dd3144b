"""How results are printed: columns for people, one JSON document for programs."""

import json
import sys
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def as_json(value: object) -> object:
    """*value* as JSON knows it: records as objects with the records' field names."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    return _plain_json(value)


def _plain_json(value: object) -> object:
    if isinstance(value, np.ndarray):
        return _numbers(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not isfinite(value):
        return None  # JSON knows no NaN
    if isinstance(value, list | tuple | frozenset | set):
        return [as_json(item) for item in value]
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    raise TypeError(f"{type(value).__name__} has no JSON form.")


def _numbers(values: NDArray[np.generic]) -> object:
    """Nested lists; what is no number is null, as in a map that has no value everywhere."""
    if not np.issubdtype(values.dtype, np.floating):
        return values.tolist()
    known = np.isfinite(values)
    if known.all():
        return values.tolist()
    listed = values.astype(object)
    listed[~known] = None
    return listed.tolist()


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    json.dump(as_json(value), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns, aligned; nothing is cut."""
    widths = [len(heading) for heading in headings]
    for row in rows:
        widths = [max(width, len(cell)) for width, cell in zip(widths, row, strict=True)]
    for line in (headings, *rows):
        print("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip())


def number(value: float | None, digits: int = 4) -> str:
    """*value* with *digits* significant digits; a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}g}"


def percent(value: float) -> str:
    """A share of one as a percentage."""
    return f"{100 * value:.1f} %"
