"""Harmonics beyond those the joint solver fits: they name peaks and weigh nothing."""

from dataclasses import replace

from pfd_desktop.core.diagnosis.hypotheses import Explanation, Hypothesis, SolverRequest
from pfd_desktop.core.physics.kinematics import orders


def with_high_harmonics(request: SolverRequest, found: Hypothesis, fitted: int) -> Hypothesis:
    """Peaks that are higher harmonics of the families used, with their sidebands, explained too.

    A slip fitted over the first *fitted* harmonics is as uncertain at them as the resolution, and
    more so beyond in proportion.
    """
    if found.bearing is None:
        return found
    told = orders(found.bearing)
    shaft = (("1X", 1.0), ("2X", 2.0))
    families = {
        "BPFO": ("BPFO", told.bpfo, shaft),
        "BPFI": ("BPFI", told.bpfi, shaft),
        "2×BSF": ("2BSF", told.ball_defect, (("FTF", told.ftf),)),
        "FTF": ("FTF", told.ftf, ()),
    }
    free, met = list(found.unexplained), list(found.explained)
    shaft_hz = found.speed_rpm / 60
    top = max(peak.hertz for peak in request.peaks) + request.resolution_hz
    for slip in found.slips:
        name, order, sides = families[slip.family]
        base = order * (1 + slip.percent / 100) * shaft_hz
        for harmonic in range(fitted + 1, int(top / base) + 1):
            reach = request.resolution_hz * harmonic / fitted
            word = f"{harmonic}×{name}"
            lines = [(word, 0.0)]
            for side, away in sides:
                lines += [(f"{word} − {side}", -away), (f"{word} + {side}", away)]
            for line, away in lines:
                expected = harmonic * base + away * shaft_hz
                peak = _nearest(request, free, expected, reach)
                if peak is None and not away:
                    break  # sidebands of nothing
                if peak is not None:
                    free.remove(peak)
                    error = request.peaks[peak].hertz - expected
                    met.append(Explanation(peak, line, slip.family, expected, error))
    return replace(
        found,
        explained=tuple(sorted(met, key=lambda one: one.peak)),
        unexplained=tuple(free),
    )


def _nearest(
    request: SolverRequest, free: list[int], expected_hz: float, reach_hz: float
) -> int | None:
    """The free peak nearest to a line, within its reach."""

    def distance(index: int) -> float:
        return abs(request.peaks[index].hertz - expected_hz)

    nearest = min(free, key=distance, default=None)
    return nearest if nearest is not None and distance(nearest) <= reach_hz else None
