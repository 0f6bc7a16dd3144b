"""Records as JSON text and back, checked against their types."""

from typing import Any, TypeVar

from pydantic import TypeAdapter

R = TypeVar("R")

_adapters: dict[object, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Making an adapter costs milliseconds, so each is made once."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_text(kind: Any, value: object) -> str:
    """*value*, of type *kind*, as JSON."""
    return _adapter(kind).dump_json(value).decode()


def from_text(kind: type[R], text: str) -> R:
    """The *kind* that *text* holds; raises ValueError where it does not."""
    result: R = _adapter(kind).validate_json(text)
    return result
