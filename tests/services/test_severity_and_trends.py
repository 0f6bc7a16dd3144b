"""Zones of recordings; trends with baseline, limits and alarms; the difference in bands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.records.diagnosis import Grade
from pfd_desktop.core.records.severity import AlarmLimits, MachineFacts, Support
from pfd_desktop.errors import InvalidInput, InvalidRecording, NotFound, PfdError
from pfd_desktop.progress import Progress, Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.diagnosis import DiagnosisService
from pfd_desktop.services.severity import SeverityService
from pfd_desktop.services.trends import TrendService
from pfd_desktop.store.project import Project, open_project
from tests.services.measured import keep, keep_all, tone


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "p")
    yield opened
    opened.close()


@pytest.fixture
def severity(project: Project) -> SeverityService:
    return SeverityService(project, Inline())


@pytest.fixture
def trends(project: Project) -> TrendService:
    return TrendService(project, Inline())


def test_a_zone_follows_from_what_is_told_of_the_machine(
    project: Project, severity: SeverityService
) -> None:
    recording = keep(project, "105", tone(1.0, 159.1549))
    first = severity.zone(recording.id, Silent())
    assert (first.zone, "group in ISO 20816-3 is unknown" in first.reason) == ("", True)
    facts = MachineFacts(recording.machine_id, group="2", support=Support.RIGID, power_kw=55.0)
    assert severity.tell(facts) == MachineFacts(recording.machine_id)
    found = severity.zone(recording.id, Silent())
    assert (found.zone, found.limits) == ("D", (1.4, 2.8, 4.5))
    assert found.value == pytest.approx(6.93435, rel=1e-4)
    assert severity.tell(replace(facts, group="1", support=Support.FLEXIBLE)) == facts
    assert severity.zone(recording.id, Silent()).zone == "B"
    severity.tell(facts)
    assert severity.facts(recording.machine_id) == facts


def test_units_that_are_unknown_and_volts_have_no_zone(
    project: Project, severity: SeverityService
) -> None:
    for unit in ("unknown", "V"):
        recording = keep(project, unit, tone(1.0, 159.0 + len(unit)), unit=unit)
        severity.tell(MachineFacts(recording.machine_id, group="1", support=Support.RIGID))
        verdict = severity.zone(recording.id, Silent())
        assert (verdict.zone, verdict.value) == ("", None)
        assert unit in verdict.reason
        assert "not for faults in rolling bearings" in verdict.notes[0]


def test_shaft_displacement_is_judged_by_its_own_table(
    project: Project, severity: SeverityService
) -> None:
    told = {"unit": "µm", "quantity": "displacement", "speed_rpm": 3600.0}
    found = severity.zone(keep(project, "x", tone(80.0, 60.0), **told).id, Silent())
    assert (found.zone, found.table) == ("C", "Shaft vibration, version 1 (shipped)")
    assert found.limits == pytest.approx((80.0, 150.0, 220.0))
    told["speed_rpm"] = None
    told["speed_estimate_rpm"] = None
    unknown = severity.zone(keep(project, "y", tone(81.0, 60.0), **told).id, Silent())
    assert "speed, which is unknown" in unknown.reason


def test_an_edited_table_is_a_new_version_and_the_old_one_comes_back(
    project: Project, severity: SeverityService
) -> None:
    recording = keep(project, "105", tone(1.0, 159.1549))
    severity.tell(MachineFacts(recording.machine_id, group="1", support=Support.RIGID))
    shipped = severity.tables()[0]
    strict = replace(shipped.limits[0], a_b=0.1, b_c=0.2, c_d=0.3)
    mine = replace(shipped, limits=(strict, *shipped.limits[1:]), citation="our own experience")
    kept = severity.edit_table(mine)
    assert (kept.version, kept.built_in) == (2, False)
    found = severity.zone(recording.id, Silent())
    assert (found.zone, found.table) == ("D", "ISO 20816-3, version 2")
    assert found.citation == "our own experience"
    assert severity.tables()[0] == shipped
    severity.drop_table(kept)
    assert severity.zone(recording.id, Silent()).zone == "C"
    assert severity.edit_table(mine).version == 2
    with pytest.raises(InvalidInput, match="is shipped and stays"):
        severity.drop_table(shipped)


def test_facts_that_cannot_be_are_refused(project: Project, severity: SeverityService) -> None:
    machine = keep(project, "105", tone(1.0, 159.0)).machine_id
    with pytest.raises(InvalidInput, match="power of -3 kW"):
        severity.tell(MachineFacts(machine, power_kw=-3.0))
    with pytest.raises(NotFound, match="No severity table is called ISO"):
        severity.tell(MachineFacts(machine, table="ISO"))
    with pytest.raises(InvalidInput, match="has no group IV"):
        severity.tell(MachineFacts(machine, table="ISO 20816-3", group="IV"))
    with pytest.raises(NotFound):
        severity.tell(MachineFacts("nobody"))


def growing(count: int, factor: float) -> list[np.ndarray]:
    """Noise of RMS 1 that grows by *factor* over its second half."""
    rng = np.random.default_rng(5)
    gains = [factor ** max(0.0, 2 * i / (count - 1) - 1) for i in range(count)]
    return [gain * (1 + 0.02 * rng.normal()) * rng.normal(size=4096) for gain in gains]


def test_a_trend_alarms_where_it_leaves_its_baseline(
    project: Project, trends: TrendService
) -> None:
    made = keep_all(project, growing(30, 6.0))
    point = made[0].point_id
    assert trends.set_baseline(point, [one.id for one in made[:12]], "new bearing") is None
    figure = trends.trend(point, "rms", Silent())
    expected = [one.samples for one in made]
    assert len(figure.y) == len(expected)
    assert figure.y[:12] == pytest.approx(np.ones(12), abs=0.08)
    assert figure.y[-1] == pytest.approx(6.0, rel=0.1)
    assert (figure.x_label, figure.x_unit, figure.x[-1]) == ("Recording", "", 30.0)
    assert figure.in_baseline.sum() == 12
    first = figure.states.index("alarm")
    assert 15 <= first <= 23
    assert set(figure.states[:15]) == {"normal"}
    assert figure.state == "alarm"
    assert [one.name for one in figure.limits] == ["baseline", "alert", "alarm"]
    assert "in the order they arrived: no times are known" in figure.notes
    rows = np.concatenate(list(figure.table().pieces()))
    assert np.array_equal(rows, np.column_stack((figure.x, figure.y)))


def test_without_a_baseline_the_beginning_stands_for_it_and_says_so(
    project: Project, trends: TrendService
) -> None:
    made = keep_all(project, growing(30, 6.0))
    figure = trends.trend(made[0].point_id, "rms", Silent())
    assert "no baseline was told" in figure.limits[0].source
    assert figure.state == "alarm"
    few = keep(project, "lonely", tone(1.0, 100.0), point="elsewhere")
    lonely = trends.trend(few.point_id, "rms", Silent())
    assert (lonely.states, lonely.state) == (("",), "")
    assert any("no baseline was told, and 1 value sets none" in note for note in lonely.notes)


def test_told_limits_and_iso_zones_are_passed_by_one_value(
    project: Project, trends: TrendService, severity: SeverityService
) -> None:
    made = keep_all(project, [tone(a, 159.1549) for a in (0.2, 0.5, 1.1)])
    point = made[0].point_id
    told = AlarmLimits(point, "rms", 0.3, 0.7, "by hand")
    assert trends.set_limits(told) is None
    figure = trends.trend(point, "rms", Silent())
    assert figure.states == ("normal", "alert", "alarm")
    assert "above the alarm limit 0.7 g of by hand" in figure.reason
    assert trends.trend(point, "velocity", Silent()).limits == ()
    severity.tell(MachineFacts(made[0].machine_id, group="1", support=Support.RIGID))
    iso = trends.trend(point, "velocity", Silent())
    assert iso.y == pytest.approx([1.38687, 3.46717, 7.62778], rel=1e-3)
    assert iso.states == ("normal", "normal", "alarm")  # 4.5 and 7.1 mm/s
    assert [one.value for one in iso.limits] == [4.5, 7.1]
    assert "ISO 20816-3, version 1 (shipped), group 1 rigid" in iso.limits[0].source
    assert trends.set_limits(replace(told, alert=None, alarm=None)) == told
    assert trends.limits(point) == ()
    with pytest.raises(InvalidInput, match="below the alarm limit"):
        trends.set_limits(replace(told, alert=2.0, alarm=1.0))


def test_where_a_time_is_unknown_recordings_are_counted(
    project: Project, trends: TrendService
) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    for hours in (48, 0, 6):  # as they arrive
        keep(
            project,
            f"h{hours}",
            tone(1.0 + hours, 100.0),
            measured_at=start + timedelta(hours=hours),
        )
    figure = trends.trend(keep(project, "x", tone(9.0, 9.0)).point_id, "peak", Silent())
    assert figure.x_label == "Recording"
    assert any("3 of 4 times are known" in note for note in figure.notes)


def test_a_trend_in_hours(project: Project, trends: TrendService) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    made = [
        keep(project, f"h{h}", tone(1.0 + h, 100.0), measured_at=start + timedelta(hours=h))
        for h in (48, 0, 6)
    ]
    figure = trends.trend(made[0].point_id, "peak", Silent())
    assert (figure.x.tolist(), figure.x_unit) == ([0.0, 6.0, 48.0], "h")
    assert figure.recordings == ("h0", "h6", "h48")
    keep(project, "h240", tone(2.0, 100.0), measured_at=start + timedelta(hours=240))
    longer = trends.trend(made[0].point_id, "peak", Silent())
    assert (longer.x.tolist(), longer.x_unit) == ([0.0, 0.25, 2.0, 10.0], "d")
    assert figure.y == pytest.approx([1.0, 7.0, 49.0], rel=1e-3)


def test_what_cannot_stand_in_one_trend_is_left_out_and_said(
    project: Project, trends: TrendService
) -> None:
    made = keep_all(project, [tone(1.0, 100.0), tone(2.0, 100.0)])
    keep(project, "volts", tone(3.0, 100.0), unit="V")
    keep(project, "filtered", tone(4.0, 100.0), processed="high-pass 10 Hz")
    figure = trends.trend(made[0].point_id, "rms", Silent())
    assert figure.recordings == ("r00", "r01")
    assert "1 recordings in another unit than g are left out" in figure.notes
    crest = trends.trend(made[0].point_id, "crest", Silent())
    assert crest.recordings == ("r00", "r01", "volts")
    with pytest.raises(InvalidInput, match="can be computed"):
        trends.trend(made[0].point_id, "band 10-90000", Silent())
    with pytest.raises(InvalidInput, match="has no recording"):
        trends.trend("nowhere", "rms", Silent())


class Counting(Inline):
    """Says how many calls it was asked for."""

    calls = 0

    def run(self, progress: Progress, func, *args, **kwargs):
        """Count, then run."""
        self.calls += 1
        return super().run(progress, func, *args, **kwargs)


def test_a_value_is_computed_once(project: Project) -> None:
    made = keep_all(project, [tone(1.0, 100.0), tone(2.0, 100.0)])
    compute = Counting()
    service = TrendService(project, compute)
    for measure in ("rms", "peak", "kurtosis"):
        service.trend(made[0].point_id, measure, Silent())
    assert compute.calls == 2
    service.trend(made[0].point_id, "band 50-200", Silent())
    assert compute.calls == 4


def test_the_difference_to_the_baseline_shows_the_tone_that_came(
    project: Project, trends: TrendService
) -> None:
    rng = np.random.default_rng(6)
    healthy = [rng.normal(size=12_800) for _ in range(5)]
    made = keep_all(project, [*healthy, healthy[0] + tone(3.0, 1000.0)])
    with pytest.raises(InvalidInput, match="has no baseline"):
        trends.difference(made[-1].id, Silent())
    trends.set_baseline(made[0].point_id, [one.id for one in made[:5]])
    figure = trends.difference(made[-1].id, Silent())
    band_power = (1122.02 - 891.25) / 3200  # of noise with variance 1
    assert figure.x[np.argmax(figure.y)] == pytest.approx(1000.0)
    expected = 10 * np.log10((band_power + 4.5) / band_power)
    assert figure.y.max() == pytest.approx(expected, abs=0.5)
    others = np.abs(figure.x - 1000.0) > 200
    assert np.abs(figure.y[others & (figure.x > 100)]).max() < 3.0
    assert (figure.unit, figure.signed) == ("dB", True)


def test_a_baseline_is_of_its_own_point_and_can_be_taken_back(
    project: Project, trends: TrendService
) -> None:
    made = keep_all(project, [tone(1.0, 100.0), tone(2.0, 100.0)])
    other = keep(project, "other", tone(3.0, 100.0), point="elsewhere")
    with pytest.raises(InvalidInput, match="measured at another point"):
        trends.set_baseline(made[0].point_id, [made[0].id, other.id])
    trends.set_baseline(made[0].point_id, [made[0].id], "as new")
    before = trends.set_baseline(made[0].point_id, [])
    assert before is not None
    assert (before.recording_ids, before.note) == ((made[0].id,), "as new")
    assert trends.baseline(made[0].point_id) is None
    with pytest.raises(NotFound):
        trends.set_baseline("nowhere", [])


def test_a_damaged_file_is_left_out_of_a_trend_and_said(
    project: Project, trends: TrendService
) -> None:
    kept = keep_all(project, growing(5, 1.1))
    kept[2].path.write_bytes(kept[2].path.read_bytes()[:1000])
    figure = trends.trend(kept[0].point_id, "rms", Silent())
    assert figure.recordings == ("r00", "r01", "r03", "r04")
    assert sum(note.startswith("r02 is left out: ") for note in figure.notes) == 1
    with pytest.raises(InvalidRecording):
        trends.values(kept[2].id, Silent())
    for one in kept:
        one.path.unlink()
    fresh = TrendService(project, Inline())
    with pytest.raises(PfdError):
        fresh.trend(kept[0].point_id, "rms", Silent())


def test_a_processed_copy_has_no_zone_and_no_verdict_of_its_own(
    project: Project, severity: SeverityService
) -> None:
    raw = keep(project, "raw", tone(1.0, 159.1549))
    copy = keep(project, "copy", tone(0.01, 159.1549), processed="high-pass 900 Hz")
    severity.tell(MachineFacts(raw.machine_id, group="2", support=Support.RIGID))
    assert severity.zone(raw.id, Silent()).zone == "D"
    found = severity.zone(copy.id, Silent())
    assert found.zone == ""
    assert "it was processed (high-pass 900 Hz)" in found.reason
    verdict = DiagnosisService(project, Inline()).diagnose(copy.id, Silent())
    assert verdict.grade is Grade.CANNOT_SAY
    assert "diagnose what it was made from" in verdict.verdict + verdict.reason
