"""start.py: what it decides before it does anything."""

import sys
from pathlib import Path

import pytest

import start


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project's folder with a space and a letter outside ASCII in its name."""
    here = tmp_path / "a böx"
    here.mkdir()
    (here / "pyproject.toml").write_text("[project]")
    (here / "constraints.txt").write_text("numpy==2.4.6")
    return here


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 14)])
def test_supported_pythons_pass(version: tuple[int, int]) -> None:
    assert start.python_complaint(version) is None


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 15)])
def test_other_pythons_are_named_with_what_to_do(version: tuple[int, int]) -> None:
    complaint = start.python_complaint(version)
    assert complaint is not None
    assert f"Python {version[0]}.{version[1]};" in complaint
    assert "python3.11 start.py" in complaint


def test_the_interpreter_lies_where_each_system_puts_it() -> None:
    venv = Path("x y") / ".venv"
    assert start.venv_python(venv, windows=False) == venv / "bin" / "python"
    assert start.venv_python(venv, windows=True) == venv / "Scripts" / "python.exe"


def test_a_changed_constraint_changes_the_fingerprint(folder: Path) -> None:
    before = start.fingerprint(folder, "")
    assert start.fingerprint(folder, "") == before
    assert start.fingerprint(folder, "none") != before
    (folder / "constraints.txt").write_text("numpy==2.4.7")
    assert start.fingerprint(folder, "") != before


def test_a_stamp_covers_what_it_names_and_no_more(folder: Path) -> None:
    stamp = folder / "stamp"
    assert not start.is_current(stamp, "abc", [])
    stamp.write_text("abc train")
    assert start.is_current(stamp, "abc", ["train"])
    assert not start.is_current(stamp, "abc", ["train", "test"])
    assert not start.is_current(stamp, "abd", ["train"])


def test_nothing_runs_when_nothing_is_missing(folder: Path) -> None:
    """No pip in this folder's environment: any installation would fail."""
    python = start.venv_python(folder / ".venv")
    python.parent.mkdir(parents=True)
    python.write_text("not a program")
    stamp = folder / ".venv" / "pfd-installed"
    stamp.write_text(f"{start.fingerprint(folder, '')} train,test")
    assert start.ensure_venv(folder, "headless", {}) == python


def test_pip_is_told_the_exact_versions_and_the_extras(folder: Path) -> None:
    arguments = start.pip_arguments(folder, ["train", "test"], "")
    assert arguments[-1] == f"{folder}[train,test]"
    assert arguments[arguments.index("--constraint") + 1] == str(folder / "constraints.txt")


def test_torch_is_taken_from_where_it_is_told(folder: Path) -> None:
    place = "file:///builds"
    assert place in start.pip_arguments(folder, ["train"], place)
    assert "none" not in start.pip_arguments(folder, [], "none")


def test_extras_by_mode() -> None:
    assert start.wanted_extras("window", "") == ["train"]
    assert start.wanted_extras("test", "file:///builds") == ["train", "test"]
    assert start.wanted_extras("headless", "none") == []


def test_needs_see_what_is_there_and_what_is_not(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    inside = str(tmp_path / "*").lstrip("/")
    assert start.Need("p", "module:json").present()
    assert not start.Need("p", "module:no_such_module").present()
    assert not start.Need("p", "program:no-such-program").present()
    assert not start.Need("p", "library:libnosuch.so.9").present()
    assert start.Need("p", f"file:{inside}").present()
    needs = [start.Need("a", "module:json"), start.Need("b", "module:no_such_module")]
    assert start.missing(needs) == ["b"]


def test_packages_are_installed_as_root_or_through_sudo_without_a_password() -> None:
    assert start.apt_command(["a", "b"], root=True)[:2] == ["apt-get", "install"]
    assert start.apt_command(["a"], root=False)[:2] == ["sudo", "-n"]
    assert start.apt_command(["a", "b"], root=True)[-2:] == ["a", "b"]


def test_a_display_is_needed_on_linux_alone() -> None:
    assert not start.has_display({}, "linux")
    assert start.has_display({"DISPLAY": ":0"}, "linux")
    assert start.has_display({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert start.has_display({}, "win32")


def test_a_failed_installation_says_what_to_do() -> None:
    with pytest.raises(start.SetupFailed, match="call this again"):
        start._pip(Path(sys.executable), ["no-such-command"])
