"""How a network learns: what can be set, declared once for window, command line and trials."""

from dataclasses import dataclass
from math import cos, pi

from pfd_desktop.core.classical.table import CLASSICAL
from pfd_desktop.core.networks.table import NETWORKS
from pfd_desktop.core.parameters import Choice, Number, Parameter, Toggle, Value, Values, checked

NOISE_RANGE_DB = 20.0  # a window's noise lies between the least ratio and this much quieter
_WARM_UP = 0.3  # share of the steps in which one cycle's rate rises
_FROM, _TO = 1 / 25, 1e-4  # of the highest rate, where one cycle begins and ends

PARAMETERS: tuple[Parameter, ...] = (
    Number(
        "patience",
        "Stop after epochs",
        "",
        low=1,
        high=500,
        blank="never",
        whole=True,
        tip="Ends a fold when this many epochs have not lowered the loss on validation units, taken"
        " out of what is learned from; the weights of the best epoch are kept",
    ),
    Number("learning_rate", "Learning rate", default=1e-3, low=1e-6, high=1.0),
    Choice(
        "schedule",
        "Schedule",
        (("constant", "constant"), ("cosine", "cosine"), ("one-cycle", "one cycle")),
        "constant",
        "How the learning rate changes: not at all; down to 0 along a cosine (Loshchilov & Hutter"
        " 2017); up, then down (Smith 2018)",
    ),
    Number("batch", "Batch", "windows", 64, 2, 4096, whole=True),
    Number(
        "snr_db",
        "Noise down to dB",
        "",
        low=-20,
        high=60,
        blank="no noise",
        tip="White noise is added to each window that is learned from, by chance between this ratio"
        " of signal to noise and 20 dB more",
    ),
    Number(
        "speed_percent",
        "Speed ± %",
        "",
        low=0.1,
        high=20,
        blank="as it is",
        tip="Each window that is learned from runs by chance up to this much faster or slower, by"
        " interpolation: all its frequencies move with it",
    ),
    Toggle("shift", "Shifted windows", tip="Each epoch cuts the recordings at other places"),
    Number(
        "smoothing",
        "Label smoothing",
        default=0.0,
        low=0.0,
        high=0.5,
        tip="Share of certainty that is spread over all classes (Szegedy et al. 2016)",
    ),
    Choice(
        "precision",
        "Precision",
        (("single", "single"), ("mixed", "mixed, bfloat16"), ("auto", "the faster one here")),
        "single",
        "Mixed: products of half as many bits, which some processors form faster; its losses differ"
        " in the second digit. The faster one here: mixed where a probe of one second on this"
        " network and batch shows it clearly faster",
    ),
    Toggle(
        "deterministic",
        "Deterministic",
        tip="Nothing is chosen by measured time, so that the same seed gives the same weights to"
        " the last bit run after run; else a probe of one second chooses the layout in memory",
    ),
    Toggle("weighted", "Class weights", True, "Rare classes count as much as frequent ones"),
)


FEATURE_PARAMETERS: tuple[Parameter, ...] = (
    Number(
        "snr_db",
        "Noisy copies down to dB",
        "",
        default=0.0,
        low=-20,
        high=60,
        blank="none",
        tip="Each recording that is learned from is learned from once more with white noise, by"
        " chance between this ratio of signal to noise and 20 dB more",
    ),
)


@dataclass(frozen=True)
class Options:
    """PARAMETERS, checked."""

    patience: int | None = None
    learning_rate: float = 1e-3
    schedule: str = "constant"
    batch: int = 64
    snr_db: float | None = None
    speed_percent: float | None = None
    shift: bool = False
    smoothing: float = 0.0
    precision: str = "single"
    deterministic: bool = False
    weighted: bool = True

    @property
    def moves(self) -> bool:
        """Whether windows are read from other places than their own."""
        return self.shift or self.speed_percent is not None

    def rate(self, step: int, steps: int) -> float:
        """The learning rate of step *step* of *steps*."""
        done = min(1.0, step / max(1, steps))
        if self.schedule == "constant":
            return self.learning_rate
        if self.schedule == "cosine":
            return self.learning_rate * _down(done, 0.0)
        if done < _WARM_UP:
            return self.learning_rate * (_FROM + (1 - _FROM) * done / _WARM_UP)
        return self.learning_rate * _down((done - _WARM_UP) / (1 - _WARM_UP), _TO)


USUAL = Options()


def options(given: Values) -> Options:
    """*given* with defaults filled in; raises InvalidInput for what is unknown or out of bounds."""
    values = checked(PARAMETERS, given)
    return Options(
        patience=_whole(values["patience"]),
        learning_rate=_number(values["learning_rate"]) or 0.0,
        schedule=str(values["schedule"]),
        batch=_whole(values["batch"]) or 0,
        snr_db=_number(values["snr_db"]),
        speed_percent=_number(values["speed_percent"]),
        shift=bool(values["shift"]),
        smoothing=_number(values["smoothing"]) or 0.0,
        precision=str(values["precision"]),
        deterministic=bool(values["deterministic"]),
        weighted=bool(values["weighted"]),
    )


def set_by_hand(given: Values) -> tuple[tuple[str, Value], ...]:
    """Those of *given* that are not the default, as requests keep them."""
    usual = {parameter.name: parameter.default for parameter in PARAMETERS}
    return tuple(sorted((k, v) for k, v in checked(PARAMETERS, given).items() if v != usual[k]))


def parameters_of(classifier: str) -> tuple[Parameter, ...]:
    """What can be set of a classifier."""
    if classifier in NETWORKS:
        return PARAMETERS
    return FEATURE_PARAMETERS if classifier in CLASSICAL else ()


def as_asked(classifier: str, given: Values) -> tuple[tuple[str, Value], ...]:
    """What of *given* a request says: what is not usual of a network, what acts of the others.

    Raises InvalidInput for what cannot be set of it.
    """
    if classifier in NETWORKS:
        return set_by_hand(given)
    values = checked(parameters_of(classifier), given)
    return tuple(sorted((name, value) for name, value in values.items() if value is not None))


def least_snr_db(classifier: str, asked: Values) -> float | None:
    """Down to which ratio noisy copies are learned from; None without any."""
    return _number(asked.get("snr_db")) if classifier in CLASSICAL else None


def _down(done: float, end: float) -> float:
    return end + (1 - end) * (1 + cos(pi * done)) / 2


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _whole(value: Value) -> int | None:
    found = _number(value)
    return None if found is None else int(found)
