"""One verdict from everything that was looked at: the bearing, the shaft, the floor."""

from dataclasses import replace

from pfd_desktop.core.diagnosis.housing import HousingEvidence, judge
from pfd_desktop.core.diagnosis.lubrication import RaisedFloor
from pfd_desktop.core.diagnosis.shaft_signs import NORMAL, Sign, evidence_lines, sentence_of
from pfd_desktop.core.diagnosis.verdict import Judgement
from pfd_desktop.core.records.diagnosis import EvidenceLine, Grade
from pfd_desktop.core.records.faults import Fault

_UNSEEN = "The bearing was not judged: its geometry is unknown."


def with_shaft(bearing: Judgement | None, housing: HousingEvidence) -> Judgement | None:
    """The bearing's judgement with the shaft's evidence; None where there is neither.

    A defect of the bearing is named first, as it claims more: the shaft's signs then follow in the
    reason. Without one they are the verdict. *bearing* is None where its geometry is unknown.
    """
    sign, note = judge(housing)
    rows = _rows(housing)
    if bearing is None:
        return None if sign is None else _named(sign, _UNSEEN, rows)
    if sign is None:
        reason = f"{bearing.reason} {note}".strip()
        return replace(bearing, reason=reason, evidence=bearing.evidence + rows)
    if bearing.grade is Grade.NONE:
        return _named(sign, bearing.reason, bearing.evidence + rows)
    reason = f"{bearing.reason} Also: {sentence_of(sign)}."
    return replace(bearing, reason=reason, evidence=bearing.evidence + rows)


def with_floor(found: Judgement, floor: RaisedFloor | None) -> Judgement:
    """With what the baseline tells: lubrication, unless a bearing's defect or bursts explain it."""
    if floor is None or not (found.grade is Grade.NONE or found.fault in _OF_THE_SHAFT):
        return found
    sentence = f"{Fault.LUBRICATION.value}, {Grade.INDICATION.value} ({floor.words})"
    if found.grade is not Grade.NONE:
        return replace(found, reason=f"{found.reason} Also: {sentence}.")
    reason = f"{found.reason} Dirt, wear, another load or another sensor raise the floor as well."
    return Judgement(Grade.INDICATION, Fault.LUBRICATION, sentence, reason, found.evidence)


_OF_THE_SHAFT = frozenset({Fault.IMBALANCE, Fault.MISALIGNMENT})


def _named(sign: Sign, bearing: str, rows: tuple[EvidenceLine, ...]) -> Judgement:
    fault, _what, settle = sign
    reason = " ".join(words for words in (settle, NORMAL, bearing) if words)
    return Judgement(Grade.INDICATION, fault, sentence_of(sign), reason, rows)


def _rows(housing: HousingEvidence) -> tuple[EvidenceLine, ...]:
    """The shaft's lines with their velocity, without what only a film of oil would make."""
    if housing.shaft is None:
        return ()
    return tuple(
        replace(row, note=f"{housing.mm_s[row.family]:.2g} mm/s rms")
        for row in evidence_lines(housing.shaft)
        if row.family in housing.mm_s
    )
