"""What is kept of analyses and processed waveforms: asked again, stale, dropped by name."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.bootstrap.services import put_together
from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.analyses.table import ANALYSES
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.figures.arrays import arrays, weight
from pfd_desktop.core.records.speed import RidgeSpeed, TachoSpeed, ToldSpeed
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import Progress, Silent
from pfd_desktop.services import signals
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.signals import AnalysisRequest
from pfd_desktop.store.project import Project, open_project
from tests.services.measured import keep

RATE_HZ = 6400.0
HIGHPASS = Chain((Step("highpass", (("frequency_hz", 200.0),)),))


class Counting(Inline):
    """Counts what children are asked."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def run(self, progress: Progress, func, *args, **kwargs):
        """Run, and remember."""
        self.calls.append(func.__name__)
        return super().run(progress, func, *args, **kwargs)


class Bench:
    """A project with three recordings."""

    def __init__(self, project: Project, figure_bytes: int = 1 << 26) -> None:
        self.project, self.compute = project, Counting()
        self.services = put_together(project, self.compute, 1 << 30, figure_bytes)
        noise = np.random.default_rng(5).normal(size=(3, 2**14))
        names = ("105 inner", "105 outer", "97")
        self.ids = [
            keep(project, n, x, rate_hz=RATE_HZ).id for n, x in zip(names, noise, strict=True)
        ]

    def look(self, number: int, analysis: str = "psd", second: int | None = None) -> Analysed:
        """An analysis of a recording."""
        other = "" if second is None else self.ids[second]
        request = AnalysisRequest(self.ids[number], AnalysisChoice(analysis, (), other))
        return self.services.signals.analyse(request, Silent())

    @property
    def looks(self) -> int:
        """How many figures were computed."""
        return self.compute.calls.count("look_at")

    def files(self) -> int:
        """How many processed waveforms are kept, all made long ago."""
        found = list(self.project.cache.glob("*.h5"))
        for path in found:
            os.utime(path, (0, time.time() - 1000))
        return len(found)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    opened = open_project(tmp_path / "p")
    yield Bench(opened)
    opened.close()


def test_the_same_question_gets_the_same_answer_and_is_computed_once(bench: Bench) -> None:
    first = bench.look(0)
    assert bench.look(0) is first
    assert bench.look(1) is not first
    assert bench.look(0, "fft") is not first
    assert bench.looks == 3
    use = bench.services.kept.use().analyses
    assert (use.count, use.found, use.made) == (3, 1, 3)
    assert use.size > 3 * sum(one.nbytes for one in arrays(first.figure)) / 2


def test_the_answer_is_another_where_its_input_is(bench: Bench) -> None:
    """Speed, chain, name and bearing are in the figure: none may be an old one."""
    services, answers = bench.services, [bench.look(0)]

    def changed() -> bool:
        answers.append(bench.look(0))
        return all(answers[-1] is not one for one in answers[:-1]) and bench.look(0) is answers[-1]

    services.speeds.tell(bench.ids[0], ToldSpeed(900.0))
    assert changed()
    services.speeds.tell(bench.ids[0], TachoSpeed(bench.ids[1], pulses_per_turn=2.0))
    assert bench.services.speeds.reference(bench.ids[0]) is not None
    services.speeds.tell(bench.ids[0], RidgeSpeed())
    services.chains.set_active(bench.ids[0], HIGHPASS)
    services.speeds.tell(bench.ids[0], ToldSpeed(900.0))
    assert changed()
    services.chains.set_active(bench.ids[0], None)
    assert bench.look(0) is answers[1]  # as it was before the chain


def test_the_answer_of_another_version_of_the_program_is_not_given(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bench.look(0)
    monkeypatch.setattr(signals, "__version__", "0.1.1")
    assert bench.look(0) is not first
    assert bench.looks == 2


@pytest.mark.parametrize("tacho", [False, True])
def test_every_analysis_can_be_kept(bench: Bench, tacho: bool) -> None:
    pulses = (np.arange(2**14) / RATE_HZ * 25.0 % 1 < 0.3).astype(float)
    speed = TachoSpeed(keep(bench.project, "tacho", pulses).id) if tacho else ToldSpeed(1500.0)
    bench.services.speeds.tell(bench.ids[0], speed)
    answered = 0
    for row in ANALYSES:
        try:
            first = bench.look(0, row.name, 1)
        except InvalidInput:
            continue  # a method may refuse noise
        assert bench.look(0, row.name, 1) is first, row.name
        answered += 1
    assert answered > len(ANALYSES) / 2


def test_nobody_changes_a_figure_that_others_see(bench: Bench) -> None:
    found = bench.look(0).figure
    assert list(arrays(found))
    with pytest.raises(ValueError, match="read-only"):
        found.y[0] = 1.0


def test_a_view_weighs_what_it_holds_on_to() -> None:
    whole = np.zeros(1000)
    assert weight((whole[:10], whole[10:])) - weight(()) == whole.nbytes


def test_the_memory_is_bounded(tmp_path: Path) -> None:
    opened = open_project(tmp_path / "small")
    probe = Bench(opened, 1 << 26)
    one = weight(probe.look(0).figure)
    small = put_together(opened, probe.compute, 1 << 30, round(2.5 * one))
    probe.services = small
    for number in (0, 1, 2):
        probe.look(number)
    use = small.kept.use().analyses
    assert (use.count, use.dropped, use.made) == (2, 1, 3)
    assert use.size <= use.limit
    opened.close()


def filled(bench: Bench) -> None:
    """Each is seen through a chain, once."""
    bench.services.chains.set_active(None, HIGHPASS)
    for number in range(3):
        bench.look(number)
    bench.look(2, "fft")
    assert bench.files() == 3


@pytest.mark.parametrize(
    ("pattern", "files", "analyses"),
    [
        ("", 0, 0), ("*", 0, 0), ("105*", 1, 2), ("recording:105 INNER", 2, 3), ("97", 2, 2),
        ("analysis:psd", 3, 1), ("analysis:[pf]*", 3, 0), ("?7", 2, 2),
    ],
)  # fmt: skip
def test_a_pattern_drops_what_is_called_so(
    bench: Bench, pattern: str, files: int, analyses: int
) -> None:
    filled(bench)
    before = bench.services.kept.use()
    freed = bench.services.kept.clear(pattern)
    after = bench.services.kept.use()
    assert (after.processed.count, after.analyses.count) == (files, analyses)
    sizes = [use.processed.size + use.analyses.size for use in (before, after)]
    assert freed == sizes[0] - sizes[1] > 0
    looks = bench.looks
    for number in range(3):
        bench.look(number)
    bench.look(2, "fft")
    assert bench.looks - looks == 4 - analyses  # what was dropped is computed again, no more
    assert len(list(bench.project.cache.glob("*.h5"))) == 3


def test_an_analysis_of_two_goes_with_either(bench: Bench) -> None:
    pair = next(row.name for row in ANALYSES if "second channel" in row.needs)
    for chain in (None, HIGHPASS):
        bench.services.chains.set_active(None, chain)
        bench.look(0, pair, 2)
        assert bench.services.kept.use().analyses.count == 1
        bench.services.kept.clear("97")
        assert bench.services.kept.use().analyses.count == 0


@pytest.mark.parametrize("pattern", ["106*", "recording:x", "analysis:nothing"])
def test_a_pattern_that_names_nothing_is_refused(bench: Bench, pattern: str) -> None:
    filled(bench)
    with pytest.raises(NotFound, match="is called"):
        bench.services.kept.clear(pattern)
    assert bench.services.kept.use().analyses.count == 4


def test_a_pattern_without_a_name_is_refused(bench: Bench) -> None:
    with pytest.raises(InvalidInput, match="Tell a name"):
        bench.services.kept.clear("recording: ")


def test_a_renamed_recording_is_found_by_its_new_name(bench: Bench) -> None:
    filled(bench)
    bench.services.data.edit_recording(bench.ids[2], name="fan")
    assert bench.services.kept.clear("fan") > 0
    assert bench.services.kept.use().processed.count == 2


def test_a_file_that_is_gone_already_is_no_error(bench: Bench) -> None:
    """Another program may have dropped it in between."""
    filled(bench)
    for path in bench.project.cache.glob("*.h5"):
        path.unlink()
    assert bench.services.kept.clear("analysis:psd") > 0
    assert bench.services.kept.clear("105*") == 0
