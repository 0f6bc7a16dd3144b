"""The data card of a bundle: what is in it, how it was come by, what it lacks (Markdown)."""

from collections.abc import Sequence

from pfd_desktop.core.datasets.balance import Balance, balance
from pfd_desktop.core.datasets.coverage import coverage
from pfd_desktop.core.records.datasets import BundleForm, DatasetVersion, DesignedSplit, MemberFacts

_READING = {
    BundleForm.HDF5: "HDF5: the dataset `samples` (float32), facts as its attributes.",
    BundleForm.MAT: "MATLAB: the variable `samples` (single), facts as variables beside it;"
    " version 5, above 16 Mi samples version 7.3.",
    BundleForm.CSV: "CSV: one column `samples` of 9 significant digits, which name a float32"
    " exactly; facts in `recordings.csv`.",
    BundleForm.PARQUET: "Parquet: the column `samples` (float32), facts in the schema's metadata.",
}


def data_card(version: DatasetVersion, splits: Sequence[DesignedSplit], form: BundleForm) -> str:
    """The card in Markdown."""
    facts = [one.facts for one in version.members]
    return "\n".join(
        [
            f"# {_plain(version.dataset_name)}, version {version.number}",
            "",
            *([_plain(version.note), ""] if version.note else []),
            f"SHA-256 of the version: `{version.hash}`",
            "",
            *_contents(facts),
            "",
            "## Classes",
            "",
            *_classes(balance(facts)),
            "",
            "## Speed and load",
            "",
            *_coverage(facts),
            "",
            "## Splits",
            "",
            *_splits(splits),
            "",
            "## Files",
            "",
            f"* `data/`: one file for each recording. {_READING[form]}",
            "* `recordings.csv`, `labels.csv`: what is told of the recordings and of parts of them;"
            " times in seconds, frequencies in Hz, speeds in revolutions per minute.",
            "* `members.json`: the same as it was frozen; the version's hash is over it.",
            "* `manifest.json`: SHA-256 of every file, the splits with their certificates.",
            "",
        ]
    )


def _contents(facts: Sequence[MemberFacts]) -> list[str]:
    seconds = sum(one.duration_s for one in facts if one.axis == "time")
    units = sorted({f"{one.quantity} in {one.unit}" for one in facts})
    rates = sorted({f"{one.rate_hz:g}" for one in facts})
    synthetic = sum(one.synthetic for one in facts)
    return [
        f"* {len(facts)} recordings, {seconds:.1f} s, of {len({one.machine for one in facts})}"
        f" machines and {len({(one.machine, one.unit_name) for one in facts})} units",
        f"* measured: {', '.join(units)}; sampling rates: {', '.join(rates)} Hz",
        f"* {synthetic} of them are synthetic, {len(facts) - synthetic} are not said to be",
    ]


def _classes(found: Balance) -> list[str]:
    lines = [
        "| class | recordings | units | machines | seconds | stretches | severities |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    lines += [
        f"| {_plain(one.name) or '(none told)'} | {one.recordings} | {one.units} | {one.machines}"
        f" | {one.duration_s:.1f} | {one.stretches} | {_plain(', '.join(one.severities))} |"
        for one in found.classes
    ]
    if found.evenness is not None and found.ratio is not None:
        lines += [
            "",
            f"Evenness {found.evenness:.2f} (1: all classes alike; Pielou, 1966); the largest class"
            f" has {found.ratio:.3g} times the recordings of the smallest.",
        ]
    return lines


def _coverage(facts: Sequence[MemberFacts]) -> list[str]:
    found = coverage(facts)
    steps = [
        f"{low:g}–{high:g} rpm"
        for low, high in zip(found.edges_rpm, found.edges_rpm[1:], strict=False)
    ]
    lines = [
        f"| condition | {' | '.join([*steps, 'speed not told'])} |",
        f"|---|{'---:|' * (len(steps) + 1)}",
    ]
    for name, counts, silent in zip(
        found.conditions, found.counts, found.without_speed, strict=True
    ):
        lines.append(f"| {_plain(name)} | {' | '.join(map(str, [*counts, silent]))} |")
    return lines


def _splits(splits: Sequence[DesignedSplit]) -> list[str]:
    return [
        f"* by {one.key.value}, {one.parts} parts, seed {one.seed}: certificate `{one.certificate}`"
        for one in splits
    ] or ["None was designed."]


def _plain(text: str) -> str:
    """Text that does not act as Markdown of a table."""
    return text.replace("|", "\\|").replace("\n", " ").strip()
