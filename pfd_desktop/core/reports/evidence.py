"""The evidence report: what was measured, what was found, how far it carries; as HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from pfd_desktop.core.figures.amplitude import contract_in_a_line
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.diagnosis import TWO_PROBES, Diagnosis, EvidenceLine, Grade
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.reports.page import (
    document,
    fine_table,
    heading,
    paragraph,
    picture,
    row,
    table,
)
from pfd_desktop.core.reports.svg import spectrum_svg, trace_svg
from pfd_desktop.core.severity.zones import ZoneVerdict

_GRADES = {
    Grade.STRONG: "●  strong evidence",
    Grade.INDICATION: "◐  indication, not conclusive",
    Grade.NONE: "○  no evidence",
    Grade.CANNOT_SAY: "?  cannot say",
}
_COLUMNS = {  # with their widths in percent
    "Line": 8,
    "Looked for in": 21,
    "Expected, Hz": 11,
    "Found, Hz": 9,
    "Slip, %": 8,
    "Level, dB": 8,
    "Threshold, dB": 12,
    "Harmonics": 12,
    "Note": 11,
}
_CANNOT = (
    "How severe a defect is, and how long the machine will run: the evidence tells which lines"
    " stand out of the noise, not the size of what causes them.",
    "That a machine is healthy: “no evidence” means that no family of lines stood out of the"
    " noise of this recording.",
    "Anything of other parts, other speeds and loads, or of times outside this recording.",
)
_CANNOT_JOURNAL = (
    "More than an indication for a journal bearing: what is normal differs by machine, and one"
    " sensor shows no orbit.",
)


@dataclass(frozen=True)
class RecordingEvidence:
    """One recording with its verdict and what is drawn of it."""

    recording: Recording
    diagnosis: Diagnosis
    trace: TraceFigure
    spectra: tuple[SpectrumFigure, ...]
    zone: ZoneVerdict


def evidence_html(found: Sequence[RecordingEvidence], made_at: datetime) -> str:
    """One document that needs no other file; *made_at* is aware."""
    title = "Evidence report"
    if len(found) == 1:
        title += f": {found[0].recording.name}"
    body = heading(title, made_at)
    if len(found) > 1:
        body.append(_overview(found))
    for number, one in enumerate(found):
        body += _one(one, on_new_page=number > 0 or len(found) > 1)
    body += _signatures()
    return document(title, body)


def _overview(found: Sequence[RecordingEvidence]) -> str:
    rows = [(one.recording.name, one.diagnosis.verdict) for one in found]
    return f"<h2>{len(found)} recordings</h2>" + table(("Recording", "Verdict"), rows)


def _one(one: RecordingEvidence, *, on_new_page: bool) -> Iterable[str]:
    recording, diagnosis = one.recording, one.diagnosis
    page = ' class="page" style="page-break-before: always"' if on_new_page else ""
    if on_new_page:
        yield f"<h2{page}>{escape(recording.name)}</h2>"
    yield paragraph(_GRADES[diagnosis.grade], "muted")
    yield paragraph(diagnosis.verdict, "verdict")
    if diagnosis.reason:
        yield paragraph(diagnosis.reason)
    yield paragraph(_speed(diagnosis))
    told = (*recording.flags, *diagnosis.flags)
    flags = dict.fromkeys(flag.text for flag in told if flag.code != TWO_PROBES)
    for text in flags:
        yield paragraph(f"⚠ {text}", "warning")
    for flag in told:
        if flag.code == TWO_PROBES:
            yield paragraph(flag.text)
    yield "<h3>What was measured</h3>"
    method = ("Method of diagnosis", f"version {diagnosis.method_version or 'unknown'}")
    digest = ("SHA-256 of the samples", recording.blob)
    yield table((), [*_facts(recording), ("Quality", _quality(recording, flags)), method, digest])
    yield "<h3>Evidence</h3>"
    yield _evidence(diagnosis.evidence)
    yield "<h3>Figures</h3>"
    yield picture(trace_svg(one.trace), "Time trace, whole recording")
    for figure in one.spectra:
        yield picture(spectrum_svg(figure), contract_in_a_line(figure), *figure.notes)
    yield "<h3>Severity</h3>"
    yield from _severity(one.zone)
    yield "<h3>What this cannot say</h3>"
    limits = (*_CANNOT, *(_CANNOT_JOURNAL if recording.kind is BearingKind.JOURNAL else ()))
    yield "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in limits) + "</ul>"


def _speed(diagnosis: Diagnosis) -> str:
    if diagnosis.speed_rpm is None:
        note = f": {diagnosis.speed_note}" if diagnosis.speed_note else " is known"
        return f"No speed{note}."
    return f"Shaft speed {diagnosis.speed_rpm:.1f} rpm: {diagnosis.speed_note}."


def _facts(recording: Recording) -> list[tuple[str, str]]:
    told = "not told" if recording.speed_rpm is None else f"{recording.speed_rpm:g} rpm"
    facts = [
        ("Machine", recording.machine_name),
        ("Unit", f"{recording.unit_name} ({recording.kind} bearing)"),
        ("Measuring point", recording.point_name),
        ("Bearing", _bearing(recording)),
        ("Quantity", f"{recording.quantity} in {recording.unit}"),
        (
            "Sampling",
            f"{recording.samples} samples at {recording.rate_hz:g} Hz,"
            f" {recording.duration_s:.3f} s",
        ),
        ("Speed told", f"{told} ({recording.speed_source})"),
        ("Condition", recording.condition or "not told"),
        ("Source", " · ".join(filter(None, (recording.source_name, recording.channel)))),
        ("Imported", f"{recording.imported_at:%Y-%m-%d %H:%M} UTC"),
    ]
    if recording.label:
        facts.append(
            ("Label, given by a person", f"{recording.label} {recording.severity}".strip())
        )
    if recording.synthetic:
        facts.append(("Synthetic", "computed by the program; nothing in it was measured"))
    return facts


def _bearing(recording: Recording) -> str:
    bearing = recording.bearing
    if bearing is None:
        return "geometry not known"
    found = orders(bearing)
    return (
        f"{bearing.manufacturer} {bearing.name}: BPFO {found.bpfo:.4f}X, BPFI {found.bpfi:.4f}X,"
        f" 2×BSF {found.ball_defect:.4f}X, FTF {found.ftf:.4f}X (geometry: {bearing.source})"
    ).strip()


def _quality(recording: Recording, flags: dict[str, None]) -> str:
    if not recording.grade:
        return "; ".join([*flags, "the measurement was not examined"])
    return "; ".join(flags) if flags else "nothing was found wrong with the recording"


def _evidence(lines: Sequence[EvidenceLine]) -> str:
    if not lines:
        return paragraph("No lines were looked for: see the reason above.", "muted")
    rows = [
        (
            line.family,
            line.spectrum,
            f"{line.expected_hz:.2f}",
            f"{line.measured_hz:.2f}",
            f"{line.slip_percent:+.2f}".replace("-", "−"),
            f"{line.prominence_db:.1f}",
            f"{line.threshold_db:.1f}",
            " ".join(map(str, line.harmonics)) or "–",
        )
        for line in lines
    ]
    notes = (line.note for line in lines)
    return fine_table(_COLUMNS, [(*own, note) for own, note in zip(rows, notes, strict=True)])


def _severity(zone: ZoneVerdict) -> Iterable[str]:
    yield paragraph(zone.words)
    if zone.zone and zone.band_hz is not None and zone.limits is not None:
        limits = ", ".join(
            f"{name} to {limit:g}" for name, limit in zip("ABC", zone.limits, strict=True)
        )
        yield paragraph(
            f"Limits in {zone.unit}: {limits}; {zone.band_hz[0]:g} to {zone.band_hz[1]:g} Hz;"
            f" machine {zone.group}, support {zone.support}. Table {zone.table}: {zone.citation}",
            "muted",
        )
    for note in zone.notes:
        yield paragraph(note, "muted")


def _signatures() -> Iterable[str]:
    yield "<h3>Signatures</h3>"
    line = "_" * 34
    rows = [(f"{who}:", line, "Date:", "_" * 16) for who in ("Examined by", "Checked by")]
    yield '<table cellspacing="14">' + "".join(map(row, rows)) + "</table>"
