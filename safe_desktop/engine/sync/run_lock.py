"""One run at a time on one book, whichever program or thread starts it. The lock dies with its process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from safe_desktop.errors import AnotherRunError


@contextmanager
def only_run(book_path: Path) -> Iterator[None]:
    """Hold the book's run lock; AnotherRunError at once if another run has it."""
    lock = FileLock(book_path.with_suffix(".run-lock"), timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout as problem:
        raise AnotherRunError(
            f"Another sync of “{book_path.stem}” is running just now.",
            "Nothing was done by this one.",
            "Wait for it to end; it may be in another window or another program.",
        ) from problem
    try:
        yield
    finally:
        lock.release()
