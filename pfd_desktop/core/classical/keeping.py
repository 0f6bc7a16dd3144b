"""Trained classifiers as files, without pickle. Runs in children."""

from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile

from pfd_desktop.atomic import atomic_write
from pfd_desktop.errors import InvalidInput

# The only types beyond skops' own list that our classifiers are made of.
TRUSTED = frozenset(
    {
        "numpy.dtype",  # what the imputer was fitted on; names a type of number, runs nothing
        "pfd_desktop.core.classical.minirocket.MiniRocket",
        "pfd_desktop.core.classical.pools.Pool",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.tree._tree.Tree",
    }
)


def save_estimator(path: Path, estimator: Any) -> None:
    """Write *estimator* to *path*, whole or not at all."""
    from skops.io import dump

    atomic_write(path, lambda temporary: dump(estimator, temporary, compression=ZIP_DEFLATED))


def load_estimator(path: Path) -> Any:
    """Read what save_estimator wrote; refuses a file that holds any other type."""
    from skops.io import get_untrusted_types, load

    try:
        strangers = set(get_untrusted_types(file=path)) - TRUSTED
    except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise InvalidInput(f"{path.name} is not a classifier of ours: {error}.") from error
    if strangers:
        raise InvalidInput(
            f"{path.name} was not loaded: it holds {', '.join(sorted(strangers))}, which our"
            " classifiers are not made of."
        )
    return load(path, trusted=sorted(TRUSTED))
