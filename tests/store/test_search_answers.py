"""The database answers any query as a plain loop over what is there does."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from pfd_desktop.core.datasets.freezing import freeze
from pfd_desktop.core.records.datasets import DesignedSplit, Member
from pfd_desktop.core.records.diagnosis import Diagnosis, Grade
from pfd_desktop.core.records.labels import LabelFacts, LabelKind
from pfd_desktop.core.records.learning import Interval, Run, RunResult, RunState, SplitKind
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.search.parsing import parse
from pfd_desktop.core.search.subjects import subject
from pfd_desktop.core.search.values import Clock
from pfd_desktop.core.tags import tag_name
from pfd_desktop.store import datasets as kept_datasets
from pfd_desktop.store import diagnoses, search
from pfd_desktop.store import recordings as kept_recordings
from pfd_desktop.store import runs as kept_runs
from pfd_desktop.store import tags as kept_tags
from pfd_desktop.store.json_text import to_text
from pfd_desktop.store.keys import new_key
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.store.tables import (
    BearingRow,
    DatasetMemberRow,
    DatasetRow,
    DatasetSplitRow,
    DatasetVersionRow,
    DiagnosisRow,
    LabelRow,
    MachineRow,
    MetricRow,
    PointRow,
    RecordingRow,
    RunRow,
    SearchTextRow,
    TaggingRow,
    TagRow,
    UnitRow,
)
from pfd_desktop.store.tables.datasets import FROZEN
from tests.store.records import BEARING, new_recording
from tests.store.searching import (
    DATASET_NUMBERS,
    NOW,
    RECORDING_NUMBERS,
    RUN_NUMBERS,
    Question,
    Thing,
    datasets,
    in_order,
    of_datasets,
    of_recordings,
    of_runs,
    orders,
    recordings,
    runs,
)

TABLES = (
    DatasetSplitRow, DatasetMemberRow, DatasetVersionRow, DatasetRow, TaggingRow, TagRow,
    DiagnosisRow, LabelRow, RecordingRow, PointRow, UnitRow, MachineRow, BearingRow, RunRow,
    SearchTextRow, MetricRow,
)  # fmt: skip
ANY = {"deadline": None, "suppress_health_check": list(HealthCheck)}
EVERY_TAG = ["a", "a/b", "a/b/c", "ab", "É/x y", "🙂", "Straße"]
Ordered = list[tuple[str, bool]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project that is emptied for each example."""
    opened = open_project(tmp_path_factory.mktemp("search") / "p")
    with opened.store.write() as session:
        for table in FROZEN:  # no program empties these; only then can an example begin anew
            session.execute(text(f"DROP TRIGGER {table}_no_delete"))
    yield opened
    opened.close()


def empty(session: Session) -> None:
    """Nothing is there, but for the tags, so that all of them are known."""
    for row in TABLES:
        session.execute(delete(row))
    for name in EVERY_TAG:
        session.add(TagRow(name=tag_name(name), key=kept_tags.tag_key(tag_name(name))))
    session.flush()


def add_recording(session: Session, thing: Thing, number: int) -> None:
    """Keep it with its labels, tags and diagnosis."""
    values = thing.values
    new = new_recording(values["name"], f"{number:064x}")
    told = {
        "machine": "machine", "unit_name": "unit", "point": "point", "source_name": "file",
        "channel": "channel", "rate_hz": "rate", "samples": "samples", "quantity": "quantity",
        "speed_rpm": "speed", "speed_estimate_rpm": "estimate", "speed_confidence": "confidence",
        "condition": "condition", "label": "label", "severity": "severity",
        "synthetic": "synthetic", "measured_at": "measured", "processed": "processed",
    }  # fmt: skip
    values["unit"] += f" {number}"  # of its own: a unit has one bearing for all its recordings
    thing.texts.append(values["unit"])
    name = values["bearing"]
    bearing = None if name is None else replace(BEARING, name=name, manufacturer="")
    kept = kept_recordings.add(
        session,
        replace(
            new,
            **{ours: values[field] for ours, field in told.items()},
            kind=BearingKind(values["kind"]),
            bearing=bearing,
            flags=tuple(Flag(code, f"it is {code}") for code in values["flag"]),
        ),
    )
    thing.id = kept.id
    for classes, note in thing.inner["labels"]:
        session.add(
            LabelRow(
                recording_id=kept.id,
                kind=LabelKind.RECORD.value,
                classes=to_text(tuple[str, ...], tuple(classes)),
                note=note,
            )
        )
    if thing.inner["verdict"] is not None:
        fault, grade = thing.inner["verdict"]
        told_of = Diagnosis(Grade(grade), fault and str(fault), "", "", (), None, "")
        assert diagnoses.keep(session, kept, told_of)
    if thing.tags:
        kept_tags.add(session, thing.tags, "recordings", [kept.id])


def add_run(session: Session, thing: Thing, number: int) -> None:
    """Keep it with its result and tags."""
    values, thing.id = thing.values, new_key()
    result = None
    if thing.inner["done"]:
        accuracy = Interval(values["accuracy"], values["accuracy.low"], 1.0)
        f1 = Interval(values["macro_f1"], float("nan"), 1.0)
        result = RunResult(("a",), (), accuracy, f1, 0.5, 0.1, values["units"], 3, ())
    kept_runs.add(
        session,
        Run(
            id=thing.id,
            name=values["name"],
            classifier=values["classifier"],
            split=SplitKind(values["split"]),
            feature_set_id=None,
            recording_ids=tuple(str(i) for i in range(values["recordings"])),
            split_certificate="",
            seed=values["seed"],
            state=RunState(values["state"]),
            reason=values["reason"],
            result=result,
            leak_meter=None,
            history=(),
            created_at=values["created"],
            finished_at=values["finished"],
        ),
    )
    if thing.tags:
        kept_tags.add(session, thing.tags, "runs", [thing.id])


def add_dataset(session: Session, thing: Thing, number: int) -> None:
    """Keep it with its versions, splits, tags and, where it was used, two runs."""
    values = thing.values
    kept = DatasetRow(
        name=values["name"],
        note=thing.inner["note"],
        created_at=values["created"],
        archived_at=NOW if values["archived"] else None,
    )
    session.add(kept)
    session.flush()
    thing.id = kept.id
    frozen = kept_recordings.add(session, new_recording("held", f"{number:064x}"))
    version = None
    for note, told in thing.inner["versions"]:
        members = [
            Member(frozen.id, replace(freeze(frozen, labels_of(*classes)), label=label))
            for label, *classes in told
        ]
        version = kept_datasets.add_version(session, kept.id, members, note)
    assert version is not None
    for certificate in values["certificate"]:
        kept_datasets.add_split(
            session,
            DesignedSplit(new_key(), version.id, SplitKind.UNIT, 0, 2, (0, 1), certificate, NOW),
        )
    if values["used"] is not None:
        for before in (timedelta(), timedelta(days=3000)):
            session.add(
                RunRow(
                    name="", classifier="", split="unit", recording_ids="[]", seed=0, state="done",
                    dataset_version_id=version.id, created_at=values["used"] - before,
                )
            )  # fmt: skip
    if thing.tags:
        kept_tags.add(session, thing.tags, "datasets", [thing.id])


def labels_of(whole: list[str], region: list[str]) -> list[LabelFacts]:
    """A label of the whole recording, and one of a stretch of it."""
    return [
        LabelFacts(LabelKind.RECORD, tuple(whole)),
        LabelFacts(LabelKind.REGION, tuple(region), 0.0, 1.0),
    ]


ADD: dict[str, Callable[[Session, Thing, int], None]] = {
    "recordings": add_recording,
    "runs": add_run,
    "datasets": add_dataset,
}


def check(
    project: Project, of: str, things: list[Thing], question: Question, order: Ordered
) -> None:
    """Make the things, ask the question, compare with the loop."""
    with project.store.write() as session:
        empty(session)
        for number, thing in enumerate(things):
            ADD[of](session, thing, number)
    asked = [question.alone or question.text, *(f"sort:{'-' * down}{name}" for name, down in order)]
    with project.store.read() as session:
        known = search.known(session)
        known = replace(known, metrics=[*known.metrics, "accuracy.low"])
        query = parse(" ".join(asked), subject(of), Clock(NOW, UTC), known)
        answer = list(search.find(session, subject(of), query))
        total = search.count(session, subject(of), query)
    wanted = in_order([thing for thing in things if question.fits(thing)], order)
    assert answer == wanted
    assert total == len(wanted)


ASKED_OF_RECORDINGS = given(
    things=st.lists(recordings(), max_size=5),
    question=of_recordings,
    order=orders(("name", "machine", "label", "measured", *RECORDING_NUMBERS)),
)
ASKED_OF_RUNS = given(
    things=st.lists(runs(), max_size=5),
    question=of_runs,
    order=orders(("name", "state", "created", *RUN_NUMBERS)),
)
ASKED_OF_DATASETS = given(
    things=st.lists(datasets(), max_size=5),
    question=of_datasets,
    order=orders(("name", "created", "used", *DATASET_NUMBERS)),
)


@settings(max_examples=100, **ANY)
@ASKED_OF_DATASETS
def test_datasets_are_found_as_by_a_loop(
    project: Project, things: list[Thing], question: Question, order: Ordered
) -> None:
    check(project, "datasets", things, question, order)


@settings(max_examples=150, **ANY)
@ASKED_OF_RECORDINGS
def test_recordings_are_found_as_by_a_loop(
    project: Project, things: list[Thing], question: Question, order: Ordered
) -> None:
    check(project, "recordings", things, question, order)


@settings(max_examples=100, **ANY)
@ASKED_OF_RUNS
def test_runs_are_found_as_by_a_loop(
    project: Project, things: list[Thing], question: Question, order: Ordered
) -> None:
    check(project, "runs", things, question, order)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("class:rub", True), ("class:an", True), ("class:fan", False), ("class:ss", False),
        ("class:wear", False), ("recordings:1", True), ("recordings:2", False),
        ("versions:2", True), ("note:first", True), ("note:second", True), ("note:whole", True),
        ("used:>=2026", True), ("used:<2026", False), ("certificate:abc", True),
        ("archived:no", True), ("archived:yes", False),
    ],
)  # fmt: skip
def test_a_dataset_is_known_by_its_newest_version_and_its_last_use(
    project: Project, query: str, fits: bool
) -> None:
    """Chance seldom asks about the older version what only the newer one tells."""
    told = {"name": "d", "created": NOW, "archived": False, "used": NOW, "certificate": ["abc"]}
    older = [("fan", ["ss"], []), (None, [], [])]
    versions = [("first", older), ("second", [("rub", ["an"], ["wear"])])]
    thing = Thing(told, [], [], {"versions": versions, "note": "whole"})
    with project.store.write() as session:
        empty(session)
        add_dataset(session, thing, 0)
    with project.store.read() as session:
        asked = parse(query, subject("datasets"), Clock(NOW, UTC), search.known(session))
        found = search.find(session, subject("datasets"), asked)
    assert found == ((thing.id,) if fits else ())


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
@settings(max_examples=500, **ANY)
@ASKED_OF_RECORDINGS
def test_recordings_are_found_as_by_a_loop_5000_times(
    project: Project, part: int, things: list[Thing], question: Question, order: Ordered
) -> None:
    check(project, "recordings", things, question, order)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
@settings(max_examples=500, **ANY)
@ASKED_OF_RUNS
def test_runs_are_found_as_by_a_loop_5000_times(
    project: Project, part: int, things: list[Thing], question: Question, order: Ordered
) -> None:
    check(project, "runs", things, question, order)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
@settings(max_examples=500, **ANY)
@ASKED_OF_DATASETS
def test_datasets_are_found_as_by_a_loop_5000_times(
    project: Project, part: int, things: list[Thing], question: Question, order: Ordered
) -> None:
    check(project, "datasets", things, question, order)
