"""Unknown faults in words, for all faces."""

from pfd_desktop.core.training.strangers import Stranger

COLUMNS = ("left out", "unseen", "noticed by", "AUROC", "false alarms", "recordings")


def row(one: Stranger) -> tuple[str, ...]:
    """One class left out, under the headings of COLUMNS; the reason where it was not measured."""
    if one.found is None:
        return one.left_out, one.split.value, one.by, one.reason, "–", "–"
    return (
        one.left_out,
        one.split.value,
        one.by,
        f"{one.found.area:.3f}",
        f"{100 * one.found.false_alarms:.0f} %",
        f"{one.found.unknown} beside {one.found.known}",
    )
