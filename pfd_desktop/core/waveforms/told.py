"""What user, preset and file say about a recording, put together; nothing is guessed."""

from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path

from pfd_desktop.core.records.importing import Mapping, Refusal, Variable
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.tags import tag_name
from pfd_desktop.core.waveforms import checks
from pfd_desktop.core.waveforms.importers import arrays, hints
from pfd_desktop.core.waveforms.importers.contents import Contents
from pfd_desktop.errors import InvalidInput, InvalidRecording, MappingNeeded

_RATE_TOLERANCE = 1e-3
_LISTED = 12


def merged(base: Mapping, over: Mapping) -> Mapping:
    """*base* with everything that *over* says, that is, every field that differs from silence."""
    silence = Mapping()
    told = {
        field.name: getattr(over, field.name)
        for field in fields(Mapping)
        if getattr(over, field.name) != getattr(silence, field.name)
    }
    return replace(base, **told)


def chosen(path: Path, contents: Contents, mapping: Mapping) -> Variable:
    """The vector to read: the one told, or the only one there is."""
    if mapping.variable is not None:
        variable = contents.variable(mapping.variable)
        if variable is None:
            _check_readable(path, contents, mapping.variable)
            raise MappingNeeded(
                f"{path.name} holds no {mapping.variable}; it holds {_listed(contents.variables)}."
            )
        if not 0 <= mapping.column < variable.columns:
            raise MappingNeeded(
                f"{path.name}: {variable.name} has {variable.columns} columns; column"
                f" {mapping.column + 1} was asked for."
            )
        return variable
    if not contents.variables:
        arrays.refuse_without_vectors(path, (), contents.refused)
        raise InvalidRecording(f"{path.name} holds no vector of numbers that could be a waveform.")
    long = [v for v in contents.variables if v.samples >= checks.MIN_SAMPLES]
    if not long:
        longest = max(contents.variables, key=lambda v: v.samples)
        if contents.refused:
            left = arrays.in_words(left_out(contents))
            raise InvalidRecording(f"{path.name} holds no waveform: {left}.")
        checks.check_length(f"{path.name}: {longest.name}", longest.samples)
    if len(long) > 1 or long[0].columns > 1:
        raise MappingNeeded(
            f"{path.name} holds more than one waveform ({_listed(tuple(long))}): tell which."
        )
    return long[0]


def _check_readable(path: Path, contents: Contents, name: str) -> None:
    """Raise InvalidRecording where the vector *name* is there and cannot be read."""
    refused = [one for one in contents.refused if one.vector == name]
    arrays.refuse_without_vectors(path, (), refused)


def left_out(contents: Contents) -> tuple[Refusal, ...]:
    """The vectors of a file that become no recording, whatever is asked for."""
    short = (
        Refusal(
            one.name,
            f"has {one.samples:,} sample{'' if one.samples == 1 else 's'}; at least"
            f" {checks.MIN_SAMPLES} are needed for a spectrum",
        )
        for one in contents.variables
        if one.samples < checks.MIN_SAMPLES
    )
    return (*contents.refused, *short)


def _listed(variables: tuple[Variable, ...]) -> str:
    names = [v.name if v.columns == 1 else f"{v.name} × {v.columns}" for v in variables]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return (", ".join(names[:_LISTED]) or "none") + more


def with_rate(path: Path, contents: Contents, mapping: Mapping) -> tuple[Mapping, list[Flag]]:
    """The rate told by user or preset, else the vector's or the file's own; never a guess."""
    variable = contents.variable(mapping.variable or "")
    own = variable.rate_hz if variable is not None else None
    stated, read = mapping.rate_hz, contents.rate_hz if own is None else own
    if stated is None and read is None:
        why = f" ({contents.notes[-1]})" if contents.notes else ""
        raise MappingNeeded(
            f"{path.name} does not say its sampling rate{why}: tell it, in Hz. It is never guessed."
        )
    rate_hz = stated if stated is not None else read
    if rate_hz is None or not 0 < rate_hz < 1e9:
        raise InvalidInput(f"{path.name}: a sampling rate of {rate_hz} Hz cannot be used.")
    flags = []
    if stated is not None and read is not None and abs(stated / read - 1) > _RATE_TOLERANCE:
        flags.append(Flag("rate-differs", f"told {stated:g} Hz, the file says {read:g} Hz"))
    return replace(mapping, rate_hz=rate_hz), flags


def with_unit(mapping: Mapping, variable: Variable) -> Mapping:
    """Unit and quantity: told, else as the file names them and as the unit implies."""
    silence = Mapping()
    unit = mapping.unit
    if unit == silence.unit and mapping.sensitivity == silence.sensitivity:
        unit = variable.unit
    quantity = mapping.quantity
    if quantity == silence.quantity:
        quantity = hints.quantity_of(unit)
    return replace(mapping, unit=unit, quantity=quantity)


def with_class(mapping: Mapping, variable: Variable) -> Mapping:
    """*mapping* with the class that the file tells of the record, where none was told."""
    if mapping.label is not None or not 0 <= mapping.column < len(variable.classes):
        return mapping
    return replace(mapping, label=variable.classes[mapping.column])


def tags_of(variable: Variable) -> tuple[str, ...]:
    """The part of a set that the file keeps the record in, where it can be a tag."""
    with suppress(InvalidInput):
        return (tag_name(variable.part),)
    return ()
