"""Where the program keeps things when nobody says otherwise."""

from pathlib import Path

from pfd_desktop.store.home import home

__all__ = ["default_project", "home", "sample_project"]


def default_project() -> Path:
    """The project that is opened when none is named."""
    return home() / "projects" / "default"


def sample_project() -> Path:
    """The synthetic sample."""
    return home() / "projects" / "sample"
