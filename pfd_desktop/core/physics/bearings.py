"""The bearings we ship: read from resources/bearings.toml, each with its source."""

import tomllib
from functools import cache

from pfd_desktop.core.physics.kinematics import implausibility
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.resources import resource

_MM_PER_INCH = 25.4


@cache
def built_in() -> tuple[Bearing, ...]:
    """Every bearing of the shipped table, in its order."""
    table = tomllib.loads(resource("bearings.toml").read_text(encoding="utf-8"))
    return tuple(_read(entry) for entry in table["bearing"])


def find(name: str) -> Bearing:
    """The shipped bearing called *name*: "6205-2RS", "SKF 6205-2RS" or its id; case is ignored."""
    wanted = _key(name)
    for bearing in built_in():
        names = (bearing.id, bearing.name, f"{bearing.manufacturer} {bearing.name}")
        if wanted in map(_key, names):
            return bearing
    known = ", ".join(bearing.name for bearing in built_in())
    raise NotFound(
        f"Bearing {name!r} is not in the bearing table. Known are {known}; "
        "define others with their geometry."
    )


def _key(name: str) -> str:
    return name.casefold().replace("-", "").replace(" ", "")


def _read(entry: dict[str, object]) -> Bearing:
    bearing = Bearing(
        id=str(entry["id"]),
        name=str(entry["name"]),
        manufacturer=str(entry["manufacturer"]),
        balls=int(str(entry["balls"])),
        ball_diameter_mm=_millimetres(entry, "ball_diameter"),
        pitch_diameter_mm=_millimetres(entry, "pitch_diameter"),
        contact_angle_deg=float(str(entry["contact_angle_deg"])),
        source=str(entry["source"]),
        built_in=True,
    )
    complaint = implausibility(bearing)
    if complaint:
        raise InvalidInput(f"{complaint} (shipped table bearings.toml)")
    return bearing


def _millimetres(entry: dict[str, object], key: str) -> float:
    if f"{key}_in" in entry:
        return round(float(str(entry[f"{key}_in"])) * _MM_PER_INCH, 6)
    return float(str(entry[f"{key}_mm"]))
