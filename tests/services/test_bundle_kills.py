"""Programs that are killed while they write or take in a bundle: nothing half is ever seen."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pfd_desktop.core.datasets import bundle
from pfd_desktop.core.datasets.hashing import version_hash
from pfd_desktop.core.waveforms.blob import verify_blob
from pfd_desktop.progress import Silent
from pfd_desktop.services.bundles import BundleService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.datasets import DatasetService
from pfd_desktop.store.project import open_project
from tests.services import bundle_writers

pytestmark = [
    pytest.mark.timed,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]

# Children are forked from a server that has imported everything, so that a kill costs no start.
CONTEXT = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
CONTEXT.set_forkserver_preload(["tests.services.bundle_writers"])


def run(work: Callable[..., None], arguments: tuple[object, ...], seconds: float | None) -> float:
    """Let *work* go on for *seconds* after it has begun and kill it; how long it was at it."""
    listening, saying = CONTEXT.Pipe(duplex=False)
    child = CONTEXT.Process(target=work, args=(*arguments, saying))
    child.start()
    saying.close()
    os.read(listening.fileno(), 64)
    begun = time.monotonic()
    if seconds is None:
        assert os.read(listening.fileno(), 64) == b"done\n"
    else:
        time.sleep(seconds)
    took = time.monotonic() - begun
    child.kill()
    child.join()
    listening.close()
    return took


def check_bundle(folder: Path) -> bool:
    """Whether it is there; if so, whole."""
    if not folder.exists():
        return False
    manifest = bundle.read_manifest(folder)
    facts = bundle.read_members(folder, manifest)
    for mark in manifest.files:
        bundle.check_file(folder, mark)
    assert len(facts) == 5
    return True


def hunt_exports(folder: Path, kills: int) -> int:
    """Kill *kills* exports, spread over the time that one takes; how many had come through."""
    version = bundle_writers.make(folder / "here")
    out = folder / "out"
    whole = run(bundle_writers.export, (folder / "here", version, out / "whole"), None)
    there = 0
    for i in range(kills):
        target = out / f"set {i // 2}"  # twice the same: what a killed one left is in the way
        if not target.exists():
            seconds = 1.1 * whole * i / kills
            run(bundle_writers.export, (folder / "here", version, target), seconds)
        there += check_bundle(target)
        assert all(one.name.startswith(".") or check_bundle(one) for one in out.iterdir())
    open_project(folder / "here").close()
    assert list((folder / "here").rglob("*.tmp")) == []
    assert run(bundle_writers.export, (folder / "here", version, out / "last"), None) > 0
    return there


def hunt_imports(folder: Path, kills: int) -> int:
    """Kill *kills* programs that take a bundle in, each in a project of its own."""
    version, source = bundle_writers.make(folder / "here"), folder / "set"
    run(bundle_writers.export, (folder / "here", version, source), None)
    wanted = bundle.read_manifest(source).version_hash
    whole = run(bundle_writers.take_in, (folder / "whole", source), None)
    there = 0
    for i in range(kills):
        place = folder / f"there {i}"
        run(bundle_writers.take_in, (place, source), 1.1 * whole * i / kills)
        project = open_project(place)
        service = DatasetService(project)
        found = service.list_all(archived=True)
        recordings = DataService(project).recordings()
        assert len(recordings) == 5 * len(found), "recordings without their dataset, or half of it"
        assert list(project.folder.rglob("*.tmp")) == []
        assert all(verify_blob(path) for path in project.blobs.rglob("*.h5"))
        for one in found:
            members = service.version(one.newest.id).members
            assert version_hash([m.facts for m in members]) == one.newest.hash == wanted
            assert all(project.blob_path(m.facts.blob).exists() for m in members)
        there += len(found)
        report = BundleService(project, Inline()).take_in(source, Silent())
        assert report.hash == wanted, "it can be taken in after the kill"
        project.close()
    return there


def test_a_killed_export_leaves_a_whole_bundle_or_none(tmp_path: Path) -> None:
    hunt_exports(tmp_path, 8)


def test_a_killed_import_leaves_a_whole_dataset_or_none(tmp_path: Path) -> None:
    hunt_imports(tmp_path, 8)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_many_kills(tmp_path: Path) -> None:
    exports, imports = tmp_path / "exports", tmp_path / "imports"
    assert hunt_exports(exports, 150) < 150
    assert 0 < hunt_imports(imports, 150) < 150
