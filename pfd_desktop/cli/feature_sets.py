"""pfd features importance and export: what is asked of a set that there is."""

from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.records.learning import FeatureSet, SplitKind
from pfd_desktop.core.training.importance import Importance, words_of
from pfd_desktop.errors import InvalidInput, NotFound


def importance(session: Session) -> None:
    """Print what is kept; measured where it is not, or is wanted anew."""
    arguments = session.arguments
    chosen = _chosen(session, arguments.names[0] if arguments.names else None)
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


def export(session: Session) -> None:
    """Write how the set is made."""
    arguments = session.arguments
    if arguments.out is None:
        raise InvalidInput("Name the file to write: --out FILE, with .json or .py at its end.")
    chosen = _chosen(session, arguments.names[0] if arguments.names else None)
    session.services.feature_recipes.export(chosen.id, arguments.out)
    if session.json:
        print_json({"written": arguments.out})
    else:
        print(f"{arguments.out} is written.")


def _chosen(session: Session, name: str | None) -> FeatureSet:
    sets = session.services.features.list_all()
    found = [s for s in sets if name is None or s.id.startswith(name) or s.id.endswith(name)]
    if not found:
        raise NotFound("There is no such feature set; 'pfd features sets' lists them.")
    return max(found, key=lambda s: s.created_at)
