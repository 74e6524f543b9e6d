"""Without a command the window opens. Painted first: book and practice Xero are waited for after that."""

# First, for it is what a person waits for.
from safe_desktop.ui.application import run  # isort: skip

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from safe_desktop.command_line.practice_start import make_practice_book, shared_practice
from safe_desktop.command_line.starting import Start

if TYPE_CHECKING:
    from safe_desktop.engine.workplace import Workplace


def window(start: Start) -> int:
    """The exit code of the program with its window, once the person has ended it."""
    with ExitStack() as stack:
        practice = None
        if start.home.is_practice:
            practice = stack.enter_context(shared_practice(start))
            make_practice_book(start.home)

        @contextmanager
        def open_book(name: str) -> "Iterator[Workplace]":
            # Imported here for start-up cost: it loads what speaks HTTP, which the first paint does not need.
            from safe_desktop.command_line.book_opening import opened_named  # noqa: PLC0415

            environ = practice.environment() if practice else start.environ
            with opened_named(start, name, environ) as workplace:
                yield workplace

        return run(start.home, open_book, book=start.asked.book or "")
