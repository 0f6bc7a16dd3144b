"""A record examined: its findings as flags."""

from pfd_desktop.core.doctor.survey import survey
from pfd_desktop.core.doctor.table import FINDINGS
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.waveform import Waveform


def examine(waveform: Waveform, told_rpm: float | None = None) -> tuple[Flag, ...]:
    """Every finding of the table that *waveform* shows, in the order of the table.

    Takes the memory of some pieces of 2 MB, not of the record.
    """
    at = survey(waveform, told_rpm)
    flags = []
    for finding in FINDINGS:
        found = finding.check(at) if finding.check is not None else None
        if found is not None:
            flags.append(Flag(finding.code, found.text, found.places))
    return tuple(flags)
