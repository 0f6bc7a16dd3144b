"""Which further measurement would decide between the two best hypotheses."""

from pfd_desktop.core.diagnosis.hypotheses import Decider, Hypothesis, NextMeasurement

CLEAR = 3.0  # decades of lead that need no further measurement
_SPEEDS_DIFFER = 0.003


def decide(
    ranked: tuple[Hypothesis, ...], slower: tuple[Hypothesis, ...] = (), *, free_speed: bool = False
) -> NextMeasurement:
    """Say what to measure next, by where the best two hypotheses part.

    *slower* are those of the best at parts of its speed; they count where nobody told the speed.
    """
    if not ranked or ranked[0].decades <= 0:
        text = "Nothing explains these peaks better than chance: tell the bearing or the speed."
        return NextMeasurement(Decider.DESIGNATION, text)
    others = [one.decades for one in ranked[1:]] or [0.0]  # by chance, where there is one alone
    if ranked[0].decades - max(others) > CLEAR:
        doubt = _doubtful_speed(ranked[0], (*ranked[1:], *slower)) if free_speed else ""
        if doubt:
            return NextMeasurement(Decider.TACHO, f"A tacho: {doubt}")
        return NextMeasurement(Decider.NONE_NEEDED, "One hypothesis leads clearly.")
    if len(ranked) < 2:
        text = (
            "The only hypothesis is little better than chance: mark more peaks, or tell the speed."
        )
        return NextMeasurement(Decider.DESIGNATION, text)
    return _between(*ranked[:2])


def _doubtful_speed(best: Hypothesis, others: tuple[Hypothesis, ...]) -> str:
    """Why a speed that nobody told may be another, however clearly it leads; "" where it is sure.

    A comb alone says nothing of its shaft: a defect's comb makes a fast shaft of whatever bearing.
    What sets the speed is two combs in the ratio that the bearing's geometry demands. And half the
    speed meets every line that the speed meets; for it speak peaks that the speed leaves over, if
    they are more than the count of those it explains scatters by itself (its root).
    """
    if best.bearing is not None and not best.families:
        return (
            f"a comb alone may be the shaft's orders at {best.speed_rpm:.0f} rpm, or the lines of a"
            " defect on a slower shaft."
        )
    apart = [one for one in others if abs(one.speed_rpm / best.speed_rpm - 1) > _SPEEDS_DIFFER]
    left = set(best.unexplained)
    extra = {one: len(left - set(one.unexplained)) for one in apart}
    rival = max(apart, key=extra.__getitem__, default=None)
    if rival is not None and extra[rival] > len(best.explained) ** 0.5:
        return (
            f"{rival.speed_rpm:.0f} rpm explains {extra[rival]} of the peaks that"
            f" {best.speed_rpm:.0f} rpm leaves over."
        )
    return ""


def _between(first: Hypothesis, second: Hypothesis) -> NextMeasurement:
    if abs(first.speed_rpm / second.speed_rpm - 1) > _SPEEDS_DIFFER:
        text = (
            f"A tacho: the hypotheses differ in speed, {first.speed_rpm:.0f} and"
            f" {second.speed_rpm:.0f} rpm."
        )
        return NextMeasurement(Decider.TACHO, text)
    if first.bearing is not None and second.bearing is not None:
        text = (
            f"The bearing's designation: {_told(first)} and {_told(second)} explain the peaks about"
            " as well, slip making up for the geometry."
        )
        return NextMeasurement(Decider.DESIGNATION, text)
    if first.bearing is None and second.bearing is None:
        text = "A second probe at a right angle: an orbit tells whirl, rub and looseness apart."
        return NextMeasurement(Decider.SECOND_PROBE, text)
    text = (
        "A second speed: lines of a rolling bearing and orders of the shaft keep their ratio to it,"
        " natural frequencies do not."
    )
    return NextMeasurement(Decider.SECOND_SPEED, text)


def _told(hypothesis: Hypothesis) -> str:
    """ "6205-2RS (BPFI slipping by −0.3 %)"."""
    if not hypothesis.slips:
        return f"{hypothesis.name} (by the shaft's orders alone)"
    slip = hypothesis.slips[0]
    return f"{hypothesis.name} ({slip.family} slipping by {slip.percent:+.1f} %)"
