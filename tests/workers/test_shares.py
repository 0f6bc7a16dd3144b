"""Many calls as one: results in order, an error at once, and few questions while they work."""

import threading
from concurrent.futures import Future

import pytest

from pfd_desktop.progress import Cancelled
from pfd_desktop.workers.shares import Shares


class Heard:
    """A Progress that remembers, and cancels after a number of reports."""

    def __init__(self, patience: int = 10**9) -> None:
        self.fractions: list[float] = []
        self.events: list[object] = []
        self.spoken = threading.Event()
        self._patience = patience

    def report(self, fraction: float, text: str = "") -> None:
        del text
        self.fractions.append(fraction)
        self.spoken.set()
        if len(self.fractions) >= self._patience:
            raise Cancelled

    def tell(self, event: object) -> None:
        self.events.append(event)


class Asked(Future[int]):
    """Counts how often somebody looks at it."""

    looks = 0

    def cancelled(self) -> bool:
        self.looks += 1
        return super().cancelled()


def test_results_come_in_order_and_waiting_asks_no_future() -> None:
    heard, futures = Heard(), [Asked() for _ in range(50)]
    shares = Shares(heard, len(futures))

    def finish() -> None:
        for _ in range(3):  # the whole was told thrice while nothing was done
            heard.spoken.clear()
            assert heard.spoken.wait(10)
        looks = sum(one.looks for one in futures)
        for place in reversed(range(len(futures))):
            shares.of(place).tell(place)
            shares.of(place).done()
            futures[place].set_result(place)
        assert looks == 0

    thread = threading.Thread(target=finish)
    thread.start()
    assert shares.gather(futures) == tuple(range(50))
    thread.join()
    assert heard.fractions[-1] == 1.0
    assert sorted(heard.events) == list(range(50))
    assert max(one.looks for one in futures) == 1


def test_an_error_is_raised_while_others_still_work() -> None:
    futures: list[Future[int]] = [Future(), Future()]
    futures[1].set_exception(ValueError("ours"))
    with pytest.raises(ValueError, match="ours"):
        Shares(Heard(), 2).gather(futures)


def test_who_waits_no_more_is_heard() -> None:
    with pytest.raises(Cancelled):
        Shares(Heard(patience=2), 1).gather([Future[int]()])


def test_nothing_to_do_is_done() -> None:
    assert Shares(Heard(), 0).gather([]) == ()
