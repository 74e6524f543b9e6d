"""Which book is meant, and opening it for work; with --practice the practice Xero runs beside it for as long."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from safe_desktop.command_line.practice_start import PRACTICE_BOOK, make_practice_book, shared_practice
from safe_desktop.command_line.starting import Start
from safe_desktop.engine import sample_book
from safe_desktop.engine.books import facts_of, list_books
from safe_desktop.engine.homes import DEFAULT_BOOK
from safe_desktop.engine.showing import figures
from safe_desktop.engine.workplace import Workplace, opened
from safe_desktop.errors import InputError


def book_meant(start: Start) -> str:
    """The name of the book to work on; InputError, naming those there are, where it cannot be told."""
    if start.asked.book:
        return facts_of(start.home, start.asked.book).name
    if start.home.is_practice:
        return PRACTICE_BOOK
    names = [facts.name for facts in list_books(start.home)]
    if DEFAULT_BOOK in names:
        return DEFAULT_BOOK
    if len(names) == 1:
        return names[0]
    if not names:
        raise InputError(
            f"There is no book in {start.home.folder} yet.", "Nothing was done.", "Make one: safe-desktop book new NAME"
        )
    raise InputError(
        "There are several books, and none was named.",
        f"There are: {', '.join(f'“{name}”' for name in names)}. Nothing was done.",
        "Name one with --book NAME",
    )


@contextmanager
def opened_book(start: Start) -> Iterator[Workplace]:
    """The book that is meant, open for work; with --practice the practice Xero runs for as long."""
    with ExitStack() as stack:
        environ = start.environ
        if start.home.is_practice:
            make_practice_book(start.home)
            environ = stack.enter_context(shared_practice(start)).environment()
        yield stack.enter_context(opened_named(start, book_meant(start), environ))


@contextmanager
def opened_named(start: Start, name: str, environ: Mapping[str, str]) -> Iterator[Workplace]:
    """This book, open for work; the practice book is filled on its first use."""
    with opened(start.home, name, environ=environ) as workplace:
        start.log.also(workplace.redactor)
        if start.home.is_practice and name == PRACTICE_BOOK and figures.overview(workplace).is_empty:
            sample_book.fill(workplace)
        yield workplace
