"""pfd backup and pfd move, as a user calls them."""

from pathlib import Path

from tests.cli.test_pfd import pfd as pfd_in_its_own_process


def test_backup_restore_and_move(tmp_path: Path) -> None:
    project, backup = tmp_path / "p", tmp_path / "b"

    def pfd(*arguments: str, folder: Path = project) -> str:
        done = pfd_in_its_own_process(folder, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    made = ("generate", "healthy", "--duration-s", "0.2")
    pfd(*made)
    listed = pfd("--json", "recordings")
    assert "files" in pfd("backup", "make", str(backup))
    assert f"{backup} is whole" in pfd("backup", "check", str(backup))
    pfd("backup", "restore", str(backup), str(tmp_path / "r"))
    pfd("move", str(tmp_path / "moved"))
    assert not project.exists()
    for folder in (tmp_path / "r", tmp_path / "moved"):
        again = pfd("--json", "recordings", folder=folder)
        assert again.replace(str(folder), str(project)) == listed
