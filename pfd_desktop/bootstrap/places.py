"""Where the program keeps things when nobody says otherwise."""

import os
from pathlib import Path


def home() -> Path:
    """Where the program keeps the user's own projects."""
    told = os.environ.get("PFD_HOME")
    if told:
        return Path(told)
    import platformdirs

    return platformdirs.user_data_path("pfd-desktop", appauthor=False)


def default_project() -> Path:
    """The project that is opened when none is named."""
    return home() / "projects" / "default"


def sample_project() -> Path:
    """The synthetic sample."""
    return home() / "projects" / "sample"
