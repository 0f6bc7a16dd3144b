"""Physics first, learning second: weights of the evidence that data may shift, as far as they can.

A multinomial logistic regression on the evidence of the bearing's families, whose weights have a
Gaussian prior around the physical rule (BPFO speaks of the outer race, BPFI of the inner, 2×BSF of
the rolling element): the maximum a posteriori estimate. Where there are few units the rule stands
nearly as it is; the more there are, the more the data may say against it. How far is chosen by
leaving units of the training rows out, never by the units it is judged on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.faults import Fault
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

PHYSICS = {"physics": "Physics evidence, then learning"}

_COLUMNS = ("BPFO evidence", "BPFI evidence", "2×BSF evidence", "FTF evidence")
_SPEAKS_OF: dict[str, dict[str, float]] = {
    Fault.OUTER_RACE: {"BPFO evidence": 1.0},
    Fault.INNER_RACE: {"BPFI evidence": 1.0},
    # rolling elements pass the load zone once a turn of the cage, which modulates what they do
    Fault.ROLLING_ELEMENT: {"2×BSF evidence": 1.0, "FTF evidence": 0.3},
    Fault.CAGE: {"FTF evidence": 1.0},
}
_QUIET = 3.0  # decades that a healthy recording is thought to show at most
_TRUST = (3.0, 10.0, 30.0, 100.0)  # in the rule: precision of the prior


@dataclass(frozen=True, eq=False)
class Material:
    """What is learned from: rows × columns by name, and of which class and unit each row is."""

    values: Floats
    names: Sequence[str]
    targets: Integers
    classes: Sequence[str]
    units: Sequence[str]

    def only(self, rows: Integers) -> "Material":
        """The same of some rows."""
        units = [self.units[row] for row in rows]
        return Material(self.values[rows], self.names, self.targets[rows], self.classes, units)


def fit_physics(material: Material) -> Any:
    """A scikit-learn pipeline over all columns, of which only the evidence bears weight.

    Unknown evidence (NaN) counts as none. Raises InvalidInput where the columns or the classes are
    not what the rule speaks of.
    """
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import Pipeline

    rule = _rule(material)
    columns = [list(material.names).index(name) for name in _COLUMNS]
    evidence = np.nan_to_num(material.values[:, columns], nan=0.0)
    told = Material(evidence, _COLUMNS, material.targets, material.classes, material.units)
    weights = _posterior(told, rule, _trust(told, rule))
    imputer = SimpleImputer(strategy="constant", fill_value=0.0, keep_empty_features=True)
    imputer.fit(material.values)
    return Pipeline(
        [("unknown is none", imputer), ("physics evidence", _as_regression(material, weights))]
    )


def lacks_evidence(classifier: str, names: Sequence[str]) -> str:
    """Why *classifier* cannot learn from columns of these *names*; "" where it can."""
    if classifier not in PHYSICS or set(_COLUMNS) <= set(names):
        return ""
    return (
        "Physics evidence learns from the features 'evidence', not from these: extract them and"
        " choose that set."
    )


def alike(classes: Sequence[str]) -> str:
    """Which labels the lines of a bearing cannot tell apart, in words; "" where it can tell all."""
    others = [name for name in classes if name not in _SPEAKS_OF]
    if len(others) < 2:
        return ""
    return (
        f"The evidence is of the bearing's lines alone: it does not tell {', '.join(others)} apart."
    )


def _rule(material: Material) -> Floats:
    """Classes × (columns and a constant): what the weights are before anything is learned."""
    if problem := lacks_evidence("physics", material.names):
        raise InvalidInput(problem)
    rule = np.zeros((len(material.classes), len(_COLUMNS) + 1))
    for place, name in enumerate(material.classes):
        for column, weight in _SPEAKS_OF.get(name, {}).items():
            rule[place, _COLUMNS.index(column)] = weight
        if name not in _SPEAKS_OF:
            rule[place, -1] = _QUIET  # healthy, or what the bearing's lines say nothing of
    if not rule[:, :-1].any():
        known = ", ".join(_SPEAKS_OF)
        raise InvalidInput(
            f"None of the labels is a fault of a rolling bearing ({known}): physics evidence has"
            " nothing to say of them. Choose another classifier."
        )
    return rule


def _trust(told: Material, rule: Floats) -> float:
    """The precision of the prior under which units left out are judged best.

    The rule stands at its strongest where a class has too few units to leave one out.
    """
    parts = _parts(told)
    if not parts:
        return _TRUST[-1]
    losses = [sum(_loss_without(told, rule, trust, part) for part in parts) for trust in _TRUST]
    return _TRUST[int(np.argmin(losses))]


def _parts(told: Material) -> list[Integers]:
    """Rows of each unit, where every class is left with another unit; else none."""
    units = np.array(told.units)
    for target in np.unique(told.targets):
        if len(np.unique(units[told.targets == target])) < 2:
            return []
    return [np.flatnonzero(units == unit) for unit in np.unique(units)]


def _loss_without(told: Material, rule: Floats, trust: float, part: Integers) -> float:
    rest = np.setdiff1d(np.arange(len(told.targets)), part)
    weights = _posterior(told.only(rest), rule, trust)
    left_out = told.only(part)
    chances = _log_chances(_with_constant(left_out.values), weights)
    return -float(chances[np.arange(len(part)), left_out.targets].mean())


def _posterior(told: Material, rule: Floats, trust: float) -> Floats:
    """Maximum a posteriori weights; every unit counts once, and every class the same."""
    from scipy.optimize import minimize

    values = _with_constant(told.values)
    share = _shares(told)
    wanted = np.eye(len(rule))[told.targets]

    def misfit(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(rule.shape)
        chances = _log_chances(values, weights)
        away = weights - rule
        loss = -float(share @ (chances * wanted).sum(axis=1)) + trust * float((away**2).sum())
        slope = ((np.exp(chances) - wanted) * share[:, None]).T @ values + 2 * trust * away
        return loss, slope.ravel()

    found = minimize(misfit, rule.ravel(), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64).reshape(rule.shape)


def _shares(told: Material) -> Floats:
    """Weight of each row: classes alike, their units alike, the rows of a unit alike."""
    units, share = np.array(told.units), np.zeros(len(told.targets))
    present = np.unique(told.targets)
    for target in present:
        own = told.targets == target
        names, counts = np.unique(units[own], return_counts=True)
        of_unit = dict(zip(names, counts, strict=True))
        share[own] = [1 / (len(names) * of_unit[unit]) for unit in units[own]]
    return np.asarray(share * len(np.unique(units)) / len(present))


def _with_constant(values: Floats) -> Floats:
    return np.hstack((values, np.ones((len(values), 1))))


def _log_chances(values: Floats, weights: Floats) -> Floats:
    from scipy.special import log_softmax

    return np.asarray(log_softmax(values @ weights.T, axis=1), dtype=np.float64)


def _as_regression(material: Material, weights: Floats) -> Any:
    """The weights as a scikit-learn classifier, which is kept and run like any other."""
    from sklearn.linear_model import LogisticRegression

    whole = np.zeros((len(weights), len(material.names)))
    for place, name in enumerate(_COLUMNS):
        whole[:, list(material.names).index(name)] = weights[:, place]
    constant = weights[:, -1]
    if len(weights) == 2:  # scikit-learn keeps the difference of two
        whole, constant = whole[1:] - whole[:1], constant[1:] - constant[:1]
    made = LogisticRegression()
    made.coef_, made.intercept_ = whole, constant
    made.classes_ = np.arange(len(weights))
    made.n_features_in_ = len(material.names)
    return made
