"""The lock in front of the database: first come, first served, and its holder may enter again."""

import threading
import time

import pytest

from safe_desktop.store.fair_lock import FairLock


def test_the_holder_may_enter_again_and_others_wait_until_it_is_quite_out() -> None:
    lock, entered = FairLock(), threading.Event()

    def other() -> None:
        with lock:
            entered.set()

    with lock:
        with lock:
            thread = threading.Thread(target=other)
            thread.start()
        assert not entered.wait(0.05)
    assert entered.wait(5)
    thread.join()


def test_threads_are_served_in_the_order_they_came() -> None:
    lock, order = FairLock(), list[int]()

    def queue(number: int) -> None:
        with lock:
            order.append(number)

    threads = [threading.Thread(target=queue, args=(number,)) for number in range(8)]
    with lock:
        for number, thread in enumerate(threads):
            thread.start()
            deadline = time.monotonic() + 5
            while len(lock._queue) <= number and time.monotonic() < deadline:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_an_error_inside_lets_go() -> None:
    lock = FairLock()
    with pytest.raises(ValueError, match="inside"), lock:
        raise ValueError("inside")
    thread = threading.Thread(target=lock.__enter__)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
