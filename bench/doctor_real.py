"""What the import doctor finds in the development recordings.

    python -m bench.doctor_real [FOLDER] [--each]

Every channel of every file in the manifest whose rate it tells is examined with the speed it
tells. Prints the grades and the findings of each data set; with --each what was found where.
"""

import argparse
import csv
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from pfd_desktop.core.doctor.channels import same_channel
from pfd_desktop.core.doctor.examine import examine
from pfd_desktop.core.doctor.grade import GRADES, grade_of
from pfd_desktop.core.doctor.table import FINDINGS
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.importers.table import choose
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.errors import PfdError

_CLOCK = {f"column {number}" for number in range(1, 5)}  # of FEMTO's files
_LEAST = 1024  # samples: shorter vectors are no waveforms


def main() -> int:
    """Print the table; exit code 1 where there is no data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--each", action="store_true", help="every finding with its words")
    arguments = parser.parse_args()
    if not (arguments.folder / "MANIFEST.csv").exists():
        print(f"{arguments.folder} holds no MANIFEST.csv: no recordings, no figures.")
        return 1
    grades: dict[str, Counter[str]] = defaultdict(Counter)
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    begun, samples = time.process_time(), 0
    for dataset, name, count, flags in judged(arguments.folder):
        samples += count
        grades[dataset][grade_of(flags)] += 1
        codes[dataset].update({flag.code for flag in flags})
        if arguments.each:
            for flag in flags:
                print(f"{name}: {flag.text}")
    show(grades, codes)
    spent = time.process_time() - begun
    print(f"{samples / 1e6:.1f} million samples, read and examined in {spent:.1f} s of CPU time")
    return 0


def judged(folder: Path) -> Iterator[tuple[str, str, int, tuple[Flag, ...]]]:
    """Data set, channel, its samples and findings."""
    with (folder / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        try:
            rate_hz = float(row["fs_hz"])
        except ValueError:
            continue
        rpm = told_rpm(row["rpm"])
        channels = dict(waveforms(folder / row["file"], rate_hz))
        together: dict[str, list[Flag]] = defaultdict(list)
        for (one, a), (other, b) in combinations(channels.items(), 2):
            if len(a.samples) == len(b.samples) and (flag := same_channel(a, b)):
                together[one].append(flag)
                together[other].append(flag)
        for channel, waveform in channels.items():
            flags = (*examine(waveform, rpm), *together[channel])
            yield row["dataset"], f"{row['file']} {channel}", len(waveform.samples), flags


def told_rpm(text: str) -> float | None:
    """The speed a manifest tells, measured or "1772 nominal"; None where it tells none."""
    first = text.partition(" ")[0]
    return float(first) if first.replace(".", "", 1).isdigit() else None


def waveforms(path: Path, rate_hz: float) -> Iterator[tuple[str, Waveform]]:
    """Every column of every vector that is long enough; nothing where the file cannot be read."""
    try:
        importer = choose(path)
        contents = importer.describe(path, True)
    except PfdError as error:
        print(f"left out: {error}", file=sys.stderr)
        return
    for variable in contents.variables:
        clock = path.name.startswith("acc_") and variable.name in _CLOCK
        if variable.samples < _LEAST or clock:
            continue
        for column in range(variable.columns):
            pieces = list(importer.read(path, variable, column))
            samples = np.concatenate(pieces).astype(np.float32)
            if np.ptp(samples) > 0:
                name = f"{variable.name}[{column}]"
                yield name, Waveform(samples, rate_hz, "acceleration", "unknown")


def show(grades: dict[str, Counter[str]], codes: dict[str, Counter[str]]) -> None:
    """One line a data set: channels, grades, then findings."""
    found = [f.code for f in FINDINGS if any(codes[d][f.code] for d in codes)]
    print("data set", "channels", *GRADES, *found, sep=" | ")
    for dataset, own in sorted(grades.items()):
        counts = [own[grade] for grade in GRADES]
        print(dataset, sum(counts), *counts, *(codes[dataset][c] for c in found), sep=" | ")


if __name__ == "__main__":
    sys.exit(main())
