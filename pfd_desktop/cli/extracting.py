"""pfd features: extract, export how it is done, and what a user's own files add to it."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from pfd_desktop.cli import datasets, selecting
from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.features.spec import FeatureSpec
from pfd_desktop.errors import InvalidInput
from pfd_desktop.services.features import ExtractRequest


def add_options(features: argparse.ArgumentParser) -> None:
    """Declare what these actions can be told."""
    features.add_argument(
        "--own",
        action="append",
        default=[],
        metavar="NAME",
        help="extract the features of one of your own files as well, such as mine.py",
    )
    features.add_argument(
        "--baseline",
        action="store_true",
        help="extract against the baseline of each recording's measuring point ('pfd trend')",
    )
    features.add_argument(
        "--out", type=Path, metavar="FILE", help="for export: .json, a recipe; .py, a script"
    )
    features.add_argument(
        "--recipe", type=Path, metavar="FILE", help="extract as an exported recipe says"
    )


def run(session: Session) -> None:
    """Do what is asked."""
    _RUN[session.arguments.action](session)


def _extract(session: Session) -> None:
    arguments = session.arguments
    ids, version_id = _to_extract(session)
    wanted = ExtractRequest(
        recording_ids=ids,
        window_samples=arguments.window_samples,
        name=arguments.name,
        dataset_version_id=version_id,
        features=arguments.set,
        own=tuple(arguments.own),
        baseline=arguments.baseline,
    )
    if arguments.recipe is not None:
        recipe = session.services.feature_recipes.read(arguments.recipe)
        wanted = replace(
            wanted,
            features=recipe.features,
            window_samples=recipe.window_samples,
            overlap=recipe.overlap,
            own=recipe.own,
            baseline=recipe.baseline,
        )
    made = session.job(
        f"Extract features of {len(ids)} recordings",
        "extract",
        lambda progress: session.services.features.extract(wanted, progress),
    )
    if session.json:
        print_json(made)
        return
    cut = f"{made.rows} windows of " if made.window_samples else ""
    print(
        f"{made.name} ({made.id[-8:]}): {len(made.feature_names)} features of {cut}"
        f"{len(made.recording_ids)} recordings."
    )
    for warning in made.warnings:
        print(f"note: {warning}")


def _to_extract(session: Session) -> tuple[tuple[str, ...], str | None]:
    """The recordings named, of a dataset where one is named; all labelled ones when none is."""
    arguments = session.arguments
    if arguments.dataset and not arguments.names:
        version = datasets.find(session.services, arguments.dataset)
        return tuple(one.recording_id for one in version.members), version.id
    chosen = selecting.recordings(session.services, arguments.names)
    labelled = tuple(r.id for r in chosen if r.label is not None)
    if not labelled:
        raise InvalidInput("None of these recordings has a label; 'pfd edit ID --label' gives one.")
    if not arguments.dataset:
        return labelled, None
    return labelled, datasets.find(session.services, arguments.dataset).id


def _export(session: Session) -> None:
    arguments = session.arguments
    if arguments.out is None:
        raise InvalidInput("Name the file to write: --out FILE, with .json or .py at its end.")
    name = arguments.names[0] if arguments.names else None
    chosen = selecting.feature_set(session.services, name)
    session.services.feature_recipes.export(chosen.id, arguments.out)
    _tell(session, arguments.out)


def _template(session: Session) -> None:
    path = Path(_named(session, "the file to write"))
    session.services.own_features.template(path)
    _tell(session, path)


def _add(session: Session) -> None:
    path = Path(_named(session, "your file of own features"))
    made = session.job(
        f"Test {path.name}",
        "own features",
        lambda progress: session.services.own_features.add(path, progress),
    )
    if session.json:
        print_json(made)
        return
    print(f"{made.name} is tested and taken; 'pfd features extract --own {made.name}' uses it.")
    _print_specs(made.specs)


def _own(session: Session) -> None:
    found = session.services.own_features.list_all()
    if session.json:
        print_json(found)
        return
    print_table(
        ("file", "hash", "tested here", "features"),
        [
            (
                one.name,
                one.sha256[:12],
                "yes" if one.tested else "no",
                ", ".join(spec.name for spec in one.specs),
            )
            for one in found
        ],
    )


def _remove(session: Session) -> None:
    name = _named(session, "the file of own features to offer no more")
    session.services.own_features.remove(name)
    if session.json:
        print_json({"removed": name})
    else:
        print(f"{name} is offered no more; the feature sets made with it keep it.")


def _named(session: Session, what: str) -> str:
    if len(session.arguments.names) != 1:
        raise InvalidInput(f"Name {what}: pfd features {session.arguments.action} NAME.")
    return str(session.arguments.names[0])


def _tell(session: Session, path: Path) -> None:
    if session.json:
        print_json({"written": path})
    else:
        print(f"{path} is written.")


def _print_specs(specs: tuple[FeatureSpec, ...]) -> None:
    print_table(
        ("feature", "unit", "needs", "formula"),
        [(one.name, one.unit, ", ".join(one.needs), one.formula) for one in specs],
    )


_RUN: Mapping[str, Callable[[Session], None]] = {
    "extract": _extract,
    "export": _export,
    "template": _template,
    "add": _add,
    "own": _own,
    "remove": _remove,
}
ACTIONS = tuple(_RUN)
