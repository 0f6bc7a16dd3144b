"""pfd sample: the synthetic project, and the main job on it."""

import argparse

from pfd_desktop.cli.learning import interval, print_leak_meter, print_run
from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.core.records.learning import LeakMeter, Run, SplitKind
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.services.features import ExtractRequest
from pfd_desktop.services.training import TrainRequest


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("sample", help="make the synthetic sample project")
    parser.add_argument("--run", dest="whole", action="store_true", help="run the main job on it")
    parser.add_argument("--seed", type=int, default=0)
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Make the sample; with --run diagnose what is labelled, train, and print what came out."""
    made = session.job(
        "Make the sample recordings",
        "sample",
        lambda p: session.services.generation.make_sample(session.arguments.seed, p),
    )
    if not session.arguments.whole:
        if session.json:
            print_json(made)
        else:
            print(f"{len(made)} synthetic recordings are in the project.")
        return 0
    named = tuple(r for r in made if r.label)
    outcomes = [(r, _diagnose(session, r)) for r in named]
    trained, meter = _learn(session, tuple(r for r in named if r.kind is BearingKind.ROLLING))
    if session.json:
        print_json({"diagnoses": outcomes, "run": trained, "leak_meter": meter})
    else:
        _print(outcomes, trained, meter)
    return 0


def _diagnose(session: Session, recording: Recording) -> Diagnosis:
    return session.job(
        f"Diagnose {recording.name}",
        "diagnose",
        lambda progress: session.services.diagnosis.diagnose(recording.id, progress),
    )


def _learn(session: Session, recordings: tuple[Recording, ...]) -> tuple[Run, LeakMeter]:
    services = session.services
    ids = tuple(r.id for r in recordings)
    extract = ExtractRequest(recording_ids=ids, name="sample")
    features = session.job(
        "Extract features", "extract", lambda p: services.features.extract(extract, p)
    )
    request = TrainRequest(
        classifier="forest",
        split=SplitKind.UNIT,
        feature_set_id=features.id,
        recording_ids=features.recording_ids,
    )
    trained = session.job("Train", "train", lambda p: services.training.train(request, p))
    meter = session.job(
        "Leak meter", "leak meter", lambda p: services.training.leak_meter(request, p)
    )
    return trained, meter


def _print(outcomes: list[tuple[Recording, Diagnosis]], trained: Run, meter: LeakMeter) -> None:
    rows = [(r.name, r.unit_name, r.label or "", d.verdict) for r, d in outcomes]
    print("Synthetic recordings, diagnosed without training:")
    print_table(("recording", "unit", "made as", "verdict"), rows)
    print()
    print_run(trained)
    print()
    print_leak_meter(meter)
    if trained.result is not None:
        print(f"On units never met: {interval(trained.result.accuracy)} of the records right.")
