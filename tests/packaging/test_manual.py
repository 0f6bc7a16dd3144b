"""The manual is that of this program: a page for each panel, nothing stale, no dead link."""

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QApplication
from scipy.stats import binom

from pfd_desktop.core.diagnosis.rule import METHOD_VERSION
from pfd_desktop.resources import resource
from pfd_desktop.ui.catalog import PANELS

ROOT = Path(__file__).resolve().parents[2]
MAKE = "make it anew: packaging/manual.py"


@pytest.fixture(scope="module")
def manual() -> ModuleType:
    """packaging/manual.py, which is no part of the program."""
    spec = importlib.util.spec_from_file_location("manual", ROOT / "packaging" / "manual.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    path = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = path
    return module


def test_every_panel_has_its_page(manual: ModuleType) -> None:
    names = {name for _, names in manual.contents() for name in names}
    missing = {panel.name for panel in PANELS} - names
    assert not missing, f"no page in docs/manual: {missing}"
    listed = {path.stem for path in manual.PAGES.glob("*.md")}
    assert names == listed, "index.md lists every page once"


@pytest.mark.parametrize(
    "name", ["analyses", "steps", "fields", "commands", "classifiers", "learning", "keyboard"]
)
def test_lists_are_those_of_the_program(qapp: QApplication, manual: ModuleType, name: str) -> None:
    text = (manual.PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert text == f"{manual.GENERATED}\n\n{manual.MADE[name]()}", MAKE


def test_the_stated_rate_of_false_alarms_is_this_methods(manual: ModuleType) -> None:
    """A method that changed must be measured anew: python -m bench.false_alarms --keep."""
    kept = json.loads((ROOT / "docs" / "false_alarms.json").read_text(encoding="utf-8"))
    assert kept["method_version"] == METHOD_VERSION
    for one in kept["counted"]:  # Clopper and Pearson 1934, by the binomial itself
        at = binom.cdf(one["alarms"], one["recordings"], one["below"])
        assert at == pytest.approx(1 - kept["confidence"], abs=2e-4)
    for path in manual.STATING:
        assert path.read_text(encoding="utf-8") == manual.stated(path), MAKE


def test_what_is_shipped_is_rendered_from_the_pages(manual: ModuleType) -> None:
    made = manual.pages()
    shipped = {path.name: path.read_text("utf-8") for path in resource("manual").glob("*.*")}
    assert shipped.keys() == made.keys(), MAKE
    assert not [name for name in made if made[name] != shipped[name]], MAKE


def test_no_link_or_picture_is_dead(manual: ModuleType) -> None:
    made = manual.pages()
    for name, text in made.items():
        for link in re.findall(r'href="([^"#]+)', text):
            assert link in made, f"{name}: {link}"
        for picture in re.findall(r'src="pictures/([^"]+)"', text):
            for theme in ("_light", "_dark"):
                path = manual.PICTURES / picture.replace("_light", theme)
                assert path.is_file(), f"{name}: {path.name}"
    json.loads(made["contents.json"])


def test_pages_speak_of_every_analysis_and_step(manual: ModuleType) -> None:
    from pfd_desktop.core.analyses.table import ANALYSES
    from pfd_desktop.core.chains.table import STEPS

    analyses, steps = manual.analyses_page(), manual.steps_page()
    assert all(f"`{one.name}`" in analyses for one in ANALYSES)
    assert all(f"`{one.name}`" in steps for one in STEPS)
