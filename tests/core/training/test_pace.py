"""How steps are computed: measured, chosen only where clearly faster, kept with the run."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pfd_desktop.core.networks.table import network
from pfd_desktop.core.training.checkpoints import load_arrays
from pfd_desktop.core.training.network import NetworkTrial, train_network
from pfd_desktop.core.training.options import USUAL
from pfd_desktop.core.training.pace import CHANNELS_LAST, SINGLE, Pace, keep_pace, kept_pace
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Cancelled, Silent
from tests.core.training.bearings import bearing_trial

if TYPE_CHECKING:
    from pfd_desktop.core.training.probe import Asked

pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")

LONG = 10**9  # steps


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> NetworkTrial:
    """Two epochs of it."""
    made = bearing_trial(tmp_path_factory.mktemp("waveforms"))
    return replace(made, epochs=2, options=USUAL)


def burdened(slow_in: str) -> Callable[[int], Any]:
    """Makes a network that has much more to do in one kind of numbers."""
    import torch
    from torch import nn

    class Burdened(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.decide = nn.Linear(64, 2)

        def forward(self, windows: torch.Tensor) -> torch.Tensor:
            mixed = torch.is_autocast_enabled("cpu")
            if mixed is (slow_in == "bfloat16"):
                torch.linalg.qr(torch.ones(300, 300))
            logits: torch.Tensor = self.decide(windows)
            return logits

    return lambda _classes: Burdened()


def asked(slow_in: str, **other: Any) -> "Asked":
    import torch

    from pfd_desktop.core.training.probe import Asked

    row = replace(network("wdcnn"), make=burdened(slow_in))
    usual = {"steps": LONG, "precision": "auto", "deterministic": False}
    return Asked(row, 2, torch.ones(16, 64), **{**usual, **other})


def test_bfloat16_is_chosen_where_it_is_faster_and_allowed() -> None:
    from pfd_desktop.core.training.probe import choose_pace

    assert choose_pace(asked("float32")).numbers == "bfloat16"
    assert choose_pace(asked("float32", precision="single")).numbers == SINGLE


def test_bfloat16_is_left_where_it_is_slower_unless_the_user_wants_it() -> None:
    from pfd_desktop.core.training.probe import choose_pace

    found = choose_pace(asked("bfloat16"))
    assert found.numbers == SINGLE
    assert found.reason.startswith("no other way was clearly faster")
    assert choose_pace(asked("bfloat16", precision="mixed")).numbers == "bfloat16"


@pytest.mark.parametrize("other", [{"steps": 3}, {"deterministic": True}])
def test_nothing_is_measured_where_it_would_not_pay_or_not_repeat(other: dict[str, Any]) -> None:
    from pfd_desktop.core.training.probe import choose_pace

    found = choose_pace(asked("float32", **other))
    assert (found.layout, found.numbers) == ("contiguous", SINGLE)
    assert "measure" in found.reason


def test_the_probe_leaves_chance_and_threads_as_they_were() -> None:
    import torch

    from pfd_desktop.core.training.probe import choose_pace

    threads, before = torch.get_num_threads(), torch.random.get_rng_state()
    try:
        torch.set_num_threads(2)
        choose_pace(asked("bfloat16"))
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(threads)
    assert torch.equal(torch.random.get_rng_state(), before)


class Impatient:
    """Gives up after the first epoch."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def report(self, _fraction: float, text: str = "") -> None:
        self.texts.append(text)
        raise Cancelled

    def tell(self, event: object) -> None:
        del event


def weights(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("fold-*"))}


def test_a_run_goes_on_as_it_began_and_says_how(trial: NetworkTrial, tmp_path: Path) -> None:
    wide = Pace(CHANNELS_LAST, SINGLE, 1, "measured elsewhere")
    whole, stopped, plain = (
        replace(trial, folder=tmp_path / name) for name in ("whole", "stopped", "plain")
    )
    keep_pace(whole.folder, wide)
    keep_pace(stopped.folder, wide)
    outcome = train_network(whole, Silent())
    assert outcome.result.computed == "channels-last, float32, 1 thread: measured elsewhere"
    heard = Impatient()
    with pytest.raises(Cancelled):
        train_network(stopped, heard)
    assert heard.texts == ["Fold 1 of 2, epoch 1 of 2; channels-last, float32"]
    assert train_network(stopped, Silent()) == outcome
    assert weights(stopped.folder) == weights(whole.folder)
    told = train_network(plain, Silent()).result.computed
    chosen = kept_pace(plain.folder)
    assert chosen is not None
    assert told == chosen.words
    assert "too short" in told
    for name in weights(plain.folder):
        one, other = (load_arrays(of.folder / name) for of in (whole, plain))
        for key in one:
            np.testing.assert_allclose(one[key], other[key], rtol=0.05, atol=0.02)


def test_what_cannot_be_read_is_not_guessed(tmp_path: Path) -> None:
    assert kept_pace(tmp_path) is None
    (tmp_path / "pace.json").write_text('{"layout": 3}')
    with pytest.raises(InvalidInput, match="Start a new run"):
        kept_pace(tmp_path)
