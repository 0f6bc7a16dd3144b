"""Whether the optional part that trains networks is installed; loads nothing."""

from importlib.util import find_spec

from pfd_desktop.errors import ExtraMissing


def networks_installed() -> bool:
    """Whether torch can be imported."""
    return find_spec("torch") is not None


def require_networks() -> None:
    """Raise ExtraMissing, with what to do, where torch is absent."""
    if not networks_installed():
        raise ExtraMissing(
            "Training a network needs torch, which is not installed. Install it with"
            " 'pip install pfd-desktop[train]', or choose a classifier on features."
        )
