"""Chains: saved, active, seen through a cache, applied to many; speeds: told, tacho, ridge."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.chains.chain import apply_chain
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.records.speed import CombSpeed, RidgeSpeed, TachoSpeed, ToldSpeed
from pfd_desktop.core.records.together import tacho_first
from pfd_desktop.core.waveforms.blob import open_blob, waveform_of
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import Cancelled, Progress, Silent
from pfd_desktop.services.chains import ChainService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.speeds import SpeedService
from pfd_desktop.store.project import Project, open_project
from tests.services.measured import RATE_HZ, keep, tone

HIGHPASS = Chain((Step("highpass", (("frequency_hz", 200.0),)),))
ORDERS = Chain((Step("orders"),))
OFF = Chain((Step("highpass", (("frequency_hz", 200.0),), on=False),))


class Counting(Inline):
    """Says what it was asked for."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def run(self, progress: Progress, func, *args, **kwargs):
        """Note it, then run."""
        self.calls.append(func.__name__)
        return super().run(progress, func, *args, **kwargs)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "p")
    yield opened
    opened.close()


@pytest.fixture
def compute() -> Counting:
    return Counting()


@pytest.fixture
def speeds(project: Project, compute: Counting) -> SpeedService:
    return SpeedService(project, compute)


@pytest.fixture
def chains(project: Project, compute: Counting, speeds: SpeedService) -> ChainService:
    return ChainService(project, compute, speeds, 2**30)


def two_tones(phase: float = 0.0) -> np.ndarray:
    return tone(1.0, 20.0) + tone(1.0 + phase, 1000.0)


def samples(path: Path) -> np.ndarray:
    blob = open_blob(path)
    try:
        return np.array(blob.samples)
    finally:
        blob.close()


def test_saving_says_what_it_replaced_so_that_it_can_be_undone(chains: ChainService) -> None:
    first = chains.save(" my chain ", HIGHPASS)
    assert (first.before, first.now.name, first.now.chain) == (None, "my chain", HIGHPASS)
    second = chains.save("my chain", ORDERS)
    assert second.before == first.now
    assert [one.chain for one in chains.saved()] == [ORDERS]
    assert second.before is not None
    chains.save(second.before.name, second.before.chain)
    assert chains.chain(first.now.id).chain == HIGHPASS
    assert chains.rename(first.now.id, "other").name == "my chain"
    assert chains.delete(first.now.id).name == "other"
    assert chains.saved() == ()
    assert chains.restore(first.now.id).chain == HIGHPASS
    assert chains.save("another", ORDERS).before is None
    with pytest.raises(InvalidInput, match="called another is there already"):
        chains.rename(first.now.id, "another")
    with pytest.raises(InvalidInput, match="needs a name"):
        chains.save("  ", HIGHPASS)
    with pytest.raises(InvalidInput, match="Step 1: There is no step called “blur”"):
        chains.save("bad", Chain((Step("blur"),)))
    with pytest.raises(NotFound):
        chains.chain("nobody")


def test_a_recordings_own_chain_comes_before_that_of_all(
    project: Project, chains: ChainService
) -> None:
    one, two = (keep(project, n, two_tones(i)) for i, n in enumerate("ab"))
    assert chains.active(one.id).chain == Chain()
    before = chains.set_active(None, HIGHPASS)
    assert (before.chain, before.own) == (Chain(), False)
    assert (chains.active(one.id).chain, chains.active(one.id).own) == (HIGHPASS, False)
    chains.set_active(one.id, Chain())  # this one is to be seen as measured
    assert (chains.active(one.id).chain, chains.active(one.id).own) == (Chain(), True)
    assert chains.active(two.id).chain == HIGHPASS
    before = chains.set_active(one.id, ORDERS)
    assert (before.chain, before.own) == (Chain(), True)
    assert chains.set_active(one.id, None).chain == ORDERS
    assert (chains.active(one.id).chain, chains.active(one.id).own) == (HIGHPASS, False)
    baked = keep(project, "baked", two_tones(7), processed="high-pass")
    assert chains.active(baked.id).chain == Chain()  # it would act twice
    with pytest.raises(NotFound):
        chains.set_active("nobody", HIGHPASS)


def test_without_a_step_that_is_on_the_recording_itself_is_seen(
    project: Project, chains: ChainService, compute: Counting
) -> None:
    recording = keep(project, "105", two_tones())
    assert chains.processed(recording.id, Silent()) == recording.path
    chains.set_active(recording.id, OFF)
    seen = chains.seen(recording.id, Silent())
    assert (seen.path, seen.words, compute.calls) == (recording.path, "", [])


def test_a_processed_file_is_made_once_and_is_what_the_chain_does(
    project: Project, chains: ChainService, compute: Counting
) -> None:
    recording = keep(project, "105", two_tones())
    chains.set_active(None, HIGHPASS)
    first = chains.seen(recording.id, Silent())
    assert first.path.parent == project.cache
    assert first.words.startswith("high-pass 200 Hz")
    blob = open_blob(recording.path)
    expected = apply_chain(waveform_of(blob), HIGHPASS, None, Silent()).samples
    assert samples(first.path) == pytest.approx(np.asarray(expected), abs=1e-6)
    blob.close()
    assert chains.processed(recording.id, Silent()) == first.path
    assert compute.calls == ["process_blob"]
    chains.set_active(recording.id, Chain((*HIGHPASS.steps, Step("detrend"))))
    assert chains.processed(recording.id, Silent()) != first.path
    assert samples(recording.path) == pytest.approx(two_tones().astype(np.float32))


def test_a_damaged_file_in_the_cache_is_made_again(
    project: Project, chains: ChainService, compute: Counting
) -> None:
    recording = keep(project, "105", two_tones())
    chains.set_active(None, HIGHPASS)
    path = chains.processed(recording.id, Silent())
    whole = samples(path)
    path.write_bytes(b"no waveform")
    assert np.array_equal(samples(chains.processed(recording.id, Silent())), whole)
    assert len(compute.calls) == 2


def test_the_cache_is_bounded_and_forgets_what_was_longest_unused(
    project: Project, compute: Counting, speeds: SpeedService
) -> None:
    made = [keep(project, f"r{i}", two_tones(i)) for i in range(4)]
    one_file = made[0].path.stat().st_size
    chains = ChainService(project, compute, speeds, round(2.5 * one_file))
    chains.set_active(None, HIGHPASS)
    paths = []
    for age, recording in enumerate(made[:3]):
        paths.append(chains.processed(recording.id, Silent()))
        os.utime(paths[-1], (0, time.time() - 1000 + age))
    assert [path.exists() for path in paths] == [False, True, True]
    assert chains.processed(made[1].id, Silent()) == paths[1]  # used again just now
    last = chains.processed(made[3].id, Silent())
    assert (last.exists(), paths[1].exists()) == (True, True)
    assert not paths[0].exists()
    assert not paths[2].exists()
    assert sum(p.stat().st_size for p in project.cache.iterdir()) <= 2.5 * one_file
    use = chains.kept.use()
    assert (use.found, use.made, use.dropped) == (1, 4, 2)
    assert use.size == sum(p.stat().st_size for p in project.cache.iterdir())


def test_the_cache_is_cleared_but_for_what_may_be_read_now(
    project: Project, compute: Counting, speeds: SpeedService
) -> None:
    chains = ChainService(project, compute, speeds, 1 << 30)
    chains.set_active(None, HIGHPASS)
    old, new = (
        chains.processed(keep(project, f"r{i}", two_tones(i)).id, Silent()) for i in range(2)
    )
    os.utime(old, (0, time.time() - 1000))
    size = old.stat().st_size
    assert chains.kept.clear(lambda _: True) == size
    assert (old.exists(), new.exists()) == (False, True)
    assert chains.kept.use().count == 1


class Slow(Inline):
    """Holds its first call until it is let go."""

    def __init__(self) -> None:
        self.begun, self.go, self.calls = threading.Event(), threading.Event(), 0

    def run(self, progress: Progress, func, *args, **kwargs):
        """Wait, then run."""
        self.calls += 1
        self.begun.set()
        assert self.go.wait(30)
        return super().run(progress, func, *args, **kwargs)


class Impatient:
    """A progress whose user cancels at once."""

    def report(self, fraction: float, text: str = "") -> None:
        """Nobody waits for the result."""
        raise Cancelled

    def tell(self, event: object) -> None:
        """Nothing hears it."""


def test_two_who_want_the_same_wait_for_one_and_may_cancel(
    project: Project, speeds: SpeedService
) -> None:
    recording, compute = keep(project, "105", two_tones()), Slow()
    chains = ChainService(project, compute, speeds, 2**30)
    chains.set_active(None, HIGHPASS)
    found: list[Path] = []
    threads = [
        threading.Thread(target=lambda: found.append(chains.processed(recording.id, Silent())))
        for _ in range(3)
    ]
    threads[0].start()
    assert compute.begun.wait(30)
    for thread in threads[1:]:
        thread.start()
    with pytest.raises(Cancelled):
        chains.processed(recording.id, Impatient())
    compute.go.set()
    for thread in threads:
        thread.join()
    assert compute.calls == 1
    assert len(set(found)) == 1


def test_a_chain_applied_to_many_makes_recordings_that_say_so(
    project: Project, chains: ChainService
) -> None:
    made = [keep(project, n, two_tones(i), label="rub") for i, n in enumerate("ab")]
    voiceless = keep(project, "c", two_tones(9), speed_rpm=None, speed_estimate_rpm=None)
    saved = chains.save("orders", Chain((*HIGHPASS.steps, Step("orders")))).now
    ids = [one.id for one in (*made, voiceless)]
    applied = chains.apply_to_many(saved.id, ids, Silent())
    assert [one.name for one in applied.made] == ["a, orders", "b, orders"]
    ((name, why),) = applied.refused
    assert (name, "c has no speed, which the chain needs" in why) == ("c", True)
    for source, new in zip(made, applied.made, strict=True):
        assert (new.point_id, new.label, new.made_from) == (source.point_id, "rub", source.id)
        assert (new.axis, new.unit) == ("angle", "g")
        assert new.processed.startswith("high-pass 200 Hz")
        assert new.duration_s == pytest.approx(2.0 * 1796.5 / 60, rel=0.01)  # revolutions
        assert [flag.code for flag in new.flags] == ["processed"]
        assert samples(new.path).size == new.samples
    again = chains.apply_to_many(saved.id, ids[:2], Silent())
    assert again.made == applied.made
    assert len(DataService(project).recordings()) == 5
    assert list(project.blobs.glob("*.tmp")) == []
    with pytest.raises(InvalidInput, match="does nothing"):
        chains.apply_to_many(chains.save("off", OFF).now.id, ids, Silent())


def test_a_chain_leaves_as_json_and_comes_back(
    project: Project, chains: ChainService, tmp_path: Path
) -> None:
    saved = chains.save("mine", HIGHPASS).now
    file = tmp_path / "chain of mine.json"
    chains.export_json(saved.id, file)
    assert json.loads(file.read_text(encoding="utf-8"))["steps"][0]["kind"] == "highpass"
    came = chains.import_json(file)
    assert (came.now.name, came.before) == ("chain of mine", None)
    assert dict(came.now.chain.steps[0].values)["frequency_hz"] == 200.0
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(InvalidInput, match="no processing chain"):
        chains.import_json(file)
    with pytest.raises(InvalidInput, match="cannot be read"):
        chains.import_json(tmp_path / "absent.json")


def test_the_python_of_a_chain_runs_and_gives_the_same_samples(
    project: Project, chains: ChainService, tmp_path: Path
) -> None:
    recording = keep(project, "105", two_tones())
    saved = chains.save("mine", HIGHPASS).now
    script, result = tmp_path / "chain.py", tmp_path / "processed.npy"
    chains.export_python(saved.id, recording.id, script)
    subprocess.run([sys.executable, str(script), str(result)], check=True, capture_output=True)
    chains.set_active(recording.id, HIGHPASS)
    expected = samples(chains.processed(recording.id, Silent()))
    assert np.load(result, allow_pickle=False) == pytest.approx(expected, abs=1e-6)


def pulses(rpm: float) -> np.ndarray:
    """A tacho with two pulses a turn, 0 to 5 V."""
    time_s = np.arange(round(2 * RATE_HZ)) / RATE_HZ
    return 5.0 * ((time_s * rpm / 60 * 2) % 1 < 0.3)


def test_the_speed_comes_from_where_it_was_told(project: Project, speeds: SpeedService) -> None:
    recording = keep(project, "105", two_tones(), speed_estimate_rpm=None)
    tacho = keep(project, "tacho", pulses(1500.0), unit="V", quantity="voltage")
    assert speeds.told(recording.id) == ToldSpeed()
    assert speeds.profile(recording.id, Silent()).rpm.tolist() == [1797.0]
    by_tacho = TachoSpeed(tacho.id, pulses_per_turn=2.0)
    assert speeds.tell(recording.id, by_tacho) == ToldSpeed()
    profile = speeds.profile(recording.id, Silent())
    assert profile.rpm == pytest.approx(np.full(len(profile.rpm), 1500.0), rel=1e-2)
    assert "tacho" in profile.source
    figure = speeds.figure(recording.id, Silent())
    assert (figure.x_unit, figure.y_unit) == ("s", "rpm")
    assert figure.curves[0].y.mean() == pytest.approx(1500.0, rel=1e-3)
    assert "0 missed, 0 doubled" in figure.notes[0]
    assert {"kind: speed", "recording: 105", f"note: {figure.notes[0]}"} <= set(figure.header())
    assert speeds.tell(recording.id, ToldSpeed(900.0)) == by_tacho
    told = speeds.figure(recording.id, Silent()).curves[0]
    assert (told.x.tolist(), told.y.tolist()) == ([0.0, 2.0], [900.0, 900.0])
    assert speeds.tell(recording.id, ToldSpeed()) == ToldSpeed(900.0)


def test_a_speed_told_of_one_channel_is_shared_with_its_measurement(
    project: Project, speeds: SpeedService
) -> None:
    x, y, tacho, other = (
        keep(project, name, pulses(1500.0) if name == "tacho" else two_tones(i), source_name=file)
        for i, (name, file) in enumerate(
            (("x", "run.wav"), ("y", "run.wav"), ("tacho", "run.wav"), ("other", "later.wav"))
        )
    )
    assert tacho_first((x, y, tacho)) == (tacho, x, y)
    by_tacho = TachoSpeed(tacho.id, pulses_per_turn=2.0)
    speeds.tell(x.id, by_tacho)
    assert [one.id for one in speeds.measured_with(x.id)] == [y.id]
    before = speeds.share(x.id)
    assert before == {y.id: ToldSpeed()}
    assert speeds.told(y.id) == by_tacho
    assert speeds.told(tacho.id) == speeds.told(other.id) == ToldSpeed()
    assert speeds.measured_with(x.id) == ()
    speeds.tell_each(before)
    assert speeds.told(y.id) == ToldSpeed()


def test_a_speed_that_cannot_be_is_refused(project: Project, speeds: SpeedService) -> None:
    recording = keep(project, "105", two_tones())
    short = keep(project, "short", pulses(1500.0)[:6400])
    for reference, said in (
        (ToldSpeed(0.0), "speed of 0 rpm"),
        (CombSpeed(-1.0), "look near of -1 rpm"),
        (RidgeSpeed(900.0, 600.0), "no speed between 900 and 600"),
        (RidgeSpeed(multiple=0), "multiple of 1 or more"),
        (TachoSpeed(recording.id), "cannot be its own tacho"),
        (TachoSpeed(short.id), "lasts 1 s and cannot be the tacho"),
        (TachoSpeed(keep(project, "t", pulses(600.0)).id, 0.0), "0 pulses per revolution"),
    ):
        with pytest.raises(InvalidInput, match=said):
            speeds.tell(recording.id, reference)
    assert speeds.told(recording.id) == ToldSpeed()
    silent = keep(project, "silent", two_tones(3), speed_rpm=None, speed_estimate_rpm=None)
    with pytest.raises(InvalidInput, match="silent has no speed"):
        speeds.profile(silent.id, Silent())


def test_another_speed_is_another_processed_file(
    project: Project, chains: ChainService, speeds: SpeedService
) -> None:
    recording = keep(project, "105", two_tones())
    chains.set_active(recording.id, ORDERS)
    first = chains.processed(recording.id, Silent())
    speeds.tell(recording.id, ToldSpeed(600.0))
    second = chains.processed(recording.id, Silent())
    assert first != second
    speeds.tell(recording.id, ToldSpeed())
    assert chains.processed(recording.id, Silent()) == first


def test_a_tacho_in_the_trash_is_named_and_comes_back(
    project: Project, speeds: SpeedService
) -> None:
    recording = keep(project, "105", two_tones())
    tacho, data = keep(project, "tacho", pulses(1500.0)), DataService(project)
    speeds.tell(recording.id, TachoSpeed(tacho.id, 2.0))
    data.delete_recordings((tacho.id,))
    with pytest.raises(InvalidInput, match="tacho channel of 105 was deleted"):
        speeds.profile(recording.id, Silent())
    data.restore_recordings((tacho.id,))
    assert speeds.profile(recording.id, Silent()).mean_hz == pytest.approx(25.0, rel=1e-3)
