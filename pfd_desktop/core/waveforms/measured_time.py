"""When a recording was measured, where the name of its file says so in full."""

import re
from datetime import UTC, datetime

_DIGITS = (r"(?P<year>19\d\d|20\d\d)", *(rf"(?P<{n}>\d\d)" for n in ("month", "day")))
_CLOCK = tuple(rf"(?P<{n}>\d\d)" for n in ("hour", "minute", "second"))
_DATE, _TIME = r"[-._]?".join(_DIGITS), r"[-._:]?".join(_CLOCK)
_PATTERN = re.compile(rf"(?<!\d){_DATE}[-._T ]{_TIME}(?!\d)")


def time_in_name(name: str) -> datetime | None:
    """The time in a name such as "2003.10.22.12.06.24" or "fan 2026-03-01T14-05-00.csv".

    Year to second must all be there. Names tell no time zone: it is read as UTC, which keeps the
    distances that trends are made of. None where the name tells no time.
    """
    found = _PATTERN.search(name)
    if found is None:
        return None
    parts = {key: int(value) for key, value in found.groupdict().items()}
    try:
        return datetime(**parts, tzinfo=UTC)
    except ValueError:  # the thirteenth month: digits that are no time
        return None
