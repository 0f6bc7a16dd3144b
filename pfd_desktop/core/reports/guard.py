"""The report of a guard: what it promises, what it would find, and how far that can be believed."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from pfd_desktop.core.figures import healthy
from pfd_desktop.core.healthy.detectors import DETECTORS
from pfd_desktop.core.records.healthy import Detectability, Guard
from pfd_desktop.core.reports.comparison_svg import curves_height, curves_svg
from pfd_desktop.core.reports.page import document, heading, paragraph, picture, table

_HOW = (
    "A guard learned from healthy recordings alone. It alarms at what is unlike them, and names no"
    " fault.",
    "The rate of false alarms is that of conformal prediction: it needs that what is judged, where"
    " healthy, is like the cases calibrated on. Repairs, another sensor or another duty end that.",
    "Amplitudes are the highest peak of what was added to the recordings; dB are to their RMS.",
    "A fault that was not found when injected will hardly be found when real. That one was found"
    " proves less: a real fault need not look like the injected one.",
)


def guard_html(guard: Guard, found: Detectability | None, made_at: datetime) -> str:
    """One document that needs no other file; *made_at* is aware."""
    title = f"Guard {guard.name}"
    return document(title, [*heading(title, made_at), *_body(guard, found)])


def _body(guard: Guard, found: Detectability | None) -> Iterable[str]:
    yield paragraph(healthy.guard_words(guard), "verdict")
    told = DETECTORS[guard.request.detector]
    yield paragraph(
        f"{told.title}: {told.about} ({told.source}). Features {guard.code_version} of recordings"
        f" in {guard.unit} at {guard.rate_hz:g} Hz, seed {guard.request.seed}.",
        "muted",
    )
    yield table(healthy.BINS, map(healthy.bin_row, guard.bins))
    yield "<h3>What it would find</h3>"
    if found is None:
        yield paragraph("Nobody has looked: no fault was injected.")
    else:
        yield from _found(found)
    yield "<h3>How to read this</h3>"
    yield "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in _HOW) + "</ul>"


def _found(found: Detectability) -> Iterable[str]:
    yield paragraph(f"⚠ {healthy.INJECTED_NOT_REAL}", "warning")
    yield table(healthy.SMALLEST, [healthy.smallest_row(one, found.unit) for one in found.found])
    figure = healthy.detectability_figure(found)
    if figure.curves:
        drawn = curves_svg(figure, "share that alarms over amplitude")
        yield picture(
            drawn,
            "Share of held-out recordings that alarm, over the amplitude injected",
            healthy.INJECTED_NOT_REAL,
            height=curves_height(figure),
        )
    for one in found.found:
        rows = [healthy.level_row(one.fault, level, found.unit) for level in one.levels]
        if rows:
            yield f"<h3>{escape(one.fault.value.capitalize())}</h3>"
            yield paragraph(healthy.detection_words(one, found.unit, found.rate))
            yield table(healthy.LEVELS, rows)
