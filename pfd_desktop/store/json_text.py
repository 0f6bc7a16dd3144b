"""Records as JSON text and back, checked against their types."""

import json
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from pfd_desktop.errors import StoreUnavailable

R = TypeVar("R")

_adapters: dict[object, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Making an adapter costs milliseconds, so each is made once."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_text(kind: Any, value: object) -> str:
    """*value*, of type *kind*, as JSON; NaN and infinities survive."""
    return json.dumps(_adapter(kind).dump_python(value, mode="json"), ensure_ascii=False)


def from_text(kind: type[R], text: str) -> R:
    """The *kind* that *text* holds; fields that were added since take their defaults.

    Raises StoreUnavailable where it holds something else.
    """
    try:
        result: R = _adapter(kind).validate_json(text)
    except ValidationError as error:
        raise StoreUnavailable(
            f"A {getattr(kind, '__name__', kind)} in the project's database cannot be read"
            f" ({error.error_count()} fields do not fit). Open the project with the version of the"
            " program that wrote it, or restore a backup."
        ) from error
    return result
