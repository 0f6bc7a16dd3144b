"""What a quick look leaves out, which stretch a speed belongs to, and what copied Python reads."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.figures.recipe import python_source
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Value
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.speed import TachoSpeed, ToldSpeed
from pfd_desktop.errors import InvalidInput, LookRefused
from pfd_desktop.progress import Silent
from pfd_desktop.services.chains import ChainService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.signals import QUICK, AnalysisRequest, SignalService
from pfd_desktop.services.speeds import SpeedService
from pfd_desktop.store.project import Project, open_project
from tests.services.measured import keep

RATE_HZ = 6400.0


class Services:
    """Over one project."""

    def __init__(self, project: Project) -> None:
        compute = Inline()
        self.project, self.speeds = project, SpeedService(project, compute)
        self.chains = ChainService(project, compute, self.speeds, 2**30)
        self.signals = SignalService(project, compute, self.chains, self.speeds)

    def look(
        self,
        recording: Recording,
        analysis: str,
        *,
        quick: bool = True,
        span_s: tuple[float, float] | None = None,
        **values: Value,
    ) -> Analysed:
        """An analysis."""
        choice = AnalysisChoice(analysis, tuple(values.items()))
        request = AnalysisRequest(recording.id, choice, span_s, quick)
        return self.signals.analyse(request, Silent())


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_project(tmp_path / "p")
    yield Services(opened)
    opened.close()


def sine(hz: float, count: int) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(count) / RATE_HZ)


def lines(found: Analysed) -> SpectrumFigure:
    assert isinstance(found.figure, SpectrumFigure)
    return found.figure


def looked(found: Analysed) -> list[str]:
    return [note for note in found.figure.notes if note.startswith("a quick look")]


def test_what_a_quick_look_is_too_short_for_is_told_from_what_cannot_be(services: Services) -> None:
    long = keep(services.project, "long", sine(100.0, 2 * QUICK))
    short = keep(services.project, "short", sine(100.0, QUICK // 2))
    fine = 1.5 * RATE_HZ / (1.8 * QUICK)
    with pytest.raises(LookRefused):
        services.look(long, "fft", resolution=fine)
    assert services.look(long, "fft", quick=False, resolution=fine).whole
    with pytest.raises(InvalidInput) as refused:
        services.look(short, "fft", resolution=fine)
    assert not isinstance(refused.value, LookRefused)


def test_the_note_of_a_quick_look_does_not_depend_on_the_chain(services: Services) -> None:
    long = keep(services.project, "long", sine(100.0, 2 * QUICK))
    exact = keep(services.project, "exact", sine(100.0, QUICK))
    services.chains.set_active(long.id, Chain((Step("decimate", (("factor", 4.0),)),)))
    found = services.look(long, "fft")
    assert not found.whole
    assert looked(found) == [f"a quick look at {QUICK / RATE_HZ:.3g} s; the whole follows"]
    found = services.look(exact, "fft")
    assert found.whole
    assert looked(found) == []


def test_orders_of_a_stretch_are_of_its_own_speed(services: Services) -> None:
    """A tone of 3.5 times the speed from 8 to 9 s of a run-up, whose own mean is 8.5 Hz."""
    count = round(20 * RATE_HZ)
    turns = np.cumsum(np.arange(count) / RATE_HZ) / RATE_HZ  # 1 Hz faster each second
    run_up = keep(services.project, "run-up", np.sin(2 * np.pi * 3.5 * turns))
    tacho = keep(services.project, "tacho", (turns % 1 < 0.5).astype(float))
    services.speeds.tell(run_up.id, TachoSpeed(tacho.id))
    found = lines(services.look(run_up, "fft", span_s=(8.0, 9.0), axis="orders"))
    middle = float(np.sum(found.x * found.y**2) / np.sum(found.y**2))
    assert middle == pytest.approx(3.5, abs=0.02)


def slow_and_low(services: Services, rpm: float) -> tuple[Recording, Chain]:
    """A tone of 5 Hz in g, integrated with the high-pass that its speed wants."""
    made = keep(services.project, f"at {rpm:g}", sine(5.0, 2 * QUICK), unit="g")
    services.speeds.tell(made.id, ToldSpeed(rpm))
    return made, Chain((Step("integrate"),))


@pytest.mark.parametrize("quick", [True, False])
def test_a_slow_shaft_is_integrated_from_2_hz(services: Services, quick: bool) -> None:
    slow, chain = slow_and_low(services, 300.0)
    services.chains.set_active(slow.id, chain)
    found = lines(services.look(slow, "fft", quick=quick, window="flattop"))
    expected = 9.80665e3 / (2 * np.pi * 5) / np.sqrt(2)  # mm/s rms: a over 2 pi f
    assert found.y.max() == pytest.approx(expected, rel=0.02)
    assert "processed: integrated once, high-pass 2 Hz" in found.notes


def test_the_high_pass_follows_the_speed_when_it_changes(services: Services) -> None:
    made, chain = slow_and_low(services, 300.0)
    services.chains.set_active(made.id, chain)
    slow = services.chains.seen(made.id, Silent())
    services.speeds.tell(made.id, ToldSpeed(1500.0))
    fast = services.chains.seen(made.id, Silent())
    assert fast.path != slow.path
    assert fast.words == "integrated once, high-pass 10 Hz"
    assert lines(services.look(made, "fft", quick=False)).y.max() < 1.0
    services.speeds.tell(made.id, ToldSpeed(1800.0))
    assert services.chains.seen(made.id, Silent()).path == fast.path
    assert "10.0" in services.chains.python(made.id, chain)


@pytest.mark.parametrize("quick", [True, False])
def test_copied_python_does_not_need_the_cache(
    services: Services, quick: bool, tmp_path: Path
) -> None:
    """The script computes the very figure from the recording's own file, along its speed."""
    made = keep(services.project, "made", sine(100.0, 2 * QUICK))
    services.speeds.tell(made.id, ToldSpeed(1500.0))
    chain = Chain((Step("gain", (("gain", 3.0),)), Step("orders", (("per_turn", 64.0),))))
    services.chains.set_active(made.id, chain)
    found = services.look(made, "fft", quick=quick, span_s=(10.0, 60.0))
    shutil.rmtree(services.project.cache)
    source = python_source(found.recipe(), "a copy")
    assert "cache" not in source
    script = tmp_path / "copied.py"
    script.write_text(source, encoding="utf-8")
    space: dict[str, object] = {"__name__": "copied"}
    exec(compile(source, str(script), "exec"), space)
    again = space["figure"]
    assert isinstance(again, SpectrumFigure)
    np.testing.assert_array_equal(again.x, lines(found).x)
    np.testing.assert_allclose(again.y, lines(found).y, rtol=1e-4, atol=1e-6)


def test_hertz_over_an_angle_are_said_to_be_orders(services: Services) -> None:
    made = keep(services.project, "made", sine(100.0, 40_000))
    services.speeds.tell(made.id, ToldSpeed(1500.0))
    services.chains.set_active(made.id, Chain((Step("orders"),)))
    found = services.look(made, "fft", highest=10.0, axis="cpm").figure
    assert "samples over shaft angle: the axis is orders, whatever is chosen" in found.notes
    assert "samples over shaft angle: “Up to” in orders, not in hertz" in found.notes
    found = services.look(made, "fft", axis="orders").figure
    assert not any("over shaft angle" in note for note in found.notes)
    envelope = lines(services.look(made, "envelope", axis="orders"))
    assert envelope.x[-1] <= 40.0
