"""Importers that other packages bring (``declared``), loaded in the limited child when needed.

One that is broken is told where it is met.
"""

from collections.abc import Iterator
from pathlib import Path

from pfd_desktop.core.records.importing import Variable
from pfd_desktop.core.waveforms.importers.contents import Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.declared import PlugIn, plug_ins
from pfd_desktop.core.waveforms.importers.guard import Foreign
from pfd_desktop.errors import InvalidRecording


def plugged(ending: str) -> Importer | None:
    """Who reads files of *ending*; None where nobody does; raises InvalidRecording."""
    found = [one for one in plug_ins() if one.ending == ending]
    if len(found) > 1:
        names = " and ".join(one.package for one in found)
        raise InvalidRecording(f"{names} both read {ending}: uninstall one of them.")
    return load(found[0]) if found else None


def load(plug_in: PlugIn) -> Importer:
    """Run its code; raises InvalidRecording where it is broken."""
    name = f"The plug-in {plug_in.package} for {plug_in.ending}"
    with Foreign(f"{name} is broken and cannot be loaded"):
        importer = plug_in.entry.load()
    if not isinstance(importer, Importer):
        raise InvalidRecording(f"{name} is broken: {plug_in.entry.value} is no Importer.")
    return _guarded(importer, f"{name} failed")


def _guarded(importer: Importer, sentence: str) -> Importer:
    """The same, its own mistakes told as its own."""

    def describe(path: Path, thorough: bool) -> Contents:
        with Foreign(f"{sentence} on {path.name}"):
            return importer.describe(path, thorough)

    def read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
        with Foreign(f"{sentence} on {path.name}"):
            yield from importer.read(path, variable, column)

    return Importer(importer.name, importer.suffixes, importer.recognises, describe, read)
