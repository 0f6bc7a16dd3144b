"""How often the diagnosis claims something on simulated healthy recordings.

    python -m bench.false_alarms [--rolling 500] [--shafts 400] [--swaying 400] [--first 0]

Numbers are recordings of each of four kinds: white, pink, tonal, gear. Everything that a recording
is searched for counts: the families of a rolling bearing, the lines of its shaft, bursts. The bound
is the one that the true rate stays below with 95 % confidence (Clopper and Pearson 1934). Exit code
1 where the alarms are too many for the rate that the diagnosis states. That rate is about noise: a
foreign tone that happens to fall on an order of a shaft is a line there, so shafts with such tones
are counted on their own, against a limit of 2 %. Noise whose strength sways once per passing
element has lines at a defect's frequencies and no strikes: there, strong evidence is the alarm.
"""

import argparse
import sys
import time
from collections.abc import Iterator

from pfd_desktop.core.diagnosis.budget import FALSE_ALARM
from pfd_desktop.core.records.diagnosis import Diagnosis, Grade
from tests.judging import judge_healthy, judge_shaft
from tests.simulated_healthy import healthy, healthy_shafts, swaying

CONFIDENCE = 0.95
FOREIGN = 0.02
STRONG = frozenset({Grade.STRONG})
CLAIMS = STRONG | {Grade.INDICATION}


def main() -> int:
    """Print what came of rolling bearings, of shafts, and of shafts with foreign tones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rolling", type=int, default=500, help="recordings of each kind")
    parser.add_argument("--shafts", type=int, default=400, help="recordings of each kind")
    parser.add_argument("--swaying", type=int, default=400, help="recordings that sway")
    parser.add_argument("--first", type=int, default=0, help="number of the first; others differ")
    arguments = parser.parse_args()
    rolling = counted(rolling_bearings(arguments.rolling, arguments.first))
    shafts = list(journal_shafts(arguments.shafts, arguments.first))
    foreign = counted(one for one in shafts if one[0].startswith("tonal"))
    noise = counted(one for one in shafts if not one[0].startswith("tonal"))
    sways = counted(
        (
            (item.name, judge_healthy(item))
            for item in swaying(arguments.swaying, first=arguments.first)
        ),
        STRONG,
    )
    held = [
        told("false_alarms_rolling", rolling, FALSE_ALARM),
        told("false_alarms_shafts", noise, FALSE_ALARM),
        told("false_alarms_shafts_and_foreign_tones", foreign, FOREIGN),
        told("false_alarms_swaying", sways, FALSE_ALARM),
    ]
    print(f"{time.process_time():.0f} s of CPU time")
    return 0 if all(held) else 1


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


def told(name: str, found: tuple[int, int], rate: float) -> bool:
    """Print alarms, bound and whether *rate* may be the true one."""
    from scipy.stats import beta, binom

    alarms, total = found
    bound = float(beta.ppf(CONFIDENCE, alarms + 1, total - alarms))
    held = float(binom.sf(alarms - 1, total, rate)) > 1 - CONFIDENCE
    print(f"{name}: {alarms} of {total}, below {bound:.2%} with {CONFIDENCE:.0%} confidence")
    print(f"{name} {alarms / max(1, total):.5f} {rate} {'pass' if held else 'fail'}")
    return held


if __name__ == "__main__":
    sys.exit(main())
