#!/usr/bin/env python3
"""Set PFD Desktop up and start it, with nothing but Python.

    python3 start.py                the window, on the sample project
    python3 start.py --headless     the main job on the sample project, without a display
    python3 start.py test           every check, with a table of gates at the end

Only the standard library is used. What is missing is installed into ``.venv`` beside this file;
when nothing is missing no network is needed and the start takes no time.

PFD_TORCH=none leaves PyTorch out; PFD_TORCH=URL takes it from there, such as the processor-only
builds that PyTorch's own pages name.
"""

from __future__ import annotations  # an older Python reaches the message about its age

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST = (3, 11)
NEWEST = (3, 14)


class SetupFailed(Exception):
    """Set-up cannot go on; the text says what to do."""


@dataclass(frozen=True)
class Need:
    """A thing the operating system must bring, and the Debian package that holds it."""

    package: str
    found_by: str  # library:NAME, program:NAME, file:GLOB or module:NAME

    def present(self) -> bool:
        """Whether it is there."""
        kind, _, name = self.found_by.partition(":")
        if kind == "library":
            return _loads(name)
        if kind == "program":
            return shutil.which(name) is not None
        if kind == "module":
            return importlib.util.find_spec(name) is not None
        return any(Path("/").glob(name))


VENV = (Need("python3-venv", "module:ensurepip"),)
WINDOW = (
    Need("libegl1", "library:libEGL.so.1"),
    Need("libgl1", "library:libGL.so.1"),
    Need("libglib2.0-0", "library:libgthread-2.0.so.0"),
    Need("libxkbcommon0", "library:libxkbcommon.so.0"),
    Need("libdbus-1-3", "library:libdbus-1.so.3"),
    Need("libfontconfig1", "library:libfontconfig.so.1"),
    Need("libxcb-cursor0", "library:libxcb-cursor.so.0"),
    Need("libxkbcommon-x11-0", "library:libxkbcommon-x11.so.0"),
    Need("libxcb-icccm4", "library:libxcb-icccm.so.4"),
    Need("libxcb-keysyms1", "library:libxcb-keysyms.so.1"),
    Need("libxcb-shape0", "library:libxcb-shape.so.0"),
)
SCREEN = (
    Need("xvfb", "program:Xvfb"),
    Need("xauth", "program:xauth"),
    Need("openbox", "program:openbox"),
    Need("xdotool", "program:xdotool"),
    Need("dbus", "program:dbus-run-session"),
    Need("at-spi2-core", "file:usr/libexec/at-spi-bus-launcher"),
    Need("python3-gi", "file:usr/lib/python3/dist-packages/gi/__init__.py"),
    Need("gir1.2-atspi-2.0", "file:usr/lib/*/girepository-1.0/Atspi-2.0.typelib"),
)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def say(text: str) -> None:
    """One line to the user, at once."""
    print(f"[start] {text}", flush=True)


# The Python that runs this file


def python_complaint(have: tuple[int, int]) -> str | None:
    """What is wrong with this Python version, if anything."""
    if OLDEST <= have <= NEWEST:
        return None
    wanted = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
    return (
        f"This is Python {have[0]}.{have[1]}; PFD Desktop needs Python {wanted}. "
        f"Install one of these and call this file with it, such as: python3.{OLDEST[1]} start.py"
    )


# What the operating system must bring


def missing(needs: Iterable[Need]) -> list[str]:
    """The Debian packages of the needs that are not met."""
    return [need.package for need in needs if not need.present()]


def apt_command(packages: Sequence[str], *, root: bool) -> list[str]:
    """The command that installs *packages* on Debian or Ubuntu."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    return command if root else ["sudo", "-n", *command]


def _may_install() -> tuple[bool, bool]:
    """Whether packages may be installed here, and whether we are root."""
    if shutil.which("apt-get") is None:
        return False, False
    if os.geteuid() == 0:
        return True, True
    if shutil.which("sudo") is None:
        return False, False
    asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return asked.returncode == 0, False


def provide(needs: Sequence[Need], purpose: str) -> list[str]:
    """Install what of *needs* is missing, where we may; the packages that are still missing."""
    if not sys.platform.startswith("linux"):
        return []
    packages = missing(needs)
    if not packages:
        return []
    allowed, root = _may_install()
    if allowed:
        say(f"Installing system packages for {purpose}: {' '.join(packages)}")
        _apt(packages, root=root)
        packages = missing(needs)
    if packages:
        say(f"Missing for {purpose}: {' '.join(packages)}")
        say(f"Please install them: sudo apt-get install {' '.join(packages)}")
        say("(These are Debian's names; other systems name them a little differently.)")
    return packages


def _apt(packages: Sequence[str], *, root: bool) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "update"] if root else ["sudo", "-n", "apt-get", "update"]
    for command in (update, apt_command(packages, root=root)):
        outcome = subprocess.run(
            command, check=False, env=environment, capture_output=True, text=True
        )
        if outcome.returncode != 0:
            say(f"{' '.join(command[:3])} … failed:")
            print("\n".join((outcome.stdout + outcome.stderr).splitlines()[-8:]), flush=True)


# The virtual environment


def venv_python(venv: Path, *, windows: bool = os.name == "nt") -> Path:
    """The interpreter inside a virtual environment."""
    return venv / "Scripts" / "python.exe" if windows else venv / "bin" / "python"


def fingerprint(folder: Path, torch: str) -> str:
    """Changes when what must be installed, or where it was installed from, changes."""
    digest = hashlib.sha256(f"{folder}\n{torch}\n".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def is_current(stamp: Path, print_of: str, extras: Iterable[str]) -> bool:
    """Whether the stamp says that all of *extras* is installed as *print_of* asks."""
    try:
        kept, _, have = stamp.read_text(encoding="utf-8").partition(" ")
    except OSError:
        return False
    return kept == print_of and set(extras) <= set(have.split(","))


def wanted_extras(mode: str, torch: str) -> list[str]:
    """The optional parts of the program that *mode* needs."""
    extras = [] if torch == "none" else ["train"]
    return [*extras, "test"] if mode == "test" else extras


def pip_arguments(folder: Path, extras: Sequence[str], torch: str) -> list[str]:
    """What pip is told."""
    target = f"{folder}[{','.join(extras)}]" if extras else str(folder)
    more = ["--extra-index-url", torch] if torch not in {"", "none"} else []
    quiet = ["--quiet", "--progress-bar", "off", "--disable-pip-version-check"]
    constraints = str(folder / "constraints.txt")
    return ["install", *quiet, *more, "--constraint", constraints, "--editable", target]


def ensure_venv(folder: Path, mode: str, environment: Mapping[str, str]) -> Path:
    """The interpreter of a virtual environment in which everything *mode* needs is installed."""
    torch = environment.get("PFD_TORCH", "")
    extras, wanted = wanted_extras(mode, torch), fingerprint(folder, torch)
    venv = folder / ".venv"
    python, stamp = venv_python(venv), venv / "pfd-installed"
    if python.exists() and is_current(stamp, wanted, extras):
        return python
    if not python.exists():
        _make_venv(venv)
    began = time.monotonic()
    say(f"Installing the program and what it needs into {venv} (a minute, more on a slow line)")
    stamp.unlink(missing_ok=True)
    _pip(python, pip_arguments(folder, extras, torch))
    stamp.write_text(f"{wanted} {','.join(extras)}", encoding="utf-8")
    say(f"Installed in {time.monotonic() - began:.0f} s")
    return python


def _make_venv(venv: Path) -> None:
    if provide(VENV, "virtual environments"):
        raise SetupFailed("A virtual environment cannot be made without the package above.")
    say(f"Making a virtual environment in {venv}")
    command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    if subprocess.run(command, check=False).returncode != 0:
        raise SetupFailed(
            f"The virtual environment could not be made in {venv}. "
            "Is the disk full, or the folder read-only?"
        )


def _pip(python: Path, arguments: Sequence[str]) -> None:
    if subprocess.run([str(python), "-m", "pip", *arguments], check=False).returncode != 0:
        raise SetupFailed(
            "The installation did not finish (the reason is above). It needs the network once; "
            "call this again and it goes on from there."
        )


# The three commands


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown."""
    if not platform.startswith("linux"):
        return True
    return any(environment.get(k) for k in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def open_window(folder: Path, environment: Mapping[str, str]) -> int:
    """Open the window on the sample project."""
    if not has_display(environment, sys.platform):
        say("There is no display here. Without one: python3 start.py --headless")
        return 2
    provide(WINDOW, "the window")
    python = ensure_venv(folder, "window", environment)
    say("Opening the window on the sample project")
    return run([str(python), "-m", "pfd_desktop", "--sample"], folder)


def run_headless(folder: Path, environment: Mapping[str, str]) -> int:
    """Run the main job on the sample project and print its table."""
    python = ensure_venv(folder, "headless", environment)
    pfd = python.with_name("pfd.exe" if os.name == "nt" else "pfd")
    project = folder / "out" / "sample-project"
    if project.exists():
        shutil.rmtree(project)
    say(f"Running the main job on the sample project in {project}")
    return run([str(pfd), "--project", str(project), "sample", "--run"], folder)


def run_tests(folder: Path, environment: Mapping[str, str]) -> int:
    """Run every check; the table of gates comes last."""
    provide(WINDOW, "the window")
    provide(SCREEN, "the test with a real window")
    python = ensure_venv(folder, "test", environment)
    return run([str(python), "-X", "faulthandler", "-m", "tests.gates"], folder)


def run(command: Sequence[str], folder: Path) -> int:
    """Run *command* in the project's folder; its exit status."""
    try:
        return subprocess.run(list(command), check=False, cwd=folder).returncode
    except KeyboardInterrupt:
        return 130


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of the command asked for."""
    parser = argparse.ArgumentParser(description="Set PFD Desktop up and start it.")
    parser.add_argument("what", nargs="?", choices=["window", "test"], default="window")
    parser.add_argument("--headless", action="store_true", help="the main job without a display")
    chosen = parser.parse_args(arguments)
    complaint = python_complaint(sys.version_info[:2])
    if complaint is not None:
        say(complaint)
        return 2
    try:
        if chosen.what == "test":
            return run_tests(HERE, os.environ)
        return (run_headless if chosen.headless else open_window)(HERE, os.environ)
    except SetupFailed as failure:
        say(str(failure))
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
