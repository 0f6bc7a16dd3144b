"""The evidence report: everything it must say, and drawings that hold the numbers."""

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.diagnosis import Diagnosis, EvidenceLine, Grade
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.reports.evidence import RecordingEvidence, evidence_html
from pfd_desktop.core.reports.svg import spectrum_svg, trace_svg
from pfd_desktop.core.severity.zones import ZoneVerdict
from tests.ui import recordings as made

SVG = "{http://www.w3.org/2000/svg}"
WHEN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@pytest.fixture
def found(tmp_path: Path) -> RecordingEvidence:
    """An outer-race verdict on a recording whose name needs escaping."""
    samples = made.bearing_samples(2)
    blob = made.blob(tmp_path, samples)
    recording = replace(
        made.recording(blob, "fan <3> & co"),
        bearing=find("6205-2RS"),
        flags=(Flag("clipped", "12 samples are clipped"),),
    )
    line = EvidenceLine("BPFO", "envelope, full band", 3.585, 107.36, 107.13, -0.22, 36.5, 8.4,
                        (1, 2, 3), "coincides with 5X")  # fmt: skip
    diagnosis = Diagnosis(
        Grade.STRONG, "outer race", "outer-race defect, strong evidence (BPFO + 4 harmonics)",
        "By this recording's own noise.", (line,), 1797.0, "as told", (), "7",
    )  # fmt: skip
    figure = made.envelope_figure(samples)
    zone = ZoneVerdict("fan", "B", "", 2.3, "mm/s rms", (10.0, 1000.0), (1.4, 2.8, 4.5), "2",
                       "rigid", "ISO 20816-3, version 1", "as published", ("a note",))  # fmt: skip
    return RecordingEvidence(recording, diagnosis, made.trace(blob), (figure,), zone)


def drawings(html: str) -> list[ElementTree.Element]:
    coded = re.findall(r'src="data:image/svg\+xml;base64,([^"]*)"', html)
    return [ElementTree.fromstring(base64.b64decode(one)) for one in coded]


def test_it_says_all_that_it_must(found: RecordingEvidence) -> None:
    html = evidence_html([found], WHEN)
    for part in (
        "Evidence report: fan &lt;3&gt; &amp; co", "outer-race defect, strong evidence",
        "Shaft speed 1797.0 rpm: as told.", "12 samples are clipped", "version 7",
        found.recording.blob, "2026-01-0", "BPFO 3.5848X", "107.13", "−0.22", "coincides with 5X",
        "SKF 6205-2RS", "What this cannot say", "How severe", "healthy", "Examined by",
        "Zone B: 2.3 mm/s rms", "A to 1.4, B to 2.8, C to 4.5", "ISO 20816-3, version 1", "a note",
        "Checked by", "nothing in it was measured", "scaling RMS", "band 2000 to 5000 Hz",
    ):  # fmt: skip
        assert part in html, part
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")
    assert len(drawings(html)) == 2
    refused = replace(found.zone, zone="", reason="The group is unknown.")
    assert "No zone: The group is unknown." in evidence_html([replace(found, zone=refused)], WHEN)
    journal = replace(found, recording=replace(found.recording, kind=BearingKind.JOURNAL))
    assert "no orbit" in evidence_html([journal], WHEN)


def test_what_nobody_examined_is_not_said_to_be_sound(found: RecordingEvidence) -> None:
    for grade, flags, words in (
        ("", (), "the measurement was not examined"),
        ("", found.recording.flags, "12 samples are clipped; the measurement was not examined"),
        ("A", (), "nothing was found wrong with the recording"),
    ):
        recording = replace(found.recording, grade=grade, flags=flags)
        assert f">{words}<" in evidence_html([replace(found, recording=recording)], WHEN)


def test_several_recordings_begin_with_an_overview(found: RecordingEvidence) -> None:
    abstained = replace(
        found.diagnosis, grade=Grade.CANNOT_SAY, evidence=(), speed_rpm=None, speed_note=""
    )
    html = evidence_html([found, replace(found, diagnosis=abstained)], WHEN)
    assert "2 recordings" in html
    assert "No lines were looked for" in html
    assert "No speed is known." in html
    assert html.count("page-break-before: always") == 3  # the style, and one for each


def points(drawing: ElementTree.Element) -> np.ndarray:
    (line,) = drawing.iter(f"{SVG}polyline")
    return np.array([pair.split(",") for pair in line.attrib["points"].split()], float)


def test_no_peak_vanishes_from_a_drawing(found: RecordingEvidence) -> None:
    figure = found.spectra[0]
    long = replace(figure, x=np.linspace(0, 600, 50_000), y=np.full(50_000, 0.01))
    long.y[33_333] = 5.0
    drawn = points(ElementTree.fromstring(spectrum_svg(long)))
    assert len(drawn) < 3000
    highest = drawn[drawn[:, 1].argmin()]
    share = (highest[0] - 62) / (640 - 62 - 12)
    assert 600 * share == pytest.approx(600 * 33_333 / 50_000, abs=0.7)
    low, high = found.trace.extremes()
    trace = points(ElementTree.fromstring(trace_svg(found.trace)))
    ratio = np.ptp(trace[:, 1]) / (205 - 30 - 40)
    assert ratio == pytest.approx(1 / 1.12, abs=0.01)
    assert high > low


def test_markers_and_ticks_are_named(found: RecordingEvidence) -> None:
    drawing = ElementTree.fromstring(spectrum_svg(found.spectra[0]))
    words = {text.text for text in drawing.iter(f"{SVG}text")}
    assert {"BPFO", "BPFO 2×", "FTF", "Frequency (Hz)", "0", "600"} <= words
    assert "FTF 2×" not in words
