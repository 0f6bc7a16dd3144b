"""What the sample project shows: beside what can be learnt from a rotor, and a bearing's wear."""

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.figures.orbit import OrbitFigure
from pfd_desktop.core.generator.rig.film import CLEARANCE_UM
from pfd_desktop.core.generator.sample import rotor_plan
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.speed import TachoSpeed, ToldSpeed
from pfd_desktop.progress import Silent
from pfd_desktop.services.chains import ChainService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.diagnosis import DiagnosisService
from pfd_desktop.services.generation import GenerationService
from pfd_desktop.services.signals import AnalysisRequest, SignalService
from pfd_desktop.services.speeds import SpeedService
from pfd_desktop.services.trends import TrendService
from pfd_desktop.store.project import Project, open_project

WEEKS, GOOD = 18, 9


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    opened = open_project(tmp_path_factory.mktemp("sample") / "p")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def made(project: Project) -> tuple[Recording, ...]:
    return GenerationService(project, Inline()).make_sample(0, Silent())


@pytest.fixture
def signals(project: Project) -> SignalService:
    speeds = SpeedService(project, Inline())
    return SignalService(
        project, Inline(), ChainService(project, Inline(), speeds, 1 << 30), speeds
    )


def named(made: tuple[Recording, ...], words: str) -> list[Recording]:
    return [one for one in made if words in one.name]


def test_all_of_it_says_that_it_is_synthetic_and_is_made_once(
    project: Project, made: tuple[Recording, ...]
) -> None:
    assert Counter(one.machine_name for one in made) == {
        "Sample fan (synthetic)": 24,
        "Sample turbine (synthetic)": 16,
        "Sample rotor (synthetic)": 5,
        "Sample pump (synthetic)": WEEKS,
    }
    assert all(one.synthetic and one.source_name.startswith("synthetic, ") for one in made)
    assert all(one.flags[0].code == "synthetic" for one in made)
    again = GenerationService(project, Inline()).make(rotor_plan(0), Silent())
    assert again == tuple(one for one in made if "rotor" in one.source_name)
    assert len(DataService(project).recordings()) == len(made)
    assert all(one.path.is_file() for one in made)


def test_the_tacho_tells_the_speed_of_the_run_up(
    project: Project, made: tuple[Recording, ...]
) -> None:
    speeds, tacho = SpeedService(project, Inline()), named(made, "tacho")[0]
    for one in named(made, "run-up"):
        is_tacho = one == tacho
        assert speeds.told(one.id) == (ToldSpeed() if is_tacho else TachoSpeed(tacho.id))
        if not is_tacho:
            read = speeds.profile(one.id, Silent())
            middle = read.at(np.array([6.0, 12.0, 18.0]))
            assert middle == pytest.approx(300 + 6900 * np.array([6, 12, 18]) / 24, rel=0.01)
    assert all(speeds.told(one.id) == ToldSpeed() for one in named(made, "3600 rpm"))


def test_the_probes_show_a_whirl_and_the_run_up_a_journal_that_climbs(
    signals: SignalService, made: tuple[Recording, ...]
) -> None:
    x, y = named(made, "3600 rpm")
    orbit = signals.analyse(AnalysisRequest(x.id, AnalysisChoice("orbit", (), y.id)), Silent())
    assert isinstance(orbit.figure, OrbitFigure)
    assert (orbit.figure.direction, orbit.figure.unit) == ("forward", "µm")
    x, y, _ = named(made, "run-up")
    every = (("every", 1.0),)
    choice = AnalysisChoice("shaft-centreline", every, y.id)
    centre = signals.analyse(AnalysisRequest(x.id, choice), Silent()).figure
    assert isinstance(centre, OrbitFigure)
    across, up = centre.centre
    assert 20 < up[-1] - up[0] < CLEARANCE_UM, "it has climbed"
    assert across.max() > max(5, across[-1] + 5), "to the side that it turns to, and back"
    assert np.hypot(across, up - CLEARANCE_UM).max() <= CLEARANCE_UM, "in its bearing"


def test_the_whirl_is_found_without_training(project: Project, made: tuple[Recording, ...]) -> None:
    found = DiagnosisService(project, Inline()).diagnose(named(made, "3600 rpm")[0].id, Silent())
    assert found.fault == "oil whirl"


def test_the_run_up_is_not_diagnosed_at_one_speed(
    project: Project, made: tuple[Recording, ...]
) -> None:
    run_up = named(made, "run-up")[0]
    found = DiagnosisService(project, Inline()).diagnose(run_up.id, Silent())
    said = re.fullmatch(
        r"cannot say: the speed goes from (\d+) to (\d+) rpm \(from the tacho\).*", found.verdict
    )
    assert said is not None
    assert float(said[1]) < 450  # the tacho's first pulse is a fifth of a second late
    assert float(said[2]) == pytest.approx(7200, rel=0.01)


def test_the_bearing_that_wears_alarms_and_is_diagnosed_before(
    project: Project, made: tuple[Recording, ...]
) -> None:
    weeks = named(made, "drive end")
    assert all(one.label is None for one in weeks)
    trends = TrendService(project, Inline())
    trend = trends.trend(weeks[0].point_id, "rms", Silent())
    assert (trend.x_unit, len(trend.y), int(trend.in_baseline.sum())) == ("d", WEEKS, 6)
    assert (trend.state, set(trend.states[:GOOD])) == ("alarm", {"normal"})
    alarmed = trend.states.index("alarm")
    diagnosis = DiagnosisService(project, Inline())
    before = diagnosis.diagnose(weeks[alarmed - 3].id, Silent())
    assert before.fault == "outer race"
    assert diagnosis.diagnose(weeks[0].id, Silent()).fault is None
