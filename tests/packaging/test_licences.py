"""Which licences may be built into the frozen program."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.gates import ROOT


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    """packaging/licences.py, which is no package of ours."""
    spec = importlib.util.spec_from_file_location("licences", ROOT / "packaging" / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("stated", ["GPL-3.0-only", "AGPL-3.0", "GNU General Public License v2"])
def test_what_would_bind_the_whole_program_is_refused(licences: ModuleType, stated: str) -> None:
    assert licences.refused(stated)


@pytest.mark.parametrize(
    "stated",
    ["", "MIT", "BSD-3-Clause", "LGPL-3.0-only OR GPL-2.0-only", "GPLv2 with a special exception"],
)
def test_what_leaves_it_free_is_taken(licences: ModuleType, stated: str) -> None:
    assert not licences.refused(stated)


def test_the_texts_of_a_package_are_found(licences: ModuleType) -> None:
    entries = licences.of_packages({"numpy", "PySide6", "json"})
    folders = {Path(place).parent.name for place, _file, _kind in entries}
    assert folders == {"numpy", "PySide6_Essentials"}
    assert all(Path(file).stat().st_size > 0 for _place, file, _kind in entries)
