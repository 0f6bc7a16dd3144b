"""Records as JSON text and back, checked against their types."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

R = TypeVar("R")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_text(kind: Any, value: object) -> str:
    """*value*, of type *kind*, as JSON."""
    return _adapter(kind).dump_json(value).decode()


def from_text(kind: type[R], text: str) -> R:
    """The *kind* that *text* holds; raises ValueError where it does not."""
    result: R = _adapter(kind).validate_json(text)
    return result
