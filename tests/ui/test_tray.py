"""The tray: one state as colour and words, and a menu that says its numbers."""

import pytest
from PySide6.QtWidgets import QApplication

from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.shell.page import Place
from safe_desktop.ui.shell.sync_state import TONES, Phase, SyncState
from safe_desktop.ui.shell.tray import Tray, tray_icon, tray_words


@pytest.fixture
def tray(qapp: QApplication) -> Tray:
    return Tray()


def menu(tray: Tray) -> dict[str, bool]:
    return {action.text(): action.isEnabled() for action in tray.menu.actions() if not action.isSeparator()}


def test_the_tooltip_says_state_and_numbers() -> None:
    state = SyncState(Phase.NEEDS_YOU, "12 cases on the desk", to_send=19, waiting=12)
    assert tray_words(state) == "SAFE Desktop: Needs you, 12 cases on the desk\n12 mismatches, 19 to send"
    assert tray_words(SyncState(Phase.UP_TO_DATE, "09:41 today")) == "SAFE Desktop: Up to date, 09:41 today"


def test_every_state_has_its_icon_and_the_worst_look_different(qapp: QApplication) -> None:
    assert set(TONES) == set(Phase)
    pictures = {tone: tray_icon(tone).pixmap(64).toImage() for tone in Tone}
    assert len({picture.pixel(48, 48) for picture in pictures.values()}) == len(Tone)


def test_the_menu_offers_what_can_be_done_now(tray: Tray) -> None:
    tray.show_state(SyncState(Phase.UP_TO_DATE, to_send=19, waiting=12))
    assert menu(tray) == {
        "Up to date": False,
        "Sync now": True,
        "To send (19)": True,
        "Open the desk (12)": True,
        "Pause for 1 hour": True,
        "Open SAFE Desktop": True,
        "Quit and stop syncing": True,
    }
    tray.show_state(SyncState(Phase.NOT_CONNECTED))
    assert not menu(tray)["Sync now"]
    assert not menu(tray)["Pause for 1 hour"]


def test_what_is_chosen_is_told(tray: Tray) -> None:
    told: list[object] = []
    tray.sync_asked.connect(lambda: told.append("sync"))
    tray.pause_asked.connect(lambda: told.append("pause"))
    tray.resume_asked.connect(lambda: told.append("resume"))
    tray.quit_asked.connect(lambda: told.append("quit"))
    tray.opened.connect(told.append)
    tray.show_state(SyncState(Phase.UP_TO_DATE))
    for action in tray.menu.actions():
        action.trigger()
    assert told == ["sync", Place("to_send"), Place("desk"), "pause", None, "quit"]
    tray.show_state(SyncState(Phase.PAUSED))
    tray.pause_action.trigger()
    assert tray.pause_action.text() == "Go on syncing"
    assert told[-1] == "resume"


def test_a_click_on_a_notice_opens_its_page(tray: Tray) -> None:
    opened: list[object] = []
    tray.opened.connect(opened.append)
    tray.notify("Xero refused 1 payment", "PAY-0941: account 612 is archived.", Place("to_send", "failed"))
    tray.icon.messageClicked.emit()
    assert opened == [Place("to_send", "failed")]
