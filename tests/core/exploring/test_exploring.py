"""A collection with what is planted in it: found, and nothing else."""

from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest
from sklearn.decomposition import PCA

from pfd_desktop.core.exploring.collection import Collection, standardised
from pfd_desktop.core.exploring.distributions import distribution, distributions
from pfd_desktop.core.exploring.findings import Finding, Kind, findings
from pfd_desktop.core.exploring.projections import project
from pfd_desktop.core.features.matrix import FeatureMatrix
from pfd_desktop.errors import ExtraMissing, InvalidInput
from pfd_desktop.progress import Silent

NAMES = tuple(f"f{i}" for i in range(8))
CLASSES = ("healthy", "rub", "wear")
PER_CLASS, UNITS = 24, 6


def collection(seed: int = 0) -> Collection:
    """Three classes that stand apart in two of the first six features each, from six units each."""
    random = np.random.default_rng(seed)
    labels = [label for label in CLASSES for _ in range(PER_CLASS)]
    values = random.normal(size=(len(labels), len(NAMES)))
    for row, label in enumerate(labels):
        values[row, 2 * CLASSES.index(label) : 2 * CLASSES.index(label) + 2] += 8.0
    return Collection(
        NAMES,
        tuple(f"id{i}" for i in range(len(labels))),
        tuple(f"record {i}" for i in range(len(labels))),
        tuple(labels),
        tuple(f"{label} {i % UNITS}" for i, label in enumerate(labels)),
        values,
    )


def matrix(of: Collection, digests: np.ndarray | None = None) -> FeatureMatrix:
    """Two windows for each recording."""
    count = 2 * len(of.ids)
    record = np.repeat(np.arange(len(of.ids)), 2)
    own = np.arange(count, dtype=np.uint64) if digests is None else digests
    start = np.tile([0, 100], len(of.ids))
    return FeatureMatrix(of.names, of.ids, of.values[record], record, start, start + 100, own)


def of_kind(found: tuple[Finding, ...], kind: Kind) -> list[Finding]:
    """Those of one kind."""
    return [one for one in found if one.kind is kind]


def test_nothing_is_found_where_nothing_is_odd() -> None:
    odd: list[Finding] = []
    for seed in range(20):
        whole = collection(seed)
        odd += findings(whole, matrix(whole))
    assert len(odd) <= 2, odd  # of 1440 recordings


def test_swapped_labels_are_suspicious_though_their_unit_agrees() -> None:
    whole = collection()
    labels = list(whole.labels)
    wrong = [i for i in range(PER_CLASS) if whole.units[i] == "healthy 2"]  # a unit mislabelled
    for row in wrong:
        labels[row] = "rub"
    found = of_kind(findings(replace(whole, labels=tuple(labels)), matrix(whole)), Kind.LABEL)
    assert {one.ids[0] for one in found} == {whole.ids[row] for row in wrong}
    assert all("are healthy" in one.words for one in found)


def test_an_outlier_is_named_with_its_features() -> None:
    whole = collection()
    whole.values[30, 6] += 60.0
    whole.values[30, 7] -= 50.0
    found = of_kind(findings(whole, matrix(whole)), Kind.OUTLIER)
    assert [one.ids for one in found] == [("id30",)]
    assert "f7, f6" in found[0].words


def test_duplicates_are_found_by_samples_and_by_features() -> None:
    whole = collection()
    digests = np.arange(2 * len(whole.ids), dtype=np.uint64)
    digests[2 * 40] = digests[2 * 3]  # a window of 40 is one of 3
    whole.values[50] = whole.values[51] * (1 + 1e-7)
    found = of_kind(findings(whole, matrix(whole, digests)), Kind.DUPLICATE)
    assert {one.ids for one in found} == {("id3", "id40"), ("id50", "id51")}
    assert "1 windows hold" in found[0].words


def test_features_that_part_the_classes_come_first() -> None:
    every = distributions(collection())
    assert {one.feature for one in every[:6]} == set(NAMES[:6])
    assert every[0].apart > 0.8
    assert every[-1].apart < 0.1


def test_eta_squared_by_hand() -> None:
    two = Collection(
        ("f",), ("a", "b", "c", "d"), ("",) * 4, ("x", "x", "y", "y"), ("",) * 4,
        np.array([[1.0], [3.0], [5.0], [7.0]]),
    )  # fmt: skip
    assert distribution(two, "f").apart == pytest.approx(16 / 20)
    assert distribution(two, "f").classes[0].quartiles == (1.5, 2.0, 2.5)


def test_principal_components_are_those_of_another_library() -> None:
    whole = collection()
    ours = project(whole, "pca", 0, Silent())
    values, _ = standardised(whole.values)
    theirs = PCA(2).fit(values)
    places = theirs.transform(values)
    for axis in (0, 1):
        sign = np.sign(places[0, axis] * ours.places[0, axis])
        assert sign * places[:, axis] == pytest.approx(ours.places[:, axis])
    assert f"{100 * theirs.explained_variance_ratio_[0]:.0f} %" in ours.x_label


def test_t_sne_keeps_classes_together_and_repeats() -> None:
    whole = collection()
    first, again = (project(whole, "t-sne", 3, Silent()).places for _ in range(2))
    assert np.array_equal(first, again)
    apart = np.linalg.norm(first[:, None] - first[None], axis=2) + np.diag(np.full(len(first), 1e9))
    labels = np.array(whole.labels)
    assert np.mean(labels[apart.argmin(axis=1)] == labels) > 0.95


def test_umap_is_there_or_says_how_to_get_it() -> None:
    if find_spec("umap") is None:
        with pytest.raises(ExtraMissing, match=r"pfd-desktop\[explore\]"):
            project(collection(), "umap", 0, Silent())
    else:
        assert project(collection(), "umap", 0, Silent()).places.shape == (72, 2)


def test_what_cannot_be_projected_is_refused() -> None:
    whole = collection()
    with pytest.raises(InvalidInput, match="no projection 'lda'"):
        project(whole, "lda", 0, Silent())
    few = replace(whole, ids=whole.ids[:2], values=whole.values[:2])
    with pytest.raises(InvalidInput, match="at least 4 recordings"):
        project(few, "pca", 0, Silent())
    with pytest.raises(InvalidInput, match="same features"):
        project(replace(whole, values=np.ones_like(whole.values)), "pca", 0, Silent())
