"""Runs the functions of own features, which may do anything; in children only."""

import faulthandler
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from importlib.abc import ExecutionLoader
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from types import CodeType, ModuleType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.own import OwnFeature, Window
from pfd_desktop.core.features.own_file import Declared, OwnFile, declared
from pfd_desktop.core.features.spec import Known

WHOLE = "the file itself"
LONGEST_S = 20.0  # that a function may take for the windows it is given at once

R = TypeVar("R")


@dataclass(frozen=True)
class Watch:
    """Where it is written down which function runs; one that takes too long is ended.

    The child ends with it: Python's own watchdog does that (faulthandler), which stops loops in C
    as well, and writes down the line.
    """

    mark: Path | None = None  # None: the line is told on standard error
    longest_s: float = LONGEST_S


UNMARKED = Watch()


@dataclass(frozen=True)
class OwnFailure:
    """What went wrong in a function of a file."""

    file: str
    function: str
    line: int
    what: str
    windows: int = 0  # of a recording; 0 where it never came to them

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, in {self.function}: {self.what}"


@dataclass(frozen=True)
class Loaded:
    """A file of own features after it was run."""

    file: OwnFile
    features: tuple[Declared, ...]
    module: ModuleType | OwnFailure


class _Source(ExecutionLoader):
    """Runs the very bytes that were checked, and writes nothing beside the file."""

    def __init__(self, source: bytes, path: Path) -> None:
        self._source, self._path = source, path

    def get_filename(self, fullname: str) -> str:
        del fullname
        return str(self._path)

    def get_source(self, fullname: str) -> str:
        del fullname
        return self._source.decode()

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self._source, self.get_filename(fullname))


def load(file: OwnFile, source: bytes, watch: Watch) -> Loaded:
    """Run the file; raises InvalidInput where it declares nothing that can be read."""
    features = declared(source, file.name)
    spec = ModuleSpec("own_features", _Source(source, file.path), origin=str(file.path))
    module = module_from_spec(spec)

    def run() -> ModuleType:
        assert spec.loader is not None
        spec.loader.exec_module(module)
        return module

    if all(one.function in file.without for one in features):
        return Loaded(file, features, OwnFailure(file.name, WHOLE, 1, "none of it is asked"))
    with watched(watch, file, WHOLE):
        return Loaded(file, features, attempt(file, WHOLE, 1, run))


def function_of(loaded: Loaded, one: Declared) -> OwnFeature | OwnFailure:
    """What the file made of a feature that it declares."""
    if isinstance(loaded.module, OwnFailure):
        return loaded.module
    found = getattr(loaded.module, one.function, None)
    if isinstance(found, OwnFeature):
        return found
    what = "once the file has run this is no feature any more"
    return OwnFailure(loaded.file.name, one.function, one.line, what)


def values_of(
    loaded: Loaded, one: Declared, windows: Sequence[Window], watch: Watch
) -> tuple[NDArray[np.float64], OwnFailure | None]:
    """The feature of each window, NaN where it fails, and the first failure with their number."""
    found, first, failed = np.full(len(windows), np.nan), None, 0
    function = function_of(loaded, one)
    if isinstance(function, OwnFailure):
        return found, function
    with watched(watch, loaded.file, one.function):
        for place, window in enumerate(windows):
            value = value_of(loaded.file, one, function, window)
            if isinstance(value, OwnFailure):
                first, failed = first or value, failed + 1
            else:
                found[place] = value
    if first is None:
        return found, None
    return found, OwnFailure(first.file, first.function, first.line, first.what, failed)


def value_of(
    file: OwnFile, one: Declared, function: OwnFeature, window: Window
) -> float | OwnFailure:
    """One number, finite; or what it was instead."""
    found = attempt(file, one.function, one.line, lambda: _number(function(window)))
    if isinstance(found, str):
        return OwnFailure(file.name, one.function, one.line, f"it gave {found}, not a number")
    return found


def _number(found: object) -> float | str:
    """In words what it is, where it is no number."""
    if isinstance(found, np.ndarray) and found.shape:
        return f"an array of shape {found.shape}"
    if isinstance(found, np.ndarray):
        found = found[()]
    if not isinstance(found, int | float | np.integer | np.floating):
        return f"a {type(found).__name__}"
    value = float(found)
    return value if np.isfinite(value) else str(value)


def windows_given(raw: NDArray[np.floating], rate_hz: float, known: Known) -> tuple[Window, ...]:
    """The rows of *raw* as own features get them."""
    samples = raw.astype(np.float64)
    samples.flags.writeable = False
    return tuple(Window(row, rate_hz, known.shaft_hz, known.orders) for row in samples)


def attempt(file: OwnFile, function: str, line: int, call: Callable[[], R]) -> R | OwnFailure:
    """What *call* gives, or how it failed: with the last line of the file that it was in."""
    try:
        with redirect_stdout(None):  # what it prints is not ours to answer
            return call()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a user's code may raise anything
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename == str(file.path):
                line = frame.lineno or line
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        return OwnFailure(file.name, function, line, what)


@contextmanager
def watched(watch: Watch, file: OwnFile, function: str) -> Iterator[None]:
    """What is done meanwhile ends this process where it takes too long."""
    if watch.mark is None:
        faulthandler.dump_traceback_later(watch.longest_s, exit=True)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
        return
    handle = os.open(watch.mark, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, f"{file.sha256} {function}\n".encode())
        faulthandler.dump_traceback_later(watch.longest_s, exit=True, file=handle)
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        os.close(handle)
        watch.mark.unlink(missing_ok=True)


@dataclass(frozen=True)
class LeftBehind:
    """What ran when a child ended."""

    sha256: str  # of the file
    function: str
    line: int  # 0 where nobody wrote it down
    too_long: bool  # the watchdog ended it


def left_behind(mark: Path, paths: Sequence[Path]) -> LeftBehind | None:
    """What a child wrote down that ended in a function of one of the files; None for none."""
    try:
        first, *trace = mark.read_text("utf-8", "replace").splitlines()
    except (OSError, ValueError):
        return None
    sha256, _, function = first.partition(" ")
    for line in trace:
        if any(f'/{path.name}", line ' in line.replace("\\", "/") for path in paths):
            number = line.partition('", line ')[2].partition(" ")[0]
            return LeftBehind(sha256, function, int(number), too_long=True)
    return LeftBehind(sha256, function, 0, too_long=bool(trace))
