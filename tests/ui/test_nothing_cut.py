"""Words that a person must read are not cut in a window of 1280 by 800: results, needs, the organisation's name."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from safe_desktop.engine.homes import Home
from safe_desktop.engine.showing.figures import Need
from safe_desktop.store.list_entries import RunEntry
from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.chips import result_chip
from safe_desktop.ui.look.painting import chip_size
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.overview.needs_card import NeedsCard
from safe_desktop.ui.overview.run_columns import run_columns
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.sending.send_table import send_columns
from safe_desktop.ui.shell.book_switcher import BookSwitcher
from safe_desktop.ui.shell.main_window import MainWindow
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.cell_delegate import PADDING

_AT = datetime(2026, 11, 25, 18, 44, tzinfo=UTC)


def run(words: str = "", result: str = "done", skipped: int = 0, refused: int = 0) -> RunEntry:
    return RunEntry(1, _AT, _AT, "Timer", skipped, 0, 0, skipped, refused, 0, 3, result, words, 2.0)


def test_a_run_that_only_read_is_no_warning() -> None:
    chip = result_chip(run("Only read", skipped=84))
    assert (chip.text, chip.tone) == ("Only read", Tone.GREY)
    chip = result_chip(run(skipped=84))
    assert (chip.text, chip.tone) == ("84 skipped", Tone.AMBER)


@pytest.mark.parametrize("is_short", [True, False])
def test_every_result_of_a_run_and_its_moment_have_room(is_short: bool, qtbot: QtBot) -> None:
    columns = {column.key: column for column in run_columns(is_short=is_short)}
    for entry in (run("Only read", skipped=84), run(skipped=1234), run(result="not connected"), run(refused=1234)):
        assert chip_size(result_chip(entry)).width() <= columns["result"].width - 2 * PADDING
    started = columns["started_at"]
    moment = QFontMetrics(fonts.font(fonts.Size.TEXT, is_figures=True)).horizontalAdvance(started.text(run()))
    assert moment <= started.width - 2 * PADDING - 6
    shown = [column for column in columns.values() if is_short and not column.least]
    name = QFontMetrics(fonts.font(fonts.Size.TEXT, fonts.MEDIUM)).horizontalAdvance("Compare both lists")
    assert sum(column.width for column in shown if not column.stretches) + name + 2 * PADDING <= 703, (
        "the card at 1280 less a scroll bar"
    )


def test_the_reason_why_something_is_not_sent_takes_the_room_that_is_left() -> None:
    for part in ("invoices", "payments"):
        assert [column.key for column in send_columns(part) if column.stretches] == ["change"]


def test_a_long_need_is_read_in_two_lines(qtbot: QtBot) -> None:
    card = NeedsCard(lambda _need: None)
    qtbot.addWidget(card)
    title = "38 payments of 27,293.52 GBP stay here, although Xero has all of their invoices"
    card.show_needs([Need("wallet", "amber", title, "Choose accounts for their methods", "Choose", "settings")])
    card.resize(390, 220)
    with qtbot.waitExposed(card):
        card.show()
    label = next(one for one in card.findChildren(Label) if one.whole_text() == title)
    assert label.text() == title
    assert label.height() >= label.heightForWidth(label.width()) > label.fontMetrics().height() * 1.5


def test_the_organisation_under_the_book_s_name_is_read_whole(qtbot: QtBot) -> None:
    switcher = BookSwitcher(lambda: [])
    qtbot.addWidget(switcher)
    switcher.show_book("Practice", "Not connected to Xero")
    one_line = switcher.sizeHint().height()
    switcher.show_book("Practice", "In Xero as Fernhill Coffee & Fruit")
    assert " ".join(switcher._under_lines()) == "In Xero as Fernhill Coffee & Fruit"
    assert switcher.sizeHint().height() > one_line
    assert "Fernhill Coffee & Fruit" in switcher.toolTip()


def test_the_window_is_never_larger_than_its_screen(qtbot: QtBot, tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    preferences = Preferences(home.preferences)
    for _time in ("the first", "after it was left too large and far away"):
        window = MainWindow(home, preferences)
        qtbot.addWidget(window)
        window.is_ending = True
        room = window.screen().availableGeometry()
        assert QSize(window.width(), window.height()).boundedTo(room.size()) == window.size()
        assert room.contains(window.geometry())
        window.setMinimumSize(room.width() * 2, room.height() * 2)
        window.move(4000, 3000)
        window.keep_geometry()
