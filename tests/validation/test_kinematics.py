"""Defect orders against published tables, and the plausibility of every shipped bearing."""

import dataclasses
import tomllib

import pytest

from pfd_desktop.core.physics.bearings import built_in, find
from pfd_desktop.core.physics.kinematics import implausibility, orders
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.resources import resource


def test_published_orders() -> None:
    drive = orders(find("6205-2RS"))
    assert drive.bpfo == pytest.approx(3.58478, abs=1e-5)
    assert drive.bpfi == pytest.approx(5.41522, abs=1e-5)
    assert drive.ftf == pytest.approx(0.39831, abs=1e-5)
    assert drive.bsf == pytest.approx(2.35672, abs=1e-5)
    assert drive.ball_defect == pytest.approx(4.7135, abs=1e-4)  # printed as "rolling element"
    fan = orders(find("6203-2RS"))
    assert (fan.bpfo, fan.bpfi) == (pytest.approx(3.05312, abs=1e-5), pytest.approx(4.94688, 1e-5))
    nice = orders(find("NICE"))
    assert nice.bpfo * 25 == pytest.approx(81.1245, abs=1e-4)
    assert nice.bpfi * 25 == pytest.approx(118.8755, abs=1e-4)
    assert nice.ftf * 25 == pytest.approx(10.14, abs=5e-3)  # not the 14.8375 that is printed


def test_every_entry_agrees_with_what_its_source_prints() -> None:
    table = tomllib.loads(resource("bearings.toml").read_text(encoding="utf-8"))["bearing"]
    assert len(table) == len(built_in()) >= 6
    for entry in table:
        computed = orders(find(entry["id"]))
        printed = dict(entry.get("published", {}))
        if entry.get("bsf_is_doubled"):
            printed["bsf"] /= 2
        for name, value in printed.items():
            assert getattr(computed, name) == pytest.approx(value, rel=1.5e-3), (entry["id"], name)
        assert entry["source"]


@pytest.mark.parametrize("bearing", built_in(), ids=lambda bearing: bearing.id)
def test_every_entry_is_plausible(bearing: Bearing) -> None:
    found = orders(bearing)
    assert found.bpfo + found.bpfi == pytest.approx(bearing.balls)
    assert found.bpfo == pytest.approx(bearing.balls * found.ftf)
    assert 0.3 < found.ftf < 0.5
    assert implausibility(bearing) is None
    assert bearing.built_in
    assert bearing.source


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"balls": 2}, "at least 3"),
        ({"ball_diameter_mm": 50.0}, "does not fit"),
        ({"ball_diameter_mm": 0.0}, "does not fit"),
        ({"balls": 30}, "overlap"),
        ({"contact_angle_deg": 95.0}, "contact angle"),
    ],
)
def test_impossible_geometry_is_refused_with_its_reason(
    change: dict[str, float], words: str
) -> None:
    impossible = dataclasses.replace(find("6205-2RS"), **change)
    with pytest.raises(InvalidInput, match=words):
        orders(impossible)


def test_find_is_lenient_in_spelling_and_names_what_it_knows() -> None:
    assert find("skf 6205 2rs") == find("6205-2RS") == find("skf-6205-2rs")
    with pytest.raises(NotFound, match="ZA-2115"):
        find("6999")
