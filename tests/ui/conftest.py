"""What every test of the screen starts from: Qt in our look, and a book of a year that is made once and copied."""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.engine import sample_book
from safe_desktop.engine.homes import Home
from safe_desktop.engine.showing.lists import InvoiceEntry
from safe_desktop.engine.workplace import Workplace, opened
from safe_desktop.ui.look.appearance import Appearance, ThemeChoice
from safe_desktop.ui.shell.heartbeat import Heartbeat
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.work import Work
from tests.made_records import MovableClock
from tests.made_workplace import opened_workplace
from tests.ui.desk_window import DeskWindow, open_bills, open_desk
from tests.ui.sync_stand_in import SyncStandIn

# Before Qt starts: on a machine without a screen it would end the process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def appearance(qapp: QApplication) -> Appearance:
    """Our look, once for all tests."""
    return Appearance(qapp, ThemeChoice.LIGHT)


@pytest.fixture(autouse=True)
def _dressed(appearance: Appearance) -> Iterator[None]:
    yield
    if appearance.choice is not ThemeChoice.LIGHT:
        appearance.choose(ThemeChoice.LIGHT)


@pytest.fixture(autouse=True)
def _garbage_is_looked_for_here() -> Iterator[None]:
    """As the program does it: else a worker might destroy widgets of an earlier test, and the process would end."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(scope="session")
def year_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a book with a year of sales; never opened itself, only copied."""
    folder = tmp_path_factory.mktemp("year")
    with opened_workplace(folder) as workplace:
        sample_book.fill(workplace)
        return workplace.book.path


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands still."""
    return MovableClock()


@pytest.fixture
def home(tmp_path: Path, year_book: Path) -> Home:
    """A home with the book of a year in it."""
    made = Home(tmp_path / "home")
    made.prepare()
    shutil.copy(year_book, made.book_path("Fernhill"))
    return made


@pytest.fixture
def workplace(home: Home, clock: MovableClock) -> Iterator[Workplace]:
    """The book of a year, open, not connected."""
    with opened(home, "Fernhill", environ={}, clock=clock, for_this_run=True) as found:
        yield found


@pytest.fixture
def visits() -> list[Place]:
    """Where pages asked to go."""
    return []


@pytest.fixture
def context(
    workplace: Workplace, home: Home, appearance: Appearance, visits: list[Place], qapp: QApplication
) -> Iterator[Context]:
    """What a page is given, over the book of a year."""
    with ExitStack() as ends:
        problems = Problems()
        work = Work(problems, after_each=workplace.book.close_here)
        ends.callback(work.close)
        heartbeat = Heartbeat(workplace, work, sync_function=SyncStandIn(workplace))
        preferences = Preferences(home.preferences)
        yield Context(workplace, work, problems, preferences, appearance, heartbeat, visits.append)


@pytest.fixture
def bills(context: Context) -> list[InvoiceEntry]:
    """The open invoices, each of another customer than the one before."""
    found: dict[int, InvoiceEntry] = {}
    for one in open_bills(context.workplace):
        found.setdefault(one.customer_id, one)
    return list(found.values())


@pytest.fixture
def desk(qtbot: QtBot, context: Context) -> Iterator[DeskWindow]:
    """The real window at the desk, over the book of a year."""
    made = open_desk(qtbot, context)
    yield made
    made.window.forget_book()
