"""What an import says of a recording that is there already, and where that differs."""

import math
from dataclasses import replace
from pathlib import Path

from pfd_desktop.core.records.importing import Mapping, ToldOtherwise
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.store.recordings import NewRecording

_OF_THE_SPEED = frozenset({"speed-differs", "speed-doubtful", "speed-missing", "speed-nominal"})
_OF_OTHERS = frozenset({"same-channel", "swapped-channels", "same-samples"})
_FORMS = (  # of the recording, of what is told, in words
    ("rate_hz", "rate_hz", "{:.10g} Hz"),
    ("unit", "unit", "unit {}"),
    ("quantity", "quantity", "{}"),
    ("speed_rpm", "speed_rpm", "{:g} rpm"),
    ("channel", "channel", "channel {}"),
    ("machine_name", "machine", "machine {}"),
    ("unit_name", "unit_name", "bearing place {}"),
    ("point_name", "point", "point {}"),
    ("kind", "kind", "a {} bearing"),
    ("condition", "condition", "condition {}"),
    ("label", "label", "label {}"),
    ("severity", "severity", "severity {}"),
)


def completed(new: NewRecording, mapping: Mapping, there: Recording) -> NewRecording:
    """What *mapping* tells, and as the recording is where it says nothing."""
    silence = Mapping()
    told = replace(
        new,
        channel=new.channel if mapping.channel else there.channel,
        machine=mapping.machine or there.machine_name,
        unit_name=mapping.unit_name or there.unit_name,
        point=new.point if mapping.point else there.point_name,
        kind=there.kind if mapping.kind == silence.kind else new.kind,
        bearing=new.bearing or there.bearing,
        condition=mapping.condition or there.condition,
        label=there.label if mapping.label is None else mapping.label,
        severity=mapping.severity or there.severity,
    )
    if mapping.unit == silence.unit:
        told = replace(told, unit=there.unit, quantity=there.quantity)
    if mapping.speed_rpm is None:
        told = replace(told, speed_rpm=there.speed_rpm, speed_source=there.speed_source)
    return replace(told, flags=_flags(told, mapping, there))


def _flags(told: NewRecording, mapping: Mapping, there: Recording) -> tuple[Flag, ...]:
    """Those of this import; of what it says nothing of, those there were."""
    kept = set(_OF_OTHERS)
    if mapping.speed_rpm is None:
        kept |= _OF_THE_SPEED
    if not mapping.unit_name:
        kept |= {"bearing-missing"}
    if mapping.unit == Mapping().unit:
        kept |= {"unit-missing"}
    fresh = (flag for flag in told.flags if flag.code not in kept)
    return (*fresh, *(flag for flag in there.flags if flag.code in kept))


def differing(path: Path, there: Recording, told: NewRecording) -> ToldOtherwise | None:
    """What *told* says otherwise; None where it says the same."""
    pairs = []
    for own, name, form in _FORMS:
        old, new = getattr(there, own), getattr(told, name)
        if not _same(old, new):
            pairs.append((_words(form, name, old), _words(form, name, new)))
    old, new = there.bearing, told.bearing
    if new is not None and (old is None or old.name != new.name):
        pairs.append((old.name if old else "no geometry", new.name))
    if not pairs:
        return None
    before, now = zip(*pairs, strict=True)
    return ToldOtherwise(path, there.id, there.name, before, now)


def _same(old: object, new: object) -> bool:
    if isinstance(old, float) and isinstance(new, float | int):
        return math.isclose(old, new, rel_tol=1e-9)
    return old == new


def _words(form: str, name: str, value: object) -> str:
    return f"no {name.removesuffix('_rpm')}" if value in (None, "") else form.format(value)
