"""What pfd solve tries when it is told nothing: what the unit is, as the window does."""

from argparse import Namespace
from types import SimpleNamespace
from typing import Any

import pytest

from pfd_desktop.cli import solving
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.machine import BearingKind
from tests.core.test_together import recording

TOLD: dict[str, Any] = {
    "bearing": None, "journal": False, "free_speed": False, "range": "240:7200", "plain": False,
    "band": None, "highest_hz": 1000.0,
}  # fmt: skip
ROLLING = {"kind": BearingKind.ROLLING, "bearing": find("6205-2RS")}


@pytest.mark.parametrize(
    ("unit", "told", "bearings", "journal", "envelope"),
    [
        (ROLLING, {}, ("6205-2RS",), False, True),
        (ROLLING, {"bearing": ["all"]}, None, False, True),
        (ROLLING, {"bearing": ["NICE"]}, ("NICE",), False, True),
        ({"kind": BearingKind.ROLLING}, {}, None, False, True),
        ({"kind": BearingKind.JOURNAL}, {}, (), True, False),
        ({"kind": BearingKind.JOURNAL}, {"bearing": ["NICE"]}, ("NICE",), False, False),
    ],
)
def test_the_question_follows_the_unit(
    unit: dict[str, Any],
    told: dict[str, Any],
    bearings: tuple[str, ...] | None,
    journal: bool,
    envelope: bool,
) -> None:
    session: Any = SimpleNamespace(arguments=Namespace(**{**TOLD, **told}))
    asked = solving._question(session, recording("x", "x.csv", **unit))
    assert (asked.bearings, asked.journal, asked.envelope) == (bearings, journal, envelope)
