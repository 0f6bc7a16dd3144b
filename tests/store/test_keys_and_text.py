"""Keys in order, records through text."""

import math
import time
from datetime import UTC, datetime

import pytest

from pfd_desktop.core.records.diagnosis import Diagnosis, EvidenceLine, Grade
from pfd_desktop.core.records.importing import Mapping
from pfd_desktop.core.records.learning import EpochEvent
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.errors import StoreUnavailable
from pfd_desktop.store import keys
from pfd_desktop.store.json_text import from_text, to_text

LINE = EvidenceLine("2×BSF", "envelope", 4.7, 141.2, 141.9, math.nan, math.inf, 9.5, (1, 2, 5))
DIAGNOSIS = Diagnosis(
    Grade.STRONG, "rolling element", "It is …", "why", (LINE,), None, "", (Flag("a", "ü"),), "3"
)


def test_keys_are_uuids_of_version_7_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    before = time.time_ns() // 1_000_000
    made = [keys.new_key() for _ in range(5000)]
    assert made == sorted(set(made))
    stamp = int(made[0].replace("-", "")[:12], 16)
    assert before <= stamp <= time.time_ns() // 1_000_000
    assert {(len(key), key[14], key[19] in "89ab") for key in made} == {(36, "7", True)}
    monkeypatch.setattr(time, "time_ns", lambda: 0)  # the clock was put back
    assert keys.new_key() > made[-1]


def test_times_are_aware() -> None:
    assert keys.now().tzinfo is UTC
    assert abs((datetime.now(UTC) - keys.now()).total_seconds()) < 5


def test_a_diagnosis_survives_with_infinities() -> None:
    kept = from_text(Diagnosis, to_text(Diagnosis, DIAGNOSIS))
    assert math.isnan(kept.evidence[0].slip_percent)
    assert kept.evidence[0].measured_hz == 141.9
    assert kept.evidence[0].prominence_db == math.inf
    assert (kept.grade, kept.flags) == (Grade.STRONG, (Flag("a", "ü"),))
    assert to_text(Diagnosis, kept) == to_text(Diagnosis, DIAGNOSIS)


def test_a_loss_that_is_no_number_survives() -> None:
    events = (EpochEvent(0, 1, 3, 5, math.nan, None, 0.5),)
    kept = from_text(tuple[EpochEvent, ...], to_text(tuple[EpochEvent, ...], events))
    assert math.isnan(kept[0].train_loss)
    assert kept[0].validation_loss is None


def test_fields_added_since_take_their_defaults() -> None:
    assert from_text(Mapping, '{"unit": "g"}') == Mapping(unit="g")


def test_what_cannot_be_read_is_said() -> None:
    with pytest.raises(StoreUnavailable, match=r"A Diagnosis .*cannot be read .*backup"):
        from_text(Diagnosis, '{"grade": "certain"}')
