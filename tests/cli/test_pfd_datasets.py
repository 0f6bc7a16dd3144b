"""pfd dataset: from recordings through a bundle to a result on a designed split."""

from pathlib import Path

import pytest

from tests.cli.test_pfd import answer, pfd


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project with a dataset of it."""
    project = tmp_path_factory.mktemp("datasets") / "project"
    assert pfd(project, "sample").returncode == 0
    assert pfd(project, "dataset", "create", "bench").returncode == 0
    return project


def test_from_a_dataset_through_a_bundle_to_a_certified_result(
    sample: Path, tmp_path: Path
) -> None:
    split = answer(sample, "dataset", "split", "bench", "--by", "unit", "--parts", "2")
    bundle = tmp_path / "bench.zip"
    written = answer(sample, "dataset", "export", "bench", str(bundle), "--form", "csv")
    other = tmp_path / "other"
    read = answer(other, "dataset", "import", str(bundle))
    assert read["hash"] == written["hash"]
    assert read["new_recordings"] == 63
    assert pfd(other, "features", "extract", "--dataset", "bench").returncode == 0
    run = answer(
        other,
        *("train", "--classifier", "logistic", "--dataset", "bench"),
        *("--certificate", split["certificate"][:10]),
    )["run"]
    assert run["split_certificate"] == split["certificate"]
    assert run["dataset_version_id"] == read["version_id"]
    told = pfd(other, "results")
    assert split["certificate"] in told.stdout


def test_a_dataset_is_searched_and_tagged(sample: Path) -> None:
    (hit,) = answer(sample, "search", "--in", "datasets", "recordings:63", "archived:no")["hits"]
    assert (hit["subject"], hit["title"], hit["detail"]) == ("datasets", "bench", "63 recordings")
    assert pfd(sample, "tag", "add", "paper/a", hit["id"][-8:], "--in", "datasets").returncode == 0
    assert answer(sample, "search", "tag:paper")["hits"] == [hit]
    assert "1 datasets" in pfd(sample, "tag", "list").stdout
    assert pfd(sample, "tag", "delete", "paper").returncode == 0


@pytest.mark.long  # each step is a start of its own; the services have their own tests
def test_versions_their_difference_and_the_trash(sample: Path) -> None:
    refused = pfd(sample, "dataset", "version", "bench")
    assert refused.returncode == 1
    assert "Nothing has changed since version 1" in refused.stderr
    first = answer(sample, "recordings")[0]
    assert pfd(sample, "edit", first["id"], "--label", "wear").returncode == 0
    assert answer(sample, "dataset", "version", "bench")["number"] == 2
    told = pfd(sample, "dataset", "diff", "bench@1", "bench@2")
    assert told.stdout == f"~ {first['name']}: label\n"
    assert pfd(sample, "dataset", "delete", "bench").returncode == 0
    assert answer(sample, "dataset", "list", "--archived") == []
    assert pfd(sample, "dataset", "restore", "bench").returncode == 0
    assert pfd(sample, "dataset", "archive", "bench").returncode == 0
    assert answer(sample, "dataset", "list") == []
    assert pfd(sample, "dataset", "show", "bench").stdout.startswith("bench, version 2: 63 rec")
    assert pfd(sample, "dataset", "show", "bench@x").returncode == 1


def test_a_dataset_of_what_a_search_finds(sample: Path) -> None:
    query = "sort:-name label:healthy"
    found = answer(sample, "search", "--in", "recordings", "label:healthy")
    made = answer(sample, "dataset", "create", "good", "--query", query)
    assert len(made["members"]) == found["total"] > 0
    assert {one["facts"]["label"] for one in made["members"]} == {"healthy"}
    assert made["note"] == f"found by: {query}"
    for arguments, why in (
        (("--query", "speed:>90000"), "No recording fits speed:>90000"),
        (("--query", "speed:fast"), "(character "),
        (("x", "--query", "label:healthy"), "not both"),
    ):
        refused = pfd(sample, "dataset", "create", "none", *arguments)
        assert (refused.returncode, why in refused.stderr) == (1, True), refused.stderr
    assert [one["name"] for one in answer(sample, "dataset", "list", "--archived")].count(
        "none"
    ) == 0


def test_what_is_kept_is_cleared_by_name(sample: Path) -> None:
    name = answer(sample, "recordings")[0]["name"]
    told = pfd(sample, "cache")
    assert "0 processed waveforms" in told.stdout
    assert "0 analyses in memory" in told.stdout
    assert answer(sample, "cache", "--clear", name)["freed"] == 0
    assert answer(sample, "cache", "--clear")["analyses"]["limit"] == 256 << 20
    refused = pfd(sample, "cache", "--clear", "nothing*")
    assert (refused.returncode, "No recording is called" in refused.stderr) == (1, True)
