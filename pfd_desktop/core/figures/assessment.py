"""An assessment, ready to draw and to say."""

from dataclasses import dataclass, replace

import numpy as np

from pfd_desktop.core.evaluation.assessment import Assessment
from pfd_desktop.core.evaluation.calibration import TRIED, Reliability, Temperature
from pfd_desktop.core.evaluation.curves import ClassCurve
from pfd_desktop.core.figures.curves import Behind, Curve, CurvesFigure

FEWEST = 5  # recordings in a bin from which on it is joined with its neighbours
BINS_TOLD = (
    f"A point is a bin of scores, the larger the more recordings; one of fewer than {FEWEST} is"
    " hollow, and joined to none. Bars: 95 % interval (Wilson) of the recordings, which is too"
    " narrow where those of a unit agree."
)
_DIAGONAL = np.array([0.0, 1.0])


@dataclass(frozen=True)
class ClassFigures:
    """One class against all others."""

    roc: CurvesFigure
    precision: CurvesFigure


@dataclass(frozen=True)
class AssessmentFigures:
    """The curves of one run; calibration without curves where the scores are no probabilities."""

    classes: tuple[ClassFigures, ...]  # in the order of the assessment's curves
    calibration: CurvesFigure
    risk: CurvesFigure


def assessment_figures(found: Assessment, run: str) -> AssessmentFigures:
    """All that is drawn of *found*; *run* is the run's name."""
    return AssessmentFigures(
        tuple(_of_class(one, run) for one in found.curves.curves),
        replace(
            _figure(_calibration(found), "Highest score", "Named rightly", "calibration", run),
            notes=(*((f"run: {run}",) if run else ()), BINS_TOLD),
        ),
        _figure(_risk(found), "Recordings answered", "Errors among them", "risk", run),
    )


def _of_class(one: ClassCurve, run: str) -> ClassFigures:
    guessing = Curve("guessing", 100 * _DIAGONAL, 100 * _DIAGONAL)
    roc = Curve(one.name, 100 * one.false_positive, 100 * one.true_positive)
    precision = Curve(one.name, 100 * one.recall, 100 * one.precision)
    return ClassFigures(
        _figure((roc, guessing), "False alarms", "Found", "roc", run),
        _figure((precision,), "Found (recall)", "Right of those named", "precision", run),
    )


def _figure(curves: tuple[Curve, ...], x: str, y: str, kind: str, run: str) -> CurvesFigure:
    return CurvesFigure(curves, x, "%", y, "%", kind=kind, notes=(f"run: {run}",) if run else ())


def _calibration(found: Assessment) -> tuple[Curve, ...]:
    if found.reliability is None:
        return ()
    made = [_reliability("as scored", found.reliability)]
    if found.temperature is not None:
        made.append(_reliability("tempered by other units", found.temperature.after))
    return (*made, Curve("as it should be", 100 * _DIAGONAL, 100 * _DIAGONAL))


def _reliability(name: str, one: Reliability) -> Curve:
    """A point for each bin that has recordings; joined are neighbours that have enough."""
    places = [k for k, of in enumerate(one.bins) if of.cases]
    filled = [one.bins[k] for k in places]
    cases = np.array([of.cases for of in filled], dtype=np.int64)
    enough = cases >= FEWEST
    sure = [of.interval for of in filled if of.interval is not None]
    return Curve(
        name,
        np.array([100 * of.confidence for of in filled]),
        np.array([100 * of.accuracy for of in filled]),
        np.array([100 * of.low for of in sure]),
        np.array([100 * of.high for of in sure]),
        Behind(cases, "recordings", FEWEST, enough[:-1] & enough[1:] & (np.diff(places) == 1)),
    )


def _risk(found: Assessment) -> tuple[Curve, ...]:
    one = found.risk
    return (Curve(f"the surest first, area {one.area:.3f}", 100 * one.coverage, 100 * one.risk),)


def blind_words(found: Assessment) -> str:
    """How many windows can be told at all; "" where every window shows its fault."""
    told = [one for one in found.blind if one.blind]
    if not told:
        return ""
    windows, blind = (sum(getattr(one, of) for one in found.blind) for of in ("windows", "blind"))
    each = "; ".join(f"{one.name} {one.blind} of {one.windows}" for one in told)
    return (
        f"Labels say of {blind} of {windows} held-out windows that their fault is not seen in them"
        f" ({each}): at most {100 * (1 - blind / windows):.1f} % of windows can be told but by"
        " chance. Judge by recordings."
    )


def risk_words(found: Assessment) -> str:
    """The area under errors over coverage."""
    return (
        f"Mean share of errors, the surest recordings answered first (AURC): {found.risk.area:.3f}."
    )


def absent_words(found: Assessment) -> str:
    """Classes without a curve, each with the reason; "" where all have one."""
    told = [f"{name}: {why}" for name, why in found.curves.absent]
    area = found.curves.macro_area
    whole = "" if np.isnan(area) else f"Mean area of the classes drawn {area:.3f}. "
    return whole + (f"No curve of {'; '.join(told)}." if told else "")


def calibration_words(found: Assessment) -> str:
    """How far scores may be taken for probabilities."""
    if found.reliability is None:
        return found.not_calibrated
    one = found.reliability
    said = (
        f"Scores and truth are {100 * one.expected_error:.1f} points apart on average (ECE,"
        f" {sum(b.cases for b in one.bins)} recordings in {len(one.bins)} bins; few recordings"
        f" raise it). Brier {one.brier:.3f}, log loss {one.log_loss:.3f} nats."
    )
    tempered = found.temperature
    if tempered is None:
        return f"{said} {found.not_calibrated}"
    better = tempered.after.log_loss < one.log_loss
    return (
        f"{said} A temperature of {tempered.value:.2f}, each unit judged by the others', gives ECE"
        f" {100 * tempered.after.expected_error:.1f} points and log loss"
        f" {tempered.after.log_loss:.3f} nats: {'it helps' if better else 'it does not help'}."
        f"{_end_words(tempered)}"
    )


def _end_words(found: Temperature) -> str:
    """That no best temperature was found within what was tried; "" where it was."""
    tried = f"{TRIED[0]:.2f} to {TRIED[1]:.0f}"
    if found.ends and found.value < 1:
        return (
            f" But it is the least that was tried ({tried}): still sharper scores look better,"
            " as where nearly all are named rightly. No best one is known from so few errors."
        )
    if found.ends:
        return (
            f" But it is the most that was tried ({tried}): the best one would leave nothing of the"
            " scores, which tell hardly more than guessing here."
        )
    if found.at_end:
        return (
            f" Without one unit the best one lay at an end of what was tried ({tried}) for"
            f" {found.at_end} of {found.units} units: it hangs on single units."
        )
    return ""


def answers_words(found: Assessment) -> str:
    """What the sets promise and what they held; or why there are none."""
    one = found.answers
    if one.refusal:
        return one.refusal
    right = "" if np.isnan(one.right) else f", {100 * one.right:.1f} % of them rightly"
    return (
        f"Sets that should hold the truth with {one.level:.0%} held it for"
        f" {100 * one.covered:.1f} % of {one.units} units, each calibrated by the others. A set has"
        f" {one.size:.2f} classes on average; {100 * one.answered:.1f} % of the"
        f" recordings have one and are named{right}. The others are not named."
    )
