"""Finding the second probe of a shaft: the channel at a right angle to another one."""

import re
from collections.abc import Iterable

from pfd_desktop.core.records.recording import Recording

# The letter or word for a direction, not within a word: "DE X", "1y", "bearing 2 vertical".
_SIDE = re.compile(r"(?<![a-z])(x|y|h|v|horizontal|vertical)(?![a-z])", re.IGNORECASE)
_ACROSS = {"x": "y", "y": "x", "h": "v", "v": "h"}
_PROXIMITY = frozenset({"displacement", "voltage"})  # what two probes at one bearing measure


def probe_pair(
    recording: Recording, others: Iterable[Recording]
) -> tuple[Recording, Recording] | None:
    """X and Y, one of them *recording*; None where it is not clear which the other one is.

    Both were measured together at one bearing: of one file, rate, length, quantity and unit. Their
    channels or points are told apart by X and Y, or H and V; two displacement or voltage channels
    need no such name where there is no third.
    """
    together = [one for one in others if _together(recording, one)]
    mine = _side(recording)
    if mine is None:
        alone = len(together) == 1 and _side(together[0]) is None
        if not alone or recording.quantity not in _PROXIMITY:
            return None
        first, second = sorted((recording, together[0]), key=lambda one: (one.channel, one.name))
        return first, second
    across = [one for one in together if _is_across(mine, _side(one))]
    if len(across) != 1:
        return None
    return (recording, across[0]) if mine[0] in "xh" else (across[0], recording)


def _together(one: Recording, other: Recording) -> bool:
    def measured(recording: Recording) -> tuple[object, ...]:
        return (
            recording.source_name,
            recording.unit_id,
            recording.rate_hz,
            recording.samples,
            recording.quantity,
            recording.unit,
            recording.axis,
            recording.processed,
        )

    return one.id != other.id and bool(one.source_name) and measured(one) == measured(other)


def _side(recording: Recording) -> tuple[str, str] | None:
    """The direction as a letter, and the words without it: ("x", "de")."""
    for words in (recording.channel, recording.point_name):
        found = list(_SIDE.finditer(words.replace("_", " ")))
        if len(found) == 1:
            start, stop = found[0].span()
            return found[0].group()[0].lower(), f"{words[:start]}|{words[stop:]}".casefold()
    return None


def _is_across(mine: tuple[str, str], other: tuple[str, str] | None) -> bool:
    return other == (_ACROSS[mine[0]], mine[1])
