"""pfd healthy train, list, judge, detectability, report, delete."""

import argparse

from pfd_desktop.cli import reporting, selecting
from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.figures import healthy
from pfd_desktop.core.healthy.detectors import DETECTORS
from pfd_desktop.core.healthy.injecting import INJECTED
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.healthy import Guard
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.services.healthy import GuardRequest, Injection


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    parser = commands.add_parser("healthy", help="guards that learn from healthy recordings alone")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _add_train(actions)
    listed = actions.add_parser("list", help="the guards")
    listed.set_defaults(run=run_list)
    judge = actions.add_parser("judge", help="alarm, no alarm, or I don't know")
    judge.add_argument("names", nargs="*", metavar="RECORDING", help="all when none")
    _add_guard(judge)
    judge.set_defaults(run=run_judge)
    found = actions.add_parser(
        "detectability", help="inject faults into the held-out recordings: what would be found?"
    )
    found.add_argument(
        "faults", nargs="*", metavar="FAULT", help=f"all when none: {', '.join(INJECTED)}"
    )
    _add_guard(found)
    found.add_argument(
        "--amplitudes",
        nargs="+",
        type=float,
        default=(),
        metavar="A",
        help="highest peaks, in the recordings' unit; from -40 to 20 dB of their RMS when none",
    )
    found.add_argument(
        "--resonance", type=float, default=0.0, metavar="HZ", help="at which strikes ring"
    )
    found.add_argument("--recordings", type=int, default=50, help="at most, spread over units")
    found.add_argument("--seed", type=int, default=0)
    found.set_defaults(run=run_detectability)
    report = actions.add_parser("report", help="what a guard promises and would find")
    _add_guard(report)
    reporting.add_kinds(report, required=True)
    report.set_defaults(run=run_report)
    gone = actions.add_parser("delete", help="take a guard off the disk")
    gone.add_argument("guard", metavar="GUARD")
    gone.set_defaults(run=run_delete)


def _add_train(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    train = actions.add_parser("train", help="learn from the healthy recordings of a feature set")
    train.add_argument(
        "names", nargs="*", metavar="RECORDING", help="known to be healthy; those so labelled"
    )
    train.add_argument("--features", metavar="ID", help="feature set; the newest when not given")
    train.add_argument("--detector", choices=tuple(DETECTORS), default="mahalanobis")
    train.add_argument(
        "--rate", type=float, default=0.05, help="of false alarms; 0.05 is 1 in 20"
    )  # fmt: skip
    train.add_argument(
        "--known-units", action="store_true", help="guard only the units learned from"
    )
    train.add_argument(
        "--together", action="store_true", help="one limit for all operating points"
    )  # fmt: skip
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--name", default="")
    train.set_defaults(run=run_train)


def _add_guard(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--guard", default="", help="name or id; the newest when not given")


def run_train(session: Session) -> int:
    """Learn, and say what is promised."""
    told = session.arguments
    request = GuardRequest(
        feature_set_id=_feature_set(session, told.features),
        recording_ids=tuple(
            one.id for one in selecting.recordings(session.services, told.names)
        ) if told.names else (),
        detector=told.detector,
        rate=told.rate,
        known_units=told.known_units,
        together=told.together,
        seed=told.seed,
        name=told.name,
    )  # fmt: skip
    made = session.job(
        "Learn from healthy recordings",
        "guard",
        lambda progress: session.services.healthy.train(request, progress),
    )
    if session.json:
        print_json(made)
        return 0
    print(f"{made.name} ({made.id[-8:]})")
    print_table(healthy.BINS, [healthy.bin_row(one) for one in made.bins])
    print(healthy.guard_words(made))
    return 0


def run_list(session: Session) -> int:
    """The guards, the newest first."""
    guards = session.services.healthy.list_all()
    if session.json:
        print_json(guards)
    else:
        rows = [(one.id[-8:], *healthy.guard_row(one)) for one in guards]
        print_table(("id", *healthy.GUARDS), rows)
    return 0


def run_judge(session: Session) -> int:
    """What the guard says of recordings."""
    guard = _guard(session, session.arguments.guard)
    chosen = selecting.recordings(session.services, session.arguments.names)
    ids = tuple(one.id for one in chosen)
    found = session.services.healthy.judge(guard.id, ids, session.progress)
    session.progress.clear()
    if session.json:
        print_json({"guard": guard.id, "judgements": found})
    else:
        print_table(healthy.JUDGEMENTS, [healthy.judgement_row(one) for one in found])
        print(healthy.guard_words(guard))
    return 0


def run_detectability(session: Session) -> int:
    """Inject faults and say what was found."""
    told = session.arguments
    guard = _guard(session, told.guard)
    injection = Injection(
        tuple(_fault(name) for name in told.faults),
        tuple(told.amplitudes),
        told.resonance,
        told.recordings,
        told.seed,
    )
    found = session.job(
        f"Detectability, {guard.name}",
        "detectability",
        lambda progress: session.services.healthy.detectability(guard.id, injection, progress),
    )
    if session.json:
        print_json(found)
        return 0
    rows = [
        healthy.level_row(one.fault, level, found.unit)
        for one in found.found
        if not injection.faults or one.fault in injection.faults
        for level in one.levels
    ]
    print_table(healthy.LEVELS, rows)
    print(healthy.detectability_words(found, injection.faults or None))
    return 0


def run_report(session: Session) -> int:
    """Write what is kept of a guard."""
    path = reporting.wanted_path(session.arguments)
    assert path is not None  # one of the two is required
    services, guard = session.services, _guard(session, session.arguments.guard)
    found = services.healthy.found(guard.id)
    written = session.job(
        f"Report of a guard {path.name}",
        "report",
        lambda progress: services.reports.guard(guard, found, path, progress),
    )
    if session.json:
        print_json({"report": written, "guard": guard.id})
    else:
        print(f"{written}: report of {guard.name}.")
    return 0


def run_delete(session: Session) -> int:
    """Take a guard off the disk."""
    guard = _guard(session, session.arguments.guard)
    session.services.healthy.delete(guard.id)
    if session.json:
        print_json({"deleted": guard.id})
    else:
        print(f"{guard.name} is deleted.")
    return 0


def _guard(session: Session, name: str) -> Guard:
    guards = session.services.healthy.list_all()
    if not guards:
        raise NotFound("There is no guard. 'pfd healthy train' makes one.")
    if not name:
        return guards[0]
    found = [one for one in guards if name in {one.id, one.name}]
    if not found and len(name) >= 4:
        found = [one for one in guards if one.id.startswith(name) or one.id.endswith(name)]
    if len(found) != 1:
        raise NotFound(f"{name} names {len(found)} guards. 'pfd healthy list' lists them.")
    return found[0]


def _feature_set(session: Session, name: str | None) -> str:
    sets = session.services.features.list_all()
    found = [one for one in sets if name is None or one.id.endswith(name) or one.name == name]
    if not found:
        raise NotFound("There is no such feature set. 'pfd features extract' makes one.")
    return found[-1].id


def _fault(name: str) -> Fault:
    try:
        return Fault(name.replace("-", " "))
    except ValueError:
        raise InvalidInput(
            f"{name} is no fault that can be injected; there are: {', '.join(INJECTED)}."
        ) from None
