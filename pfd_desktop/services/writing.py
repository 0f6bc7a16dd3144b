"""Files that a user asked for, where the user wants them."""

from pathlib import Path

from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.errors import EnvironmentFault


def save_text(path: Path, text: str) -> None:
    """Write the whole file or none of it; raises EnvironmentFault where it cannot be written."""
    try:
        atomic_write_bytes(path, text.encode())
    except OSError as error:
        raise EnvironmentFault(
            f"{path.name} could not be written ({error.strerror}). Choose another folder."
        ) from error
