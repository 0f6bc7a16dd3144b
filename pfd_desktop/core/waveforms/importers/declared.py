"""Which endings other packages read, as their entry points declare; light, nothing is loaded.

A package declares, for each ending, an Importer of ours (``contents.Importer``):

    [project.entry-points."pfd_desktop.importers"]
    ".rig" = "rig_files.reader:IMPORTER"

The ending stands in the name, so that nothing of a package is run before a file of its own is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "pfd_desktop.importers"


@dataclass(frozen=True)
class PlugIn:
    """A declared importer, not loaded yet."""

    ending: str
    package: str
    entry: EntryPoint


def plug_ins() -> tuple[PlugIn, ...]:
    """All that are declared by installed packages, by their endings."""
    from importlib.metadata import entry_points

    found = (
        PlugIn(entry.name.lower(), entry.dist.name if entry.dist else entry.module, entry)
        for entry in entry_points(group=GROUP)
    )
    return tuple(sorted(found, key=lambda one: (one.ending, one.package)))


def plugged_endings() -> frozenset[str]:
    """The endings that they name; nothing is loaded."""
    return frozenset(one.ending for one in plug_ins())
