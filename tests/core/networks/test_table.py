"""Every network of the table holds what its row declares."""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.networks.table import NETWORKS, TABLE, Network, network
from pfd_desktop.core.training.checkpoints import load_arrays, save_arrays
from pfd_desktop.core.training.options import PARAMETERS, options
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
    for classes, samples in ((2, row.least_window), (11, row.least_window + 37), (3, 1500)):
        it = made(row, classes)
        with torch.inference_mode():
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
    windows, which = tones(64, samples, 1000)
    for step in range(40):
        optimiser.zero_grad()
        heard, truth = tones(16, samples, step)
        torch.nn.functional.cross_entropy(it(heard), truth).backward()
        optimiser.step()
        if step % 10 == 9:
            with torch.inference_mode():
                right = (it.eval()(windows).argmax(dim=1) == which).double().mean()
            if right >= 0.95:
                return
            it.train()
    pytest.fail(f"{right:.0%} right after 40 steps")


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
    it = made(row).double()
    told = () if not row.knows else (torch.tensor([[0.01, 3.0, 5.0, 2.0, 0.7]] * 4).double(),)
    it(noise(4, 512, dtype=torch.float64), *told).square().sum().backward()
    reached = {
        name: 0.0 if value.grad is None else float(value.grad.abs().max())
        for name, value in it.named_parameters()
    }
    least = 1e-9 * max(reached.values())  # rounding alone gives 1e-16
    assert not [name for name, most in reached.items() if most < least]


@each
def test_a_seed_makes_one_network(row: Network) -> None:
    first, again, other = made(row, seed=4), made(row, seed=4), made(row, seed=5)
    for name, value in first.state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), name
    windows = noise(2, 1024)
    assert torch.equal(first.eval()(windows), again.eval()(windows))
    assert not torch.equal(first(windows), other.eval()(windows))


def test_published_sizes() -> None:
    """The older benchmark's ResNet-18 at 11 classes; LITE, arXiv 2409.02869: 9,814 are 2.34 %."""
    resnet, inception = network("resnet18"), network("inception-time")
    assert resnet.parameters + 11 * resnet.parameters_each == 3_853_195
    assert round(100 * 9_814 / inception.parameters, 2) == 2.34


def test_the_tcn_is_causal_and_sees_as_far_back_as_it_says() -> None:
    from pfd_desktop.core.networks.tcn import RECEPTIVE_FIELD, Tcn

    features, at = Tcn(2).double().eval().features, RECEPTIVE_FIELD + 50
    with torch.no_grad():
        for value in features.parameters():
            value.fill_(0.1)  # nothing is negative: no rectifier hides a way
    wave = torch.ones(1, 1, RECEPTIVE_FIELD + 100, dtype=torch.float64, requires_grad=True)
    features(wave)[0, :, at].sum().backward()
    assert wave.grad is not None
    seen = torch.nonzero(wave.grad[0, 0]).flatten()
    assert (int(seen[0]), int(seen[-1])) == (at - RECEPTIVE_FIELD + 1, at)
    assert len(seen) == RECEPTIVE_FIELD == 3061


def test_attention_gives_a_burst_more_than_its_share_of_time() -> None:
    """One sample of 5 among 99 of -5: shares e^3 and e^-3 by the closed form; the mean is -4.9."""
    from pfd_desktop.core.networks.attention import AttentionPooling

    pool = AttentionPooling(1, hidden=1)
    values = torch.full((1, 1, 100), -5.0)
    values[..., 50] = 5.0
    with torch.no_grad():
        for value in pool.parameters():
            value.fill_(3.0)
        pooled = float(pool(values))
    assert float(values.mean()) == pytest.approx(-4.9)
    assert pooled == pytest.approx(5 * (np.exp(6) - 99) / (np.exp(6) + 99), abs=1e-4)


def test_a_network_that_is_not_there_is_refused_with_those_that_are() -> None:
    assert [network(key).key for key in NETWORKS] == list(NETWORKS)
    with pytest.raises(InvalidInput, match="no network 'magic'; there are: wdcnn, resnet18"):
        network("magic")


@pytest.mark.parametrize("row", TABLE, ids=NETWORKS)
def test_what_is_worth_a_try_can_be_set_and_the_usual_is_among_it(row: Network) -> None:
    for name, tried in row.searched:
        assert len({options({name: value}) for value in tried}) == len(tried) > 1
    usual = next(one.default for one in PARAMETERS if one.name == "learning_rate")
    assert usual in dict(row.searched)["learning_rate"]
    assert f"{row.least_window:,} samples and more" in row.reads


def test_the_manual_tells_of_every_network() -> None:
    page = Path(__file__).parents[3] / "docs" / "manual" / "training.md"
    lines = [line.split(" | ") for line in page.read_text(encoding="utf-8").splitlines()]
    told = [(cells[0][2:], cells[3]) for cells in lines if len(cells) == 5][2:]
    assert told == [(row.title, f"{row.cost_s:g} s") for row in TABLE]
