"""The tables of the evaluation, column by column: what a narrow panel needs most comes first."""

from pfd_desktop.core.evaluation.answering import Answer
from pfd_desktop.core.evaluation.assessment import Level, Slice
from pfd_desktop.core.evaluation.curves import ClassCurve
from pfd_desktop.core.evaluation.robustness import Withstood
from pfd_desktop.core.figures import robustness, strangers
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.core.training.strangers import SCORE, Stranger
from pfd_desktop.ui.item_models.records import Column

RIGHT = "Right (%)"
RIGHT_TIP = "The share named rightly, with its 95 % interval: bootstrap over units"


def share(value: float, found: Interval | None) -> str:
    """In percent, with its interval in parentheses: one narrow column."""
    sure = "" if found is None else f" ({100 * found.low:.1f}–{100 * found.high:.1f})"
    return f"{100 * value:.1f}{sure}"


LEVELS: tuple[Column[Level], ...] = (
    Column("Counted", lambda one: one.of),
    Column(
        RIGHT,
        lambda one: share(one.right, one.interval),
        lambda one: one.right,
        number=True,
        tip=lambda one: (
            RIGHT_TIP
            if one.interval
            else "Windows of one recording agree with each other: they are no cases of their own"
        ),
        about=RIGHT_TIP,
    ),
    Column("Cases", lambda one: "–" if one.cases is None else str(one.cases), number=True),
)
SLICES: tuple[Column[Slice], ...] = (
    Column("Slice", lambda one: f"{one.by}: {one.value}"),
    Column(
        RIGHT,
        lambda one: share(one.right.value, one.right),
        lambda one: one.right.value,
        number=True,
        about=RIGHT_TIP,
    ),
    Column("Recordings", lambda one: str(one.recordings), lambda one: one.recordings, number=True),
    Column("Units", lambda one: str(one.units), lambda one: one.units, number=True),
)
CLASSES: tuple[Column[ClassCurve], ...] = (
    Column("Class", lambda one: one.name),
    Column(
        "Area",
        lambda one: f"{one.area:.3f}",
        lambda one: one.area,
        number=True,
        about="Under the ROC: 0.5 is guessing",
    ),
    Column(
        "Precision",
        lambda one: f"{one.average_precision:.3f}",
        lambda one: one.average_precision,
        number=True,
        about="Average over recall",
    ),
)
ANSWERS: tuple[Column[Answer], ...] = (
    Column("Recording", lambda one: one.recording_name),
    Column("Answer", lambda one: one.said or "I don't know"),
    Column("Truth", lambda one: one.truth),
    Column("Why not", lambda one: one.reason),
    Column("Unit", lambda one: one.unit_name),
)


STRANGERS: tuple[Column[Stranger], ...] = (
    Column(
        "Left out",
        lambda one: (
            f"{one.left_out} · {one.split.value}, {'score' if one.by == SCORE else 'distance'}"
        ),
        tip=lambda one: (
            f"{one.left_out}, in recordings of a {one.split.value} never met; noticed by {one.by}"
        ),
        about="The class, what training had not met of any recording, by what it is noticed",
    ),
    Column(
        "AUROC",
        lambda one: f"{one.found.area:.3f}" if one.found else "–",
        lambda one: one.found.area if one.found else -1.0,
        number=True,
        tip=lambda one: f"{one.found.area:.3f}" if one.found else one.reason,
        about="How surely it is told from the classes that were learned: 0.5 is guessing",
    ),
    Column(
        "False alarms",
        lambda one: f"{100 * one.found.false_alarms:.0f} %" if one.found else "–",
        lambda one: one.found.false_alarms if one.found else 2.0,
        number=True,
        about="Share of known recordings flagged where 95 % of the unknown are",
    ),
    Column("Recordings", lambda one: one.reason or strangers.row(one)[-1]),
)
WITHSTOOD: tuple[Column[Withstood], ...] = (
    Column("Done to it", robustness.done_words, tip=lambda one: ", ".join(robustness.row(one)[:2])),
    Column(
        RIGHT,
        lambda one: share(one.right.value, one.right) if one.right else "no window left",
        lambda one: -1.0 if one.right is None else one.right.value,
        number=True,
        about=RIGHT_TIP,
    ),
    Column(
        "Windows (%)", lambda one: f"{100 * one.windows:.1f}" if one.right else "–", number=True
    ),
    Column("Recordings", lambda one: str(one.recordings), lambda one: one.recordings, number=True),
)
