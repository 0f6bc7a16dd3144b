"""pfd dataset: create, versions, diff, split, archive, trash, export, import."""

import argparse
from collections.abc import Callable
from pathlib import Path

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import percent, print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.datasets.balance import balance
from pfd_desktop.core.datasets.coverage import coverage
from pfd_desktop.core.datasets.splitting import KEYS, overlap
from pfd_desktop.core.records.datasets import (
    BundleForm,
    BundleReport,
    Dataset,
    DatasetVersion,
    DesignedSplit,
    SplitRequest,
)
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.services.catalog import Services


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    whole = commands.add_parser("dataset", help="named sets of recordings, in versions")
    actions = whole.add_subparsers(title="actions", required=True, metavar="ACTION")

    def action(
        name: str, run: Callable[[Session], int], about: str, *named: str
    ) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=about)
        for one in named:
            made.add_argument(one, metavar=one.upper())
        made.set_defaults(run=run)
        return made

    action("list", run_list, "all datasets").add_argument("--archived", action="store_true")
    made = action("create", run_create, "from recordings; all when none is named", "name")
    made.add_argument("names", nargs="*", metavar="ID")
    made.add_argument("--query", default="", help="what this search finds, told by its version")
    made.add_argument("--note", default="")
    made = action("version", run_version, "freeze its recordings as they are now", "dataset")
    made.add_argument("names", nargs="*", metavar="ID", help="its own when none is named")
    made.add_argument("--note", default="")
    action("show", run_show, "classes, balance, coverage, splits", "dataset")
    action("diff", run_diff, "what differs, and what is stale then", "before", "after")
    made = action("split", run_split, "part it, and certify the parts", "dataset")
    made.add_argument("--by", choices=tuple(key.value for key in KEYS), default="unit")
    made.add_argument("--parts", type=int, default=5, help="at most")
    made.add_argument("--seed", type=int, default=0)
    made = action("export", run_export, "as a bundle: a folder, or a file that ends in .zip")
    made.add_argument("dataset", metavar="DATASET")
    made.add_argument("target", metavar="PATH", type=Path)
    made.add_argument("--form", choices=tuple(f.value for f in BundleForm), default="hdf5")
    made = action("import", run_import, "the identical dataset of a bundle")
    made.add_argument("source", metavar="PATH", type=Path)
    made.add_argument("--name", default="")
    action("archive", _change("archive"), "out of the way", "dataset")
    action("unarchive", _change("unarchive"), "back among the others", "dataset")
    action("delete", _change("delete"), "into the trash", "dataset")
    action("restore", _change("restore"), "out of the trash", "dataset")


def find(services: Services, name: str) -> DatasetVersion:
    """The version "NAME" (the newest) or "NAME@2" means; a name or the end of an id."""
    wanted, _, number = name.rpartition("@") if "@" in name else (name, "", "")
    if number and not number.isdigit():
        raise InvalidInput(f"{number} is no number of a version; write {wanted}@2, say.")
    dataset = _named(services.datasets.list_all(archived=True), wanted)
    return services.datasets.numbered(dataset.id, int(number) if number else None)


def find_split(services: Services, version: DatasetVersion, name: str) -> DesignedSplit:
    """The designed split whose certificate or id begins or ends so."""
    for one in services.datasets.splits(version.id):
        if one.certificate.startswith(name) or one.id.endswith(name):
            return one
    raise NotFound(f"{version.title} has no split {name}; 'pfd dataset show' lists them.")


def run_list(session: Session) -> int:
    """One line a dataset."""
    found = session.services.datasets.list_all(archived=session.arguments.archived)
    if session.json:
        print_json(found)
        return 0
    rows = [
        (
            one.id[-8:],
            one.name,
            str(one.newest.number),
            str(one.newest.recordings),
            one.newest.hash[:12],
            "archived" if one.archived_at else "",
        )
        for one in found
    ]
    print_table(("id", "name", "version", "recordings", "hash", ""), rows)
    return 0


def run_create(session: Session) -> int:
    """Make a dataset."""
    arguments = session.arguments
    services, query = session.services, arguments.query.strip()
    if query and arguments.names:
        raise InvalidInput("Name the recordings or give --query, not both.")
    if query:
        ids = services.search.ids("recordings", query)
    else:
        ids = tuple(one.id for one in selecting.recordings(services, arguments.names))
    made = services.datasets.create(arguments.name, ids, arguments.note, query=query)
    return _tell(session, session.services.datasets.version(made.newest.id))


def run_version(session: Session) -> int:
    """Freeze another version."""
    arguments = session.arguments
    dataset = _named(session.services.datasets.list_all(archived=True), arguments.dataset)
    ids = [selecting.recording(session.services, name).id for name in arguments.names]
    return _tell(session, session.services.datasets.add_version(dataset.id, ids, arguments.note))


def run_show(session: Session) -> int:
    """All that is to be known of a version."""
    version = find(session.services, session.arguments.dataset)
    facts = [one.facts for one in version.members]
    counted, covered = balance(facts), coverage(facts)
    splits = session.services.datasets.splits(version.id)
    if session.json:
        print_json({"version": version, "balance": counted, "splits": splits, "coverage": covered})
        return 0
    print(f"{version.title}: {len(facts)} recordings, hash {version.hash}")
    rows = [
        (
            one.name or "(none told)",
            *map(str, (one.recordings, one.units, one.machines, one.stretches)),
            ", ".join(one.severities),
        )
        for one in counted.classes
    ]
    print_table(("class", "recordings", "units", "machines", "stretches", "severities"), rows)
    if counted.evenness is not None:
        print(f"evenness {percent(counted.evenness)} (100 %: all classes alike)")
    steps = [f"{low:g} rpm" for low in covered.edges_rpm[:-1]]
    print_table(
        ("condition", *steps, "no speed"),
        [
            (name, *map(str, counts), str(silent))
            for name, counts, silent in zip(
                covered.conditions, covered.counts, covered.without_speed, strict=True
            )
        ],
    )
    for one in splits:
        print(f"split by {one.key.value}, {one.parts} parts: certificate {one.certificate}")
    return 0


def run_diff(session: Session) -> int:
    """Two versions side by side."""
    arguments = session.arguments
    before = find(session.services, arguments.before)
    after = find(session.services, arguments.after)
    change = session.services.datasets.diff(before.id, after.id)
    if session.json:
        print_json(change)
        return 0
    if change.diff.is_empty:
        print(f"{before.title} and {after.title} are the same dataset.")
    for sign, names in (("+", change.diff.added), ("-", change.diff.removed)):
        for name in names:
            print(f"{sign} {name}")
    for one in change.diff.changed:
        print(f"~ {one.name}: {', '.join(one.fields)}")
    for stale in change.stale:
        print(f"stale: {stale.kind} {stale.name} ({stale.id[-8:]}): {stale.reason}.")
    return 0


def run_split(session: Session) -> int:
    """Design a split and show what its parts share."""
    arguments = session.arguments
    version = find(session.services, arguments.dataset)
    request = SplitRequest(version.id, SplitKind(arguments.by), arguments.parts, arguments.seed)
    split = session.services.datasets.design(request)
    if session.json:
        print_json(split)
        return 0
    facts = [one.facts for one in version.members]
    own = overlap(facts, split.part_of, split.key)
    headings = [f"part {i + 1}" for i in range(split.parts)]
    rows = zip(own.groups, own.counts, strict=True)
    print_table((split.key.value, *headings), [(name, *map(str, n)) for name, n in rows])
    for key in KEYS:
        shared = overlap(facts, split.part_of, key).shared
        print(f"{key.value}: {len(shared)} in more than one part")
    print(f"certificate {split.certificate}")
    return 0


def run_export(session: Session) -> int:
    """Write a bundle."""
    arguments = session.arguments
    version = find(session.services, arguments.dataset)
    report = session.job(
        f"Export {version.title}",
        "export dataset",
        lambda progress: session.services.bundles.export(
            version.id, arguments.target, BundleForm(arguments.form), progress
        ),
    )
    return _reported(session, report, f"written to {arguments.target}")


def run_import(session: Session) -> int:
    """Take a bundle in."""
    arguments = session.arguments
    report = session.job(
        f"Import the dataset {arguments.source.name}",
        "import dataset",
        lambda progress: session.services.bundles.take_in(
            arguments.source, progress, arguments.name
        ),
    )
    return _reported(session, report, f"{report.new_recordings} of them new here")


def _change(name: str) -> Callable[[Session], int]:
    def run(session: Session) -> int:
        service = session.services.datasets
        there = service.trash() if name == "restore" else service.list_all(archived=True)
        dataset = _named(there, session.arguments.dataset)
        {
            "archive": service.archive,
            "unarchive": service.unarchive,
            "delete": service.delete,
            "restore": service.restore,
        }[name](dataset.id)
        print(f"{dataset.name}: {name}d.")
        return 0

    return run


def _named(there: tuple[Dataset, ...], name: str) -> Dataset:
    for one in there:
        if one.name.casefold() == name.casefold() or one.id.endswith(name):
            return one
    raise NotFound(f"No dataset is called {name}. 'pfd dataset list --archived' lists them.")


def _tell(session: Session, version: DatasetVersion) -> int:
    if session.json:
        print_json(version)
    else:
        print(f"{version.title}: {len(version.members)} recordings, hash {version.hash}")
    return 0


def _reported(session: Session, report: BundleReport, what: str) -> int:
    if session.json:
        print_json(report)
    else:
        print(f"{report.title}: {report.recordings} recordings, {what}; hash {report.hash}")
    return 0
