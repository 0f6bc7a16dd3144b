"""What “Copy as Python” gives makes the very numbers of the panel again, of every analysis."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pfd_desktop.core.analyses.analysis import Needs, Shape
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.analyses.table import ANALYSES
from pfd_desktop.core.figures.recipe import python_source
from pfd_desktop.core.generator.sample import Planned, rotor_plan
from pfd_desktop.core.generator.single import TACHO, RigChannel
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.speed import TachoSpeed
from pfd_desktop.progress import Silent
from pfd_desktop.services.chains import ChainService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.generation import GenerationService
from pfd_desktop.services.signals import AnalysisRequest, SignalService
from pfd_desktop.services.speeds import SpeedService
from pfd_desktop.store.project import open_project
from tests.figures_alike import assert_alike

OF_SPEED = [one.name for one in ANALYSES if Needs.SPEED in one.needs or one.name == "speed"]
OVER_SPEED = {"cascade", "campbell"}  # which nothing but a changing speed can be laid out over
RESULTS = {
    Shape.LINES: {"x", "y"},
    Shape.MAP: {"x", "y", "values"},
    Shape.CURVES: {"curves"},
    Shape.ORBIT: {"loops"},
}
Measured = tuple[SignalService, dict[str, Recording]]


def short(plan: Planned) -> Planned:
    """As much of the sample's rotor as an analysis needs."""
    assert isinstance(plan.wanted, RigChannel)
    rig = plan.wanted.rig
    return replace(plan, wanted=replace(plan.wanted, rig=replace(rig, duration_s=3.0)))


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """Two probes of a rotor at one speed, and running up with a tacho."""
    project = open_project(tmp_path_factory.mktemp("copied") / "p")
    made = GenerationService(project, Inline()).make([*map(short, rotor_plan(0))], Silent())
    speeds = SpeedService(project, Inline())
    found = {f"{one.condition} {one.channel}": one for one in made}
    speeds.tell(found["run-up X"].id, TachoSpeed(found[f"run-up {TACHO}"].id))
    chains = ChainService(project, Inline(), speeds, 1 << 30)
    yield SignalService(project, Inline(), chains, speeds), found
    project.close()


def copied(name: str, condition: str, measured: Measured) -> None:
    """Analyse, copy, run the copy, compare."""
    signals, found = measured
    analysis = next(one for one in ANALYSES if one.name == name)
    second = found[f"{condition} Y"].id if Needs.SECOND in analysis.needs else ""
    request = AnalysisRequest(found[f"{condition} X"].id, AnalysisChoice(name, (), second))
    shown = signals.analyse(request, Silent())
    space: dict[str, Any] = {}
    exec(compile(python_source(shown.recipe(), f"{name}."), name, "exec"), space)
    assert_alike(space["figure"], shown.figure)
    for result in RESULTS[analysis.shape]:
        whole = getattr(shown.figure, result)
        if result == "loops":
            whole = whole or (shown.figure.centre,)
        assert_alike(space[result], whole, result)


@pytest.mark.parametrize("name", [one.name for one in ANALYSES if one.name not in OVER_SPEED])
def test_a_copy_makes_the_numbers_of_the_panel(name: str, measured: Measured) -> None:
    copied(name, "3600 rpm", measured)


@pytest.mark.parametrize("name", OF_SPEED)
def test_a_copy_knows_the_tacho(name: str, measured: Measured) -> None:
    copied(name, "run-up", measured)
