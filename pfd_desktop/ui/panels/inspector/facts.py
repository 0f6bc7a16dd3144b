"""What the Inspector says of a recording, in words."""

from collections.abc import Sequence

from pfd_desktop.core.doctor.table import BY_CODE, FINDINGS
from pfd_desktop.core.records.recording import Recording, SpeedSource

FACTS = (
    "Grade",
    "Quantity",
    "Sampling rate",
    "Length",
    "Speed from",
    "Speed estimate",
    "Source file",
    "SHA-256",
    "Imported",
)
_SOURCES = {
    SpeedSource.FILE: "the file",
    SpeedSource.PRESET: "the preset",
    SpeedSource.USER: "the user",
    SpeedSource.UNKNOWN: "nobody told it",
}
_REMEDIES = {
    "speed-differs": "Use the estimate, or keep the speed that was told.",
    "speed-missing": "Write the speed, or use the estimate where there is one.",
    "speed-nominal": "Write the measured speed, or keep this one.",
    "bearing-missing": "Move it to where it was measured.",
    "unit-missing": "Move it to the trash and import it again with its unit told.",
    "rate-differs": "If the told rate is wrong, move it to the trash and import it again.",
    "other-make": "If you have the geometry of that make, give the unit that bearing.",
    **{finding.code: finding.remedy for finding in FINDINGS},
}
_GRADES = {
    "A": "A: nothing found wrong with the measurement",
    "B": "B: minor findings, see the notes",
    "C": "C: some analyses will be wrong, see the notes",
    "D": "D: not to be used, see the notes",
    "": "not examined yet",
}
_SPEED_DOUBTS = frozenset({"speed-differs", "speed-nominal"})


def facts(recording: Recording) -> dict[str, str]:
    """The words of each fact."""
    channel = f", {recording.channel}" if recording.channel else ""
    synthetic = ", synthetic" if recording.synthetic else ""
    imported = recording.imported_at.astimezone()
    values = (
        _GRADES[recording.grade],
        f"{recording.quantity} in {recording.unit}",
        f"{recording.rate_hz:,.6g} Hz",
        f"{recording.duration_s:.3f} s, {recording.samples:,} samples",
        _SOURCES[recording.speed_source],
        _estimate(recording),
        f"{recording.source_name}{channel}{synthetic}",
        f"{recording.blob[:12]}…",
        f"{imported:%Y-%m-%d %H:%M}",
    )
    return dict(zip(FACTS, values, strict=True))


def notes(recording: Recording) -> str:
    """What its user should know, and what to do about it; one note a line."""
    lines = []
    for flag in recording.flags:
        text = flag.text[:1].upper() + flag.text[1:].rstrip(".")
        lines.append(f"⚠ {text}. {_REMEDIES.get(flag.code, '')}".rstrip())
    return "\n".join(lines)


def told_by_file(found: Sequence[tuple[str, float | str]]) -> str:
    """What the file says beside its samples; one fact a line."""
    return "\n".join(
        f"{name}: {value:g}" if isinstance(value, float) else f"{name}: {value}"
        for name, value in found
    )


def places(recording: Recording) -> str:
    """Links to where findings are, whose targets are the seconds; "" where none has a place."""
    lines = []
    for flag in recording.flags:
        links = [f'<a href="{a!r}:{b!r}">{a:.4g} s</a>' for a, b in flag.places]
        if links:
            title = BY_CODE[flag.code].title if flag.code in BY_CODE else flag.code
            lines.append(f"{title}: {', '.join(links)}")
    return "<br>".join(lines)


def offered_rpm(recording: Recording) -> float | None:
    """The speed of the signal, where it is seen at all and is not in force."""
    estimate, told = recording.speed_estimate_rpm, recording.speed_rpm
    if estimate is None or not recording.speed_confidence:
        return None
    same = told is not None and round(told, 1) == round(estimate, 1)
    return None if same else round(estimate, 1)


def doubted_rpm(recording: Recording) -> float | None:
    """The told speed, where it is in doubt and the user may stand by it."""
    doubted = any(flag.code in _SPEED_DOUBTS for flag in recording.flags)
    return recording.speed_rpm if doubted else None


def _estimate(recording: Recording) -> str:
    if recording.speed_estimate_rpm is None:
        if recording.waits_for_doctor:
            return _GRADES[""]
        return "none: the signal does not show it"
    confidence = recording.speed_confidence or 0.0
    return f"{recording.speed_estimate_rpm:.1f} rpm, confidence {confidence:.2f}"
