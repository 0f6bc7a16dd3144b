"""What the import doctor says of real recordings.

    PYTHONPATH=. python bench/doctor_real.py FOLDER

FOLDER holds the development recordings; the table has a line for each finding and its count.
"""

import sys
from collections import Counter
from pathlib import Path

import numpy as np

from pfd_desktop.core.doctor.grades import grade
from pfd_desktop.core.doctor.table import examine
from tests.development_recordings import cwru, others


def main() -> None:
    """Examine all and print."""
    folder = Path(sys.argv[1])
    counts: Counter[str] = Counter()
    grades: Counter[str] = Counter()
    for item in (*cwru(folder), *others(folder)):
        samples = np.asarray(item.samples(), np.float32)
        found = examine(samples, item.rate_hz, "acceleration", item.speed_rpm)
        counts.update(flag.code for flag in found)
        grades[grade(found).value] += 1
        for flag in found:
            print(f"{item.name}: {flag.text}")
    print("findings", dict(counts), "grades", dict(sorted(grades.items())))


if __name__ == "__main__":
    main()
