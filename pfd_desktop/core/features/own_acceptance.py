"""What a file of own features is asked before it is taken; runs in a child."""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.catalogue import REGISTRY
from pfd_desktop.core.features.own import Answer, OwnFeature, Window
from pfd_desktop.core.features.own_file import Declared, OwnFile, read_source
from pfd_desktop.core.features.own_running import (
    UNMARKED,
    Loaded,
    OwnFailure,
    Watch,
    attempt,
    function_of,
    load,
    value_of,
    watched,
    windows_given,
)
from pfd_desktop.core.features.spec import FeatureSpec, Known
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

GAINS = (1e-3, 9.80665, 1e3)  # as of another unit
_SAME = 2e-4  # of what a gain is to give: samples are kept in single precision
_ROUGH_SAMPLES = 8192


@dataclass(frozen=True)
class ToAccept:
    """A file that a user wants to be taken."""

    path: Path
    watch: Watch = UNMARKED


@dataclass(frozen=True)
class Accepted:
    """What was tested, by its hash, and what it declares."""

    sha256: str
    specs: tuple[FeatureSpec, ...]


def accept(asked: ToAccept, progress: Progress) -> Accepted:
    """Test each feature of the file: known answers, the same again, what a gain does to it.

    Raises InvalidInput with file, line and function for what is not as it is declared.
    """
    source = read_source(asked.path, asked.path.name)
    sha256 = hashlib.sha256(source).hexdigest()
    loaded = load(OwnFile(asked.path, asked.path.name, sha256), source, asked.watch)
    for number, one in enumerate(loaded.features):
        progress.report(number / len(loaded.features), one.spec.name)
        if one.spec.name in REGISTRY:
            _refuse(loaded, one, f"{one.spec.name!r} is the name of a built-in feature")
        if (one.spec.unit == "recording") != (one.spec.degree == 1):
            _refuse(loaded, one, 'a feature of degree 1 is in the unit "recording", and no other')
        with watched(asked.watch, loaded.file, one.function):
            _test(loaded, one)
    return Accepted(sha256, tuple(one.spec for one in loaded.features))


def _test(loaded: Loaded, one: Declared) -> None:
    function = function_of(loaded, one)
    if isinstance(function, OwnFailure):
        raise InvalidInput(f"{function}.")
    if not function.answers:
        _refuse(loaded, one, "no function gives a known answer of it")
    for number, answer in enumerate(_answers(loaded, one, function), start=1):
        window = _as_kept(answer.window)
        found = _value(loaded, one, function, window)
        slack = answer.within * (abs(answer.value) or 1.0)
        if abs(found - answer.value) > slack:
            what = f"its known answer {number} is {answer.value:.9g}, but it gives {found:.9g}"
            _refuse(loaded, one, what)
        _test_gains(loaded, one, function, window, slack)
        _test_gains(loaded, one, function, _rough(window), 0.0)
        if _value(loaded, one, function, window) != found:
            _refuse(loaded, one, "asked again of the same window it gives another number")


def _answers(loaded: Loaded, one: Declared, function: OwnFeature) -> Iterator[Answer]:
    for told in function.answers:
        answer = attempt(loaded.file, one.function, one.line, told)
        if isinstance(answer, OwnFailure):
            raise InvalidInput(f"{answer} (in a known answer).")
        if not isinstance(answer, Answer) or not isinstance(answer.window, Window):
            _refuse(loaded, one, "a known answer is Answer(Window(samples, rate_hz), value)")
        if not _usable(answer.window, answer):
            _refuse(loaded, one, "a known answer has samples in one row, a rate, a finite value")
        yield answer


def _usable(window: Window, answer: Answer) -> bool:
    samples = np.asarray(window.samples)
    numbers = (window.rate_hz, answer.value, answer.within)
    return (
        samples.ndim == 1
        and samples.size > 0
        and samples.dtype.kind in "fiu"
        and all(isinstance(one, int | float) and math.isfinite(one) for one in numbers)
        and window.rate_hz > 0
    )


def _test_gains(
    loaded: Loaded, one: Declared, function: OwnFeature, window: Window, slack: float
) -> None:
    """What a gain does to it, to within *slack* or rounding, whichever is more."""
    if one.spec.degree is None:
        return
    plain = _value(loaded, one, function, window)
    allowed = max(_SAME * abs(plain), slack, 1e-12)
    for gain in GAINS:
        changed = _value(loaded, one, function, _as_kept(window, gain))
        expected = gain**one.spec.degree
        if abs(changed - expected * plain) > allowed * expected:
            found = f"{changed / plain:.6g}" if plain else f"{changed:.6g} from 0"
            _refuse(
                loaded,
                one,
                f"a gain of {gain:g} must multiply it by {expected:.6g} (degree"
                f" {one.spec.degree}), but it does so by {found}",
            )


def _as_kept(window: Window, gain: float = 1.0) -> Window:
    """As a recording keeps its samples."""
    raw = (gain * np.asarray(window.samples, dtype=np.float64)).astype(np.float32)
    (given,) = windows_given(raw[None], window.rate_hz, Known(window.orders, window.shaft_hz))
    return given


def _rough(window: Window) -> Window:
    """Noise with outliers and a tone: what is not made to suit a feature."""
    random = np.random.default_rng(3)
    noise: NDArray[np.float64] = random.standard_t(5, size=_ROUGH_SAMPLES)
    tone = np.sin(0.03 * np.arange(_ROUGH_SAMPLES))
    return _as_kept(Window(noise + tone, window.rate_hz, window.shaft_hz, window.orders))


def _value(loaded: Loaded, one: Declared, function: OwnFeature, window: Window) -> float:
    found = value_of(loaded.file, one, function, window)
    if isinstance(found, OwnFailure):
        raise InvalidInput(f"{found}.")
    return found


def _refuse(loaded: Loaded, one: Declared, what: str) -> NoReturn:
    raise InvalidInput(f"{OwnFailure(loaded.file.name, one.function, one.line, what)}.")
