"""Many processes on one database, and a stranger who locks it: nobody is turned away."""

import multiprocessing
import time
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import pytest
from pysqlite3 import dbapi2
from sqlalchemy import text

from pfd_desktop.errors import StoreUnavailable
from pfd_desktop.store import engine, jobs
from pfd_desktop.store.engine import Store, open_database
from pfd_desktop.store.schema import bring_up_to_date
from tests.store.writers import count_up

WRITERS = 4
CONTEXT = multiprocessing.get_context("spawn")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with a counter."""
    path = tmp_path / "project.db"
    bring_up_to_date(path, tmp_path)
    with closing(dbapi2.connect(str(path))) as connection:
        connection.execute("CREATE TABLE counter (n INTEGER)")
        connection.execute("INSERT INTO counter VALUES (0)")
        connection.commit()
    return path


def lock(path: Path, seconds: float) -> None:
    """What a foreign program may do."""
    with closing(dbapi2.connect(str(path), timeout=30, isolation_level=None)) as stranger:
        stranger.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)
        stranger.execute("ROLLBACK")


def crowd(path: Path, seconds: float, locks: int) -> list[float]:
    """Let the writers count for *seconds* while a stranger locks; all their waits in ms."""
    members: list[tuple[BaseProcess, object]] = []
    listeners = []
    for _ in range(WRITERS):
        listening, saying = CONTEXT.Pipe(duplex=False)
        member = CONTEXT.Process(target=count_up, args=(path, seconds, saying))
        member.start()
        saying.close()
        members.append((member, listening))
        listeners.append(listening)
    for _ in range(locks):
        time.sleep(seconds / (locks + 1) - 3 / (locks + 1))
        lock(path, 3.0)
    waits: list[float] = []
    for (member, _), listening in zip(members, listeners, strict=True):
        waits += listening.recv()  # EOFError where a writer was turned away
        member.join()
        assert member.exitcode == 0
        listening.close()
    return waits


def counted(path: Path) -> tuple[int, int]:
    """The counter, and the rows written with it."""
    with closing(dbapi2.connect(str(path))) as connection:
        (n,) = connection.execute("SELECT n FROM counter").fetchone()
        (rows,) = connection.execute("SELECT count(*) FROM jobs WHERE state = 'done'").fetchone()
    return n, rows


@pytest.mark.timed
def test_four_writers_and_a_stranger_lose_nothing(database: Path) -> None:
    waits = crowd(database, 6.0, locks=1)
    assert counted(database) == (len(waits), len(waits))
    print(f"{len(waits)} writes, the longest waited {max(waits):.0f} ms")
    print(f"GATE locked-errors 0-of-{len(waits)} 0 pass")


@pytest.mark.timed
@pytest.mark.long
def test_four_writers_for_half_a_minute(database: Path) -> None:
    calm = crowd(database, 30.0, locks=0)
    wait = float(np.percentile(calm, 99))
    print(f"GATE write-wait-p99-ms {wait:.0f} 250 {'pass' if wait < 250 else 'fail'}")
    assert wait < 250
    waits = crowd(database, 30.0, locks=3)
    assert counted(database) == (len(calm) + len(waits),) * 2


@pytest.mark.timed
def test_readers_do_not_wait_for_a_writer(database: Path) -> None:
    store = open_database(database)
    with store.write() as writing:
        jobs.begin(writing, "Import", "import", "")
        begun = time.perf_counter()
        with store.read() as reading:
            assert jobs.recent(reading, 10) == ()
        assert time.perf_counter() - begun < 0.5
    with store.read() as reading:
        assert len(jobs.recent(reading, 10)) == 1
    store.close()


def test_who_waits_too_long_is_told(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 200)
    store = open_database(database)
    with closing(dbapi2.connect(str(database), isolation_level=None)) as stranger:
        stranger.execute("BEGIN EXCLUSIVE")
        assert "busy" in refused(store)
        stranger.execute("ROLLBACK")
    with store.write() as session:
        jobs.begin(session, "Import", "import", "")
        assert "busy" in refused(store)  # this program's other threads wait for their turn
    store.close()


def refused(store: Store) -> str:
    """The sentence with which a write is refused."""
    with pytest.raises(StoreUnavailable) as caught, store.write() as session:
        session.execute(text("SELECT 1"))
    return str(caught.value)
