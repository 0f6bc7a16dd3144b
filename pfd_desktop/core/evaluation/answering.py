"""What is answered for each recording, and when the answer is "I don't know".

Sets of classes are calibrated on held-out units (core/evaluation/conformal). The set of a recording
comes from all units but its own: what is shown for it is what a new unit would have met. A set of
one class is an answer; of several, a choice; of none, a recording unlike all that was seen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.conformal import calibrate_sets, units_needed
from pfd_desktop.core.records.learning import RunResult


@dataclass(frozen=True)
class Answer:
    """What is said of one recording."""

    recording_id: str
    recording_name: str
    unit_name: str
    truth: str
    said: str  # the class answered; "" where none is
    candidates: tuple[str, ...]
    reason: str  # why none is; "" where one is


@dataclass(frozen=True)
class Answers:
    """The answers of a run, and how far the sets kept their promise on units left out."""

    level: float
    units: int
    refusal: str  # why there are no sets; "" where there are
    answers: tuple[Answer, ...] = ()
    covered: float = float("nan")  # share of units all of whose recordings' sets hold the truth
    answered: float = float("nan")  # share of recordings with a single class
    right: float = float("nan")  # share of the answered that are right; nan where none is
    size: float = float("nan")  # classes in a set, on average


def answer_by_sets(result: RunResult, level: float = 0.9) -> Answers:
    """The answer to each held-out recording of *result*, each set calibrated without its unit."""
    units = np.array([one.unit_name for one in result.predictions])
    distinct = np.unique(units)
    needed = units_needed(level) + 1  # the one that is left out
    if len(distinct) < needed:
        return Answers(
            level,
            len(distinct),
            f"Sets of classes that hold the truth with {level:.0%} need {needed} units; there are"
            f" {len(distinct)}. What is said of a new unit has no such promise.",
        )
    sets = _sets(result, units, level)
    answers = tuple(
        _answer(result, row, np.flatnonzero(members)) for row, members in enumerate(sets)
    )
    truth = np.array([result.classes.index(one.truth) for one in result.predictions])
    holds = sets[np.arange(len(truth)), truth]
    named = [one for one in answers if one.said]
    return Answers(
        level,
        len(distinct),
        "",
        answers,
        float(np.mean([holds[units == unit].all() for unit in distinct])),
        len(named) / len(answers),
        float(np.mean([one.said == one.truth for one in named])) if named else float("nan"),
        float(sets.sum(axis=1).mean()),
    )


def _sets(result: RunResult, units: NDArray[np.str_], level: float) -> NDArray[np.bool_]:
    scores = np.array([one.scores for one in result.predictions], dtype=np.float64)
    truth = np.array([result.classes.index(one.truth) for one in result.predictions])
    sets = np.zeros(scores.shape, dtype=np.bool_)
    for unit in np.unique(units):
        own = units == unit
        limit = calibrate_sets(scores[~own], truth[~own], units[~own], level)
        sets[own] = limit.sets(scores[own])
    return sets


def _answer(result: RunResult, row: int, members: NDArray[np.intp]) -> Answer:
    one = result.predictions[row]
    names = tuple(result.classes[place] for place in members)
    said, reason = "", ""
    if len(names) == 1:
        said = names[0]
    elif names:
        reason = f"may be {', '.join(names[:-1])} or {names[-1]}"
    else:
        reason = "unlike all that it was calibrated on"
    return Answer(
        one.recording_id, one.recording_name, one.unit_name, one.truth, said, names, reason
    )
