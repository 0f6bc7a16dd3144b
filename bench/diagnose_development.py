"""The diagnosis on real recordings, on ROSS's shafts and on simulated healthy ones, as one table.

    python -m bench.diagnose_development FOLDER [--healthy 50]

FOLDER holds the development recordings (cwru, mfpt, hit_sm, ims, expected). Exit code 1 when a
line of the acceptance does not hold.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from pfd_desktop.core.diagnosis.speed import estimate_speed
from pfd_desktop.core.records.diagnosis import Diagnosis, Grade
from pfd_desktop.core.records.faults import Fault
from tests.development_recordings import Development, cwru, others
from tests.judging import judge_development, judge_healthy, judge_motion, judge_shaft
from tests.ross_records import TOLD_APART, motions
from tests.simulated_healthy import healthy, healthy_shafts

CLAIMS = (Grade.STRONG, Grade.INDICATION)


def main() -> int:
    """Print the tables; 1 when something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--healthy", type=int, default=50, help="simulated signals of each kind")
    arguments = parser.parse_args()
    first = [(item, judged(item)) for item in cwru(arguments.folder)]
    second = [(item, judged(item)) for item in others(arguments.folder)]
    holds = [
        *_cwru(first),
        *_others(second),
        *_ross(),
        _false_alarms(arguments.healthy),
        _shaft_alarms(arguments.healthy),
    ]
    for text, held in holds:
        print(f"{'holds' if held else 'FAILS'}: {text}")
    return 0 if all(held for _text, held in holds) else 1


def judged(item: Development) -> Diagnosis:
    """Diagnose one, printing its row."""
    start = time.perf_counter()
    found = judge_development(item)
    seconds = time.perf_counter() - start
    speed = estimate_speed(item.samples(), item.rate_hz, item.speed_rpm)
    print(
        f"{item.name:28} {item.grade:3} {item.fault or 'none':16} {found.verdict:72}"
        f" told {item.speed_rpm:.0f} found {speed.rpm:7.1f} ({speed.confidence:.2f})"
        f"{' FLAG' if found.flags else '':5} {seconds:.2f} s"
    )
    return found


def _right(item: Development, found: Diagnosis) -> bool:
    return item.fault is not None and found.fault == item.fault and found.grade in CLAIMS


def _wrong(item: Development, found: Diagnosis) -> bool:
    return found.fault is not None and found.fault != item.fault


def _cwru(rows: list[tuple[Development, Diagnosis]]) -> list[tuple[str, bool]]:
    count = Counter(item.grade for item, found in rows if _right(item, found))
    wrong = [item.name for item, found in rows if _wrong(item, found)]
    flagged = [item.name for item, found in rows if found.flags]
    return [
        (f"graded Y1 right: {count['Y1']} of 5", count["Y1"] == 5),
        (f"graded Y2 right: {count['Y2']} of 16 (15 wanted)", count["Y2"] >= 15),
        (f"wrong elements claimed on CWRU: {wrong or 'none'}", not wrong),
        (f"speeds contradicted: {', '.join(flagged)}", flagged == ["158"]),
    ]


def _others(rows: list[tuple[Development, Diagnosis]]) -> list[tuple[str, bool]]:
    faults = [(item, found) for item, found in rows if item.fault is not None]
    missed = [item.name for item, found in faults if not _right(item, found)]
    claimed = [i.name for i, found in rows if i.fault is None and found.grade in CLAIMS]
    return [
        (f"other fault records right: all but {missed or 'none'} of {len(faults)}", not missed),
        (f"claims on healthy records: {claimed or 'none'}", not claimed),
        (
            f"false speed flags: {sum(bool(f.flags) for _i, f in rows)}",
            not any(found.flags for _item, found in rows),
        ),
    ]


def _false_alarms(of_each: int) -> tuple[str, bool]:
    alarms = []
    for item in healthy(of_each):
        if judge_healthy(item).grade in CLAIMS:
            alarms.append(item.name)
    total = 4 * of_each
    return f"false alarms on simulated healthy: {len(alarms)} of {total}", len(alarms) <= total / 50


def _ross() -> list[tuple[str, bool]]:
    """Forty records of each class at 10 dB, and looseness that must not pass for whirl."""
    right, missed = 0, []
    for kind, fault in TOLD_APART.items():
        for motion in motions(kind, 40):
            found = judge_motion(motion)
            right += found.fault == fault.value
            if found.fault != fault.value:
                missed.append(f"{motion.name} {found.fault}")
    loose = [judge_motion(motion).fault for motion in motions("looseness", 50)]
    whirls = sum(fault == Fault.OIL_WHIRL.value for fault in loose)
    return [
        (f"ROSS told apart: {right} of 200; missed {missed or 'none'}", right >= 190),
        (f"ROSS looseness called whirl: {whirls} of 50", whirls <= 1),
    ]


def _shaft_alarms(of_each: int) -> tuple[str, bool]:
    alarms = [item.name for item in healthy_shafts(of_each) if judge_shaft(item).grade in CLAIMS]
    total = 4 * of_each
    text = f"false alarms on simulated healthy shafts: {len(alarms)} of {total}"
    return text, len(alarms) <= total / 50


if __name__ == "__main__":
    sys.exit(main())
