"""pfd features, train, runs, results."""

import argparse
from collections.abc import Sequence

from pfd_desktop.cli import datasets, extracting, importance
from pfd_desktop.cli.output import number, percent, print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.cli.setting import value_of
from pfd_desktop.core.classical.physics import PHYSICS, lacks_evidence
from pfd_desktop.core.classical.table import CLASSICAL, ON_WAVEFORMS
from pfd_desktop.core.evaluation.pooling import Pooling
from pfd_desktop.core.features.selection import Choosing
from pfd_desktop.core.features.spec import FeatureSpec
from pfd_desktop.core.networks.table import NETWORKS
from pfd_desktop.core.parameters import Value
from pfd_desktop.core.records.learning import Interval, LeakMeter, Run, SplitKind
from pfd_desktop.core.training.options import PARAMETERS, as_asked, parameters_of
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.services.training import TrainRequest

SETS = ("standard", "evidence", "legacy-36")
CLASSIFIERS = (*CLASSICAL, *PHYSICS, *ON_WAVEFORMS, *NETWORKS)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    features = commands.add_parser("features", help="the catalogue, or extract for recordings")
    features.add_argument("action", choices=("list", "sets", "importance", *extracting.ACTIONS))
    features.add_argument("names", nargs="*", metavar="ID", help="all labelled when none")
    features.add_argument("--window-samples", type=int, default=8192)
    features.add_argument("--name", default="")
    features.add_argument("--dataset", metavar="NAME[@N]", help="a version, as it was frozen")
    features.add_argument(
        "--set", choices=SETS, default="standard", help="legacy-36 only to reproduce old figures"
    )
    features.add_argument(
        "--split", choices=tuple(k.value for k in SplitKind), default="unit", help="for importance"
    )
    features.add_argument(
        "--again", action="store_true", help="importance: measured anew where it is kept"
    )
    extracting.add_options(features)
    features.set_defaults(run=run_features)
    _add_train(commands)
    runs = commands.add_parser("runs", help="list the runs")
    runs.set_defaults(run=run_runs)
    results = commands.add_parser("results", help="what a run found, per record")
    results.add_argument("id", metavar="RUN", nargs="?", help="the newest when not given")
    results.set_defaults(run=run_results)


def _add_train(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    train = commands.add_parser("train", help="train, and judge on units never met")
    train.add_argument("--classifier", choices=CLASSIFIERS, default="forest")
    train.add_argument("--split", choices=tuple(k.value for k in SplitKind), default="unit")
    train.add_argument("--features", metavar="ID", help="feature set; the newest when not given")
    train.add_argument("--dataset", metavar="NAME[@N]", help="a version, as it was frozen")
    train.add_argument("--certificate", metavar="HASH", help="a designed split of that dataset")
    train.add_argument("--seed", type=int, default=0)
    train.add_argument(
        "--select", type=int, default=0, metavar="N", help="choose N features in each fold"
    )
    train.add_argument(
        "--select-by", choices=tuple(Choosing), default=Choosing.MID, help="the rule of --select"
    )
    train.add_argument("--pool", choices=tuple(Pooling), default="mean", help="windows together")
    train.add_argument("--epochs", type=int, default=12, help="for networks")
    train.add_argument(
        "--window-samples", type=int, default=2048, help="for what reads the waveform"
    )
    train.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="on features: snr_db of noisy copies to learn from, or none; for networks, switches"
        f" as on or off: {', '.join(one.name for one in PARAMETERS)}",
    )
    train.add_argument("--resume", metavar="RUN", help="go on from a run's last checkpoint")
    train.add_argument(
        "--estimate", action="store_true", help="only say what a network would take, from one batch"
    )
    train.add_argument("--leak-meter", action="store_true", help="show the flattering split too")
    train.set_defaults(run=run_train)


def run_features(session: Session) -> int:
    """List the features, list the sets, or extract."""
    service = session.services.features
    action = session.arguments.action
    if action == "list":
        specs = service.catalogue(session.arguments.set)
        if session.json:
            print_json(specs)
        else:
            print_table(
                ("feature", "unit", "domain", "needs", "formula", "source"),
                [
                    (s.name, s.unit, s.domain, ", ".join(s.needs), _formula(s), s.source)
                    for s in specs
                ],
            )
    elif action == "sets":
        sets = service.list_all()
        if session.json:
            print_json(sets)
        else:
            rows = [(s.id[-8:], s.name, str(len(s.recording_ids)), str(s.rows)) for s in sets]
            print_table(("id", "name", "recordings", "windows"), rows)
    elif action == "importance":
        importance.run(session)
    else:
        extracting.run(session)
    return 0


def _formula(spec: FeatureSpec) -> str:
    return f"{spec.formula}. {spec.note}" if spec.note else spec.formula


def run_train(session: Session) -> int:
    """Train and print the result."""
    arguments = session.arguments
    training = session.services.training
    if arguments.estimate:
        return _estimate(session)
    if arguments.resume:
        old = find_run(session, arguments.resume)
        run = session.job(f"Resume {old.name}", "train", lambda p: training.resume(old.id, p))
    else:
        wanted = train_request(session)
        title = f"Train {wanted.classifier}, {wanted.split.value} split"
        run = session.job(title, "train", lambda p: training.train(wanted, p))
    meter = None
    if arguments.leak_meter:
        wanted = train_request(session)
        meter = session.job("Leak meter", "leak meter", lambda p: training.leak_meter(wanted, p))
    if session.json:
        print_json({"run": run, "leak_meter": meter})
    else:
        print_run(run)
        if meter is not None:
            print_leak_meter(meter)
    return 0


def _estimate(session: Session) -> int:
    wanted, training = train_request(session), session.services.training
    found = session.job("Estimate a training", "estimate", lambda p: training.estimate(wanted, p))
    if session.json:
        print_json(found)
    else:
        print(found.words)
    return 0


def train_request(session: Session) -> TrainRequest:
    """The request the options of pfd train make."""
    arguments = session.arguments
    feature_set_id, recording_ids = _material(session)
    version_id = split_id = None
    if arguments.dataset:
        version = datasets.find(session.services, arguments.dataset)
        recording_ids, version_id = (), version.id
        if arguments.certificate:
            split_id = datasets.find_split(session.services, version, arguments.certificate).id
    elif arguments.certificate:
        raise InvalidInput("Name the dataset the split is of: --dataset NAME.")
    return TrainRequest(
        classifier=arguments.classifier,
        split=SplitKind(arguments.split),
        feature_set_id=feature_set_id,
        recording_ids=recording_ids,
        seed=arguments.seed,
        epochs=arguments.epochs,
        window_samples=arguments.window_samples,
        options=_options(arguments.classifier, arguments.set),
        select=arguments.select,
        select_by=arguments.select_by,
        pool=arguments.pool,
        dataset_version_id=version_id,
        split_id=split_id,
    )


def _options(classifier: str, told: Sequence[str]) -> tuple[tuple[str, Value], ...]:
    pairs = [one.partition("=") for one in told]
    known = parameters_of(classifier)
    given = {name: value_of(classifier, known, name, text) for name, _, text in pairs}
    return as_asked(classifier, given)


def _material(session: Session) -> tuple[str | None, tuple[str, ...]]:
    """The feature set with its recordings; recordings alone for what reads waveforms."""
    classifier, wanted = session.arguments.classifier, session.arguments.features
    bare = classifier in ON_WAVEFORMS or classifier in NETWORKS
    if bare and wanted is None:
        labelled = [r.id for r in session.services.data.recordings() if r.label is not None]
        return None, tuple(labelled)
    sets = session.services.features.list_all()
    chosen = [s for s in sets if wanted is None or s.id.startswith(wanted) or s.id.endswith(wanted)]
    if wanted is None:
        chosen = [s for s in chosen if not lacks_evidence(classifier, s.feature_names)]
    if not chosen:
        raise NotFound(_missing_set(classifier, wanted))
    newest = max(chosen, key=lambda s: s.created_at)
    return None if bare else newest.id, newest.recording_ids


def _missing_set(classifier: str, wanted: str | None) -> str:
    if wanted is None and classifier in PHYSICS:
        return (
            "Physics evidence reads a feature set of evidence, and there is none;"
            " 'pfd features extract --set evidence' makes one."
        )
    return "There is no such feature set; 'pfd features extract' makes one."


def find_run(session: Session, name: str | None) -> Run:
    """The run whose id starts or ends with *name*; the newest when None."""
    runs = session.services.training.summaries()
    found = [r for r in runs if name is None or r.id.startswith(name) or r.id.endswith(name)]
    if not found:
        raise NotFound("There is no such run; 'pfd runs' lists them.")
    return session.services.training.run(max(found, key=lambda r: r.created_at).id)


def run_runs(session: Session) -> int:
    """One line a run."""
    if session.json:
        print_json(session.services.training.runs())
        return 0
    rows = []
    for r in session.services.training.summaries():
        accuracy = interval(r.accuracy) if r.accuracy else r.reason
        rows.append((r.id[-8:], r.name, r.classifier, r.split.value, r.state.value, accuracy))
    print_table(("id", "name", "classifier", "split", "state", "accuracy per record"), rows)
    return 0


def run_results(session: Session) -> int:
    """One run, whole."""
    run = find_run(session, session.arguments.id)
    if session.json:
        print_json(run)
    else:
        print_run(run)
        if run.leak_meter is not None:
            print_leak_meter(run.leak_meter)
    return 0


def interval(value: Interval) -> str:
    """An estimate with its interval."""
    return f"{percent(value.value)} ({percent(value.low)} to {percent(value.high)})"


def print_run(run: Run) -> None:
    """The result per record, with what its reader must know."""
    print(
        f"{run.name} ({run.id[-8:]}): {run.classifier}, {run.split.value} split, {run.state.value}"
    )
    result = run.result
    if result is None:
        print(run.reason or "It has no result yet.")
        return
    print(f"accuracy per record  {interval(result.accuracy)}")
    print(f"macro F1 per record  {interval(result.macro_f1)}")
    print(f"chance               {percent(result.chance)}")
    print(f"split certificate    {run.split_certificate}")
    for part in result.by_grade():
        print(f"grade {part.grade:15}{part.right} of {part.recordings} right")
    if result.computed:
        print(f"steps                {result.computed}")
    print(f"{len(result.predictions)} records of {result.units} units, {result.folds} folds")
    confusion = result.confusion()
    rows = [(name, *map(str, row)) for name, row in zip(result.classes, confusion, strict=True)]
    print_table(("truth \\ said", *result.classes), rows)
    for warning in result.warnings:
        print(f"note: {warning}")


def print_leak_meter(meter: LeakMeter) -> None:
    """The three numbers side by side and their reading."""
    rows = [("random windows (leaky)", interval(meter.random))]
    if meter.condition is not None:
        rows.append(("unseen condition", interval(meter.condition)))
    if meter.unit is not None:
        rows.append(("unseen unit", interval(meter.unit)))
    rows.append(("chance", number(meter.chance)))
    print_table(("split", "accuracy per record"), rows)
    print(meter.words)
