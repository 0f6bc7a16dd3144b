"""Reading queries as the tests do: at a fixed time, in UTC."""

from datetime import UTC, datetime

from pfd_desktop.core.search.parsing import Known, parse
from pfd_desktop.core.search.subjects import RECORDINGS, Subject
from pfd_desktop.core.search.tree import And, Node, Query
from pfd_desktop.core.search.values import Clock

NOW = datetime(2026, 3, 15, 12, 30, tzinfo=UTC)
KNOWN = Known(("bearing/outer", "checked", "É/x y"), ("loss", "accuracy.low"))


def read(text: str, subject: Subject = RECORDINGS) -> Query:
    """The tree of *text*."""
    return parse(text, subject, Clock(NOW, UTC), KNOWN)


def leaf(text: str, subject: Subject = RECORDINGS) -> Node:
    """The one leaf of *text*."""
    where = read(text, subject).where
    assert not isinstance(where, And)
    return where
