"""What a chain of steps does to a waveform: checked, said in words, applied, told apart by hash."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

from pfd_desktop.core.chains.source import Source
from pfd_desktop.core.chains.step import Chain, Step, StepKind
from pfd_desktop.core.chains.table import step_kind
from pfd_desktop.core.parameters import Values, checked
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import SpeedReference, reference_fields
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Part, Progress

_SLOWEST = SpeedProfile.constant(1e-9)  # slower than any limit a step knows
_METHODS = 2  # grows when a step computes other numbers than before from the same values


def check_step(number: int, step: Step) -> tuple[StepKind, Values]:
    """Kind and all values of the step at place *number* (from 1); raises InvalidInput."""
    try:
        kind = step_kind(step.kind)
    except InvalidInput as error:
        raise InvalidInput(f"Step {number}: {error}") from error
    try:
        return kind, checked(kind.parameters, dict(step.values))
    except InvalidInput as error:
        raise _at(number, kind, error) from error


def check_chain(chain: Chain) -> None:
    """Raise InvalidInput, with number and title of the step, where a value cannot be used."""
    for number, step in enumerate(chain.steps, 1):
        check_step(number, step)


def needs_speed(chain: Chain) -> bool:
    """Whether a step that is on cannot do without the shaft's speed."""
    return any(step_kind(step.kind).needs_speed for step in chain.steps if step.on)


def uses_speed(chain: Chain) -> bool:
    """Whether a step that is on acts otherwise at another speed of the shaft."""
    return needs_speed(chain) or settled(chain, None) != settled(chain, _SLOWEST)


def settled(chain: Chain, speed: SpeedProfile | None) -> Chain:
    """The chain with what its steps leave to the speed told, as they do it at *speed*."""
    return Chain(tuple(_settled(number, step, speed) for number, step in enumerate(chain.steps, 1)))


def _settled(number: int, step: Step, speed: SpeedProfile | None) -> Step:
    kind, values = check_step(number, step)
    if kind.at_speed is None or not step.on:
        return step
    found = kind.at_speed(values, speed)
    return step if found == values else replace(step, values=tuple(found.items()))


def words(chain: Chain) -> str:
    """What is done, in order: "mean removed, then high-pass 10 Hz …"; "" where nothing is."""
    return ", then ".join(kind.words(values) for _, kind, values in _steps(chain))


def apply_chain(
    waveform: Waveform, chain: Chain, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    """The processed waveform; the one given is left as it is."""
    steps = list(_steps(chain))
    for place, (number, kind, values) in enumerate(steps):
        part = Part(progress, place / len(steps), (place + 1) / len(steps))
        part.report(0.0, kind.title)
        try:
            waveform = kind.apply(waveform, values, speed, part)
        except InvalidInput as error:
            raise _at(number, kind, error) from error
    return waveform


def streamed(source: Source, chain: Chain, speed: SpeedProfile | None) -> Source:
    """The processed samples of a recording too long to be held, computed as they are read.

    Raises InvalidInput where a step has to see the whole recording at once.
    """
    for number, kind, values in _steps(chain):
        try:
            found = None if kind.stream is None else kind.stream(source, values, speed)
        except InvalidInput as error:
            raise _at(number, kind, error) from error
        if found is None:
            raise InvalidInput(
                f"Step {number}, {kind.title}, needs the whole recording in memory, and"
                f" {source.length / 1e6:.0f} million samples are too many. Cut out a region,"
                " decimate first, or leave the step out."
            )
        source = found
    return source


def chain_hash(chain: Chain, speed: SpeedReference | None) -> str:
    """The same for chains that give the same samples from the same recording; hexadecimal."""
    told = {
        "methods": _METHODS,
        "steps": [[kind.name, sorted(values.items())] for _, kind, values in _steps(chain)],
        "speed": None if speed is None else reference_fields(speed),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _steps(chain: Chain) -> Iterator[tuple[int, StepKind, Values]]:
    """The steps that are on, with their places counted from 1."""
    for number, step in enumerate(chain.steps, 1):
        if step.on:
            kind, values = check_step(number, step)
            yield number, kind, values


def _at(number: int, kind: StepKind, error: InvalidInput) -> InvalidInput:
    return InvalidInput(f"Step {number}, {kind.title}: {error}")
