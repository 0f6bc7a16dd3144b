"""Make the frozen program: ``.venv/bin/python packaging/build.py [--out FOLDER]``.

Needs the extra ``package``; on Debian also ``binutils`` and a Python with its shared library. The
result is FOLDER/pfd-desktop with the programs ``pfd-desktop`` and ``pfd`` (dist/ by default).
"""

import argparse
import importlib.util
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "packaging" / "pfd.spec"


def size_mb(folder: Path) -> float:
    """The size of all files in a folder, in MB (10^6 bytes)."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


def build(out: Path) -> Path:
    """Freeze the program into *out*; the folder that holds it."""
    if importlib.util.find_spec("PyInstaller") is None:
        raise SystemExit("PyInstaller is missing: pip install -c constraints.txt -e '.[package]'")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    folders = ["--distpath", str(out), "--workpath", str(out / "work")]
    began = time.monotonic()
    subprocess.run([*command, *folders, str(SPEC)], cwd=ROOT, check=True)
    made = out / "pfd-desktop"
    (made / "_internal" / "licences").rename(made / "licences")  # where a reader finds them
    took = time.monotonic() - began
    sys.stdout.write(f"{made}: {size_mb(made):.0f} MB, built in {took:.0f} s\n")
    return made


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the frozen program.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    build(parser.parse_args().out.resolve())
