"""Without a command the window opens. Painted first: book and practice Xero are only opened after that."""

# First, for it is what a person waits for; everything that is slow is loaded by it after the first paint.
from safe_desktop.ui.application import run  # isort: skip

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from safe_desktop.command_line.starting import Start, make_practice_book, opened_named, shared_practice
from safe_desktop.engine.workplace import Workplace


def window(start: Start) -> int:
    """The exit code of the program with its window, once the person has ended it."""
    with ExitStack() as stack:
        practice = None
        if start.home.is_practice:
            practice = stack.enter_context(shared_practice(start))
            make_practice_book(start.home)

        @contextmanager
        def open_book(name: str) -> Iterator[Workplace]:
            environ = practice.environment() if practice else start.environ
            with opened_named(start, name, environ) as workplace:
                yield workplace

        return run(start.home, open_book, book=start.asked.book or "")
