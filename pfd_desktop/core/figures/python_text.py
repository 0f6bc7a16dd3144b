"""Values of the program as Python that makes them again, with the imports that it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from pathlib import Path

import numpy as np

from pfd_desktop.errors import InvalidInput

_WIDE = 96  # a longer expression is broken into lines


class Expression:
    """One value; knows what has to be imported to write it."""

    def __init__(self, value: object) -> None:
        self._wanted: dict[str, set[str]] = {}
        self._arrays = False
        self._text = self._write(value, 0)

    def text(self) -> str:
        """The value as an expression."""
        return self._text

    def need(self, module: str, name: str) -> None:
        """One more import."""
        self._wanted.setdefault(module, set()).add(name)

    def imports(self) -> str:
        """The import lines, in order."""
        lines = [
            f"from {module} import {', '.join(sorted(names))}"
            for module, names in sorted(self._wanted.items())
        ]
        return "\n".join([*lines, *(["import numpy as np"] if self._arrays else [])])

    def _write(self, value: object, depth: int) -> str:
        match value:
            case Enum():
                return f"{self._named(type(value))}.{value.name}"
            case float() if not np.isfinite(value):
                return f'float("{value}")'
            case None | str() | bool() | int() | float():
                return repr(value)
            case np.ndarray():
                self._arrays = True
                return f"np.array({value.tolist()!r}, {str(value.dtype)!r})"
        return self._compound(value, depth)

    def _compound(self, value: object, depth: int) -> str:
        if isinstance(value, Path):
            self.need("pathlib", "Path")
            return f"Path({str(value)!r})"
        if is_dataclass(value) and not isinstance(value, type):
            return self._record(value, depth)
        return self._several(value, depth)

    def _several(self, value: object, depth: int) -> str:
        if isinstance(value, Mapping):
            pairs = [
                f"{self._write(key, depth + 1)}: {self._write(item, depth + 1)}"
                for key, item in value.items()
            ]
            return _broken("{", pairs, "}", depth)
        if isinstance(value, frozenset):
            inner = sorted(self._write(item, depth + 1) for item in value)
            return _broken("frozenset((", [*inner, ""] if len(inner) == 1 else inner, "))", depth)
        if isinstance(value, Sequence):
            items = [self._write(item, depth + 1) for item in value]
            if isinstance(value, tuple):
                return _broken("(", [*items, ""] if len(items) == 1 else items, ")", depth)
            return _broken("[", items, "]", depth)
        raise InvalidInput(f"A {type(value).__name__} cannot be written as Python.")

    def _record(self, value: object, depth: int) -> str:
        assert is_dataclass(value)
        told = [
            f"{field.name}={self._write(getattr(value, field.name), depth + 1)}"
            for field in fields(value)
            if field.init and not _is_default(field, getattr(value, field.name))
        ]
        return _broken(f"{self._named(type(value))}(", told, ")", depth)

    def _named(self, kind: type) -> str:
        self.need(kind.__module__, kind.__qualname__.partition(".")[0])
        return kind.__qualname__


def _is_default(field: "Field[object]", value: object) -> bool:
    if field.default is MISSING or isinstance(value, np.ndarray):
        return False
    return type(value) is type(field.default) and value == field.default


def _broken(start: str, items: list[str], end: str, depth: int) -> str:
    """On one line where there is room, else one item on each."""
    line = f"{start}{', '.join(items).rstrip() if items else ''}{end}"
    if len(line) + 4 * depth <= _WIDE and "\n" not in line:
        return line
    space = "    " * (depth + 1)
    rows = "".join(f"{space}{item},\n" for item in items if item)
    return f"{start}\n{rows}{'    ' * depth}{end}"
