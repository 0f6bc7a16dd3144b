"""Feature sets, runs and their results."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pfd_desktop.core.parameters import Value
from pfd_desktop.core.records.recording import NOT_EXAMINED


class SplitKind(StrEnum):
    """What must not stand on both sides of a split."""

    UNIT = "unit"
    MACHINE = "machine"
    CONDITION = "condition"
    RECORD = "record"
    RANDOM = "random"  # windows at random: leaky, badged so


class RunState(StrEnum):
    """A run's life."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class ExtractRequest:
    """Which recordings to turn into features, and how they are cut into windows."""

    recording_ids: tuple[str, ...]
    window_samples: int = 8192
    overlap: float = 0.0  # share of a window that the next one repeats, 0 to 0.9
    name: str = ""  # "" names the set after its size and time
    dataset_version_id: str | None = None  # its members, as it froze them, instead of these ids
    features: str = "standard"  # the set of features: "standard", "legacy-36"
    own: tuple[str, ...] = ()  # files of own features beside it, "mine.py" or "mine.py:hash"
    baseline: bool = False  # against the baseline of each recording's measuring point


@dataclass(frozen=True)
class TrainRequest:
    """What to train, on what, and how it is to be judged."""

    classifier: str = "forest"  # a key of core/classical/table or core/networks/table, or "physics"
    split: SplitKind = SplitKind.UNIT
    feature_set_id: str | None = None  # None for what reads waveforms
    recording_ids: tuple[str, ...] = ()  # empty: all labelled recordings of the feature set
    seed: int = 0
    folds: int = 5  # at most; fewer where a class has fewer units
    epochs: int = 12  # networks only
    window_samples: int = 2048  # for what reads waveforms
    name: str = ""  # "" names the run after its classifier and split
    dataset_version_id: str | None = None  # recordings are taken as this version froze them
    split_id: str | None = None  # a split of that version; None: one is drawn for this run
    select: int = 0  # features chosen in each fold, on what is learned from; 0: all
    options: tuple[tuple[str, Value], ...] = ()  # networks: set otherwise than in training/options
    select_by: str = "mid"  # the rule: a value of Choosing in features/selection
    pool: str = "mean"  # of a recording's windows: a value of Pooling in evaluation/pooling


@dataclass(frozen=True)
class FeatureSet:
    """Features of recordings, by window; the numbers lie in a file under ``runs/``."""

    id: str
    name: str
    feature_names: tuple[str, ...]
    recording_ids: tuple[str, ...]
    rows: int  # windows, or recordings where they are taken whole
    window_samples: int  # 0: recordings are taken whole
    code_version: str
    created_at: datetime
    warnings: tuple[str, ...] = ()  # "12 recordings state no speed: …"
    dataset_version_id: str | None = None  # the version it was made of


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval."""

    value: float
    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True)
class RecordPrediction:
    """One recording that the classifier had not seen, and what it said of it."""

    recording_id: str
    recording_name: str
    unit_name: str
    condition: str
    truth: str
    predicted: str
    scores: tuple[float, ...]  # mean over windows, in the order of RunResult.classes
    fold: int
    grade: str = ""  # of the measurement when it was judged; "" where it was not examined
    weights: tuple[float, ...] = ()  # of attention: each window's share in the answer, in time

    @property
    def heaviest(self) -> int:
        """The window with the largest share, from 0; -1 where none are known."""
        return self.weights.index(max(self.weights)) if self.weights else -1


@dataclass(frozen=True)
class GradeSlice:
    """The recordings of one grade."""

    grade: str  # NOT_EXAMINED where nobody had looked
    right: int
    recordings: int


@dataclass(frozen=True)
class RunResult:
    """What a run found, per record."""

    classes: tuple[str, ...]
    predictions: tuple[RecordPrediction, ...]
    accuracy: Interval  # per record, cluster bootstrap by unit
    macro_f1: Interval
    window_accuracy: float  # for comparison only
    chance: float
    units: int
    folds: int
    warnings: tuple[str, ...]  # what the reader must know ("only 2 units per class")
    computed: str = ""  # networks: how their steps were computed here, and why so

    def confusion(self) -> tuple[tuple[int, ...], ...]:
        """Counts of records, rows truth, columns predicted, in the order of ``classes``."""
        index = {name: i for i, name in enumerate(self.classes)}
        counts = [[0] * len(self.classes) for _ in self.classes]
        for p in self.predictions:
            counts[index[p.truth]][index[p.predicted]] += 1
        return tuple(tuple(row) for row in counts)

    def by_grade(self) -> tuple[GradeSlice, ...]:
        """How many were named rightly, for each grade of measurement; () where none is known."""
        own = {
            grade: [p for p in self.predictions if p.grade == grade]
            for grade in sorted({p.grade for p in self.predictions}, key=lambda g: (not g, g))
        }
        if not any(own):
            return ()
        return tuple(
            GradeSlice(grade or NOT_EXAMINED, sum(p.truth == p.predicted for p in here), len(here))
            for grade, here in own.items()
        )


@dataclass(frozen=True)
class LeakMeter:
    """The same classifier under three splits, and the reading in words."""

    random: Interval
    condition: Interval | None  # None with the reason in ``words`` where it cannot be had
    unit: Interval | None
    chance: float
    words: str
    run_id: str = ""  # the run it is kept on


@dataclass(frozen=True)
class AuditFinding:
    """One thing a split shares across its sides, or that goes with the class on both."""

    kind: str  # "unit", "record", "samples", "preprocessing", "bookkeeping"
    text: str


@dataclass(frozen=True)
class EpochEvent:
    """One epoch of a network's training, told as it ends."""

    fold: int
    folds: int
    epoch: int
    epochs: int
    train_loss: float
    validation_loss: float | None
    validation_accuracy: float | None
    gradient_norm: float | None = None  # 2-norm over all weights
    f1: tuple[float, ...] = ()  # of the validation windows, in the order of the classes


@dataclass(frozen=True)
class Estimate:
    """What a training will take, from one measured batch."""

    batch: int  # windows that were measured
    step_s: float  # of one step on them
    epoch_s: float  # of the longest fold, with what it is judged on and its checkpoint
    whole_s: float  # of all folds and epochs; at most so long where it may stop early
    memory_mib: float  # the compute process at its largest, files that are read left out
    computed: str  # how steps will be computed

    @property
    def words(self) -> str:
        """All of it in a sentence."""
        return (
            f"An epoch takes about {_lasting(self.epoch_s)}, all of it about"
            f" {_lasting(self.whole_s)}, the compute process up to {self.memory_mib:,.0f} MiB: from"
            f" one batch of {self.batch} windows, {1e3 * self.step_s:,.3g} ms a step"
            f" ({self.computed})."
        )


def _lasting(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.2g} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


@dataclass(frozen=True)
class Run:
    """One training with its evaluation."""

    id: str
    name: str
    classifier: str  # as in TrainRequest
    split: SplitKind
    feature_set_id: str | None  # None for what reads waveforms
    recording_ids: tuple[str, ...]
    split_certificate: str  # SHA-256; of the designed split where there is one
    seed: int
    state: RunState
    reason: str  # why it failed or stopped
    result: RunResult | None
    leak_meter: LeakMeter | None
    history: tuple[EpochEvent, ...]
    created_at: datetime
    finished_at: datetime | None
    dataset_version_id: str | None = None
    split_id: str | None = None  # the designed split it was judged on
    recipe: str = ""  # the same for runs that differ by their seed alone; "" where nobody knows


@dataclass(frozen=True)
class RunSummary:
    """A run as tables list it: all but its recordings, predictions and history."""

    id: str
    name: str
    classifier: str
    split: SplitKind
    seed: int
    state: RunState
    reason: str
    recordings: int
    accuracy: Interval | None  # None where it has no result, as are the following
    macro_f1: Interval | None
    chance: float | None
    units: int | None
    created_at: datetime
    finished_at: datetime | None
    dataset_version_id: str | None = None
    recipe: str = ""  # as in Run
    note: str = ""
    starred: bool = False
    archived_at: datetime | None = None

    @property
    def has_result(self) -> bool:
        """Whether it came to an end that can be shown and compared."""
        return self.accuracy is not None
