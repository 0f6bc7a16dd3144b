"""When a recording was measured: as its file says, else as the file's name says in full."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

_DIGITS = (r"(?P<year>19\d\d|20\d\d)", *(rf"(?P<{n}>\d\d)" for n in ("month", "day")))
_CLOCK = tuple(rf"(?P<{n}>\d\d)" for n in ("hour", "minute", "second"))
_DATE, _TIME = r"[-._]?".join(_DIGITS), r"[-._:]?".join(_CLOCK)
_PATTERN = re.compile(rf"(?<!\d){_DATE}[-._T ]{_TIME}(?!\d)")
_SAID = re.compile(
    r"\s*(?P<year>\d{4})[-/_:. ](?P<month>\d\d?)[-/_:. ](?P<day>\d\d?)"
    r"(?:[T ]+(?P<hour>\d\d?)[-_:. ](?P<minute>\d\d)(?:[-_:. ](?P<second>\d\d))?"
    r"(?:[.,](?P<fraction>\d+))?\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?)?\s*$"
)
_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)  # clocks that were never set count from 1904 or 1970


@dataclass(frozen=True)
class Moment:
    """A time of measurement and how well it is known."""

    time: datetime  # aware, UTC; the clock's own reading where no zone was told
    zone_told: bool
    by: str  # where it stands: "bext", "wf_start_time"
    day_only: bool = False  # the time of day was not told and reads midnight

    @property
    def text(self) -> str:
        """In words: ``"2024-10-08 10:27:07 (time zone not told), from ID line 3"``."""
        day = f"{self.time:%Y-%m-%d}"
        if self.day_only:
            return f"{day} (time of day not told), from {self.by}"
        zone = " UTC" if self.zone_told else " (time zone not told)"
        return f"{day} {self.time:%H:%M:%S}{zone}, from {self.by}"


def time_said(text: str, by: str) -> Moment | None:
    """The time in a text such as "2013/02/19 09:51:40,72" or "2024-10-08T10:27:07+02:00".

    Year, month, day in this order; the time of day may be absent. Without a zone it is read as
    UTC, which keeps the distances that trends are made of. None where it says no time, or one that
    only a clock that was never set would tell.
    """
    found = _SAID.match(text)
    if found is None:
        return None
    said = found.groupdict()
    clock = ("year", "month", "day", "hour", "minute", "second")
    year, month, day, hour, minute, second = (int(said[name] or 0) for name in clock)
    microsecond = int((said["fraction"] or "").ljust(6, "0")[:6])
    zone = _zone(said["zone"])
    try:
        told = datetime(year, month, day, hour, minute, second, microsecond)
        time = told.replace(tzinfo=zone or UTC).astimezone(UTC)
    except (ValueError, OverflowError):  # the thirteenth month: digits that are no time
        return None
    return plausible(Moment(time, zone is not None, by, day_only=said["hour"] is None))


def _zone(told: str | None) -> timezone | None:
    if not told:
        return None
    if told in ("Z", "UTC"):
        return UTC
    minutes = 60 * int(told[1:3]) + int(told[-2:])
    if minutes >= 24 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if told[0] == "-" else minutes))


def plausible(moment: Moment) -> Moment | None:
    """*moment*, or None where a clock was never set."""
    return moment if moment.time >= _EARLIEST else None


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


def measured(said: Moment | None, name: str) -> Moment | None:
    """What the content of a file says; its *name* where that says nothing, or the same day only."""
    named = time_in_name(name)
    if named is None:
        return said
    if said is None:
        return Moment(named, False, "the name of the file")
    if said.day_only and said.time.date() == named.date():
        return replace(said, time=named, by=f"{said.by} and the name of the file", day_only=False)
    return said
