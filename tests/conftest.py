"""What every test may ask for, and what no test may leave behind."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# As in children. Where it is not told, scikit-learn counts cores itself, and warns in containers.
os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1))

SHARED = Path(
    os.environ.get("PFD_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """For tests/e2e/test_screens.py."""
    parser.addoption(
        "--update-pictures", action="store_true", help="store the pictures of all panels anew"
    )


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The development recordings; tests that need them skip where they are absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the development recordings are not at {SHARED}")
    return SHARED


@pytest.fixture(scope="module", autouse=True)
def home_of_the_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What lives as long as a module of tests does not touch the user's settings either."""
    with pytest.MonkeyPatch.context() as patch:
        _live_in(tmp_path_factory.mktemp("home"), patch)
        yield


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's settings or projects."""
    _live_in(tmp_path_factory.mktemp("home"), monkeypatch)


def _live_in(home: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("HOME", str(home))
    patch.setenv("PFD_HOME", str(home / "pfd"))


@pytest.fixture(autouse=True)
def no_stray_threads() -> Iterator[None]:
    """A test that leaves a thread running fails; a pool that was there before may have grown."""
    before = set(threading.enumerate())
    pools = {thread.name.rpartition("_")[0] for thread in before}
    yield
    new = [t for t in threading.enumerate() if t not in before and not t.daemon]
    stray = [t for t in new if t.name.rpartition("_")[0] not in pools - {""}]
    assert not stray, stray


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests for a real screen need one with a window manager, which tests/gates.py provides."""
    if os.environ["QT_QPA_PLATFORM"] == "xcb":
        return
    reason = pytest.mark.skip(reason="needs a screen: python3 start.py test provides a virtual one")
    for item in items:
        if item.get_closest_marker("x11"):
            item.add_marker(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Repeat each ``GATE name value limit pass|fail`` line that a test printed."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for line in report.capstdout.splitlines():
                if line.startswith("GATE "):
                    terminalreporter.write_line(line)
