"""pfd search."""

import argparse

from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.search.fields import Field, Kind
from pfd_desktop.core.search.subjects import SUBJECTS, subject
from pfd_desktop.errors import NotFound

NAMES = tuple(one.name for one in SUBJECTS)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("search", help="find anything in the query language")
    parser.add_argument(
        "query", nargs="*", metavar="QUERY", help="after -- where it begins with a minus"
    )
    parser.add_argument("--in", dest="of", choices=NAMES, help="only these")
    parser.add_argument("--limit", type=int, default=50, help="most to list of each")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--fields", action="store_true", help="list what can be asked for")
    what.add_argument("--save", metavar="NAME", help="keep the query, of --in or recordings")
    what.add_argument("--saved", action="store_true", help="list the saved searches")
    what.add_argument("--forget", metavar="NAME", help="delete a saved search")
    parser.add_argument("--pin", action="store_true", help="of --save: ready above the list")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Search, or do with searches what was asked."""
    arguments, service = session.arguments, session.services.search
    if arguments.fields:
        return _fields(session)
    text = " ".join(arguments.query)
    if arguments.save is not None:
        of = arguments.of or NAMES[0]
        saved = service.save(arguments.save, of, text, pinned=arguments.pin).now
        if session.json:
            print_json(saved)
        else:
            print(f"{saved.name}: {saved.query}")
        return 0
    if arguments.forget is not None:
        service.delete(_saved_id(session, arguments.forget))
    if arguments.saved or arguments.forget is not None:
        return _saved(session)
    limit = max(1, arguments.limit)
    found = (
        service.find(arguments.of, text, limit) if arguments.of else service.everything(text, limit)
    )
    if session.json:
        print_json(found)
        return 0
    rows = [(subject(hit.subject).one, hit.id[-8:], hit.title, hit.detail) for hit in found.hits]
    print_table(("what", "id", "name", "more"), rows)
    if found.total > len(found.hits):
        print(f"{len(found.hits)} of {found.total} listed; --limit lists more.")
    return 0


def _fields(session: Session) -> int:
    wanted = [one for one in SUBJECTS if session.arguments.of in {None, one.name}]
    if session.json:
        print_json({one.name: one.fields for one in wanted})
        return 0
    rows = [
        (one.name, field.name, field.kind.value, _units(field), field.about)
        for one in wanted
        for field in one.fields
    ]
    print_table(("of", "field", "kind", "units", "what it is"), rows)
    return 0


def _units(field: Field) -> str:
    return ", ".join(unit for unit, _ in field.scales) if field.kind is Kind.NUMBER else ""


def _saved(session: Session) -> int:
    saved = session.services.search.saved()
    if session.json:
        print_json(saved)
        return 0
    rows = [(one.name, one.subject, "pinned" if one.pinned else "", one.query) for one in saved]
    print_table(("name", "of", "", "query"), rows)
    return 0


def _saved_id(session: Session, name: str) -> str:
    for one in session.services.search.saved():
        if one.name == name:
            return one.id
    raise NotFound(f"No saved search is called {name}. 'pfd search --saved' lists them.")
