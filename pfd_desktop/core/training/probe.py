"""The one-second probe: which way of computing steps is the fastest here. Imports torch.

Whether a processor gains by bfloat16 or by another layout depends on its units for matrices, so it
is measured with the network and batch that are to be trained, never assumed.
"""

import time
from dataclasses import dataclass, replace
from math import inf

import torch
from torch import nn

from pfd_desktop.core.networks.layout import channels_last, has_layout
from pfd_desktop.core.networks.table import Network
from pfd_desktop.core.training.pace import BFLOAT16, CHANNELS_LAST, PLAIN, SINGLE, Pace

_PROBE_S = 1.0
_SHORT_S = 10.0  # of a training shorter than this, the probe would cost more than it can gain
_CLEARLY = 1.15  # times as fast, or what is simpler stays
_STEP_S = 0.1  # a step of the probe; the batch is cut down to that
_LEAST = 4  # windows, even where they take longer


@dataclass(frozen=True)
class Asked:
    """What is to be trained."""

    network: Network
    classes: int
    windows: torch.Tensor  # a batch, windows × samples
    steps: int  # of the whole training
    precision: str  # "single", "mixed", "auto"
    deterministic: bool
    told: torch.Tensor | None = None  # FACTS of the windows, for networks that know them

    def of(self, count: int) -> "Asked":
        """The same with the first *count* windows."""
        told = None if self.told is None else self.told[:count]
        return replace(self, windows=self.windows[:count], told=told)


def prepare(made: nn.Module, pace: Pace) -> None:
    """Make *made* ready for the pace."""
    if pace.layout == CHANNELS_LAST:
        channels_last(made)


def choose_pace(asked: Asked) -> Pace:
    """The fastest way that is clearly faster than the simpler ones; the plain one else.

    A probe of two steps a way at least and one second at most, where no step is long itself.
    Random states and the number of threads are left as they were.
    """
    threads = torch.get_num_threads()
    mixed = asked.precision == "mixed"
    plain = Pace(PLAIN, BFLOAT16 if mixed else SINGLE, threads, "")
    if asked.deterministic:
        return replace(plain, reason="nothing measured, as the deterministic mode wants it")
    with torch.random.fork_rng(devices=[]):
        try:
            return _measured(asked, plain)
        finally:
            torch.set_num_threads(threads)


def _measured(asked: Asked, plain: Pace) -> Pace:
    count = len(asked.windows)
    first = _Stepping(asked.of(_LEAST), plain)
    first.step()
    first.step()
    each_s = first.best_s / min(count, _LEAST)
    fewer = asked.of(max(_LEAST, min(count, round(_STEP_S / each_s))))
    windows = fewer.windows
    begun = _Stepping(fewer, plain)
    begun.step()  # the first step of each makes room and chooses kernels
    begun.step()
    if asked.steps * begun.best_s * count / len(windows) < _SHORT_S:
        return replace(plain, reason="too short a training to measure what is faster")
    others = [_Stepping(fewer, one) for one in _ways(asked, plain)]
    for one in others:
        one.step()
        one.best_s = inf
    deadline = time.perf_counter() + _PROBE_S
    while any(one.best_s == inf for one in others) or time.perf_counter() < deadline:
        for one in (begun, *others):
            one.step()
    return _chosen(begun, others, len(windows))


def _chosen(plain: "_Stepping", others: "list[_Stepping]", windows: int) -> Pace:
    best = plain
    for one in others:
        if one.best_s * _CLEARLY < best.best_s:
            best = one
    gain = (
        "no other way was clearly faster"
        if best is plain
        else f"{plain.best_s / best.best_s:.2f} times as fast as the plain way"
    )
    times = "; ".join(
        f"{one.pace.short}{'' if one.pace.threads == plain.pace.threads else ', 1 thread'}"
        f" {1e3 * one.best_s:.3g} ms"
        for one in (plain, *others)
    )
    return replace(best.pace, reason=f"{gain} in a probe on {windows} windows ({times})")


def _ways(asked: Asked, plain: Pace) -> list[Pace]:
    """All other ways to try, the simplest first."""
    layouts = [PLAIN]
    if has_layout(asked.network.make(asked.classes)):
        layouts.append(CHANNELS_LAST)
    numbers = [plain.numbers, *([BFLOAT16] if asked.precision == "auto" else [])]
    ways = [replace(plain, layout=one, numbers=each) for each in numbers for one in layouts]
    if plain.threads > 1:  # small steps lose more by waiting for each other than they gain
        ways += [replace(one, threads=1) for one in ways]
    return ways[1:]


class _Stepping:
    """Steps of one way, and the least time of one."""

    def __init__(self, asked: Asked, pace: Pace) -> None:
        self.pace, self.best_s = pace, inf
        self._inputs = (asked.windows,) if asked.told is None else (asked.windows, asked.told)
        self._network = asked.network.make(asked.classes).train()
        prepare(self._network, pace)
        self._wanted = torch.arange(len(asked.windows)) % asked.classes
        self._optimiser = torch.optim.Adam(self._network.parameters())
        self._loss = nn.CrossEntropyLoss()

    def step(self) -> None:
        """One step, timed."""
        torch.set_num_threads(self.pace.threads)
        began = time.perf_counter()
        self._optimiser.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.pace.numbers == BFLOAT16):
            logits = self._network(*self._inputs)
        self._loss(logits.float(), self._wanted).backward()
        self._optimiser.step()
        self.best_s = min(self.best_s, time.perf_counter() - began)
