"""The sample project, made once by the program itself and copied for each test."""

import shutil
from pathlib import Path

from pfd_desktop.bootstrap.services import open_services
from pfd_desktop.progress import Silent
from pfd_desktop.services.features import ExtractRequest
from pfd_desktop.settings import Settings


def make(folder: Path) -> None:
    """The synthetic recordings of seed 0 and a feature set of them."""
    opened = open_services(folder, Settings())
    try:
        opened.services.generation.make_sample(0, Silent())
        recordings = opened.services.data.recordings()
        ids = tuple(recording.id for recording in recordings)
        opened.services.features.extract(ExtractRequest(ids), Silent())
    finally:
        opened.close()


def copied(made: Path, to: Path) -> Path:
    """A copy that may be changed."""
    shutil.copytree(made, to)
    return to
