"""How much a foreign file may ask for, and what a reader may raise on a damaged one."""

import struct
import tokenize
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pfd_desktop.errors import InvalidRecording

MAX_SAMPLES = 1_000_000_000  # per vector
MAX_CHANNELS = 1024  # columns beside each other
MAX_OBJECTS = 10_000  # variables, members or datasets in a file
MAX_DEPTH = 16  # groups or structs within each other
MAX_LOADED_BYTES = 768 << 20  # where a reader must hold a whole vector in memory
MAX_CHUNK_BYTES = 64 << 20  # one compressed piece
FREE_BYTES = 64 << 20  # below this size a high compression ratio does no harm
MAX_RATIO = 200  # expanded : stored
PIECE = 1 << 20  # samples handed on at a time

# Mutated files made the readers of SciPy, NumPy and h5py raise all of these. Anything else that
# escapes is our own mistake and must be seen.
_READER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    LookupError,
    NameError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)


@contextmanager
def reading(path: Path, format_name: str) -> Iterator[None]:
    """Turn whatever a reader raises on a damaged file into one sentence."""
    try:
        yield
    except MemoryError as error:
        raise InvalidRecording(
            f"{path.name} needs more memory to read than a reader is allowed."
        ) from error
    except FileNotFoundError as error:
        raise InvalidRecording(f"{path.name} is not there any more.") from error
    except PermissionError as error:
        raise InvalidRecording(f"{path.name} may not be read: permission denied.") from error
    except _READER_ERRORS as error:
        detail = str(error).split("\n", 1)[0][:160]
        raise InvalidRecording(
            f"{path.name} cannot be read as {format_name}: it is damaged or not such a file"
            f" ({type(error).__name__}{': ' + detail if detail else ''})."
        ) from error


def check_expansion(path: Path, what: str, stored: int, expanded: int) -> None:
    """Refuse what would blow up when unpacked (a "bomb")."""
    if expanded > FREE_BYTES and expanded > MAX_RATIO * max(stored, 1):
        raise InvalidRecording(
            f"{path.name}: {what} stores {size_text(stored)} and would unpack to"
            f" {size_text(expanded)}; that is not a measurement, so it is not read."
        )


def size_text(size: float) -> str:
    """A number of bytes in words: ``"7.3 TiB"``."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} TiB"
