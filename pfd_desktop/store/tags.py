"""Tags in the store; each change is one transaction and tells what takes it back."""

import uuid
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.tags import Tag, TagChange, TagUse
from pfd_desktop.core.tags import below, tag_key
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.store import rows
from pfd_desktop.store.keys import new_key
from pfd_desktop.store.searched import SEARCHED
from pfd_desktop.store.tables import TaggingRow, TagRow

_SPACE = uuid.UUID("6d3f9f0e-6a0b-5d52-9a3a-1d0c54b1c8f7")  # of the keys of taggings


def list_all(session: Session) -> tuple[TagUse, ...]:
    """All tags by name, and how much has them; what lies in the trash does not count."""
    counts: dict[str, list[tuple[str, int]]] = {}
    for subject, searched in SEARCHED.items():
        query = (
            select(TaggingRow.tag_id, func.count())
            .join(searched.row, searched.row.id == TaggingRow.subject_id)
            .where(
                TaggingRow.subject == subject,
                TaggingRow.deleted_at.is_(None),
                searched.row.deleted_at.is_(None),
            )
            .group_by(TaggingRow.tag_id)
        )
        for tag_id, number in session.execute(query):
            counts.setdefault(tag_id, []).append((subject, number))
    return tuple(TagUse(record_of(row), tuple(counts.get(row.id, ()))) for row in _alive(session))


def named(session: Session, name: str) -> Tag:
    """The tag of that name, whatever its case; raises NotFound."""
    for row in _alive(session):
        if row.key == tag_key(name):
            return record_of(row)
    raise NotFound(f"No tag is called {name}.")


def names(session: Session) -> tuple[str, ...]:
    """The names of all tags, in order."""
    return tuple(row.name for row in _alive(session))


def of_subject(session: Session, subject: str) -> dict[str, tuple[Tag, ...]]:
    """The tags of everything of a subject that has any, by name."""
    return _had(session, TaggingRow.subject == subject)


def of_one(session: Session, subject_id: str) -> tuple[Tag, ...]:
    """The tags of one thing, by name."""
    return _had(session, TaggingRow.subject_id == subject_id).get(subject_id, ())


def _had(session: Session, by: ColumnElement[bool]) -> dict[str, tuple[Tag, ...]]:
    query = (
        select(TaggingRow.subject_id, TagRow)
        .join(TagRow, TagRow.id == TaggingRow.tag_id)
        .where(by, TaggingRow.deleted_at.is_(None), TagRow.deleted_at.is_(None))
        .order_by(TagRow.key, TagRow.id)
    )
    found: dict[str, list[Tag]] = {}
    known: dict[str, Tag] = {}
    for subject_id, row in session.execute(query):
        tag = known.setdefault(row.id, record_of(row))
        found.setdefault(subject_id, []).append(tag)
    return {key: tuple(tags) for key, tags in found.items()}


def add(session: Session, names: Iterable[str], subject: str, ids: Sequence[str]) -> TagChange:
    """Let all of these have all of the tags; those that are not there yet are made.

    Raises NotFound where one of *ids* is none of *subject*; nothing is changed then.
    """
    _check(session, subject, ids)
    tags: list[Tag] = []
    made: list[str] = []
    for name in names:
        row = next((one for one in _alive(session) if one.key == tag_key(name)), None)
        if row is None:
            row = TagRow(id=new_key(), name=name, key=tag_key(name))
            session.add(row)
            session.flush()
            made.append(row.id)
        tags.append(record_of(row))
    added = {key: one for tag in tags for key, one in _tagged(session, tag.id, subject, ids)}
    untouched = set(ids) - set(added.values())
    return TagChange(
        tuple(tags), made=tuple(made), added=tuple(added), untouched=tuple(sorted(untouched))
    )


def remove(session: Session, names: Iterable[str], subject: str, ids: Sequence[str]) -> TagChange:
    """Take the tags away from all of these; raises NotFound where there is no such tag."""
    _check(session, subject, ids)
    tags = [named(session, name) for name in names]
    wanted = {_key(tag.id, subject, one): one for tag in tags for one in ids}
    query = select(TaggingRow).where(
        TaggingRow.tag_id.in_([tag.id for tag in tags]), TaggingRow.deleted_at.is_(None)
    )
    removed = [row for row in session.scalars(query) if row.id in wanted]
    for row in removed:
        rows.bury(row)
    untouched = set(ids) - {row.subject_id for row in removed}
    return TagChange(
        tuple(tags),
        removed=tuple(row.id for row in removed),
        untouched=tuple(sorted(untouched)),
    )


def rename(session: Session, old: str, new: str) -> TagChange:
    """Give a tag, or a level above tags, another name, and all below it with it.

    Raises NotFound, InvalidInput where the name is taken.
    """
    if tag_key(new).startswith(f"{tag_key(old)}/"):
        raise InvalidInput(f"{old} cannot stand below itself. Choose another name.")
    moved = _below(session, old)
    before = tuple(record_of(row) for row in moved)
    level = len(old.split("/"))
    names = {row.id: "/".join((new, *row.name.split("/")[level:])) for row in moved}
    others = {row.key for row in _alive(session) if row.id not in names}
    for name in names.values():
        if tag_key(name) in others:
            raise InvalidInput(f"There is a tag {name} already. Merge the two, or choose another.")
    for row in moved:
        row.name, row.key = names[row.id], tag_key(names[row.id])
    session.flush()
    return TagChange(tuple(record_of(row) for row in moved), before=before)


def recolour(session: Session, name: str, colour: str) -> TagChange:
    """Give a tag another colour; "" makes it of the name."""
    before = named(session, name)
    row = session.get_one(TagRow, before.id)
    row.colour = colour
    session.flush()
    return TagChange((record_of(row),), before=(before,))


def merge(session: Session, name: str, into: str) -> TagChange:
    """All that has one tag has the other from now on, and the one is gone."""
    tag, target = named(session, name), named(session, into)
    if tag.id == target.id:
        raise InvalidInput(f"{tag.name} cannot be merged with itself. Choose another tag.")
    query = select(TaggingRow.subject, TaggingRow.subject_id).where(
        TaggingRow.tag_id == tag.id, TaggingRow.deleted_at.is_(None)
    )
    by_subject: dict[str, list[str]] = {}
    for subject, subject_id in session.execute(query):
        by_subject.setdefault(subject, []).append(subject_id)
    added = [
        key
        for subject, ids in by_subject.items()
        for key, _ in _tagged(session, target.id, subject, ids)
    ]
    rows.bury(session.get_one(TagRow, tag.id))
    return TagChange((target,), gone=(tag.id,), added=tuple(added))


def delete(session: Session, name: str) -> TagChange:
    """A tag, or a level above tags, into the trash, with all below it."""
    gone = _below(session, name)
    for row in gone:
        rows.bury(row)
    return TagChange(tuple(record_of(row) for row in gone), gone=tuple(row.id for row in gone))


def take_back(session: Session, change: TagChange) -> None:
    """Undo a change; raises InvalidInput where a name has been taken meanwhile."""
    for tag in change.before:
        row = rows.find(session, TagRow, tag.id, "tag")
        row.name, row.key, row.colour = tag.name, tag_key(tag.name), tag.colour
    for tag_id in change.made:
        rows.bury(rows.find(session, TagRow, tag_id, "tag"))
    for tag_id in change.gone:
        rows.unbury(_any(session, tag_id))
    session.flush()
    _refuse_twins(session, {*change.gone, *(tag.id for tag in change.before)})
    for key in change.added:
        rows.bury(session.get_one(TaggingRow, key))
    for key in change.removed:
        rows.unbury(session.get_one(TaggingRow, key))


def record_of(row: TagRow) -> Tag:
    """The record of a row."""
    return Tag(row.id, row.name, row.colour, row.created_at, row.row_version)


def _alive(session: Session) -> list[TagRow]:
    query = select(TagRow).where(TagRow.deleted_at.is_(None)).order_by(TagRow.key, TagRow.id)
    return list(session.scalars(query))


def _below(session: Session, name: str) -> list[TagRow]:
    """The tag of that name and all below it; raises NotFound where there is none."""
    alive = _alive(session)
    keys = set(below(tag_key(name), (row.key for row in alive)))
    if not keys:
        raise NotFound(f"No tag is called {name}.")
    return [row for row in alive if row.key in keys]


def _any(session: Session, tag_id: str) -> TagRow:
    """A tag, in the trash or not."""
    row = session.get(TagRow, tag_id)
    if row is None:
        raise NotFound(f"There is no tag {tag_id} in this project.")
    return row


def _refuse_twins(session: Session, ids: Collection[str]) -> None:
    """What comes back must not meet another tag of its name."""
    alive = _alive(session)
    for row in alive:
        if row.id in ids and sum(one.key == row.key for one in alive) > 1:
            raise InvalidInput(
                f"There is another tag {row.name} meanwhile. Merge or rename it first."
            )


def _check(session: Session, subject: str, ids: Collection[str]) -> None:
    row = SEARCHED[subject].row
    missing = set(ids) - set(session.scalars(select(row.id).where(row.deleted_at.is_(None))))
    if missing:
        raise NotFound(f"{sorted(missing)[0]} is not among the {subject} of this project.")


def _key(tag_id: str, subject: str, subject_id: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{tag_id} {subject} {subject_id}"))


def _tagged(
    session: Session, tag_id: str, subject: str, ids: Iterable[str]
) -> list[tuple[str, str]]:
    """Let them have the tag; the taggings that were not there, and whose they are."""
    there = {
        row.id: row
        for row in session.scalars(select(TaggingRow).where(TaggingRow.tag_id == tag_id))
    }
    added: list[tuple[str, str]] = []
    for subject_id in dict.fromkeys(ids):
        key = _key(tag_id, subject, subject_id)
        row = there.get(key)
        if row is not None and row.deleted_at is None:
            continue
        if row is None:
            session.add(TaggingRow(id=key, tag_id=tag_id, subject=subject, subject_id=subject_id))
        else:
            rows.unbury(row)
        added.append((key, subject_id))
    session.flush()
    return added
