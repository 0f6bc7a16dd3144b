"""Where a speed is to come from: small, kept as JSON, resolved where the work is done."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pfd_desktop.core.speed.comb import speed_hypotheses
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.ridge import RidgeSettings, confidence_notes, ridge_speed
from pfd_desktop.core.speed.tacho import Slope, read_tacho
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

_CONSTANT_TRUSTED = 0.5


@dataclass(frozen=True)
class Constant:
    """The speed was told and does not change."""

    rpm: float
    source: str = "told"


@dataclass(frozen=True)
class Tacho:
    """The speed is in a tacho channel, measured at the same time: a waveform file."""

    path: str
    pulses_per_turn: float = 1.0
    slope: str = Slope.RISING.value
    level: float | None = None  # None: half its height


@dataclass(frozen=True)
class Ridge:
    """The speed changes and is read from the signal itself."""

    low_rpm: float = 300.0
    high_rpm: float = 6_000.0
    start_rpm: float | None = None
    max_change_rpm_s: float = 300.0
    multiple: int = 1


@dataclass(frozen=True)
class Comb:
    """The speed is constant and is read from the signal itself, near a told one or anywhere."""

    near_rpm: float | None = None


SpeedReference = Constant | Tacho | Ridge | Comb

_KINDS: dict[str, type[Constant] | type[Tacho] | type[Ridge] | type[Comb]] = {
    "constant": Constant,
    "tacho": Tacho,
    "ridge": Ridge,
    "comb": Comb,
}


@dataclass(frozen=True)
class Resolved:
    """A speed, and how good it is in words."""

    speed: SpeedProfile
    notes: tuple[str, ...] = ()


def resolve(reference: SpeedReference, waveform: Waveform, progress: Progress) -> SpeedProfile:
    """The speed over the time of *waveform*, raw; raises InvalidInput where it cannot be had."""
    return resolved(reference, waveform, progress).speed


def resolved(reference: SpeedReference, waveform: Waveform, progress: Progress) -> Resolved:
    """The same with how good it is: pulses missed, jitter, confidence over time."""
    if isinstance(reference, Constant):
        return Resolved(SpeedProfile.constant(reference.rpm, reference.source))
    if isinstance(reference, Tacho):
        return _tacho(reference)
    if waveform.axis is not Axis.TIME:
        raise InvalidInput("A speed is read from samples over time, not over shaft angle.")
    if isinstance(reference, Ridge):
        settings = RidgeSettings(**asdict(reference))
        found = ridge_speed(waveform.samples, waveform.rate_hz, settings, progress)
        return Resolved(found.speed, confidence_notes(found))
    return _comb(reference, waveform)


def reference_fields(reference: SpeedReference) -> dict[str, Any]:
    """The reference as JSON keeps it: its kind beside its fields."""
    kind = next(name for name, known in _KINDS.items() if known is type(reference))
    return {"kind": kind, **asdict(reference)}


def reference_to_json(reference: SpeedReference) -> str:
    """As text that ``reference_from_json`` reads."""
    return json.dumps(reference_fields(reference), ensure_ascii=False)


def reference_from_json(text: str) -> SpeedReference:
    """The reference in *text*; raises InvalidInput."""
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidInput(
            f"This is no speed: {error.msg} in line {error.lineno}, column {error.colno}."
        ) from error
    kind = told.pop("kind", None) if isinstance(told, dict) else None
    if not isinstance(kind, str) or kind not in _KINDS:
        raise InvalidInput(f"A speed is one of {', '.join(_KINDS)}; “{kind}” is none of them.")
    known = _KINDS[kind]
    unknown = sorted(set(told) - set(known.__dataclass_fields__))
    if unknown:
        raise InvalidInput(f"A speed of kind {kind} has no “{unknown[0]}”.")
    try:
        return TypeAdapter[SpeedReference](known).validate_python(told)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"The speed's {place} cannot be used: {first['msg']}.") from error


def _tacho(reference: Tacho) -> Resolved:
    if reference.slope not in tuple(Slope):
        raise InvalidInput(f"A slope is rising or falling; “{reference.slope}” is neither.")
    blob = open_blob(Path(reference.path))
    try:
        found = read_tacho(
            blob.samples,
            blob.rate_hz,
            reference.pulses_per_turn,
            Slope(reference.slope),
            reference.level,
        )
        return Resolved(found.speed, (found.note,))
    finally:
        blob.close()


def _comb(reference: Comb, waveform: Waveform) -> Resolved:
    found = speed_hypotheses(waveform.samples, waveform.rate_hz, reference.near_rpm)
    if not found or found[0].confidence < _CONSTANT_TRUSTED:
        said = f"confidence {found[0].confidence:.2f}" if found else "no comb of harmonics"
        raise InvalidInput(
            f"The signal does not say its speed clearly enough ({said} of 1,"
            f" {_CONSTANT_TRUSTED:g} needed). Tell the speed or use a tacho channel."
        )
    best = found[0]
    source = f"comb of shaft harmonics, confidence {best.confidence:.2f}"
    return Resolved(SpeedProfile.constant(best.rpm, source), (best.why,))
