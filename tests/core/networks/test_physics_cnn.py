"""What networks make of speed and bearing, against closed forms."""

import math

import numpy as np
import pytest

from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.networks.knowing import facts
from pfd_desktop.core.networks.table import network
from pfd_desktop.core.physics.kinematics import BearingOrders

torch = pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")

RATE_HZ, SHAFT_HZ = 12000.0, 30.0
ORDERS = BearingOrders(bpfo=3.58, bpfi=5.42, bsf=2.36, ftf=0.4)


def told(known: Known, count: int = 1):
    """FACTS of so many windows."""
    return torch.from_numpy(facts(known, RATE_HZ)).double().repeat(count, 1)


def test_lines_stand_where_kinematics_puts_them() -> None:
    from pfd_desktop.core.networks.physics_cnn import LINES, places

    at = places(told(Known(ORDERS, SHAFT_HZ)))[0] * RATE_HZ / SHAFT_HZ
    assert at.shape[0] == LINES == 17
    orders = [0.5, 1, 2, 3, 0.45]  # the last is the middle of the band of oil whirl
    for one in (3.58, 5.42, 2 * 2.36, 0.4):
        orders += [one, 2 * one, 3 * one]
    np.testing.assert_allclose(at.mean(dim=1), orders, rtol=1e-6)
    assert at[4].min() == pytest.approx(0.38, rel=1e-6)
    assert at[4].max() == pytest.approx(0.52, rel=1e-6)


def test_a_line_alone_is_worth_the_logarithm_of_eleven() -> None:
    """Hann spreads a line over 1.5 bins, padding over twice as many; of 33 that is an eleventh."""
    from pfd_desktop.core.networks.physics_cnn import prominences

    samples = torch.arange(1000, dtype=torch.float64)
    wave = torch.cos(2 * math.pi * 0.1 * samples)[None, None]
    at = torch.tensor([0.1, 0.12, 0.0, 0.002, 0.6], dtype=torch.float64)[None, :, None]
    found = prominences(wave, at)[0, 0]
    assert float(found[0]) == pytest.approx(math.log(11), abs=1e-3)
    assert float(found[1]) < 1  # nothing stands there
    assert found[2:].tolist() == [0, 0, 0]  # not known; two bins from the offset; above half


def test_strikes_show_at_the_lines_of_their_fault_alone() -> None:
    from pfd_desktop.core.networks.physics_cnn import PhysicsCnn

    time_s = np.arange(8192) / RATE_HZ
    draw = np.random.default_rng(3)
    made = network("physics-cnn").make(2).double()
    assert isinstance(made, PhysicsCnn)
    for place, order in enumerate((3.58, 5.42, 4.72)):
        since_s = time_s % (1 / (order * SHAFT_HZ))
        wave = np.exp(-since_s / 0.001) * np.sin(2 * np.pi * 3000 * since_s)
        wave += 0.1 * draw.normal(size=len(wave))
        waves = torch.from_numpy(wave)[None, None]
        with torch.no_grad():
            found = made.lines(waves, told(Known(ORDERS, SHAFT_HZ)))[0, 5:].reshape(4, 4, 3)
            off = made.lines(waves, told(Known(ORDERS, 1.1 * SHAFT_HZ)))[0, 5:].reshape(4, 4, 3)
        strongest = found.amax(dim=0)[:, 0]  # of the bands, the defect's own frequency
        assert int(strongest.argmax()) == place
        assert float(strongest[place]) > 0.5 * math.log(8)  # gates begin at one half
        assert float(off.amax(dim=0)[place, 0]) < 0.7 * float(strongest[place])


def test_the_hybrid_reads_ten_numbers_of_the_recording_itself() -> None:
    from pfd_desktop.core.networks.hybrid import INPUTS, inputs

    found = inputs(told(Known(ORDERS, SHAFT_HZ)))[0].tolist()
    hertz = [30, 60, 15, 12, 70.8, 141.6, 107.4, 162.6]
    assert found == pytest.approx([1, 1, *(math.log10(f / RATE_HZ / 1e-6) for f in hertz)])
    assert inputs(told(Known(None, SHAFT_HZ)))[0].tolist() == pytest.approx(
        [1, 0, *found[2:5], 0, 0, 0, 0, 0]
    )
    assert inputs(told(Known()))[0].tolist() == [0] * INPUTS == [0.0] * 10


def test_the_hybrid_has_the_weights_that_its_description_has() -> None:
    """ResNet-18 without its last layer; ten numbers to 64; 576 to 256; 256 to eleven classes."""
    made = network("hybrid").make(11)
    count = sum(value.numel() for value in made.parameters())
    trunk = 3_853_195 - (512 + 1) * 11
    assert count == trunk + (10 + 1) * 64 + (576 + 1) * 256 + (256 + 1) * 11


def test_what_a_window_shows_does_not_depend_on_those_beside_it() -> None:
    """The spectrum is cut above the fastest line of a batch, which other windows may put higher."""
    from pfd_desktop.core.networks.physics_cnn import PhysicsCnn

    made = network("physics-cnn").make(2).double()
    assert isinstance(made, PhysicsCnn)
    waves = torch.randn(2, 1, 2048, generator=torch.Generator().manual_seed(1)).double()
    known = torch.cat([told(Known(ORDERS, 30.0)), told(Known(ORDERS, 300.0))])
    with torch.no_grad():
        both = made.lines(waves, known)
        alone = [made.lines(waves[i : i + 1], known[i : i + 1]) for i in range(2)]
    torch.testing.assert_close(both, torch.cat(alone), rtol=1e-12, atol=1e-12)
