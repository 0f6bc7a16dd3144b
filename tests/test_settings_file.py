"""Settings on disk: what is written is read, what is wrong is named and stands at its default."""

from pathlib import Path

from pfd_desktop.settings import ComputeSettings, LookSettings, Settings
from pfd_desktop.settings_file import load_settings, save_settings


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.toml"
    wanted = Settings(
        compute=ComputeSettings(processes=3, child_memory_mib=2048),
        look=LookSettings(theme="high contrast"),
    )
    save_settings(path, wanted)
    assert load_settings(path) == (wanted, ())


def test_no_file_is_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.toml") == (Settings(), ())


def test_what_is_wrong_is_named_and_the_rest_holds(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        '[compute]\nprocesses = 0\nchild_memory_mib = 1024\n[look]\ntheme = "dark"\ncolour = 1\n',
        "utf-8",
    )
    found, problems = load_settings(path)
    assert found == Settings(
        compute=ComputeSettings(child_memory_mib=1024), look=LookSettings(theme="dark")
    )
    assert len(problems) == 2
    assert any("compute.processes" in problem for problem in problems)
    assert any("look.colour" in problem for problem in problems)


def test_what_is_no_toml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe= broken")
    found, problems = load_settings(path)
    assert found == Settings()
    assert len(problems) == 1
    assert str(path) in problems[0]
