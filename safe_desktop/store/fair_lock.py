"""A lock that serves threads in the order they came, and lets its holder in again. Knows no database.

SQLite's own waiting is unfair: an edit on screen waited up to 530 ms behind a sync that writes batch after batch
(stack.md 4). With this lock in front it waits for one batch.
"""

import threading
from collections import deque
from types import TracebackType


class FairLock:
    """First come, first served; re-entrant."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._queue: deque[tuple[int, threading.Event]] = deque()
        self._owner: int | None = None
        self._depth = 0

    def __enter__(self) -> "FairLock":
        me = threading.get_ident()
        with self._gate:
            if self._owner == me:
                self._depth += 1
                return self
            if self._owner is None:
                self._owner, self._depth = me, 1
                return self
            turn = threading.Event()
            self._queue.append((me, turn))
        try:
            turn.wait()
        except BaseException:
            self._give_up(me, turn)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._gate:
            assert self._owner == threading.get_ident(), "only the holder lets go"
            self._depth -= 1
            if self._depth == 0:
                self._hand_on()

    def _hand_on(self) -> None:
        # The lock passes straight to who waits longest: a busy writer cannot snatch it back in between.
        if self._queue:
            self._owner, turn = self._queue.popleft()
            self._depth = 1
            turn.set()
        else:
            self._owner = None

    def _give_up(self, me: int, turn: threading.Event) -> None:
        with self._gate:
            if (me, turn) in self._queue:
                self._queue.remove((me, turn))
            elif self._owner == me:
                self._depth = 0
                self._hand_on()
