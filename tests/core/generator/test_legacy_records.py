"""Records of the older benchmark: the same everywhere, and honest about what can be seen."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.generator.legacy.conditions import Ranges, Severity, Transient
from pfd_desktop.core.generator.legacy.conditions import transient_envelope as envelope
from pfd_desktop.core.generator.legacy.effects import EFFECTS
from pfd_desktop.core.generator.legacy.noise import LAYERS
from pfd_desktop.core.generator.legacy.record import LegacyRequest, make_legacy
from pfd_desktop.errors import InvalidInput


def test_a_record_depends_on_seed_and_place_alone() -> None:
    asked = LegacyRequest("usure", seed=3, index=17)
    first, again = make_legacy(asked).samples, make_legacy(asked).samples
    assert first.tobytes() == again.tobytes()
    others = (replace(asked, index=18), replace(asked, seed=4))
    assert all(make_legacy(other).samples.tobytes() != first.tobytes() for other in others)


def test_windows_without_a_burst_say_so() -> None:
    seen = [
        made.visible
        for level in Severity
        for index in range(25)
        for made in (make_legacy(LegacyRequest("cavitation", level, index=index)),)
    ]
    # 740 of 1120 windows of the older training set held any sample of a burst
    assert np.mean(seen) == pytest.approx(0.66, abs=0.06)
    assert all(map(any, seen))
    assert not any(make_legacy(LegacyRequest("sain")).visible)
    assert all(make_legacy(LegacyRequest("oilwhirl")).visible)


def test_levels_and_conditions_stay_in_their_ranges() -> None:
    for index in range(60):
        made = make_legacy(LegacyRequest("desequilibre", Severity.MILD, index=index))
        facts = made.facts()
        assert 0.45 <= facts["severity_start"] <= 0.70
        assert facts["severity_start"] <= facts["severity_end"] <= 1.0
        assert 3240 <= facts["speed_rpm"] <= 3960
        assert 0.05 <= facts["sommerfeld"] <= 0.5


@pytest.mark.parametrize(
    ("kind", "at", "value"),
    [
        (Transient.SPEED_RAMP, 0.1, 1.0),
        (Transient.SPEED_RAMP, 0.4, 1.0),
        (Transient.SPEED_RAMP, 0.2, 0.85),
        (Transient.SPEED_RAMP, 0.599, 1.15),
        (Transient.LOAD_STEP, 0.39, 0.7),
        (Transient.LOAD_STEP, 0.41, 1.0),
        (Transient.THERMAL_EXPANSION, 0.0, 0.9),
        (Transient.THERMAL_EXPANSION, 0.3, 0.9 + 0.2 * (1 - np.exp(-1))),
        (Transient.NONE, 0.5, 1.0),
    ],
)
def test_envelopes_are_as_they_are_written(kind: Transient, at: float, value: float) -> None:
    assert envelope(kind, 10_000)[int(at * 10_000)] == pytest.approx(value, abs=1e-3)


def test_without_layers_only_the_machine_is_left() -> None:
    loud = make_legacy(LegacyRequest("sain")).samples.std()
    assert make_legacy(LegacyRequest("sain", layers=())).samples.std() < loud / 2


@pytest.mark.parametrize("effect", EFFECTS)
def test_each_effect_acts(effect: str) -> None:
    asked = LegacyRequest("desequilibre")
    plain, changed = make_legacy(asked), make_legacy(replace(asked, effects=(effect,)))
    assert not np.array_equal(plain.samples, changed.samples)
    assert np.isfinite(changed.samples).all()


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_acts(layer: str) -> None:
    asked = [LegacyRequest("sain", index=i, layers=(layer,)) for i in range(40)]
    assert any(
        not np.array_equal(make_legacy(one).samples, make_legacy(replace(one, layers=())).samples)
        for one in asked
    )


def test_augmentation_says_what_it_did() -> None:
    done = {make_legacy(LegacyRequest("jeu", index=i, augment=True)).augmentation.split()[0]
            for i in range(20)}  # fmt: skip
    assert done == {"shifted", "gain", "noise"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (LegacyRequest("whirl"), "'whirl'"),
        (LegacyRequest("sain", layers=("pink",)), "'pink'"),
        (LegacyRequest("sain", effects=("gear",)), "'gear'"),
        (LegacyRequest("sain", ranges=Ranges(rate_hz=10.0)), "sampling rate is 10"),
    ],
)
def test_what_cannot_be_made_is_refused(asked: LegacyRequest, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        make_legacy(asked)
