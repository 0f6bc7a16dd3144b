"""The licence texts of what the frozen program is made of; the build stops where one is missing."""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

Entry = tuple[str, str, str]  # PyInstaller's: place in the bundle, file, kind

OURS = Path(__file__).resolve().parent / "licences"
ROOT = OURS.parent.parent
TEXT = re.compile(r"^(licen[cs]e|copying|notice|copyright)", re.IGNORECASE)
COPYLEFT = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
ALLOWED = re.compile(r"LGPL|Lesser|exception", re.IGNORECASE)


def refused(stated: str) -> bool:
    """Whether a stated licence would bind the whole program."""
    return COPYLEFT.search(stated) is not None and ALLOWED.search(stated) is None


def texts(found: Distribution) -> list[Path]:
    """The licence files of an installed package, or those we keep for it."""
    listed = [Path(str(found.locate_file(file))) for file in found.files or ()]
    named = [
        path for path in listed if TEXT.match(path.name) and path.suffix not in {".py", ".pyc"}
    ]
    kept = OURS / found.name
    return [path for path in named if path.is_file()] or sorted(kept.glob("*"))


def of_packages(modules: Iterable[str]) -> list[Entry]:
    """The texts of the packages that hold the top-level *modules*."""
    holders = packages_distributions()
    names = {name for module in modules for name in holders.get(module, ())} - {"pfd-desktop"}
    entries: list[Entry] = []
    for name in sorted(names):
        found = distribution(name)
        stated = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
        files = texts(found)
        if not files:
            raise SystemExit(f"{name} has no licence text; put it into {OURS / found.name}.")
        if refused(stated):
            raise SystemExit(f"{name} is under {stated[:60]}: it cannot be built in.")
        entries += [placed(name, number, file) for number, file in enumerate(files)]
    return entries


def placed(name: str, number: int, file: Path) -> Entry:
    """Where a text goes; several of one name are numbered."""
    mark = f"{number}-" if number else ""
    return f"licences/{name}/{mark}{file.name}", str(file), "DATA"


def debian_package(library: Path) -> str | None:
    """The Debian package that a library came from."""
    if shutil.which("dpkg") is None:
        return None
    asked = [str(library), str(library).removeprefix("/usr")]
    for path in asked:
        outcome = subprocess.run(["dpkg", "-S", path], check=False, capture_output=True, text=True)
        if outcome.returncode == 0:
            return outcome.stdout.partition(":")[0]
    return None


def of_system(libraries: Iterable[Path]) -> list[Entry]:
    """The copyright files of libraries that the operating system brought."""
    entries, untold = {}, []
    for library in sorted({path.resolve() for path in libraries}):
        package = debian_package(library)
        text = Path("/usr/share/doc") / (package or "") / "copyright"
        if package is not None and text.is_file():
            entries[package] = (f"licences/system/{package}.txt", str(text), "DATA")
        else:
            untold.append(library.name)
    if untold:
        sys.stderr.write(f"Add the licence texts of these by hand: {' '.join(untold)}\n")
    return list(entries.values())


def of_python() -> list[Entry]:
    """Python's own licence."""
    for name in ("LICENSE.txt", "../../share/doc/python/copyright", "../LICENSE.txt"):
        text = Path(sysconfig.get_path("stdlib")) / name
        if text.is_file():
            return [("licences/Python/LICENSE.txt", str(text), "DATA")]
    return []


def from_the_system(file: str) -> bool:
    """Whether a binary belongs to no Python and no package."""
    homes = (sys.prefix, sys.base_prefix, sys.exec_prefix)
    return not any(Path(file).is_relative_to(home) for home in homes if home != "/usr")


def collected(pure: Iterable[Entry], binaries: Iterable[Entry]) -> list[Entry]:
    """All texts that belong to a bundle of these modules and binaries."""
    kept = list(binaries)
    modules = {name.partition(".")[0] for name, _file, _kind in pure}
    modules |= {re.split(r"[/\\.]", name)[0] for name, _file, _kind in kept}
    libraries = [Path(file) for _name, file, _kind in kept if from_the_system(file)]
    own = [
        ("licences/LICENSE", str(ROOT / "LICENSE"), "DATA"),
        ("licences/README.txt", str(OURS / "README.txt"), "DATA"),
    ]
    return [*own, *of_python(), *of_packages(modules), *of_system(libraries)]
