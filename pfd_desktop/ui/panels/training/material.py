"""What a choice means: which recordings, of which units, and what the split will do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pfd_desktop.core.classical.physics import lacks_evidence
from pfd_desktop.core.classical.table import ON_WAVEFORMS
from pfd_desktop.core.evaluation.pooling import ONLY_NETWORKS, Pooling
from pfd_desktop.core.networks.table import NETWORKS, network
from pfd_desktop.core.parameters import Value
from pfd_desktop.core.records.learning import FeatureSet, SplitKind
from pfd_desktop.core.records.recording import Recording

WITHOUT_FEATURES = (*ON_WAVEFORMS, *NETWORKS)
_MEANS = {
    SplitKind.UNIT: "Each fold is judged on units that training never saw: what counts for a new"
    " machine.",
    SplitKind.MACHINE: "Each fold is judged on whole machines that training never saw.",
    SplitKind.CONDITION: "Each fold is judged on operating conditions that training never saw; the"
    " units are known to it.",
    SplitKind.RECORD: "Each fold is judged on whole recordings that training never saw; the units"
    " are known to it.",
    SplitKind.RANDOM: "Leaky: windows of one recording stand in training and in test. Only to see"
    " how much it flatters.",
}


@dataclass(frozen=True)
class Choice:
    """What the form says."""

    classifier: str
    split: SplitKind
    feature_set_id: str  # "" for what reads waveforms
    seed: int
    epochs: int
    window_samples: int
    options: tuple[tuple[str, Value], ...] = ()  # networks: what is set otherwise than usual
    trouble: str = ""  # what in the form cannot be used
    select: int = 0  # features chosen in each fold; 0: all
    select_by: str = "mid"
    pool: str = "mean"


@dataclass(frozen=True)
class Material:
    """What would be trained on, and what is to be known of it before."""

    recordings: tuple[Recording, ...]
    counts: str
    meaning: str
    problem: str  # why it cannot be trained; "" when it can
    about: str = ""  # the network that would be trained


def material(
    choice: Choice, sets: Sequence[FeatureSet], recordings: Sequence[Recording]
) -> Material:
    """The labelled recordings that *choice* trains on."""
    used = _used(choice, sets, recordings)
    classes = Counter(recording.label or "" for recording in used)
    units = {recording.unit_id for recording in used}
    counts = (
        f"{len(used)} labelled recordings of {len(units)} units in {len(classes)} classes: "
        + ", ".join(f"{name} {count}" for name, count in sorted(classes.items()))
    )
    if choice.classifier in WITHOUT_FEATURES and used:
        counts += f". {_windows(used, choice.window_samples)}"
    names = next((one.feature_names for one in sets if one.id == choice.feature_set_id), ())
    alone = choice.pool == Pooling.ATTENTION and choice.classifier not in NETWORKS
    problem = choice.trouble or (ONLY_NETWORKS if alone else _problem(choice, used))
    if choice.feature_set_id:
        problem = lacks_evidence(choice.classifier, names) or problem
    return Material(used, counts, _MEANS[choice.split], problem, _about(choice, len(classes)))


def _windows(used: Sequence[Recording], length: int) -> str:
    count = sum(recording.samples // length for recording in used)
    lasts = sorted({length / recording.rate_hz for recording in used})
    shown = f"{1e3 * lasts[0]:.3g}"
    if len(lasts) > 1:
        shown += f" to {1e3 * lasts[-1]:.3g}"
    return f"{count:,} windows of {shown} ms"


def _about(choice: Choice, classes: int) -> str:
    if choice.classifier not in NETWORKS:
        return ""
    row = network(choice.classifier)
    return (
        f"{row.source}. Reads {row.reads}. {row.parameters + classes * row.parameters_each:,}"
        f" weights; an epoch of 1,000 windows of 2,048 samples takes one core about"
        f" {row.cost_s:g} s."
    )


def _used(
    choice: Choice, sets: Sequence[FeatureSet], recordings: Sequence[Recording]
) -> tuple[Recording, ...]:
    labelled = [recording for recording in recordings if recording.label]
    if choice.classifier in WITHOUT_FEATURES:
        return tuple(labelled)
    chosen = next((one for one in sets if one.id == choice.feature_set_id), None)
    if chosen is None:
        return ()
    own = set(chosen.recording_ids)
    return tuple(recording for recording in labelled if recording.id in own)


def _problem(choice: Choice, used: Sequence[Recording]) -> str:
    short = [r.name for r in used if r.samples < choice.window_samples]
    if short and choice.classifier in WITHOUT_FEATURES:
        return f"{short[0]} is shorter than a window. Choose shorter windows."
    if choice.classifier not in WITHOUT_FEATURES and not choice.feature_set_id:
        return "This classifier learns from features: extract a feature set first."
    classes = {recording.label for recording in used}
    if len(classes) < 2:
        return "Recordings of at least two labels are needed; label some first."
    if choice.split is not SplitKind.UNIT:
        return ""
    alone = [
        str(name)
        for name in sorted(map(str, classes))
        if len({r.unit_id for r in used if r.label == name}) < 2
    ]
    if not alone:
        return ""
    return (
        f"A split by unit cannot be had: {', '.join(alone)} has a single unit. Add recordings of"
        " another unit, or leave the label out of the feature set."
    )
