"""Puts a run of the program together: the home, the log, the book that is meant, and the practice Xero beside it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from safe_desktop.command_line.arguments import Asked
from safe_desktop.command_line.log_file import Log
from safe_desktop.command_line.practice_sharing import SharedPractice
from safe_desktop.engine import figures, sample_book
from safe_desktop.engine.books import facts_of, list_books, new_book
from safe_desktop.engine.homes import DEFAULT_BOOK, Home
from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.engine.workplace import Workplace, opened
from safe_desktop.errors import InputError

PRACTICE_BOOK = "Practice"


@dataclass(frozen=True, slots=True)
class Start:
    """What every command begins with."""

    asked: Asked
    home: Home
    environ: Mapping[str, str]
    log: Log


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


def shared_practice(start: Start) -> SharedPractice:
    """The practice Xero of this home, to be entered."""
    start.home.prepare()
    return SharedPractice(start.home.folder, start.environ)


def make_practice_book(home: Home) -> None:
    """Make sure that there is a practice book; it is filled when it is opened."""
    if not home.book_path(PRACTICE_BOOK).exists():
        new_book(home, PRACTICE_BOOK, SystemClock())


def file_meant(text: str) -> Path:
    """The path that was typed, with ~ for the person's own folder."""
    return Path(os.path.expandvars(text)).expanduser()
