"""One makes it, the others wait: answers, errors, cancelling; caches in memory within bounds."""

import threading
from collections.abc import Callable

import pytest

from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Cancelled, Progress, Silent
from pfd_desktop.services.memory_cache import MemoryCache
from pfd_desktop.services.single_flight import SingleFlight


class Stopped(Silent):
    """A progress whose user cancels when *stop* is set."""

    def __init__(self) -> None:
        self.stop, self.seen = threading.Event(), threading.Event()

    def report(self, fraction: float, text: str = "") -> None:
        """Somebody waits here."""
        self.seen.set()
        if self.stop.is_set():
            raise Cancelled


class Asking:
    """Several threads that ask a flight for the same; what each was told."""

    def __init__(self, flight: SingleFlight[str, object]) -> None:
        self.flight, self.told, self.threads = flight, [], []

    def ask(self, make: Callable[[], object], progress: Progress) -> None:
        """Ask in a thread of its own."""

        def run() -> None:
            try:
                self.told.append(self.flight.do("key", make, progress)[0])
            except (InvalidInput, Cancelled, ZeroDivisionError) as error:
                self.told.append(error)

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def wait(self) -> list[object]:
        """What all were told, in the order of their answers."""
        for thread in self.threads:
            thread.join(30)
        return self.told


def two(first: Callable[[], object], second: Callable[[], object]) -> tuple[Asking, Stopped]:
    """One that makes it and one that waits for it; *first* goes on when the second waits."""
    asking, waits, begun = Asking(SingleFlight("Waiting")), Stopped(), threading.Event()

    def make() -> object:
        begun.set()
        assert waits.seen.wait(30)
        return first()

    asking.ask(make, Silent())
    assert begun.wait(30)
    asking.ask(second, waits)
    return asking, waits


def never() -> object:
    raise AssertionError("it was made twice")


def test_two_get_the_same_object_that_was_made_once() -> None:
    asking, _ = two(object, never)
    one, other = asking.wait()
    assert one is other


def test_an_error_reaches_both_and_is_not_kept() -> None:
    def refuse() -> object:
        raise InvalidInput("too short")

    asking, _ = two(refuse, never)
    assert [str(one) for one in asking.wait()] == ["too short"] * 2
    assert asking.flight.do("key", lambda: 5, Silent()) == (5, True)


@pytest.mark.parametrize("error", [Cancelled, ZeroDivisionError])
def test_one_that_was_cancelled_or_broke_leaves_the_work_to_who_waits(
    error: type[Exception],
) -> None:
    def give_up() -> object:
        raise error

    asking, _ = two(give_up, lambda: "made by the second")
    told = asking.wait()
    assert {type(one) for one in told} == {error, str}
    assert "made by the second" in told


def test_who_waits_may_cancel_while_the_first_goes_on() -> None:
    asking, go = Asking(SingleFlight("Waiting")), threading.Event()
    begun, waits = threading.Event(), Stopped()

    def make() -> object:
        begun.set()
        assert go.wait(30)
        return "made"

    asking.ask(make, Silent())
    assert begun.wait(30)
    waits.stop.set()
    with pytest.raises(Cancelled):
        asking.flight.do("key", never, waits)
    go.set()
    assert asking.wait() == ["made"]


def kept(limit: int) -> MemoryCache[str, bytes]:
    return MemoryCache(limit, len, "Waiting")


def asked(cache: MemoryCache[str, bytes], name: str, size: int = 40) -> bytes:
    return cache.answer(name, lambda: bytes(size), Silent())


def test_a_memory_is_bounded_in_bytes_and_forgets_what_was_longest_unused() -> None:
    cache = kept(100)
    first, _ = asked(cache, "a"), asked(cache, "b")
    assert asked(cache, "a") is first  # used again: b is the longest unused
    asked(cache, "c")
    use = cache.use()
    assert (use.count, use.size, use.limit) == (2, 80, 100)
    assert (use.found, use.made, use.dropped) == (1, 3, 1)
    assert asked(cache, "a") is first
    asked(cache, "b")
    assert cache.use().made == 4


def test_what_is_larger_than_all_the_room_drives_nothing_out() -> None:
    cache = kept(100)
    first = asked(cache, "a")
    assert len(asked(cache, "huge", 101)) == 101
    assert asked(cache, "a") is first
    assert cache.use().dropped == 0
    none = kept(0)
    asked(none, "a")
    assert (none.use().count, none.use().size) == (0, 0)


def test_a_memory_drops_what_fits() -> None:
    cache = kept(100)
    asked(cache, "a"), asked(cache, "b", 30)
    assert cache.clear(lambda key: key == "b") == 30
    use = cache.use()
    assert (use.count, use.size, use.dropped) == (1, 40, 1)


def test_errors_are_not_kept() -> None:
    cache = kept(100)

    def refuse() -> bytes:
        raise InvalidInput("no")

    with pytest.raises(InvalidInput):
        cache.answer("a", refuse, Silent())
    assert len(asked(cache, "a")) == 40
    assert cache.use().made == 1
