"""A collection drawn in a plane: neighbours stay neighbours, as well as a plane allows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from pfd_desktop.core.exploring.collection import Collection, Floats, demand, standardised
from pfd_desktop.errors import ExtraMissing, InvalidInput
from pfd_desktop.progress import Progress

_LEAST = 4  # recordings
_PERPLEXITY, _NEIGHBOURS = 30.0, 15


@dataclass(frozen=True, eq=False)
class Projection:
    """Places of the recordings; axes have no unit."""

    method: str
    ids: tuple[str, ...]
    places: Floats  # recordings × 2
    x_label: str
    y_label: str
    notes: tuple[str, ...]


def project(collection: Collection, method: str, seed: int, progress: Progress) -> Projection:
    """Draw *collection* by "pca", "t-sne" or "umap"; the same seed gives the same picture.

    Raises InvalidInput where there are too few recordings, ExtraMissing where UMAP is not
    installed.
    """
    if method not in METHODS:
        raise InvalidInput(f"There is no projection {method!r}; there are {', '.join(METHODS)}.")
    demand(collection, _LEAST, "A projection")
    values, varies = standardised(collection.values)
    if not varies.any():
        raise InvalidInput("All recordings have the same features; there is nothing to draw.")
    progress.report(0.1, f"Projecting {len(values)} recordings")
    return METHODS[method](collection, np.clip(values, -_FAR, _FAR), seed)


_FAR = 20.0  # spreads: what lies farther would press all others into a point


def _pca(collection: Collection, values: Floats, _: int) -> Projection:
    """Principal components (Pearson 1901; Hotelling 1933)."""
    centred = values - values.mean(axis=0)
    left, strength, right = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign(right[np.arange(len(right)), np.abs(right).argmax(axis=1)])[:2]
    places = left[:, :2] * strength[:2] * signs
    if places.shape[1] == 1:
        places = np.column_stack([places, np.zeros(len(places))])
    share = strength**2 / (strength**2).sum()
    labels = [
        f"component {k + 1}, {100 * s:.0f} % of the variance" for k, s in enumerate(share[:2])
    ]
    labels += ["component 2, 0 % of the variance"] * (2 - len(labels))
    return Projection("pca", collection.ids, places, labels[0], labels[1], ())


def _tsne(collection: Collection, values: Floats, seed: int) -> Projection:
    """t-SNE (van der Maaten and Hinton 2008), begun from principal components."""
    from sklearn.manifold import TSNE

    perplexity = min(_PERPLEXITY, (len(values) - 1) / 3)
    embedding = TSNE(2, perplexity=perplexity, init="pca", random_state=seed)
    places = embedding.fit_transform(values)
    note = f"perplexity {perplexity:.3g}; distances between groups mean nothing"
    return Projection("t-sne", collection.ids, places.astype(np.float64), "", "", (note,))


def _umap(collection: Collection, values: Floats, seed: int) -> Projection:
    """UMAP (McInnes, Healy and Melville 2018)."""
    try:
        from umap import UMAP
    except ImportError as error:
        raise ExtraMissing(
            "UMAP is not installed: pip install 'pfd-desktop[explore]'. PCA and t-SNE are there."
        ) from error
    neighbours = min(_NEIGHBOURS, len(values) - 1)
    places = UMAP(n_neighbors=neighbours, random_state=seed, n_jobs=1).fit_transform(values)
    note = f"{neighbours} neighbours; distances between groups mean little"
    return Projection("umap", collection.ids, places.astype(np.float64), "", "", (note,))


METHODS: Mapping[str, Callable[[Collection, Floats, int], Projection]] = MappingProxyType(
    {"pca": _pca, "t-sne": _tsne, "umap": _umap}
)
