"""Reads what may come a little later than the rows, beside the window, where a book is so large that it would stand.

Counting and adding up 100,000 invoices takes longer than finding the first of them. Knows no table and no page.
"""

from collections.abc import Callable
from typing import TypeVar

from safe_desktop.ui.shell.work import Lane, Task, Work

T = TypeVar("T")


class Aside:
    """The questions of one place on screen; a newer one takes the place of those that still wait."""

    def __init__(self, work: Work, is_large: Callable[[], bool]) -> None:
        self._work = work
        self._is_large = is_large
        self._task: Task | None = None

    def read(self, question: Callable[[], T], show: Callable[[T], object]) -> bool:
        """Ask and show: at once in a book of usual size; whether the answer comes later.

        `show` is a method of something that Qt may take away: then nobody is told. It must look whether the answer is
        still to what is asked now.
        """
        if self._task is not None:
            self._task.stop()
            self._task = None
        if not self._is_large():
            show(question())
            return False
        self._task = self._work.later(Lane.LOOK, lambda _control: question(), done=show)
        return True
