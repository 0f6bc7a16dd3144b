"""A design as JSON, to keep it, hand it on and run it again."""

from pydantic import TypeAdapter, ValidationError

from pfd_desktop.core.generator.designs import Design
from pfd_desktop.errors import InvalidInput


def written(design: Design) -> str:
    """The design as JSON text."""
    return TypeAdapter(Design).dump_json(design, indent=2).decode() + "\n"


def read(text: str) -> Design:
    """The design that *text* holds; what it leaves out takes its default.

    Raises InvalidInput naming what does not fit.
    """
    try:
        return TypeAdapter(Design).validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the text"
        raise InvalidInput(f"The design cannot be read: {where}: {first['msg']}.") from error
