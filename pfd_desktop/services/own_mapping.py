"""Work on many recordings of which own features are a part: what they end is done without them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from pfd_desktop.core.features.extraction import Cut
from pfd_desktop.core.features.noisy import NoisyCut
from pfd_desktop.core.features.own_file import OwnFile, declared, kept_source
from pfd_desktop.core.features.own_running import WHOLE, OwnFailure, Watch, left_behind
from pfd_desktop.errors import PfdError, WorkerDied, WorkerLimit
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.compute import Compute

C = TypeVar("C", Cut, NoisyCut)
R = TypeVar("R")


def map_own(
    compute: Compute,
    progress: Progress,
    func: Callable[[C, Progress], R],
    cuts: Sequence[C],
    longest_s: float,
) -> tuple[list[R | PfdError], list[tuple[str, OwnFailure]]]:
    """func of each cut, and by recording which functions ended a child: those are not asked again.

    Only of that recording: what follows for a recording depends on no other.
    """
    if not any(cut.own for cut in cuts):
        return list(compute.map(progress, func, cuts)), []
    ended: list[tuple[str, OwnFailure]] = []
    with TemporaryDirectory(prefix="pfd-own-") as folder:
        asked = [
            replace(cut, watch=Watch(Path(folder) / str(place), longest_s))
            for place, cut in enumerate(cuts)
        ]
        found = list(compute.map(Part(progress, 0.0, 0.9), func, asked))
        while True:
            again = []
            for place, answer in enumerate(found):
                failure = _ended(asked[place], answer)
                if failure is not None:
                    ended.append((asked[place].name, failure))
                    asked[place] = _without(asked[place], failure)
                    again.append(place)
            if not again:
                return found, ended
            answers = compute.map(Part(progress, 0.9, 1.0), func, [asked[place] for place in again])
            for place, one in zip(again, answers, strict=True):
                found[place] = one


def _ended(cut: C, answer: object) -> OwnFailure | None:
    """The function that a child ended in; None where it ended otherwise, or not at all."""
    if not isinstance(answer, WorkerDied | WorkerLimit) or cut.watch.mark is None:
        return None
    return failure_of(cut.watch, cut.own, answer)


def failure_of(watch: Watch, files: Sequence[OwnFile], error: PfdError) -> OwnFailure | None:
    """What a child wrote down before it ended, in words; takes the mark away."""
    if watch.mark is None:
        return None
    left = left_behind(watch.mark, [one.path for one in files])
    watch.mark.unlink(missing_ok=True)
    file = next((one for one in files if left and one.sha256 == left.sha256), None)
    if left is None or file is None:
        return None
    what = f"it took longer than {watch.longest_s:g} s and was stopped"
    if not left.too_long:
        what = f"it ended its process: {error}"
    return OwnFailure(file.name, left.function, left.line or _line(file, left.function), what)


def _line(file: OwnFile, function: str) -> int:
    own = declared(kept_source(file), file.name)
    return next((one.line for one in own if one.function == function), 1)


def _without(cut: C, failure: OwnFailure) -> C:
    """The cut without that function of that file, or without all of a file that cannot be run."""

    def left(file: OwnFile) -> OwnFile:
        if file.name != failure.file:
            return file
        lost: list[str] = [failure.function]
        if failure.function == WHOLE:
            lost = [one.function for one in declared(kept_source(file), file.name)]
        return replace(file, without=(*file.without, *lost))

    return replace(cut, own=tuple(map(left, cut.own)))


def own_words(failed: Sequence[tuple[str, OwnFailure]]) -> tuple[str, ...]:
    """Failures with the recordings that they were in, those of one kind together."""
    where: dict[str, list[str]] = {}
    for recording, failure in failed:
        windows = f" ({failure.windows} windows)" if failure.windows > 1 else ""
        where.setdefault(str(failure), []).append(f"{recording}{windows}")
    return tuple(
        f"{words}. Not known of {', '.join(found[:3])}"
        f"{f' and {len(found) - 3} more recordings' if len(found) > 3 else ''}."
        for words, found in where.items()
    )
