"""Labels: clamped, undone, audited, out as CSV and in again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from pfd_desktop.core.labels.rules import overlapping
from pfd_desktop.core.records.labels import LabelAct, LabelFacts, LabelKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.services.labels import LabelService
from pfd_desktop.store import labels, recordings
from pfd_desktop.store.project import Project, open_project
from tests.store.records import new_recording

REGION = LabelFacts(LabelKind.REGION, ("outer race", "rub"), 1.0, 2.0, severity=0.4, note="clear")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "p")
    yield opened
    opened.close()


@pytest.fixture
def recording(project: Project) -> Recording:
    with project.store.write() as session:
        return recordings.add(session, new_recording())


@pytest.fixture
def service(project: Project) -> LabelService:
    return LabelService(project, "Ada")


def test_labels_are_kept_in_the_form_of_their_kind(
    service: LabelService, recording: Recording
) -> None:
    end = recording.duration_s
    told = [
        LabelFacts(LabelKind.RECORD, ("Healthy", "healthy", " odd  noise "), 3.0, 4.0, 1.0, 2.0),
        LabelFacts(LabelKind.REGION, ("rub",), 4.0, -1.0, 5.0, 6.0),
        LabelFacts(LabelKind.POINT, ("knock",), 2.5, 9.0),
        LabelFacts(LabelKind.PATCH, ("whirl",), 9.0, 99.0, 9e9, 100.0),
    ]
    kept = [service.add(recording.id, facts).facts for facts in told]
    assert kept == [
        LabelFacts(LabelKind.RECORD, ("healthy", "odd noise")),
        LabelFacts(LabelKind.REGION, ("rub",), 0.0, 4.0),
        LabelFacts(LabelKind.POINT, ("knock",), 2.5),
        LabelFacts(LabelKind.PATCH, ("whirl",), 9.0, end, 100.0, 6000.0),
    ]
    assert [label.facts for label in service.list_of(recording.id)] == kept


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (replace(REGION, start_s=11.0, stop_s=12.0), "holds nothing of the recording"),
        (replace(REGION, start_s=2.0, stop_s=2.0), "holds nothing of the recording"),
        (replace(REGION, start_s=float("nan")), "needs a number for its start, in s"),
        (replace(REGION, stop_s=None), "needs a number for its stop, in s"),
        (replace(REGION, classes=("  ",), note=" "), "needs a class or a note"),
        (replace(REGION, classes=("a|b",)), "cannot be used: no “|”"),
        (replace(REGION, severity=1.01), "severity of 1.01 is not between 0 and 1"),
        (LabelFacts(LabelKind.POINT, ("x",), -0.1), "outside the recording"),
        (replace(REGION, kind=LabelKind.PATCH), "needs a number for its low, in Hz"),
        (replace(REGION, kind=LabelKind.PATCH, low_hz=7e3, high_hz=8e3), "reaches to 6000 Hz"),
    ],
)
def test_what_cannot_be_said_is_refused(
    service: LabelService, recording: Recording, facts: LabelFacts, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said.replace("|", r"\|")):
        service.add(recording.id, facts)
    assert service.list_of(recording.id) == ()
    assert service.changes(recording.id) == ()


def test_all_can_be_taken_back_and_the_trail_tells_it(
    service: LabelService, recording: Recording
) -> None:
    label = service.add(recording.id, REGION)
    other = replace(REGION, classes=("cage",), stop_s=3.0)
    before = service.edit(label.id, other)
    assert before == label
    assert service.label(label.id).facts == other
    service.edit(label.id, before.facts)
    assert service.delete((label.id,))[0].facts == REGION
    assert service.list_of(recording.id) == ()
    with pytest.raises(NotFound):
        service.label(label.id)
    assert [back.facts for back in service.restore((label.id,))] == [REGION]
    assert [(c.act, c.author, c.before, c.after) for c in service.changes(recording.id)] == [
        (LabelAct.ADDED, "Ada", None, REGION),
        (LabelAct.CHANGED, "Ada", REGION, other),
        (LabelAct.CHANGED, "Ada", other, REGION),
        (LabelAct.DELETED, "Ada", REGION, None),
        (LabelAct.RESTORED, "Ada", None, REGION),
    ]
    times = [change.changed_at for change in service.changes(recording.id)]
    assert times == sorted(times)


def test_an_edit_that_changes_nothing_leaves_no_line(
    service: LabelService, recording: Recording
) -> None:
    label = service.add(recording.id, REGION)
    service.edit(label.id, REGION)
    service.restore((label.id,))
    assert len(service.changes(recording.id)) == 1
    assert service.label(label.id).row_version == label.row_version


def test_deleting_is_all_or_none(service: LabelService, recording: Recording) -> None:
    label = service.add(recording.id, REGION)
    with pytest.raises(NotFound):
        service.delete((label.id, "nobody"))
    assert service.list_of(recording.id) == (label,)
    assert len(service.changes(recording.id)) == 1


def test_overlaps_are_found_by_class_time_and_band() -> None:
    patch = LabelFacts(LabelKind.PATCH, ("rub",), 1.0, 2.0, 100.0, 200.0)
    meeting = [
        LabelFacts(LabelKind.RECORD, ("rub",)),
        LabelFacts(LabelKind.POINT, ("rub",), 2.0),
        replace(patch, start_s=1.9, stop_s=5.0, low_hz=199.0, high_hz=300.0),
    ]
    apart = [
        replace(meeting[0], classes=("cage",)),
        LabelFacts(LabelKind.POINT, ("rub",), 2.1),
        LabelFacts(LabelKind.REGION, ("rub",), 2.0, 3.0),
        replace(patch, low_hz=200.0, high_hz=300.0),
    ]
    assert overlapping(patch, [*apart, *meeting]) == tuple(meeting)


def test_a_csv_goes_out_and_comes_in_exactly(
    service: LabelService, project: Project, recording: Recording, tmp_path: Path
) -> None:
    said = [
        REGION,
        LabelFacts(LabelKind.RECORD, ("healthy",), severity_words="0.007 in"),
        LabelFacts(LabelKind.POINT, (), 1 / 3, note='a "quoted", note;\nof two lines = 1'),
        LabelFacts(LabelKind.PATCH, ("whirl", "free words"), 0.1, 0.2, 1e-3, 1e3),
    ]
    for facts in said:
        service.add(recording.id, facts)
    file = tmp_path / "labels.csv"
    assert service.export_csv(recording.id, file) == 4
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[1] == f"# samples_sha256: {recording.blob}"
    assert lines[4].startswith("kind,start (s),stop (s),low (Hz),high (Hz),classes,")
    assert service.import_csv(recording.id, file) == ()  # all are there already
    with project.store.write() as session:
        twin = recordings.add(session, new_recording("106", "cd" * 32))
    came = LabelService(project, "Bob").import_csv(twin.id, file)
    assert [label.facts for label in came] == said
    assert {label.author for label in came} == {"Ada"}


def test_units_of_the_headings_and_decimal_commas_count(
    service: LabelService, recording: Recording, tmp_path: Path
) -> None:
    file = tmp_path / "from another program.csv"
    file.write_text(
        "\ufeffstart (ms);stop (ms);low (kHz);high (kHz);classes;severity (%)\n"
        "1500,5;2000;2;5;rub|Cage;50\n"
        "250;;;;knock;\n",
        encoding="utf-8",
    )
    first, second = (label.facts for label in service.import_csv(recording.id, file))
    assert first == LabelFacts(
        LabelKind.PATCH, ("rub", "cage"), 1.5005, 2.0, 2000.0, 5000.0, severity=0.5
    )
    assert second == LabelFacts(LabelKind.POINT, ("knock",), 0.25)
    assert {label.author for label in service.list_of(recording.id)} == {"Ada"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("start (s),classes\n1,rub\nsoon,rub\n2,\n", r"2 of 3 rows .* row 2: “soon” .* row 3: A l"),
        ("start,classes\n1,rub\n", "“start” must say its unit: s or ms"),
        ("when (s),classes\n1,rub\n", "column “when \\(s\\)” is not known"),
        ("start (s),classes\n1,rub,3\n", "3 cells where there are 2 headings"),
        ("kind,start (s),classes\nblob,1,rub\n", "“blob” is no kind of label"),
        ("# nothing\n\n", "no line of labels"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_imported(
    service: LabelService, recording: Recording, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=said):
        service.import_csv(recording.id, file)
    assert service.list_of(recording.id) == ()


def test_a_file_that_is_no_text_is_refused(
    service: LabelService, recording: Recording, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidInput, match="no text in UTF-8"):
        service.import_csv(recording.id, tmp_path / "x.csv")
    with pytest.raises(InvalidInput, match="cannot be read"):
        service.import_csv(recording.id, tmp_path / "absent.csv")


def test_ten_thousand_labels_are_read_by_two_questions(
    service: LabelService, project: Project, recording: Recording
) -> None:
    many = tuple(replace(REGION, start_s=i / 1000, stop_s=i / 1000 + 1e-3) for i in range(10_000))
    with project.store.write() as session:
        labels.add(session, recording.id, many, "Ada")
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        found = service.list_of(recording.id)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert [label.facts for label in found] == list(many)
    assert len(asked) == 2  # the recording, its labels
