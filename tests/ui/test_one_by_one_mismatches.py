"""Each kind of mismatch is settled by at most three key presses, in both sights of the desk, each of its ways out."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.mismatch import Mismatch, MismatchKind, WayOut, button_words
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.shell.heartbeat import Heartbeat
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.work import Work
from tests.engine.edited_xero import EditedXero, edited_xero
from tests.engine.test_ways_out import CASES, Case, is_of
from tests.ui.desk_window import DeskWindow, open_desk, press
from tests.ui.open_dialogs import close_dialogs
from tests.ui.shown_page import is_open, words_on
from tests.ui.sync_stand_in import SyncStandIn

_MOST = 3
_ONE_OF_EACH = list({(case.kind, case.is_more_there): case for case in reversed(CASES)}.values())
_WAYS = [(case, place) for case in _ONE_OF_EACH for place in range(len(case.ways))]


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


@pytest.fixture
def found(scene: EditedXero, request: pytest.FixtureRequest) -> Mismatch:
    """The mismatch of the case that the test is about."""
    case: Case = request.getfixturevalue("case")
    case.arise(scene)
    return next(one for one in scene.open_ones() if is_of(one, case))


@pytest.fixture
def desk(
    qtbot: QtBot, scene: EditedXero, found: Mismatch, appearance: Appearance, tmp_path: Path, visits: list[Place]
) -> Iterator[DeskWindow]:
    """The window over that book."""
    with ExitStack() as ends:
        work = Work(Problems(), after_each=scene.workplace.book.close_here)
        ends.callback(work.close)
        heartbeat = Heartbeat(scene.workplace, work, sync_function=SyncStandIn(scene.workplace))
        preferences = Preferences(tmp_path / "preferences.json")
        context = Context(scene.workplace, work, Problems(), preferences, appearance, heartbeat, visits.append)
        made = open_desk(qtbot, context)
        ends.callback(made.window.forget_book)
        yield made


def is_settled(scene: EditedXero, found: Mismatch) -> bool:
    return found.id not in [one.id for one in scene.open_ones()]


def told_why_not(case: Case, way: WayOut) -> bool:
    """Whether this way cannot be gone in this case; then a sentence says what can be done instead."""
    return way in case.refused and bool(close_dialogs())


@pytest.mark.parametrize(
    ("case", "place"), _WAYS, ids=[f"{case.kind}-{case.field}-{place + 1}" for case, place in _WAYS]
)
def test_one_by_one_a_number_and_enter_settle_every_kind(
    scene: EditedXero, found: Mismatch, desk: DeskWindow, case: Case, place: int
) -> None:
    desk.cases.show_case(f"m{found.id}")
    way = case.ways[place]

    presses = press(str(place + 1)) if place else 0
    assert way.meaning in words_on(desk.page), "what it does stands there before it is done"
    presses += press("Enter")
    if is_open(Question):
        presses += press("Enter")

    assert presses <= _MOST
    assert told_why_not(case, way) or is_settled(scene, found)


@pytest.mark.parametrize("case", _ONE_OF_EACH, ids=[f"{case.kind}-{case.field}" for case in _ONE_OF_EACH])
def test_in_the_table_a_number_settles_every_kind(
    scene: EditedXero, found: Mismatch, desk: DeskWindow, case: Case
) -> None:
    desk.page.choose_sight("table")
    view = desk.page.table.view
    view.place_cursor(desk.page.table.model.index_of(found.id))
    entry = desk.page.table.model.entry(view.currentIndex())
    assert entry is not None
    assert [button.text() for button in desk.page.table.bar.buttons if button.isVisible()] == [
        f"{button_words(way, entry.apart)}    {place}" for place, way in enumerate(entry.ways, start=1)
    ]

    presses = press("1")
    if is_open(Question):
        presses += press("Enter")

    assert presses <= _MOST
    assert told_why_not(case, entry.ways[0]) or is_settled(scene, found)


def test_every_kind_that_there_is_was_tried() -> None:
    assert {case.kind for case in _ONE_OF_EACH} == set(MismatchKind)
