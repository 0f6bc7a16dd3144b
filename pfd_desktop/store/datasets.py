"""Datasets in the store."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.datasets.freezing import freeze
from pfd_desktop.core.datasets.hashing import version_hash
from pfd_desktop.core.records.datasets import (
    Dataset,
    DatasetVersion,
    DesignedSplit,
    Member,
    MemberFacts,
    VersionLine,
)
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.store import labels, recordings, rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.keys import now
from pfd_desktop.store.tables import (
    DatasetMemberRow,
    DatasetRow,
    DatasetSplitRow,
    DatasetVersionRow,
)

_Parts = tuple[int, ...]


def add(session: Session, name: str, note: str) -> Dataset:
    """A dataset without versions yet; raises InvalidInput where the name is taken."""
    _refuse_taken(session, name)
    row = DatasetRow(name=name, note=note)
    session.add(row)
    session.flush()
    return record_of(session, row)


def rename(session: Session, dataset_id: str, name: str, note: str) -> Dataset:
    """Give it another name and note; as it was."""
    row = rows.find(session, DatasetRow, dataset_id, "dataset")
    before = record_of(session, row)
    _refuse_taken(session, name, but=dataset_id)
    row.name, row.note = name, note
    return before


def archive(session: Session, dataset_id: str, *, archived: bool) -> None:
    """Out of the way, or back."""
    row = rows.find(session, DatasetRow, dataset_id, "dataset")
    row.archived_at = now() if archived else None


def delete(session: Session, dataset_id: str) -> None:
    """Into the trash, with all its versions."""
    rows.bury(rows.find(session, DatasetRow, dataset_id, "dataset"))


def restore(session: Session, dataset_id: str) -> Dataset:
    """Out of the trash; raises NotFound, InvalidInput where its name has been taken."""
    row = session.get(DatasetRow, dataset_id)
    if row is None:
        raise NotFound(f"There is no dataset {dataset_id} in this project.")
    _refuse_taken(session, row.name, but=dataset_id)
    rows.unbury(row)
    session.flush()
    return record_of(session, row)


def frozen(session: Session, recording_ids: Iterable[str]) -> tuple[Member, ...]:
    """These recordings with their labels as they are now; raises NotFound, InvalidInput."""
    found = [recordings.get(session, one) for one in dict.fromkeys(recording_ids)]
    if not found:
        raise InvalidInput("Choose the recordings that the dataset is to hold.")
    return tuple(
        Member(one.id, freeze(one, [label.facts for label in labels.of_recording(session, one.id)]))
        for one in found
    )


def add_version(
    session: Session, dataset_id: str, members: Sequence[Member], note: str
) -> DatasetVersion:
    """Freeze the next version of a dataset."""
    rows.find(session, DatasetRow, dataset_id, "dataset")
    numbers = select(DatasetVersionRow.number).where(DatasetVersionRow.dataset_id == dataset_id)
    row = DatasetVersionRow(
        dataset_id=dataset_id,
        number=max(session.scalars(numbers), default=0) + 1,
        hash=version_hash([one.facts for one in members]),
        members=len(members),
        note=note,
    )
    session.add(row)
    session.flush()
    session.add_all(
        DatasetMemberRow(
            version_id=row.id,
            position=position,
            recording_id=one.recording_id,
            facts=to_text(MemberFacts, one.facts),
        )
        for position, one in enumerate(members)
    )
    session.flush()
    return version(session, row.id)


def get(session: Session, dataset_id: str) -> Dataset:
    """The dataset; raises NotFound."""
    return record_of(session, rows.find(session, DatasetRow, dataset_id, "dataset"))


def list_all(session: Session) -> tuple[Dataset, ...]:
    """All datasets by name, the archived ones among them."""
    query = select(DatasetRow).where(DatasetRow.deleted_at.is_(None)).order_by(DatasetRow.name)
    return tuple(record_of(session, row) for row in session.scalars(query))


def trash(session: Session) -> tuple[Dataset, ...]:
    """The datasets in the trash, the latest first."""
    query = select(DatasetRow).where(DatasetRow.deleted_at.is_not(None))
    found = session.scalars(query.order_by(DatasetRow.deleted_at.desc()))
    return tuple(record_of(session, row) for row in found)


def version(session: Session, version_id: str) -> DatasetVersion:
    """The version with all its members, also of a dataset in the trash; raises NotFound."""
    row = rows.find(session, DatasetVersionRow, version_id, "version of a dataset")
    dataset = session.get_one(DatasetRow, row.dataset_id)
    query = (
        select(DatasetMemberRow.recording_id, DatasetMemberRow.facts)
        .where(DatasetMemberRow.version_id == version_id)
        .order_by(DatasetMemberRow.position)
    )
    members = tuple(
        Member(recording_id, from_text(MemberFacts, facts))
        for recording_id, facts in session.execute(query)
    )
    return DatasetVersion(
        row.id, dataset.id, dataset.name, row.number, row.hash, row.note, row.created_at, members
    )


def add_split(session: Session, new: DesignedSplit) -> DesignedSplit:
    """Keep a designed split; the one that is there where it was designed before."""
    query = select(DatasetSplitRow).where(
        DatasetSplitRow.version_id == new.version_id,
        DatasetSplitRow.certificate == new.certificate,
    )
    row = session.scalars(query).one_or_none()
    if row is None:
        row = DatasetSplitRow(
            id=new.id,
            version_id=new.version_id,
            key=new.key.value,
            seed=new.seed,
            parts=new.parts,
            part_of=to_text(_Parts, new.part_of),
            certificate=new.certificate,
            created_at=new.created_at,
        )
        session.add(row)
        session.flush()
    return _split(row)


def split(session: Session, split_id: str) -> DesignedSplit:
    """The designed split; raises NotFound."""
    return _split(rows.find(session, DatasetSplitRow, split_id, "split"))


def splits(session: Session, version_ids: Collection[str]) -> tuple[DesignedSplit, ...]:
    """The designed splits of these versions, the oldest first."""
    query = select(DatasetSplitRow).where(DatasetSplitRow.version_id.in_(version_ids))
    return tuple(_split(row) for row in session.scalars(query.order_by(DatasetSplitRow.id)))


def record_of(session: Session, row: DatasetRow) -> Dataset:
    """The record of a row."""
    query = (
        select(DatasetVersionRow)
        .where(DatasetVersionRow.dataset_id == row.id)
        .order_by(DatasetVersionRow.number)
    )
    versions = tuple(
        VersionLine(one.id, one.number, one.hash, one.note, one.created_at, one.members)
        for one in session.scalars(query)
    )
    return Dataset(row.id, row.name, row.note, row.created_at, row.archived_at, versions)


def _split(row: DatasetSplitRow) -> DesignedSplit:
    return DesignedSplit(
        row.id,
        row.version_id,
        SplitKind(row.key),
        row.seed,
        row.parts,
        from_text(_Parts, row.part_of),
        row.certificate,
        row.created_at,
    )


def _refuse_taken(session: Session, name: str, but: str = "") -> None:
    query = select(DatasetRow.name).where(DatasetRow.deleted_at.is_(None), DatasetRow.id != but)
    if any(one.casefold() == name.casefold() for one in session.scalars(query)):
        raise InvalidInput(f"A dataset is called {name} already. Choose another name.")
