"""Which recordings a feature set can compare with the baseline of their measuring point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pfd_desktop.core.diagnosis.lubrication import SAME_SPEED
from pfd_desktop.core.features.relative import associated
from pfd_desktop.core.records.comparing import comparable
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import InvalidInput
from pfd_desktop.store import recordings, trends
from pfd_desktop.store.project import Project


@dataclass(frozen=True)
class Baselines:
    """The recordings that take part, with those that each is compared with."""

    used: tuple[Recording, ...]
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by recording
    recordings: tuple[Recording, ...] = ()  # all that are compared with
    notes: tuple[str, ...] = ()


def baselines_of(project: Project, asked: Sequence[Recording], least_samples: int) -> Baselines:
    """Those of *asked* that have a comparable baseline and are no part of one.

    Comparable: same axis, unit, rate and processing, speed within 5 % (or told for neither), no
    other label than healthy, and long enough. Raises InvalidInput where none has one.
    """
    marked, near = _marked(project, asked)
    own: list[Recording] = []
    rest: list[Recording] = []
    for one in asked:
        (own if one.id in marked.get(one.point_id, ()) else rest).append(one)
    faulty = {
        base.id: base
        for point, ids in marked.items()
        for base in near[point]
        if base.id in ids and base.label not in {None, "", Fault.HEALTHY.value}
    }
    told = {
        one.id: tuple(
            base.id
            for base in near.get(one.point_id, ())
            if base.id in marked[one.point_id]
            and base.id not in faulty
            and base.samples >= least_samples
            and _comparable(one, base)
        )
        for one in rest
    }
    used = tuple(one for one in rest if told[one.id])
    if not used:
        raise InvalidInput(
            f"None of the {len(rest)} recordings has a baseline that it can be compared with. Mark"
            " recordings of each measuring point's good state in the Trend panel, or by 'pfd trend"
            " POINT --baseline ID'."
        )
    wanted = {key for ids in told.values() for key in ids}
    bases = tuple(one for ones in near.values() for one in ones if one.id in wanted)
    notes = (
        _left_out("without a comparable baseline", [o.name for o in rest if not told[o.id]]),
        _left_out("part of a baseline", [one.name for one in own]),
        _faulty(tuple(faulty.values())),
        associated(*_pairs(rest, told)),
    )
    return Baselines(
        used, {one.id: told[one.id] for one in used}, bases, tuple(note for note in notes if note)
    )


def left_out(why: str, ids: Sequence[str], asked: Sequence[Recording]) -> tuple[str, ...]:
    """A sentence for those of *asked* that have these ids; none for no such."""
    names = [one.name for one in asked if one.id in ids]
    return tuple(filter(None, [_left_out(why, names)]))


def _marked(
    project: Project, asked: Sequence[Recording]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[Recording, ...]]]:
    """By measuring point: the recordings marked as its baseline, and all of its recordings."""
    marked, near = {}, {}
    with project.store.read() as session:
        for point in dict.fromkeys(one.point_id for one in asked):
            found = trends.baseline(session, point)
            if found is not None:
                marked[point] = found.recording_ids
                near[point] = tuple(recordings.of_point(session, point))
    return marked, near


def _comparable(one: Recording, base: Recording) -> bool:
    if not comparable(one, base) or one.blob == base.blob:
        return False
    if one.speed_rpm is None or base.speed_rpm is None:
        return one.speed_rpm is base.speed_rpm
    return abs(base.speed_rpm - one.speed_rpm) <= SAME_SPEED * one.speed_rpm


def _pairs(
    rest: Sequence[Recording], told: Mapping[str, tuple[str, ...]]
) -> tuple[list[str], list[bool]]:
    labelled = [one for one in rest if one.label]
    return [one.label or "" for one in labelled], [bool(told[one.id]) for one in labelled]


def _left_out(why: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    are = "recordings are" if len(names) > 1 else "recording is"
    return f"{len(names)} {are} {why} and left out: {_some(names)}."


def _faulty(bases: Sequence[Recording]) -> str:
    if not bases:
        return ""
    shown = _some([f"{one.name} ({one.label})" for one in bases])
    return f"Baselines hold recordings that are not labelled healthy, which do not count: {shown}."


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
