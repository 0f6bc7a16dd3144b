"""How much a cache keeps, and what that brought."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CacheUse:
    """What is kept, and how often it saved the work since the program was started."""

    count: int  # what is kept now: files, or analyses
    size: int  # bytes
    limit: int  # bytes
    found: int  # asked for and there
    made: int  # asked for and computed
    dropped: int  # for want of room, or cleared

    @property
    def asked(self) -> int:
        """How often something was wanted."""
        return self.found + self.made
