"""Features that a user wrote: a file to begin with, its test, and which a project has."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.core.features.own_acceptance import Accepted, ToAccept, accept
from pfd_desktop.core.features.own_extraction import own_specs
from pfd_desktop.core.features.own_file import OwnFile, read_source
from pfd_desktop.core.features.own_running import LONGEST_S, Watch
from pfd_desktop.core.features.own_template import TEMPLATE
from pfd_desktop.core.features.spec import FeatureSpec
from pfd_desktop.errors import EnvironmentFault, InvalidInput, NotFound, WorkerDied, WorkerLimit
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.own_files import (
    files_now,
    kept_path,
    own_folder,
    remember_tested,
    tested_here,
)
from pfd_desktop.services.own_mapping import failure_of
from pfd_desktop.services.writing import save_text
from pfd_desktop.store.project import Project

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\.py")


@dataclass(frozen=True)
class OwnSet:
    """A file of own features in the project."""

    name: str
    sha256: str
    specs: tuple[FeatureSpec, ...]
    tested: bool  # on this computer; else it cannot run here


class OwnFeatureService:
    """Takes files of own features into a project."""

    def __init__(self, project: Project, compute: Compute, longest_s: float = LONGEST_S) -> None:
        self._project, self._compute, self._longest_s = project, compute, longest_s

    def template(self, path: Path) -> None:
        """Write a file to begin with; raises EnvironmentFault, InvalidInput where one is there."""
        if path.exists():
            raise InvalidInput(f"{path.name} is there already. Choose another name.")
        save_text(path, TEMPLATE)

    def add(self, path: Path, progress: Progress) -> OwnSet:
        """Test the file in a child, and take it if all is as it declares.

        A file of the same name takes the place of the one before, which the feature sets made with
        it keep. Raises InvalidInput with file, line and function; NotFound.
        """
        path, name = path.absolute(), path.name
        if not _NAME.fullmatch(name):
            raise InvalidInput(
                f"{name!r} cannot name a file of own features: letters, digits, - and _, and .py"
                " at its end."
            )
        accepted = self._accepted(path, progress)
        source = read_source(path, name)
        if hashlib.sha256(source).hexdigest() != accepted.sha256:
            raise InvalidInput(f"{name} was changed while it was tested. Add it again.")
        keep = kept_path(self._project, accepted.sha256)
        try:
            if path != keep:  # else it came with the project, and is tested for this computer
                atomic_write_bytes(keep, source)
                atomic_write_bytes(own_folder(self._project) / name, source)
            remember_tested(accepted.sha256)
        except OSError as error:
            raise EnvironmentFault(f"{name} could not be kept: {error.strerror}.") from error
        return OwnSet(name, accepted.sha256, accepted.specs, tested=True)

    def list_all(self) -> tuple[OwnSet, ...]:
        """Those that can be chosen, by name."""
        return tuple(
            OwnSet(one.name, one.sha256, _specs(one), tested_here(one.sha256))
            for one in files_now(self._project)
        )

    def remove(self, name: str) -> None:
        """Offer it no more; the feature sets made with it keep theirs. Raises NotFound."""
        if name not in {one.name for one in files_now(self._project)}:
            raise NotFound(f"This project has no own features called {name!r}.")
        (own_folder(self._project) / name).unlink(missing_ok=True)

    def _accepted(self, path: Path, progress: Progress) -> Accepted:
        with TemporaryDirectory(prefix="pfd-own-") as folder:
            watch = Watch(Path(folder) / "mark", self._longest_s)
            try:
                return self._compute.run(progress, accept, ToAccept(path, watch))
            except (WorkerDied, WorkerLimit) as error:
                failure = failure_of(watch, [_as_is(path)], error)
                if failure is None:
                    raise
                raise InvalidInput(f"{failure}.") from error


def _specs(file: OwnFile) -> tuple[FeatureSpec, ...]:
    """None of one that somebody wrote to in the project's folder, so that it is Python no more."""
    try:
        return own_specs([file])
    except InvalidInput:
        return ()


def _as_is(path: Path) -> OwnFile:
    source = read_source(path, path.name)
    return OwnFile(path, path.name, hashlib.sha256(source).hexdigest())
