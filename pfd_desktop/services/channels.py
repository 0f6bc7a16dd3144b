"""Channels measured together, compared with each other and with an earlier measurement."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from pfd_desktop.core.doctor import child
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.compute import Compute

Found = list[tuple[str, Flag]]  # id of a recording, what was found
Pair = tuple[Recording, Recording]

_SAME_SPEED = 0.02  # of the speed: measurements further apart are not compared


def together(
    known: Sequence[Recording], asked: set[str], compute: Compute, progress: Progress
) -> Found:
    """Which of *asked* share their signal with, or changed places with, another channel.

    *known*: all recordings of the project. Raises the PfdError of the first waveform file that
    cannot be read.
    """
    files = _measurements(known)
    return [
        *_alike(files, asked, compute, Part(progress, 0.0, 0.5)),
        *_crossed(files, asked, compute, Part(progress, 0.5, 1.0)),
    ]


def _measurements(known: Sequence[Recording]) -> list[list[Recording]]:
    """Recordings by the measurement that they are channels of, as they arrived."""
    files = defaultdict(list)
    for one in known:
        if not one.processed:
            files[one.machine_id, one.source_name, one.samples, one.rate_hz].append(one)
    return list(files.values())


def _alike(
    files: list[list[Recording]], asked: set[str], compute: Compute, progress: Progress
) -> Found:
    pairs = [pair for channels in files for pair in _pairs(channels, asked)]
    paths = [(a.path, b.path) for a, b in pairs]
    flags = compute.map(progress, child.compare_blobs, paths)
    return [
        (one.id, _with(flag, pair))
        for pair, flag in zip(pairs, _whole(flags), strict=True)
        if flag is not None
        for one in pair
        if one.id in asked
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
        for (_, now), flag in zip(compared, _whole(flags), strict=True)
        if flag is not None
        for one in now
        if one.id in asked
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


def _whole(found: tuple[Flag | PfdError | None, ...]) -> Iterator[Flag | None]:
    for flag in found:
        if isinstance(flag, PfdError):
            raise flag
        yield flag


def _with(flag: Flag, pair: Pair) -> Flag:
    return Flag(flag.code, f"{flag.text} ({pair[0].channel} and {pair[1].channel})")
