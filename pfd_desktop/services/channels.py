"""Channels measured together, compared with each other and with an earlier measurement."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from pfd_desktop.core.doctor import child
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.compute import Compute

Found = list[tuple[str, Flag]]  # id of a recording, what was found
Pair = tuple[Recording, Recording]

_SAME_SPEED = 0.02  # of the speed: measurements further apart are not compared


def together(
    known: Sequence[Recording], asked: set[str], compute: Compute, progress: Progress
) -> Found:
    """Where one of *asked* shares its signal with another channel, or changed places with it.

    The finding is told of both. *known*: all recordings of the project. What cannot be read is not
    compared.
    """
    files = _measurements(known)
    return [
        *_alike(files, asked, compute, Part(progress, 0.0, 0.5)),
        *_crossed(files, asked, compute, Part(progress, 0.5, 1.0)),
    ]


def _measurements(known: Sequence[Recording]) -> list[list[Recording]]:
    """Recordings by the measurement that they are channels of, as they arrived.

    A vector that comes again is of another file of that name: each has those of its turn.
    """
    files: defaultdict[tuple[object, ...], list[Recording]] = defaultdict(list)
    turns: Counter[tuple[object, ...]] = Counter()
    for one in known:
        if one.processed:
            continue
        name = one.machine_id, one.source_name, one.samples, one.rate_hz
        vector = *name, one.vector or one.channel
        files[*name, turns[vector]].append(one)
        turns[vector] += 1
    return list(files.values())


def _alike(
    files: list[list[Recording]], asked: set[str], compute: Compute, progress: Progress
) -> Found:
    pairs = [pair for channels in files for pair in _pairs(channels, asked)]
    paths = [(a.path, b.path) for a, b in pairs]
    flags = compute.map(progress, child.compare_blobs, paths)
    return [
        (one.id, _with(flag, pair))
        for pair, flag in zip(pairs, flags, strict=True)
        if isinstance(flag, Flag)
        for one in pair
    ]


def _pairs(channels: list[Recording], asked: set[str]) -> Iterator[Pair]:
    return (pair for pair in combinations(channels, 2) if asked & {one.id for one in pair})


def _crossed(
    files: list[list[Recording]], asked: set[str], compute: Compute, progress: Progress
) -> Found:
    compared = list(_with_earlier(files, asked))
    requests = [tuple(one.path for one in (*before, *now)) for before, now in compared]
    flags = compute.map(progress, child.cross_blobs, requests)
    return [
        (one.id, _with(flag, now))
        for (_, now), flag in zip(compared, flags, strict=True)
        if isinstance(flag, Flag)
        for one in now
    ]


def _with_earlier(files: list[list[Recording]], asked: set[str]) -> Iterator[tuple[Pair, Pair]]:
    """For each pair of *asked* the latest comparable one before of the same two points."""
    earlier: defaultdict[tuple[str, str], list[Pair]] = defaultdict(list)
    for channels in files:
        for now in combinations(sorted(channels, key=lambda one: one.point_id), 2):
            points = now[0].point_id, now[1].point_id
            if points[0] == points[1]:
                continue
            if asked & {one.id for one in now}:
                latest = (one for one in reversed(earlier[points]) if _comparable(one[0], now[0]))
                if (before := next(latest, None)) is not None:
                    yield before, now
            earlier[points].append(now)


def _comparable(before: Recording, now: Recording) -> bool:
    if (before.rate_hz, before.label) != (now.rate_hz, now.label):
        return False
    if before.speed_rpm is None or now.speed_rpm is None:
        return before.speed_rpm == now.speed_rpm
    return abs(before.speed_rpm / now.speed_rpm - 1) <= _SAME_SPEED


def _with(flag: Flag, pair: Pair) -> Flag:
    return Flag(flag.code, f"{flag.text} ({pair[0].channel} and {pair[1].channel})")
