"""What a run withstands: rows, curves and words for all faces."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.perturbations import KINDS
from pfd_desktop.core.evaluation.robustness import Robustness, Withstood
from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.records.learning import Interval

COLUMNS = (
    "done to it",
    "level",
    "recordings right",
    "95 % interval",
    "windows right",
    "recordings",
)
AS_RECORDED = "nothing"


def row(one: Withstood) -> tuple[str, ...]:
    """One level, under the headings of COLUMNS."""
    told = (AS_RECORDED, "–") if one.level is None else (KINDS[one.kind].title, _level(one))
    if one.right is None:
        return (*told, "no whole window is left", "–", "–", "0")
    return (
        *told,
        f"{100 * one.right.value:.1f} %",
        f"{100 * one.right.low:.1f} to {100 * one.right.high:.1f} %",
        f"{100 * one.windows:.1f} %",
        str(one.recordings),
    )


def done_words(one: Withstood) -> str:
    """What was done and how much of it, as short as can be."""
    if one.level is None:
        return AS_RECORDED
    return f"{KINDS[one.kind].title}: {one.level:g} {KINDS[one.kind].unit}".rstrip()


def robustness_figure(found: Robustness, kind: str, run: str) -> CurvesFigure:
    """The share named rightly over the level of *kind*, with its interval as a band.

    Without curves where no level of that kind was looked at; *run* is the run's name.
    """
    about = KINDS[kind]
    known = [(one, one.right) for one in found.levels if one.kind == kind and one.right]
    curves: tuple[Curve, ...] = ()
    if known and found.undisturbed.right is not None:
        levels = np.array([float(one.level or 0.0) for one, _ in known])
        windows = np.array([100 * one.windows for one, _ in known])
        as_it_is = np.full(len(levels), 100 * found.undisturbed.right.value)
        curves = (
            _with_band("recordings", levels, [right for _, right in known]),
            Curve("windows", levels, windows),
            Curve("recordings as recorded", levels, as_it_is),
        )
    return CurvesFigure(
        curves,
        about.quantity,
        about.unit,
        "Named rightly",
        "%",
        kind="robustness",
        notes=(f"run: {run}", f"seed: {found.seed}", f"{about.title}: {about.about}"),
    )


def robustness_words(found: Robustness, of_run: Interval | None) -> str:
    """Which kind costs most, and whether the run's own figure was met again."""
    right = found.undisturbed.right
    said = []
    if right is not None and of_run is not None and abs(right.value - of_run.value) > 1e-9:
        said.append(
            f"As they are now, {100 * right.value:.1f} % of the recordings are named rightly, but"
            f" {100 * of_run.value:.1f} % when the run was judged: something is known of them"
            " otherwise since, as their speed."
        )
    worst = min(
        (one for one in found.levels if one.right is not None),
        key=lambda one: one.right.value if one.right else 1.0,
        default=None,
    )
    if worst is not None and worst.right is not None and right is not None:
        lost = 100 * (right.value - worst.right.value)
        said.append(
            f"Of {100 * right.value:.1f} % named rightly as recorded, {lost:.1f} points are lost at"
            f" worst: {KINDS[worst.kind].title.lower()}, {_level(worst)}."
            if lost > 0
            else f"{100 * right.value:.1f} % are named rightly as recorded; nothing done lowers it."
        )
    return " ".join(said)


def _with_band(name: str, levels: NDArray[np.float64], found: Sequence[Interval]) -> Curve:
    low, value, high = (
        np.array([100 * edge for edge in edges])
        for edges in zip(*((one.low, one.value, one.high) for one in found), strict=True)
    )
    return Curve(name, levels, value, low, high)


def _level(one: Withstood) -> str:
    about = KINDS[one.kind]
    return f"{about.quantity[0].lower()}{about.quantity[1:]} {one.level:g} {about.unit}".strip()
