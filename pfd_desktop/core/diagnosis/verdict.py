"""From scores to words: the grade, the sentence and the evidence table."""

import math
from dataclasses import dataclass, replace

from pfd_desktop.core.diagnosis.combs import HARMONICS, CombScore
from pfd_desktop.core.diagnosis.rolling import CHANCE, FamilyEvidence
from pfd_desktop.core.diagnosis.shaft_lines import MAINS_HZ
from pfd_desktop.core.physics.kinematics import BearingOrders
from pfd_desktop.core.records.diagnosis import Diagnosis, EvidenceLine, Grade
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.recording import Flag

STRONG_LOG = -5.0  # log10 of the chance below which evidence is called strong
LEAD_LOG = 1.5  # decades by which the best element must lead the next
_LINE_DB = 8.0  # a harmonic this far above the local floor counts as found
_SMOOTH = 2  # a modulation by one sinusoid squares to its own line and one at twice it
_BEYOND_DB = 12.0  # noise lifts one of three lines as far in about one spectrum of ten thousand
_ON_MAINS = 0.002  # of the line: how near the mains' frequency may be told from a defect's
_MAINS_MULTIPLES = (1, 2, 3)  # a six-pulse rectifier ripples at six times the mains
_CHANCE_LOG = math.log10(CHANCE)  # below it a family stands out

NO_DEFECT = "no evidence of a bearing defect in this recording"


@dataclass(frozen=True)
class Judgement:
    """A verdict before speed and version are added."""

    grade: Grade
    fault: Fault | None
    sentence: str
    reason: str
    evidence: tuple[EvidenceLine, ...]


def assemble(
    judgement: Judgement,
    speed_rpm: float | None,
    speed_note: str,
    version: str,
    flags: tuple[Flag, ...] = (),
) -> Diagnosis:
    """The record that is kept and shown."""
    return Diagnosis(
        grade=judgement.grade,
        fault=None if judgement.fault is None else judgement.fault.value,
        verdict=judgement.sentence,
        reason=judgement.reason,
        evidence=judgement.evidence,
        speed_rpm=speed_rpm,
        speed_note=speed_note,
        flags=flags,
        method_version=version,
    )


def cannot_say(
    reason: str,
    speed_rpm: float | None,
    speed_note: str,
    version: str,
    flags: tuple[Flag, ...] = (),
    *,
    advice: str = "",
) -> Diagnosis:
    """Abstention; *advice*, a sentence on what can be done, stands where the reason would again."""
    judgement = _abstention(reason)
    if advice:
        judgement = replace(judgement, reason=advice)
    return assemble(judgement, speed_rpm, speed_note, version, flags)


def no_geometry() -> Judgement:
    """Abstention where neither the bearing could be judged nor its shaft stands out."""
    return _abstention("no bearing geometry known")


def _abstention(reason: str) -> Judgement:
    return Judgement(Grade.CANNOT_SAY, None, f"cannot say: {reason}", reason, ())


def judge_rolling(evidence: tuple[FamilyEvidence, ...], orders: BearingOrders) -> Judgement:
    """Grade the families of a rolling bearing."""
    ranked = sorted(evidence, key=lambda found: found.deciding.log_probability)
    lines = _lines(ranked, orders)
    elements = [found for found in ranked if found.family.fault is not None]
    standing = [found for found in elements if found.deciding.log_probability <= _CHANCE_LOG]
    if standing:
        return _claim(standing, lines)
    cage = next((found for found in ranked if found.family.name == "FTF"), None)
    if cage is not None and cage.deciding.log_probability <= STRONG_LOG:
        sentence = (
            f"modulation at the cage frequency ({_found(cage.deciding, 'FTF')}),"
            f" {Grade.INDICATION.value}"
        )
        reason = "Lines at the cage speed alone do not tell a rolling element from a cage."
        return Judgement(Grade.INDICATION, None, sentence, reason, lines)
    return Judgement(Grade.NONE, None, NO_DEFECT, _why_none(ranked), lines)


def _claim(standing: list[FamilyEvidence], lines: tuple[EvidenceLine, ...]) -> Judgement:
    best = standing[0]
    fault = best.family.fault
    doubts = _doubts(standing)
    grade = Grade.INDICATION if doubts else Grade.STRONG
    sentence = f"{best.family.defect}, {grade.value} ({_found(best.deciding, best.family.name)})"
    odds = _odds(best.deciding.log_probability)
    reason = f"Chance of such lines without the defect, by this recording's own noise: {odds}."
    return Judgement(grade, fault, sentence, " ".join([reason, *doubts]), lines)


def _odds(log_probability: float) -> str:
    """The chance in words; beyond one in a million the extrapolated tail carries no number."""
    if log_probability < -6:
        return "less than 1 in a million"
    digits = 10 ** round(-log_probability - 1)
    return f"about 1 in {round(10**-log_probability / digits) * digits:,}"


def _doubts(standing: list[FamilyEvidence]) -> list[str]:
    """Why the best family is not conclusive."""
    best = standing[0].deciding
    doubts = []
    if best.log_probability > STRONG_LOG:
        doubts.append("The lines stand only a little above the threshold.")
    if len(standing) > 1:
        lead = standing[1].deciding.log_probability - best.log_probability
        if lead < LEAD_LOG:
            doubts.append(f"{standing[1].family.name} stands out nearly as clearly.")
    doubts += [*_smooth_doubt(best), *_mains_doubt(best)]
    if sum(level is None for level in best.levels_db) >= 2 or best.levels_db[0] is None:
        doubts.append("Some of its lines cannot be told from shaft harmonics.")
    return doubts


def _smooth_doubt(best: CombScore) -> list[str]:
    """Impacts make many harmonics; a load that varies as the elements pass makes two lines.

    The square of 1 + m cos(ωt) is 1 + m²/2 + 2 m cos(ωt) + (m²/2) cos(2ωt).
    """
    beyond = [level for level in best.levels_db[_SMOOTH:] if level is not None]
    if any(level >= _BEYOND_DB for level in beyond):
        return []
    return [
        "No line beyond the second stands out: a load that varies smoothly as the rolling elements"
        " pass makes such lines in a good bearing, too."
    ]


def _mains_doubt(best: CombScore) -> list[str]:
    """A supply that modulates the signal makes the very comb that a defect would at that speed."""
    measured_hz = best.expected_hz * (1 + best.slip)
    lines = (number * hertz for hertz in MAINS_HZ for number in _MAINS_MULTIPLES)
    near = next((line for line in lines if abs(measured_hz / line - 1) < _ON_MAINS), None)
    if near is None:
        return []
    return [
        f"Its lines lie at {near:g} Hz, where the mains modulates too: measure at another speed."
    ]


def _found(score: CombScore, name: str) -> str:
    """ "BPFO + 4 harmonics, 38 dB": what stands out, and how far its highest line does."""
    more = sum(level is not None and level >= _LINE_DB for level in score.levels_db[1:])
    highest = max(level for level in score.levels_db if level is not None)
    plural = "" if more == 1 else "s"
    return f"{name} + {more} harmonic{plural}, {highest:.0f} dB"


def _why_none(ranked: list[FamilyEvidence]) -> str:
    """What was looked for, and what nearly was.

    Lines at BPFI in raw envelopes of one band stand out of healthy recordings as clearly as
    of some with an outer-race defect (CWRU 97 and 197, MFPT baseline, HIT-SM normal): no claim.
    """
    base = "No family of defect lines stands out of this recording's own noise."
    for found in ranked:
        partial = [score for score in found.elsewhere if score.log_probability <= _CHANCE_LOG]
        if partial and found.family.fault is not None:
            return (
                f"{base} {found.family.name} lines stand out in part of the spectrum only"
                f" ({partial[0].spectrum}): impacts of a defect would spread over the whole band,"
                " and machines in good order show such lines as well."
            )
    return base


def _lines(ranked: list[FamilyEvidence], orders: BearingOrders) -> tuple[EvidenceLine, ...]:
    """Evidence lines: per family the deciding spectrum and the best other one."""
    lines = []
    for found in ranked:
        for score in (found.deciding, *found.elsewhere[:1]):
            lines.append(_line(found, score, ranked, orders))
    return tuple(sorted(lines, key=lambda line: line.threshold_db - line.prominence_db))


def _line(
    found: FamilyEvidence, score: CombScore, ranked: list[FamilyEvidence], orders: BearingOrders
) -> EvidenceLine:
    return EvidenceLine(
        family=found.family.name,
        spectrum=score.spectrum,
        order=found.family.order,
        expected_hz=score.expected_hz,
        measured_hz=score.expected_hz * (1 + score.slip),
        slip_percent=100 * score.slip,
        prominence_db=score.score_db,
        threshold_db=score.threshold_db,
        harmonics=tuple(
            number + 1
            for number, level in enumerate(score.levels_db)
            if level is not None and level >= _LINE_DB
        ),
        note=_note(found, score, ranked, orders),
    )


def _note(
    found: FamilyEvidence, score: CombScore, ranked: list[FamilyEvidence], orders: BearingOrders
) -> str:
    """Coincidences: shaft harmonics, and the mirror image of the other race."""
    notes = []
    hidden = [str(n + 1) for n, level in enumerate(score.levels_db) if level is None]
    if hidden:
        shaft = ", ".join(
            f"{round((int(n)) * found.family.order * (1 + score.slip))}X" for n in hidden
        )
        notes.append(f"harmonic {', '.join(hidden)} of {HARMONICS} coincides with {shaft}")
    best = ranked[0]
    races = {"BPFO", "BPFI"}
    if found is not best and {found.family.name, best.family.name} == races:
        balls = round(orders.bpfo + orders.bpfi)
        image = balls - best.family.order * (1 + best.deciding.slip)
        if abs(image / (found.family.order * (1 + score.slip)) - 1) < 0.003:
            notes.append(f"sideband of {best.family.name}: {balls}X − {best.family.name}")
    return "; ".join(notes)
