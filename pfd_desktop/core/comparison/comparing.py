"""Two to ten runs compared: from their predictions to one plain sentence. Runs in a child."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from pfd_desktop.core.comparison.answers import Answers, Material, join
from pfd_desktop.core.comparison.battery import run_battery
from pfd_desktop.core.comparison.clusters import (
    FEW_UNITS,
    difference_interval,
    sign_flip,
)
from pfd_desktop.core.comparison.effects import effect_sizes
from pfd_desktop.core.comparison.outcome import Comparison, Pair, Setting, Side
from pfd_desktop.core.comparison.overlaid import overlaid
from pfd_desktop.core.comparison.power import cases_needed, detectable
from pfd_desktop.core.comparison.proportions import disagreement
from pfd_desktop.core.comparison.significance import ALPHA, Significance, adjusted_with_least, pairs
from pfd_desktop.core.comparison.verdict import Question, more_words, verdict
from pfd_desktop.core.evaluation.intervals import wilson
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

UNEQUAL = "Not on equal terms: "


def compare(material: Material, progress: Progress) -> Comparison:
    """Everything that can be said of these runs; raises InvalidInput where they cannot be joined.

    A case is a recording, a unit, a fold or a seed, never a window: windows of one recording are
    not independent.
    """
    if not (isfinite(material.rope) and 0 <= material.rope < 1):
        raise InvalidInput("A difference that makes none in practice lies between 0 and 1.")
    progress.report(0.0, "Joining the predictions by recording")
    answers = join(material)
    progress.report(0.1, "Testing")
    battery = run_battery(answers, material.rope)
    progress.report(0.9, "Reading what was found")
    found = _pairs(answers)
    warnings, unequal = _warnings(answers), bool(_unequal(answers))
    sides = tuple(_side(answers, material, place) for place in range(len(answers.members)))
    return Comparison(
        verdict=_sentence(answers, sides, found, loud=unequal),
        equal_terms=not unequal,
        warnings=warnings,
        run_names=answers.run_names,
        sides=sides,
        recordings=len(answers.truths),
        units=len(set(answers.units)),
        chance=answers.results[0].chance,
        pairs=found,
        tests=tuple(battery.tests),
        chances=tuple(battery.chances),
        ranks=battery.ranks,
        ranked_over=battery.ranked_over,
        not_applied=tuple(battery.not_applied),
        settings=_settings(material, answers),
        curves=overlaid(answers, material.runs),
    )


def _side(answers: Answers, material: Material, place: int) -> Side:
    own = answers.members[place]
    if len(own) == 1:
        accuracy = answers.results[own[0]].accuracy
    else:
        shares = answers.shares()[:, place]
        found = difference_interval(shares, np.zeros_like(shares), answers.units)
        low, high = max(found.low, 0.0), min(found.high, 1.0)
        if high - low < 1e-12:  # all units alike, as in core/evaluation/intervals.py
            low, high = wilson(found.value, len(set(answers.units)))
        accuracy = Interval(found.value, low, high)
    return Side(
        answers.side_names[place],
        tuple(material.runs[run].id for run in own),
        tuple(answers.seeds[run] for run in own),
        accuracy,
    )


def _pairs(answers: Answers) -> tuple[Pair, ...]:
    """Every two sides, decided by sign flips by unit with Holm's adjustment."""
    shares, every = answers.shares(), pairs(len(answers.members))
    tests = [sign_flip(shares[:, i], shares[:, j], answers.units) for i, j in every]
    return tuple(_pair(answers, pair, tests, place) for place, pair in enumerate(every))


def _pair(
    answers: Answers, pair: tuple[int, int], tests: Sequence[Significance], place: int
) -> Pair:
    """One pair; *tests* are of all pairs and *place* is its own."""
    i, j = pair
    test = tests[place]
    adjusted, least = adjusted_with_least(tests, place)
    shares, of_units = answers.shares(), answers.by_unit()
    gaps = of_units[:, i] - of_units[:, j]
    units = len(gaps)
    asked = Question(
        first=answers.side_names[i],
        second=answers.side_names[j],
        difference=difference_interval(shares[:, i], shares[:, j], answers.units),
        test=test,
        adjusted_p=adjusted,
        least_p=least,
        noun="units",
        have=units,
        needed=cases_needed(gaps) if units > 1 else None,
        detectable=detectable(gaps),
        more_seeds=_more_seeds(answers, pair),
    )
    same = _same(answers, pair)
    settled = bool(same) or adjusted <= ALPHA
    effects = None
    if answers.single:
        right = answers.right[:, [answers.members[one][0] for one in pair]].T
        effects = effect_sizes(disagreement(right[0], right[1]))
    return Pair(
        i, j, asked.difference, effects, test.p, adjusted, units, asked.needed,
        same or verdict(asked), "" if settled else more_words(asked),
    )  # fmt: skip


def _more_seeds(answers: Answers, pair: tuple[int, int]) -> int | None:
    """How many more seeds would tell the two apart on these units."""
    table = answers.by_seed()
    if len(table) < 2:
        return None
    needed = cases_needed(table[:, pair[0]] - table[:, pair[1]])
    return needed - len(table) if needed is not None and needed > len(table) else None


def _same(answers: Answers, pair: tuple[int, int]) -> str:
    """The sentence on two that cannot be told apart at all; "" where they can."""
    names = [answers.side_names[one] for one in pair]
    count = len(answers.truths)
    if answers.single:
        first, second = (answers.predicted[answers.members[one][0]] for one in pair)
        if first == second:
            return (
                f"No difference between {names[0]} and {names[1]}: they gave the same answer to"
                f" each of the {count} recordings."
            )
    shares = answers.shares()
    if (shares[:, pair[0]] == shares[:, pair[1]]).all():
        return (
            f"No difference in accuracy between {names[0]} and {names[1]}: they were right and"
            f" wrong on the same of the {count} recordings."
        )
    return ""


def _sentence(answers: Answers, sides: Sequence[Side], found: Sequence[Pair], *, loud: bool) -> str:
    start = UNEQUAL if loud else ""
    if len(found) == 1:
        return start + found[0].verdict
    best = max(range(len(sides)), key=lambda place: sides[place].accuracy.value)
    name = answers.side_names[best]
    against = [pair for pair in found if best in (pair.first, pair.second)]
    beaten = [
        _other(answers, one, best) for one in against if not one.more and one.adjusted_p <= ALPHA
    ]
    others = [_other(answers, one, best) for one in against]
    left = [other for other in others if other not in beaten]
    share = f"{100 * sides[best].accuracy.value:.1f} %"
    words = f"{name} names most recordings rightly, {share}"
    if not beaten:
        return (
            f"{start}{words}, but of the {len(sides)} compared it was shown to be better than none"
            " (adjusted for all pairs); that is not to say that they are equal."
        )
    told = f"{start}{words}, and is shown to be better than {_listed(beaten)}"
    return (
        f"{told}, not than {_listed(left)}." if left else f"{told}: all that it was compared with."
    )


def _other(answers: Answers, pair: Pair, one: int) -> str:
    return answers.side_names[pair.second if pair.first == one else pair.first]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _unequal(answers: Answers) -> tuple[str, ...]:
    """What makes the comparison unfair."""
    found = []
    leaky = [name for name, one in zip(answers.run_names, answers.leaky, strict=True) if one]
    if leaky:
        found.append(
            f"Leaky: {_listed(leaky)} was judged on windows drawn at random, of recordings it had"
            " learned from. Such a figure does not hold on a bearing never met, and no test"
            " below mends it. Train again with a split by unit."
        )
    if not answers.equal_terms():
        known = sorted({one[:12] or "none" for one in answers.certificates})
        found.append(
            f"The runs were judged under different splits (certificates {', '.join(known)}): a"
            " difference may come of the split. Train both on one designed split, or with the"
            " same split and seed."
        )
    return tuple(found)


def _warnings(answers: Answers) -> tuple[str, ...]:
    few = len(set(answers.units))
    weak = (
        f"There {'is' if few == 1 else 'are'} {few} unit{'' if few == 1 else 's'} only: intervals"
        " are too narrow, and other bearings could turn the outcome.",
    )
    return (*_unequal(answers), *(weak if few < FEW_UNITS else ()))


def _settings(material: Material, answers: Answers) -> tuple[Setting, ...]:
    """What differs of what the runs were told, and of the splits that they were judged by."""
    told = [
        {**settings, "split certificate": certificate[:12]}
        for settings, certificate in zip(material.settings, answers.certificates, strict=True)
    ]
    names = dict.fromkeys(name for own in told for name in own)
    rows = (Setting(name, tuple(own.get(name, "–") for own in told)) for name in names)
    return tuple(row for row in rows if len(set(row.values)) > 1)
