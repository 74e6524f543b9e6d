"""A real book whose process can die at the end of any transaction, just before or just after it is on the disk."""

from collections.abc import Iterator
from contextlib import contextmanager

from safe_desktop.store.book_file import Book


class Crash(BaseException):
    """The process is gone. No `except Exception` of the program may see it, so it is none."""


class CrashPlan:
    """Counts the points at which a process may die, and dies at the one that was chosen."""

    def __init__(self) -> None:
        self.points = 0
        self._at = 0

    @property
    def is_armed(self) -> bool:
        """Whether a point was chosen and did not come yet."""
        return self._at > self.points

    def arm(self, at: int) -> None:
        """Die at the so-manieth point from now; 0 never."""
        self.points = 0
        self._at = at

    def point(self) -> None:
        """The process may die here."""
        self.points += 1
        if self.points == self._at:
            self._at = 0
            raise Crash


class CrashingBook(Book):
    """A book that tells `crashes` of both sides of every commit."""

    crashes: CrashPlan
    _depth = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As ever; the outermost one may be the last."""
        is_outermost = self._depth == 0
        self._depth += 1
        try:
            with super().transaction():
                yield
                if is_outermost:
                    self.crashes.point()
            if is_outermost:
                self.crashes.point()
        finally:
            self._depth -= 1

    def close(self) -> None:
        """End the use of the book, so that another start may open it."""
        super().close()
        CrashingBook._open_one = None
