"""pfd tag."""

import argparse
from collections.abc import Callable, Sequence

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.searching import NAMES
from pfd_desktop.cli.session import Session
from pfd_desktop.core.records.tags import TagChange
from pfd_desktop.errors import InvalidInput, NotFound

Act = Callable[[Session], TagChange]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    parser = commands.add_parser("tag", help="tags: give, take away, rename, merge")
    actions = parser.add_subparsers(title="actions", required=True, metavar="ACTION")
    actions.add_parser("list", help="all tags, and how much has them").set_defaults(run=run_list)
    for name, act, words in (
        ("add", _add, "let things have a tag, made when absent"),
        ("remove", _remove, "take a tag away from things"),
    ):
        one = _action(actions, name, act, words)
        one.add_argument("ids", nargs="*", metavar="ID", help="id, of a recording also its name")
        one.add_argument("--where", metavar="QUERY", help="all that this finds")
        one.add_argument("--in", dest="of", choices=NAMES, default=NAMES[0], help="what they are")
    _action(actions, "rename", _rename, "and those below it").add_argument("name", metavar="NAME")
    colour = _action(actions, "colour", _recolour, "give a tag a colour")
    colour.add_argument("colour", metavar="#RRGGBB", help="'' makes it of the name")
    _action(actions, "merge", _merge, "into another").add_argument("into", metavar="INTO")
    _action(actions, "delete", _delete, "with those below it")


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, act: Act, words: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=words)
    parser.add_argument("tag", metavar="TAG", help="levels are parted by /")
    parser.set_defaults(run=lambda session: _told(session, act(session)))
    return parser


def run_list(session: Session) -> int:
    """One line a tag."""
    listed = session.services.tags.all()
    if session.json:
        print_json(listed)
        return 0
    rows = [
        (use.tag.name, use.tag.colour, ", ".join(f"{n} {subject}" for subject, n in use.counts))
        for use in listed
    ]
    print_table(("tag", "colour", "had by"), rows)
    return 0


def _add(session: Session) -> TagChange:
    arguments = session.arguments
    return session.services.tags.add((arguments.tag,), arguments.of, _ids(session))


def _remove(session: Session) -> TagChange:
    arguments = session.arguments
    return session.services.tags.remove((arguments.tag,), arguments.of, _ids(session))


def _rename(session: Session) -> TagChange:
    return session.services.tags.rename(session.arguments.tag, session.arguments.name)


def _recolour(session: Session) -> TagChange:
    return session.services.tags.recolour(session.arguments.tag, session.arguments.colour)


def _merge(session: Session) -> TagChange:
    return session.services.tags.merge(session.arguments.tag, session.arguments.into)


def _delete(session: Session) -> TagChange:
    return session.services.tags.delete(session.arguments.tag)


def _told(session: Session, change: TagChange) -> int:
    if session.json:
        print_json(change)
        return 0
    names = ", ".join(tag.name for tag in change.tags)
    done = [
        f"{len(ids)} {words}"
        for ids, words in ((change.added, "tagged"), (change.removed, "no longer tagged"))
        if ids
    ]
    done += [f"{len(change.untouched)} as wanted already"] * bool(change.untouched)
    print(f"{names}: {', '.join(done) or 'done'}.")
    return 0


def _ids(session: Session) -> Sequence[str]:
    """Those named and those found."""
    arguments, services = session.arguments, session.services
    if not arguments.ids and arguments.where is None:
        raise InvalidInput("Name what is meant, or tell --where.")
    ids = list(services.search.ids(arguments.of, arguments.where)) if arguments.where else []
    if arguments.of == NAMES[0]:
        return [*ids, *(selecting.recording(services, name).id for name in arguments.ids)]
    return [*ids, *(_one(session, part) for part in arguments.ids)]


def _one(session: Session, part: str) -> str:
    of = session.arguments.of
    quoted = part.replace("\\", "\\\\").replace('"', '\\"')
    found = session.services.search.ids(of, f'id:"{quoted}"')
    if len(found) != 1:
        raise NotFound(f"{len(found)} {of} have {part} in their id; give one id.")
    return found[0]
