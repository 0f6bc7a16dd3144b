"""Every network of the table holds what its row declares."""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.networks.table import NETWORKS, TABLE, Network, network
from pfd_desktop.core.training.checkpoints import load_arrays, save_arrays
from pfd_desktop.errors import InvalidInput

torch = pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")

each = pytest.mark.parametrize("row", TABLE, ids=lambda row: row.key)


def made(row: Network, classes: int = 3, seed: int = 0):
    """The untrained network of that seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return row.make(classes)


def noise(count: int, samples: int, **kind):
    """Windows of white noise."""
    return torch.randn(count, samples, generator=torch.Generator().manual_seed(1), **kind)


def tones(count: int, samples: int, seed: int):
    """Windows of noise with a tone of 6 or of 20 periods in 256 samples, and which it is."""
    draw = np.random.default_rng(seed)
    which = np.arange(count) % 2
    periods = np.where(which, 20, 6)[:, None] / 256
    phase, gain = draw.uniform(0, 2 * np.pi, (count, 1)), draw.uniform(0.1, 10, (count, 1))
    wave = np.sin(2 * np.pi * periods * np.arange(samples) + phase)
    windows = gain * (wave + 0.5 * draw.normal(size=wave.shape))
    return torch.tensor(windows, dtype=torch.float32), torch.tensor(which)


@each
def test_logits_come_for_any_classes_and_lengths(row: Network) -> None:
    for classes in (2, 11):
        it = made(row, classes)
        for samples in (row.least_window, row.least_window + 37, 2048):
            assert it(noise(2, samples)).shape == (2, classes)


@each
def test_gain_and_offset_do_not_matter(row: Network) -> None:
    it, windows = made(row).double().eval(), noise(2, 1024, dtype=torch.float64)
    with torch.inference_mode():
        np.testing.assert_allclose(it(9.81 * windows + 3), it(windows), rtol=0, atol=1e-10)
        assert bool(torch.isfinite(it(torch.zeros(1, 1024, dtype=torch.float64))).all())


@each
def test_it_has_as_many_parameters_as_declared(row: Network) -> None:
    for classes in (2, 11):
        found = sum(value.numel() for value in made(row, classes).parameters())
        assert found == row.parameters + classes * row.parameters_each


@each
def test_it_tells_two_tones_apart_after_few_steps(row: Network) -> None:
    it, samples = made(row, 2), max(256, row.least_window)
    optimiser = torch.optim.Adam(it.parameters(), lr=2e-3)
    for step in range(40):
        windows, which = tones(16, samples, step)
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(it(windows), which).backward()
        optimiser.step()
    windows, which = tones(64, samples, 1000)
    with torch.inference_mode():
        said = it.eval()(windows).argmax(dim=1)
    assert (said == which).double().mean() >= 0.95


@each
def test_its_weights_go_through_a_file(row: Network, tmp_path: Path) -> None:
    it, path = made(row), tmp_path / "weights.safetensors"
    save_arrays(path, {name: value.numpy() for name, value in it.state_dict().items()})
    other = made(row, seed=1)
    windows = noise(2, 1024)
    assert not torch.equal(it.eval()(windows), other.eval()(windows))
    kept = {name: torch.from_numpy(value.copy()) for name, value in load_arrays(path).items()}
    other.load_state_dict(kept)
    assert torch.equal(it(windows), other(windows))


@each
def test_the_gradient_reaches_every_parameter(row: Network) -> None:
    it = made(row)
    it(noise(8, 1024)).square().sum().backward()
    silent = [
        name
        for name, value in it.named_parameters()
        if value.grad is None or not bool(value.grad.any())
    ]
    assert not silent


@each
def test_a_seed_makes_one_network(row: Network) -> None:
    first, again, other = made(row, seed=4), made(row, seed=4), made(row, seed=5)
    for name, value in first.state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), name
    windows = noise(2, 1024)
    assert torch.equal(first.eval()(windows), again.eval()(windows))
    assert not torch.equal(first(windows), other.eval()(windows))


def test_a_network_that_is_not_there_is_refused_with_those_that_are() -> None:
    assert [network(key).key for key in NETWORKS] == list(NETWORKS)
    with pytest.raises(InvalidInput, match="no network 'magic'; there are: wdcnn"):
        network("magic")
