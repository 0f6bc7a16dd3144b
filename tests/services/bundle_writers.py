"""What processes do with bundles while tests kill them."""

import os
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from pfd_desktop.core.records.datasets import BundleForm
from pfd_desktop.progress import Silent
from pfd_desktop.services.bundles import BundleService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.datasets import DatasetService
from pfd_desktop.store.project import open_project
from tests.services.learning_project import Told, put


def make(folder: Path) -> str:
    """A project with a dataset of five recordings; the id of its version."""
    rng, project = np.random.default_rng(3), open_project(folder)
    ids = [
        put(project, rng.standard_normal(200_000), Told(f"r{i}", f"unit {i}", "healthy"))
        for i in range(5)
    ]
    made = DatasetService(project).create("bearings", ids)
    project.close()
    return made.newest.id


def export(folder: Path, version_id: str, target: Path, saying: Connection) -> None:
    """Write the bundle; says when it begins and when it is there."""
    project = open_project(folder)
    os.write(saying.fileno(), b"begun\n")
    BundleService(project, Inline()).export(version_id, target, BundleForm.HDF5, Silent())
    os.write(saying.fileno(), b"done\n")


def take_in(folder: Path, source: Path, saying: Connection) -> None:
    """Make the dataset of a bundle; says when it begins and when it is there."""
    project = open_project(folder)
    os.write(saying.fileno(), b"begun\n")
    BundleService(project, Inline()).take_in(source, Silent())
    os.write(saying.fileno(), b"done\n")
