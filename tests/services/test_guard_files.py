"""Guards on the disk: what is deleted, half made or damaged."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pfd_desktop.core.records.healthy import Detectability, Guard, GuardRequest
from pfd_desktop.errors import NotFound
from pfd_desktop.services.guard_files import GuardFiles

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def guard(key: str) -> Guard:
    return Guard(key, key, GuardRequest(""), "set", "1", 2048, 0.5, "g", 12e3, True, (), (), NOW)


def found(key: str) -> Detectability:
    return Detectability(key, key, "g", 0.05, 3, 0, 0.0, (), NOW)


def test_what_a_deleted_guard_would_find_is_not_kept(tmp_path: Path) -> None:
    """It may be deleted while faults are injected."""
    files = GuardFiles(tmp_path)
    files.save(guard("a"))
    files.delete("a")
    with pytest.raises(NotFound, match="no longer in the project"):
        files.save_found(found("a"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("nonsense", [b"{", b"\xff\xfe", b'{"id": 3}'])
def test_a_damaged_guard_hides_no_other(
    nonsense: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = GuardFiles(tmp_path)
    for key in "abc":
        files.save(guard(key))
    (tmp_path / "b" / "guard.json").write_bytes(nonsense)
    assert [one.id for one in files.list_all()] == ["c", "a"]
    assert str(tmp_path / "b") in caplog.text
    assert (tmp_path / "b" / "guard.json").exists()  # a newer program may read it


def test_half_made_guards_are_gone_at_the_next_start(tmp_path: Path) -> None:
    GuardFiles(tmp_path).save(guard("a"))
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "bin-0.npz").write_bytes(b"learned")
    again = GuardFiles(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert again.get("a") == guard("a")
