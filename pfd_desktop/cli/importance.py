"""pfd features importance: what a set's features are worth on units never met."""

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.importance import Importance, words_of


def run(session: Session) -> None:
    """Print what is kept; measured where it is not, or is wanted anew."""
    arguments = session.arguments
    name = arguments.names[0] if arguments.names else None
    chosen = selecting.feature_set(session.services, name)
    split = SplitKind(arguments.split)
    service = session.services.importance
    before = None if arguments.again else service.kept(chosen.id, split)
    if before is None or before.found is None:
        session.job(
            f"Importance of {chosen.name}",
            "importance",
            lambda progress: service.measure(chosen.id, progress, split),
        )
        before = service.kept(chosen.id, split)
    if session.json:
        print_json(before)
    elif before is not None and before.found is not None:
        _print_importance(before.found, before.words)


def _print_importance(found: Importance, when: str) -> None:
    rows = [
        (
            weight.name,
            f"{100 * weight.lost.value:.1f} ({100 * weight.lost.low:.1f} to"
            f" {100 * weight.lost.high:.1f})",
            "yes" if weight.above(found.probes) else "no",
            f"{100 * weight.forest:.1f}",
            f"{weight.information_bits:.2f}",
            f"{weight.chosen} of {found.folds}",
        )
        for weight in found.weights
    ]
    print_table(("feature", "lost %", "above chance", "forest %", "bits", "mRMR folds"), rows)
    print(f"{words_of(found)} {when}")
