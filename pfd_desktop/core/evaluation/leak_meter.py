"""What the same classifier scores under three splits, and what that says."""

from pfd_desktop.core.records.learning import LeakMeter, RunResult

_LARGE = 0.15  # a gap that an engineer would care about
_NEAR_CHANCE = 0.15


def read_meter(
    random: RunResult,
    condition: RunResult | None,
    unit: RunResult | None,
    reasons: tuple[str, ...] = (),
) -> LeakMeter:
    """The three figures, per recording, and the reading in words made from them.

    *reasons* say why a split could not be had.
    """
    sentences = [_flattering(random)]
    if unit is not None:
        sentences += _gap(random, unit)
    if condition is not None:
        sentences.append(_condition(random, condition, unit))
    sentences += reasons
    if unit is not None:
        sentences += [w for w in unit.warnings if w.startswith("Few units")]
    return LeakMeter(
        random.accuracy,
        condition.accuracy if condition else None,
        unit.accuracy if unit else None,
        random.chance,
        " ".join(sentences),
    )


def _flattering(random: RunResult) -> str:
    return (
        f"With windows split at random {_share(random)} of the {len(random.predictions)} recordings"
        f" are named rightly (chance {random.chance:.2f})."
    )


def _gap(random: RunResult, unit: RunResult) -> list[str]:
    gap = random.accuracy.value - unit.accuracy.value
    told = f"On bearings it has never met the same classifier names {_share(unit)} rightly"
    if gap < _LARGE:
        return [
            f"{told}: {_difference(gap)}, so on these recordings the random split does not flatter"
            " much."
        ]
    words = [
        f"{told}: {gap:.2f} less. In the random split windows of every bearing stand on both sides,"
        " so it is enough to recognise the bearing; on a new bearing only what the fault itself"
        f" does to the signal helps. Believe the figure of {unit.accuracy.value:.2f}."
    ]
    words += _beside_guessing(unit)
    worst = _worst(unit)
    return [*words, worst] if worst else words


def _beside_guessing(unit: RunResult) -> list[str]:
    found, chance = unit.accuracy, unit.chance
    if found.high < chance:
        return [
            "That is worse than guessing: what it learned of the one set of bearings points to the"
            " wrong fault on the other."
        ]
    if found.value <= chance:
        return ["That is no better than guessing."]
    if found.value <= chance + _NEAR_CHANCE:
        return ["That is little better than guessing."]
    return ["Its interval still holds the value of guessing."] if found.low <= chance else []


def _condition(random: RunResult, condition: RunResult, unit: RunResult | None) -> str:
    told = f"On unseen operating conditions it names {_share(condition)} rightly"
    if unit is None or condition.accuracy.value - unit.accuracy.value < _LARGE:
        gap = random.accuracy.value - condition.accuracy.value
        return f"{told} ({_difference(gap)} than at random)."
    return (
        f"{told}: that split looks strict but has the same bearings on both sides, and flatters by"
        f" {condition.accuracy.value - unit.accuracy.value:.2f}."
    )


def _worst(unit: RunResult) -> str:
    """The confusion most often met on unseen units."""
    counts = unit.confusion()
    pairs = [
        (counts[t][p], t, p)
        for t in range(len(counts))
        for p in range(len(counts))
        if t != p and counts[t][p]
    ]
    if not pairs:
        return ""
    count, truth, predicted = max(pairs, key=lambda pair: (pair[0], -pair[1], -pair[2]))
    total = sum(counts[truth])
    return (
        f"Most often {unit.classes[truth]!r} is taken for {unit.classes[predicted]!r}"
        f" ({count} of {total} recordings)."
    )


def _difference(gap: float) -> str:
    if abs(gap) < 0.005:
        return "no less"
    return f"{abs(gap):.2f} {'less' if gap > 0 else 'more'}"


def _share(result: RunResult) -> str:
    interval = result.accuracy
    return f"{interval.value:.2f} ({interval.low:.2f} to {interval.high:.2f})"
