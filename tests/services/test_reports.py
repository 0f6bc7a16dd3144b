"""Evidence reports over a real project, as HTML here and as PDF where Qt is."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest

from pfd_desktop.bootstrap.services import put_together
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.errors import EnvironmentFault, InvalidInput
from pfd_desktop.progress import Silent
from pfd_desktop.services.comparison import ComparisonService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.diagnosis import DiagnosisService
from pfd_desktop.services.generation import GenerationService, Planned
from pfd_desktop.services.reports import ReportService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.store.project import Project, open_project
from tests.services.test_comparison import keeper, wrong_on


class Rendered:
    """Stands in for Qt: keeps what it was to lay out."""

    def __init__(self) -> None:
        self.html = ""

    def __call__(self, html: str, path: Path) -> None:
        self.html = html
        path.write_bytes(b"%PDF-")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    opened = open_project(tmp_path_factory.mktemp("reports") / "project")
    wanted = SyntheticRequest(Fault.OUTER_RACE, bearing=find("6205-2RS"), duration_s=2.0)
    GenerationService(opened, Inline()).make([Planned(wanted, "fan", "no load")], Silent())
    yield opened
    opened.close()


def service(project: Project, rendered: Rendered) -> ReportService:
    services = put_together(project, Inline(), 1 << 24)
    return ReportService(
        services.data, services.signals, services.diagnosis, services.severity, rendered
    )


def test_a_report_of_a_recording_without_a_verdict_makes_it(
    project: Project, tmp_path: Path
) -> None:
    rendered = Rendered()
    (recording,) = DataService(project).recordings()
    reports = service(project, rendered)
    path = reports.evidence([recording.id], tmp_path / "one é.html", Silent())
    html = path.read_text("utf-8")
    kept = DiagnosisService(project, Inline()).latest(recording.id)
    assert kept is not None
    assert kept.verdict in html
    assert "No zone: " in html
    assert html.count("data:image/svg+xml") == 3
    pdf = reports.evidence([recording.id], tmp_path / "one.pdf", Silent())
    assert pdf.read_bytes() == b"%PDF-"
    assert kept.verdict in rendered.html


def test_what_cannot_be_written_is_said(project: Project, tmp_path: Path) -> None:
    reports = service(project, Rendered())
    (recording,) = DataService(project).recordings()
    with pytest.raises(InvalidInput, match="ends in none"):
        reports.evidence([recording.id], tmp_path / "a.docx", Silent())
    with pytest.raises(InvalidInput, match="Choose the recordings"):
        reports.evidence([], tmp_path / "a.html", Silent())
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFault, match="Choose another folder"):
        reports.evidence([recording.id], tmp_path / "file" / "a.html", Silent())


def test_a_comparison_is_written_as_html_or_pdf(project: Project, tmp_path: Path) -> None:
    keep = keeper(project)
    ids = [keep("good", wrong_on(set())), keep("<b>", wrong_on(set(range(12))))]
    found = ComparisonService(project, TrainingService(project, Inline()), Inline()).compare(
        ids, Silent()
    )
    rendered = Rendered()
    reports = service(project, rendered)
    html = reports.comparison(found, tmp_path / "a.html", Silent()).read_text("utf-8")
    reports.comparison(found, tmp_path / "a.pdf", Silent())
    for text in (html, rendered.html):
        assert escape(found.verdict) in text
        assert "<b>" not in text
        assert "Comparison of 2 runs" in text
    with pytest.raises(InvalidInput, match="ends in none of"):
        reports.comparison(found, tmp_path / "a.docx", Silent())
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFault, match="could not be written"):
        reports.comparison(found, tmp_path / "file" / "a.html", Silent())
