"""Whether the optional part that trains networks is installed; loads nothing."""

from importlib.util import find_spec

from pfd_desktop.errors import ExtraMissing

_MISSING = (
    "Training a network needs torch, which is not installed. Install it with"
    " 'pip install pfd-desktop[train]', or choose a classifier on features."
)


def networks_missing() -> str:
    """What is missing, and what to do; "" where networks can be trained."""
    return "" if find_spec("torch") else _MISSING


def require_networks() -> None:
    """Raise ExtraMissing where torch is absent."""
    if missing := networks_missing():
        raise ExtraMissing(missing)
