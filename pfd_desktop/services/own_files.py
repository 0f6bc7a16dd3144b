"""The project's files of own features: which there are, and whether they may run here.

``own_features/NAME.py`` is the file as it is now, ``own_features/kept/HASH.py`` each that ever was
one, for the feature sets that were made with it. A project may come from somebody else, so a file
runs only where it was tested on this computer.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.core.features.catalogue import catalogue_of
from pfd_desktop.core.features.own_extraction import own_specs
from pfd_desktop.core.features.own_file import OwnFile, made_of, read_source
from pfd_desktop.core.features.spec import FeatureSpec
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.store.home import home
from pfd_desktop.store.project import Project


def own_folder(project: Project) -> Path:
    """Where they lie."""
    return project.folder / "own_features"


def kept_path(project: Project, sha256: str) -> Path:
    """Where the file of that hash lies for good."""
    return own_folder(project) / "kept" / f"{sha256}.py"


def files_now(project: Project) -> tuple[OwnFile, ...]:
    """Those that can be chosen, by name; whether each may run is not asked."""
    found = []
    for path in sorted(own_folder(project).glob("*.py")):
        sha256 = hashlib.sha256(read_source(path, path.name)).hexdigest()
        found.append(OwnFile(path, path.name, sha256))
    return tuple(found)


def files_called(project: Project, names: Sequence[str]) -> tuple[OwnFile, ...]:
    """The files so called, "mine.py" as it is now or "mine.py:hash"; ready to run.

    Raises NotFound, InvalidInput where one may not run here or two features have one name.
    """
    now = {one.name: one.sha256 for one in files_now(project)}
    found = []
    for told in dict.fromkeys(names):
        name, _, sha256 = told.partition(":")
        if not sha256 and name not in now:
            known = ", ".join(now) or "none"
            raise NotFound(
                f"This project has no own features called {name!r}; it has: {known}."
                " 'pfd features add FILE' adds a file."
            )
        found.append(_ready(project, name, sha256 or now[name]))
    counts = Counter(spec.name for spec in own_specs(found))
    twice = sorted(name for name, count in counts.items() if count > 1)
    if twice:
        raise InvalidInput(f"Two of the files declare {', '.join(twice)}: choose one of them.")
    return tuple(found)


def files_of(project: Project, code_version: str) -> tuple[OwnFile, ...]:
    """The files that a feature set was made with, ready to run; raises NotFound, InvalidInput."""
    return files_called(project, [f"{name}:{sha}" for name, sha in made_of(code_version).own])


def specs_kept(project: Project, code_version: str) -> tuple[FeatureSpec, ...]:
    """What is known of the own features of a set; nothing of those whose file is gone."""
    files = [
        OwnFile(kept_path(project, sha256), name, sha256)
        for name, sha256 in made_of(code_version).own
    ]
    return own_specs([one for one in files if one.path.is_file()])


def specs_made(project: Project, code_version: str) -> tuple[FeatureSpec, ...]:
    """The features that a set is made of, before any baseline; raises InvalidInput, NotFound."""
    own = own_specs(files_of(project, code_version))
    return (*catalogue_of(code_version).specs, *own)


def tested_here(sha256: str) -> bool:
    """Whether a file of that hash was tested on this computer by this user."""
    return sha256 in _tested()


def remember_tested(sha256: str) -> None:
    """From now on it may run here."""
    lines = sorted({*_tested(), sha256})
    atomic_write_bytes(_list(), "\n".join([*lines, ""]).encode())


def _ready(project: Project, name: str, sha256: str) -> OwnFile:
    path = kept_path(project, sha256)
    if not path.is_file():
        raise NotFound(
            f"The own features of {name} ({sha256[:12]}) are not in this project. Add that file"
            " first."
        )
    if not tested_here(sha256):
        raise InvalidInput(
            f"{name} came with this project and was never tested on this computer. It is a program:"
            f" read it, then add it from {path}."
        )
    return OwnFile(path, name, sha256)


def _tested() -> frozenset[str]:
    try:
        return frozenset(_list().read_text("ascii").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def _list() -> Path:
    return home() / "tested_features.txt"
