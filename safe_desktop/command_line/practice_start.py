"""The practice book and the practice Xero of a home, made ready before anything is opened."""

from safe_desktop.command_line.practice_sharing import SharedPractice
from safe_desktop.command_line.starting import Start
from safe_desktop.engine.homes import Home
from safe_desktop.engine.system_clock import SystemClock

PRACTICE_BOOK = "Practice"


def shared_practice(start: Start) -> SharedPractice:
    """The practice Xero of this home, to be entered."""
    start.home.prepare()
    return SharedPractice(start.home.folder, start.environ)


def make_practice_book(home: Home) -> None:
    """Make sure that there is a practice book; it is filled when it is opened."""
    if not home.book_path(PRACTICE_BOOK).exists():
        from safe_desktop.engine.books import new_book  # noqa: PLC0415 - start-up cost: only the first start needs it

        new_book(home, PRACTICE_BOOK, SystemClock())
