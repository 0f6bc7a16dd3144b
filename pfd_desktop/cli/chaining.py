"""pfd chain."""

import argparse
from pathlib import Path

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.cli.setting import value_of
from pfd_desktop.core.chains.chain import words
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.chains.table import STEPS, step_kind
from pfd_desktop.core.parameters import Band, Choice, Parameter
from pfd_desktop.core.records.chains import SavedChain
from pfd_desktop.errors import NotFound

_STEP = "KIND[,name=value…]"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("chain", help="processing chains: save, see through, apply")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for name, text, run in (
        ("list", "the saved chains", run_list),
        ("steps", "what a chain can be made of", run_steps),
    ):
        actions.add_parser(name, help=text).set_defaults(run=run)
    save = actions.add_parser("save", help="keep a chain under a name")
    save.add_argument("name", metavar="NAME")
    save.add_argument("steps", nargs="*", metavar=_STEP, help="in their order; bands as LO:HI")
    save.add_argument("--from", dest="file", type=Path, metavar="FILE", help="of its JSON instead")
    save.set_defaults(run=run_save)
    show = _named(actions, "show", "its steps in words")
    show.set_defaults(run=run_show)
    delete = _named(actions, "delete", "into the trash")
    delete.set_defaults(run=run_delete)
    apply = _named(actions, "apply", "make new recordings, processed")
    apply.add_argument("ids", nargs="*", metavar="ID", help="all recordings when none")
    apply.set_defaults(run=run_apply)
    use = actions.add_parser("use", help="see recordings through a chain from now on")
    use.add_argument("name", metavar="NAME", help="of a chain; 'none'; 'all': as all are")
    use.add_argument("ids", nargs="*", metavar="ID", help="for all recordings when none")
    use.set_defaults(run=run_use)
    as_json = _named(actions, "export-json", "write it as JSON")
    as_json.add_argument("file", type=Path, metavar="FILE")
    as_json.set_defaults(run=run_export_json)
    as_python = _named(actions, "export-python", "write a script that does it to a recording")
    as_python.add_argument("id", metavar="ID")
    as_python.add_argument("file", type=Path, metavar="FILE")
    as_python.set_defaults(run=run_export_python)


def _named(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=text)
    parser.add_argument("name", metavar="NAME")
    return parser


def run_list(session: Session) -> int:
    """One line a chain."""
    saved = session.services.chains.saved()
    if session.json:
        print_json(saved)
    else:
        print_table(("id", "name", "does"), [(s.id[-8:], s.name, words(s.chain)) for s in saved])
    return 0


def run_steps(session: Session) -> int:
    """One line a parameter of a kind of step."""
    rows = []
    for kind in STEPS:
        rows.append((kind.name, kind.title, "", ""))
        rows += [("", "", one.name, _possible(one)) for one in kind.parameters]
    if session.json:
        print_json([{"kind": k.name, "title": k.title, "purpose": k.purpose} for k in STEPS])
    else:
        print_table(("kind", "title", "can be set", "to"), rows)
    return 0


def _possible(parameter: Parameter) -> str:
    if isinstance(parameter, Choice):
        return " | ".join(value for value, _ in parameter.options)
    if isinstance(parameter, Band):
        return "LO:HI in Hz"
    default = parameter.default
    return f"{parameter.title}, {default if default is not None else 'may be left out'}"


def run_save(session: Session) -> int:
    """Keep it, in place of one that has the name."""
    arguments, service = session.arguments, session.services.chains
    if arguments.file is not None:
        saved = service.import_json(arguments.file, arguments.name)
    else:
        chain = Chain(tuple(_step(text) for text in arguments.steps))
        saved = service.save(arguments.name, chain)
    if session.json:
        print_json(saved.now)
    else:
        replaced = " (in place of the one before)" if saved.before else ""
        print(f"{saved.now.name}: {words(saved.now.chain) or 'does nothing'}{replaced}.")
    return 0


def _step(text: str) -> Step:
    name, *told = text.split(",")
    kind = step_kind(name)
    pairs = [one.partition("=") for one in told]
    values = [(key, value_of(kind.title, kind.parameters, key, value)) for key, _, value in pairs]
    return Step(name, tuple(values))


def run_show(session: Session) -> int:
    """Its steps, one a line."""
    saved = _saved(session)
    if session.json:
        print_json(saved)
        return 0
    print(f"{saved.name}: {words(saved.chain) or 'does nothing'}")
    rows = [
        (
            str(i),
            step.kind,
            "on" if step.on else "off",
            ", ".join(f"{n}={v}" for n, v in step.values),
        )
        for i, step in enumerate(saved.chain.steps, 1)
    ]
    print_table(("step", "kind", "", "set"), rows)
    return 0


def _set(step: Step) -> str:
    return ", ".join(f"{name}={value}" for name, value in step.values)


def run_delete(session: Session) -> int:
    """Into the trash."""
    gone = session.services.chains.delete(_saved(session).id)
    if session.json:
        print_json({"deleted": gone.id})
    else:
        print(f"{gone.name} is in the trash.")
    return 0


def run_apply(session: Session) -> int:
    """Make new recordings; 1 when one could not be processed."""
    saved = _saved(session)
    chosen = selecting.recordings(session.services, session.arguments.ids)
    ids = [one.id for one in chosen if session.arguments.ids or not one.processed]
    applied = session.job(
        f"Apply {saved.name} to {len(ids)} recordings",
        "apply chain",
        lambda progress: session.services.chains.apply_to_many(saved.id, ids, progress),
    )
    if session.json:
        print_json(applied)
    else:
        for made in applied.made:
            print(f"{made.name} ({made.id[-8:]}): {made.processed}")
        for name, why in applied.refused:
            print(f"not processed: {name}: {why}")
    return 1 if applied.refused else 0


def run_use(session: Session) -> int:
    """Set the active chain of all recordings, or of those named."""
    service, named = session.services.chains, session.arguments.ids
    recordings: list[str | None] = [selecting.recording(session.services, one).id for one in named]
    for_all = not recordings
    chain = _wanted(session, for_all)
    for one in recordings or [None]:
        service.set_active(one, chain)
    if session.json:
        print_json([service.active(one) for one in recordings or [None]])
    else:
        who = "All recordings" if for_all else f"{len(named)} recordings"
        said = words(chain) if chain is not None and words(chain) else "as they were measured"
        print(f"{who} are seen {said if chain is not None or for_all else 'as all are'}.")
    return 0


def _wanted(session: Session, for_all: bool) -> Chain | None:
    name = session.arguments.name
    if name == "all" or (name == "none" and for_all):
        return None
    return Chain() if name == "none" else _saved(session).chain


def run_export_json(session: Session) -> int:
    """Write it."""
    saved = _saved(session)
    session.services.chains.export_json(saved.id, session.arguments.file)
    return _written(session)


def run_export_python(session: Session) -> int:
    """Write it."""
    saved = _saved(session)
    recording = selecting.recording(session.services, session.arguments.id)
    session.services.chains.export_python(saved.id, recording.id, session.arguments.file)
    return _written(session)


def _written(session: Session) -> int:
    if session.json:
        print_json({"written": session.arguments.file})
    else:
        print(f"{session.arguments.file} is written.")
    return 0


def _saved(session: Session) -> SavedChain:
    name = session.arguments.name
    for saved in session.services.chains.saved():
        if name in {saved.id, saved.name, saved.id[-8:]}:
            return saved
    raise NotFound(f"No chain is called {name}. 'pfd chain list' lists them.")
