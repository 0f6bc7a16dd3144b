"""What a bundle brings, as rows: all in one transaction of the caller's."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from pfd_desktop.core.datasets.bundle import Manifest
from pfd_desktop.core.records.datasets import BundleReport, DesignedSplit, Member, MemberFacts
from pfd_desktop.core.records.recording import Recording, SpeedSource, reading
from pfd_desktop.store import datasets, labels, recordings
from pfd_desktop.store.keys import new_key, now


def alike(session: Session, facts: MemberFacts) -> list[Recording]:
    """The recordings that have these samples and read them so, in the order they arrived."""
    there = recordings.with_samples(session, facts.blob)
    return [one for one in there if reading(one) == reading(facts)]


def keep(
    session: Session,
    manifest: Manifest,
    facts: Sequence[MemberFacts],
    variants: Sequence[str],
    name: str,
) -> BundleReport:
    """The recordings that are new with their labels, the dataset, its version, its splits.

    *variants* says which waveform file is that of each (``identity.variants_of``).
    """
    members: list[Member] = []
    used: set[str] = set()
    new = 0
    for one, variant in zip(facts, variants, strict=True):
        unused = [own for own in alike(session, one) if own.id not in used]
        known = recordings.same_source(unused, one.source_name, "", one.channel)
        known = known or next(iter(unused), None)
        if known is None:
            known = recordings.add(session, _recording(one, variant))
            labels.add(session, known.id, one.labels, f"dataset {manifest.name}")
            new += 1
        used.add(known.id)
        members.append(Member(known.id, one))
    free = _free_name(session, name.strip() or manifest.name)
    made = datasets.add(session, free, manifest.note)
    version = datasets.add_version(session, made.id, members, manifest.version_note)
    for mark in manifest.splits:
        split = DesignedSplit(
            new_key(),
            version.id,
            mark.key,
            mark.seed,
            mark.parts,
            mark.part_of,
            mark.certificate,
            now(),
        )
        datasets.add_split(session, split)
    return BundleReport(made.id, version.id, version.title, version.hash, len(members), new)


def _recording(facts: MemberFacts, variant: str) -> recordings.NewRecording:
    return recordings.NewRecording(
        name=facts.name,
        machine=facts.machine,
        unit_name=facts.unit_name,
        point=facts.point,
        kind=facts.kind,
        bearing=facts.bearing,
        source_name=facts.source_name,
        channel=facts.channel,
        blob=facts.blob,
        rate_hz=facts.rate_hz,
        samples=facts.samples,
        quantity=facts.quantity,
        unit=facts.unit,
        speed_rpm=facts.speed_rpm,
        speed_source=SpeedSource(facts.speed_source),
        condition=facts.condition,
        label=facts.label,
        severity=facts.severity,
        synthetic=facts.synthetic,
        measured_at=facts.measured_at,
        processed=facts.processed,
        axis=facts.axis,
        variant=variant,
    )


def _free_name(session: Session, name: str) -> str:
    """*name*, with a number after it where a dataset is called so already."""
    taken = {one.name.casefold() for one in datasets.list_all(session)}
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name} ({number})"
    return free
