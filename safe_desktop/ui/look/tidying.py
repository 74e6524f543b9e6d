"""When Python looks for garbage that refers to itself: here, on the main thread, while nothing runs.

By itself it would look in the middle of a sync, on whichever thread happens to allocate, and with a month of invoices
in hand that holds up every thread for 30 to 70 ms; and it might destroy what belongs to Qt on a worker. All else is
freed at once as ever. A look cannot be stopped half-way: what has lasted so long that a look at all of it takes longer
than a person notices is set aside, and the next one looks at what is newer only. Knows no job and no page.
"""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

_LOOK_EVERY_MS = 2_000
_MOST_YOUNG = 5_000
"""Fewer new objects than this are not worth a look."""
_ROUNDS_TO_NEXT = 10
"""After so many looks at the young ones the older ones are looked at too, as Python does it itself."""
_LONGEST_LOOK_SECONDS = 0.05
"""A look at everything that took longer than this is not repeated for the same objects."""
_LONGEST_PUT_OFF = 150
"""In ticks: a job of more than five minutes is not waited for any longer."""


class Tidying(QObject):
    """From its making to `close` garbage is looked for only here. `is_busy` tells whether a job runs."""

    def __init__(self, is_busy: Callable[[], bool], seconds: Callable[[], float] = time.perf_counter) -> None:
        super().__init__()
        self._is_busy = is_busy
        self._seconds = seconds
        self._put_off = 0
        self._has_frozen = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.tidy)
        gc.disable()
        self._timer.start()

    @Slot()
    def tidy(self) -> None:
        """Look for garbage if it is worth it and nothing runs."""
        young, middle, old = gc.get_count()
        if young < _MOST_YOUNG:
            return
        if self._is_busy() and self._put_off < _LONGEST_PUT_OFF:
            self._put_off += 1
            return
        self._put_off = 0
        if not self._has_frozen:
            # What was loaded to start stays to the end: nobody needs to look at it again.
            self._has_frozen = True
            gc.freeze()
        elif old >= _ROUNDS_TO_NEXT:
            self._look_at_everything()
        else:
            gc.collect(1 if middle >= _ROUNDS_TO_NEXT else 0)

    def _look_at_everything(self) -> None:
        begun = self._seconds()
        gc.collect(2)
        if self._seconds() - begun > _LONGEST_LOOK_SECONDS:
            gc.freeze()

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
