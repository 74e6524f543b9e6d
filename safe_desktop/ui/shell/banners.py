"""The lines across the top of the window: practice, sign-in ended, lists to be compared. Renders one state."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from safe_desktop.ui.shell.banner import Banner
from safe_desktop.ui.shell.sync_state import Phase, SyncState

COMPARE = "compare"
_PRACTICE = "Practice: this book speaks with the practice Xero on this computer. Nothing leaves it."
_ENDED = "The sign-in to Xero has ended. Nothing is lost; connect again and the sync goes on."


class Banners(QWidget):
    """All of them, each shown while it is true."""

    def __init__(self, *, connect: Callable[[], object], compare: Callable[[], object]) -> None:
        super().__init__()
        self._state = SyncState()
        self._page = ""
        self.practice = Banner("amber", "graduation-cap", _PRACTICE)
        self.connect_again = Banner("red", "unplug", _ENDED, "Connect again", connect)
        self.compare = Banner("blue", "git-compare-arrows", "", "Compare both lists", compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for banner in (self.practice, self.connect_again, self.compare):
            column.addWidget(banner)

    def show_state(self, state: SyncState) -> None:
        """Show what holds now."""
        self._state = state
        self.practice.setVisible(state.is_practice)
        self.connect_again.setVisible(state.phase is Phase.CONNECT_AGAIN)
        self._show_compare()

    def show_page(self, name: str) -> None:
        """Another page is in front: the comparison needs no line over itself."""
        self._page = name
        self._show_compare()

    def _show_compare(self) -> None:
        self.compare.say(self._state.compare)
        self.compare.setVisible(bool(self._state.compare) and self._page != COMPARE)
