"""Where the files we ship lie: fonts, icons, the bearing table, templates."""

import sys
from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """The resources folder: in the wheel, in a frozen build, or in the source tree."""
    package = Path(__file__).parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [package / "_resources", package.parent / "resources"]
    if frozen is not None:
        places.insert(0, Path(frozen) / "resources")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"The resources folder is missing beside {package}.")


def resource(name: str) -> Path:
    """The shipped file *name*, such as ``"icons/pulse.svg"``."""
    return root() / name
