"""How often the diagnosis claims something on simulated healthy recordings.

    python -m bench.false_alarms [--rolling 500] [--shafts 400] [--swaying 400] [--first 0] [--keep]

``--keep`` writes what came out to docs/false_alarms.json, from which packaging/manual.py makes the
figures that the manual and the README state; a test fails when the method has another version.
Numbers are recordings of each of four kinds: white, pink, tonal, gear. Everything that a recording
is searched for counts: the families of a rolling bearing, the lines of its shaft, bursts. The bound
is the one that the true rate stays below with 95 % confidence (Clopper and Pearson 1934). Exit code
1 where the alarms are too many for the rate that the diagnosis states. That rate is about noise: a
foreign tone that happens to fall on an order of a shaft is a line there, so shafts with such tones
are counted on their own, against a limit of 2 %. Noise whose strength sways once per passing
element has lines at a defect's frequencies and no strikes: there, strong evidence is the alarm.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pfd_desktop.core.diagnosis.budget import FALSE_ALARM
from pfd_desktop.core.diagnosis.rule import METHOD_VERSION
from pfd_desktop.core.records.diagnosis import Diagnosis, Grade
from tests.judging import judge_healthy, judge_shaft
from tests.simulated_healthy import healthy, healthy_shafts, swaying

KEPT = Path(__file__).resolve().parent.parent / "docs" / "false_alarms.json"
CONFIDENCE = 0.95
FOREIGN = 0.02
STRONG = frozenset({Grade.STRONG})
CLAIMS = STRONG | {Grade.INDICATION}


@dataclass(frozen=True)
class Counted:
    """Alarms among the recordings that could be judged; ``limit`` is the rate that is stated."""

    name: str
    what: str
    alarms: int
    recordings: int
    limit: float

    @property
    def below(self) -> float:
        """The rate that the true one is below with ``CONFIDENCE``."""
        from scipy.stats import beta

        return float(beta.ppf(CONFIDENCE, self.alarms + 1, self.recordings - self.alarms))

    @property
    def held(self) -> bool:
        """Whether the limit may be the true rate."""
        from scipy.stats import binom

        return float(binom.sf(self.alarms - 1, self.recordings, self.limit)) > 1 - CONFIDENCE


def main() -> int:
    """Print what came of rolling bearings, of shafts, and of shafts with foreign tones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rolling", type=int, default=500, help="recordings of each kind")
    parser.add_argument("--shafts", type=int, default=400, help="recordings of each kind")
    parser.add_argument("--swaying", type=int, default=400, help="recordings that sway")
    parser.add_argument("--first", type=int, default=0, help="number of the first; others differ")
    parser.add_argument("--keep", action="store_true", help=f"write {KEPT.name}")
    arguments = parser.parse_args()
    found = [*measured(arguments)]
    for one in found:
        told(one)
    print(f"{time.process_time():.0f} s of CPU time")
    if arguments.keep:
        kept = {
            "method_version": METHOD_VERSION,
            "confidence": CONFIDENCE,
            "first": arguments.first,
            "counted": [asdict(one) | {"below": round(one.below, 6)} for one in found],
        }
        KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(one.held for one in found) else 1


def measured(told: argparse.Namespace) -> Iterator[Counted]:
    """All four counts."""
    rolling = counted(rolling_bearings(told.rolling, told.first))
    shafts = list(journal_shafts(told.shafts, told.first))
    foreign = counted(one for one in shafts if one[0].startswith("tonal"))
    noise = counted(one for one in shafts if not one[0].startswith("tonal"))
    sways = counted(
        ((item.name, judge_healthy(item)) for item in swaying(told.swaying, first=told.first)),
        STRONG,
    )
    yield Counted(
        "rolling",
        "rolling bearings in white, pink, tonal and gear-like vibration",
        *rolling,
        FALSE_ALARM,
    )
    yield Counted(
        "shafts",
        "shafts in white, pink and gear-like vibration, half of them with two probes",
        *noise,
        FALSE_ALARM,
    )
    yield Counted(
        "shafts_and_foreign_tones",
        "such shafts with hum and a foreign tone of any frequency between 1.2X and 6X",
        *foreign,
        FOREIGN,
    )
    yield Counted(
        "swaying",
        "recordings of noise that a load sways as elements pass; strong evidence alone is a claim",
        *sways,
        FALSE_ALARM,
    )


def rolling_bearings(of_each: int, first: int) -> Iterator[tuple[str, Diagnosis]]:
    """Short recordings of housings, judged."""
    for item in healthy(of_each, seconds=(2, 3), rates_hz=(12_000, 20_480), first=first):
        yield item.name, judge_healthy(item)


def journal_shafts(of_each: int, first: int) -> Iterator[tuple[str, Diagnosis]]:
    """Short recordings of shafts and of their housings, judged."""
    for item in healthy_shafts(of_each, seconds=(3, 4), first=first):
        yield item.name, judge_shaft(item)


def counted(
    judged: Iterator[tuple[str, Diagnosis]], claims: frozenset[Grade] = CLAIMS
) -> tuple[int, int]:
    """Alarms and recordings; those that cannot be judged do not count."""
    alarms = total = 0
    for name, found in judged:
        total += found.grade is not Grade.CANNOT_SAY
        if found.grade in claims:
            alarms += 1
            print(f"{name}: {found.verdict}", flush=True)
    return alarms, total


def told(found: Counted) -> None:
    """Print alarms, bound and whether the stated rate may be the true one."""
    name, alarms, total = f"false_alarms_{found.name}", found.alarms, found.recordings
    print(f"{name}: {alarms} of {total}, below {found.below:.2%} with {CONFIDENCE:.0%} confidence")
    verdict = "pass" if found.held else "fail"
    print(f"{name} {alarms / max(1, total):.5f} {found.limit} {verdict}")


if __name__ == "__main__":
    sys.exit(main())
