"""One foreign file looked at, or turned into a waveform file; runs in a limited child."""

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from pfd_desktop.atomic import sync_files
from pfd_desktop.core.records.importing import FilePreview, Look, Mapping, RefusedFile, Variable
from pfd_desktop.core.records.recording import Flag, SpeedSource
from pfd_desktop.core.waveforms import checks, told
from pfd_desktop.core.waveforms.blob import BlobInfo, write_blob
from pfd_desktop.core.waveforms.child import Parsed, ParseRequest
from pfd_desktop.core.waveforms.importers.contents import Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.table import choose
from pfd_desktop.core.waveforms.in_place import leave_in_place
from pfd_desktop.core.waveforms.measured_time import Moment, measured
from pfd_desktop.core.waveforms.presets.known import Known
from pfd_desktop.core.waveforms.presets.table import known
from pfd_desktop.errors import (
    InvalidInput,
    InvalidRecording,
    MappingNeeded,
    PfdError,
    StoreUnavailable,
)
from pfd_desktop.progress import Part, Progress

_MAX_FACTS = 200  # kept of what a file says


def preview(look: Look, progress: Progress) -> FilePreview:
    """What a file holds and the first values of each vector; raises InvalidRecording."""
    path = look.path
    progress.report(0.0, f"Looking at {path.name}")
    importer = choose(path, look.raw)
    contents = importer.describe(path, False)
    explained = _known_quietly(path, contents)
    speed_rpm = explained.mapping.speed_rpm if explained is not None else None
    return FilePreview(
        path,
        contents.format,
        contents.variables,
        _rate_of_all(contents),
        speed_rpm if explained and explained.speed_source is SpeedSource.FILE else None,
        contents.notes,
        contents.head,
        explained is not None,
        told.left_out(contents),
    )


def _rate_of_all(contents: Contents) -> float | None:
    """The file's rate, or the one that all its vectors have."""
    rates = {variable.rate_hz for variable in contents.variables}
    return rates.pop() if contents.rate_hz is None and len(rates) == 1 else contents.rate_hz


def _known_quietly(path: Path, contents: Contents) -> Known | None:
    try:
        return known("auto", path, contents)
    except (MappingNeeded, InvalidRecording):
        return None


def parse(
    requests: Sequence[ParseRequest], progress: Progress
) -> tuple[tuple[Path, Parsed | RefusedFile], ...]:
    """Read files into waveform files, durable when this returns; by their targets.

    What cannot be read is returned with its reason and not raised, so that one bad file does not
    end the import of the others. Raises DiskFull, StoreUnavailable where they cannot be kept.
    """
    outcomes = []
    for number, one in enumerate(requests):
        part = Part(progress, number / len(requests), (number + 1) / len(requests))
        outcomes.append((one.target, _parsed_or_refused(one, part)))
    written = [target for target, one in outcomes if isinstance(one, Parsed)]
    try:
        sync_files(written)
    except OSError as error:
        raise StoreUnavailable(
            f"The samples cannot be written to {written[0].parent}: {error.strerror or error}."
        ) from error
    return tuple(outcomes)


def _parsed_or_refused(request: ParseRequest, progress: Progress) -> Parsed | RefusedFile:
    try:
        return _parse(request, progress)
    except PfdError as error:
        with suppress(OSError):  # what cannot be removed is swept when the project opens next
            request.target.unlink(missing_ok=True)
        return RefusedFile(request.path, str(error), isinstance(error, MappingNeeded))


def _parse(request: ParseRequest, progress: Progress) -> Parsed:
    path = request.path
    progress.report(0.05, f"Looking at {path.name}")
    importer = choose(path, request.mapping.raw)
    contents = importer.describe(path, True)
    preset = known(request.preset, path, contents)
    mapping = told.merged(preset.mapping if preset is not None else Mapping(), request.mapping)
    variable = told.chosen(path, contents, mapping)
    mapping, flags = told.with_rate(path, contents, replace(mapping, variable=variable.name))
    mapping = told.with_class(told.with_unit(mapping, variable), variable)
    rate_hz = mapping.rate_hz or 0.0
    progress.report(0.1, f"Reading {path.name}")
    left: BlobInfo | str = ""
    if request.in_place:
        left = leave_in_place(path, request.target, (importer, variable), mapping, progress)
    gaps, info = (
        ([], left) if isinstance(left, BlobInfo) else _write(request, importer, variable, mapping)
    )
    name = f"{path.name}: {mapping.channel or _channel(variable, mapping)}"
    flags += [*contents.flags, *(preset.flags if preset is not None else ()), *gaps]
    flags += [*checks.sample_flags(name, info), *_unknowns(mapping)]
    moment = measured(contents.measured(variable.name), path.name)
    return Parsed(
        path,
        request.target,
        info.sha256,
        info.samples,
        rate_hz,
        mapping,
        mapping.channel or _channel(variable, mapping),
        _speed_source(request.mapping, mapping, preset),
        tuple(flags),
        request.several,
        _facts_of(variable, contents, moment),
        _channel(variable, mapping),
        left if isinstance(left, str) else "",
        () if _one_was_asked(request) else told.left_out(contents),
        moment,
        told.tags_of(variable),
    )


def _one_was_asked(request: ParseRequest) -> bool:
    """Whether the user named a vector, and so wants no other."""
    return request.mapping.variable is not None and not request.several


def _facts_of(
    variable: Variable, contents: Contents, moment: Moment | None
) -> tuple[tuple[str, float | str], ...]:
    """When it was measured; what the file says of this vector and of itself, not of its others."""
    own = f"{variable.name}@"
    found = (
        (name.removeprefix(own), value)
        for name, value in contents.facts
        if name.startswith(own) or "@" not in name
    )
    finite = ((n, v) for n, v in found if isinstance(v, str) or math.isfinite(v))
    first = (("measured", moment.text),) if moment is not None else ()
    return (*first, *islice(finite, _MAX_FACTS - 1))


def _channel(variable: Variable, mapping: Mapping) -> str:
    """What the vector is called in its file."""
    return variable.name if variable.columns == 1 else f"{variable.name} {mapping.column + 1}"


def _write(
    request: ParseRequest, importer: Importer, variable: Variable, mapping: Mapping
) -> tuple[list[Flag], BlobInfo]:
    path = request.path
    checks.check_length(f"{path.name}: {variable.name}", variable.samples)
    if mapping.sensitivity == 0:
        raise InvalidInput(f"{path.name}: a sensitivity of 0 cannot be used.")
    gaps = checks.Gaps()
    pieces = importer.read(path, variable, mapping.column)
    try:
        info = write_blob(
            request.target,
            gaps.bridged(_scaled(pieces, mapping.sensitivity)),
            mapping.rate_hz or 0.0,
            unit=mapping.unit,
            quantity=mapping.quantity,
            durable=False,
        )
    except OSError as error:
        folder = request.target.parent
        raise StoreUnavailable(
            f"The samples of {path.name} cannot be written to {folder}: {error.strerror or error}."
        ) from error
    checks.check_length(f"{path.name}: {variable.name}", info.samples)
    return gaps.flags(path.name), info


def _scaled(pieces: Iterator[Samples], sensitivity: float) -> Iterator[Samples]:
    """In physical units; what overflows becomes infinite and is counted as a gap."""
    if sensitivity == 1.0:
        yield from pieces
        return
    for piece in pieces:
        with np.errstate(all="ignore"):
            scaled = piece / sensitivity
        yield scaled


def _unknowns(mapping: Mapping) -> list[Flag]:
    flags = []
    if mapping.speed_rpm is None:
        flags.append(Flag("speed-missing", "no speed was told"))
    if mapping.unit == "unknown":
        flags.append(
            Flag("unit-missing", "the unit is not known: amplitudes cannot be compared with others")
        )
    if not mapping.unit_name:
        flags.append(
            Flag("bearing-missing", "which bearing this is was not told: tell it before training")
        )
    return flags


def _speed_source(user: Mapping, mapping: Mapping, preset: Known | None) -> SpeedSource:
    if user.speed_rpm is not None:
        return SpeedSource.USER
    if mapping.speed_rpm is None or preset is None:
        return SpeedSource.UNKNOWN
    return preset.speed_source
