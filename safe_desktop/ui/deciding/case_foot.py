"""The buttons under a case, each with its key: accept and go on, find, later, skip, and a menu with all the rest.

Knows the deeds of the desk by name; what they do is the desk's.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from safe_desktop.engine.matching.desk_values import Alternative, CaseKind
from safe_desktop.ui.deciding.desk_keys import ACCEPT, FIND, LATER, MORE_FOR_MISMATCH, MORE_FOR_RECEIPT, SKIP, key_of
from safe_desktop.ui.deciding.desk_keys import words_of as words_of_deed
from safe_desktop.ui.look import icons, theme
from safe_desktop.ui.parts.controls import Button

Deeds = Mapping[str, Callable[[], object]]


class CaseFoot(QWidget):
    """`deeds` are what the buttons and the menu do, by name."""

    def __init__(self, deeds: Deeds) -> None:
        super().__init__()
        self._deeds = deeds
        self._is_receipt, self._is_narrow = True, False
        self.accept = Button("Accept and next", "check", "primary", pressed=deeds[ACCEPT])
        self.accept.setProperty("is_large", True)
        self.search = self._button("Find", FIND)
        self.later = self._button("Later", LATER)
        self.skip = self._button("Skip", SKIP)
        self.more = Button("More", "ellipsis", pressed=self._open_more, tip="All that can be done, with its keys")
        self.more.setProperty("is_large", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 18, 13)
        row.setSpacing(8)
        for button in (self.accept, self.search, self.later, self.skip):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.more)

    def be_narrow(self, is_narrow: bool) -> None:
        """Leave what there is no room for to the menu; the keys do it as before."""
        self._is_narrow = is_narrow
        self._place()

    def show_case(self, kind: CaseKind, chosen: Alternative | None) -> None:
        """Offer what fits this case."""
        self._is_receipt = kind is CaseKind.RECEIPT
        self._place()
        is_search = chosen is None or (chosen.choice is None and chosen.way is None)
        self.accept.set_icon("search" if is_search else "check")
        self.accept.say(f"{_accept_words(kind, chosen)}    Enter")

    def _place(self) -> None:
        self.search.setVisible(self._is_receipt and not self._is_narrow)
        self.later.setVisible(not self._is_narrow)
        self.skip.setVisible(not self._is_narrow)

    def _button(self, words: str, deed: str) -> Button:
        made = Button(f"{words}    {key_of(deed)}", pressed=self._deeds[deed], tip=words_of_deed(deed))
        made.setProperty("is_large", True)
        return made

    def _open_more(self) -> None:
        menu = self.menu()
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    def menu(self) -> QMenu:
        """Everything else that can be done about the case."""
        menu = QMenu(self)
        shown = (SKIP, LATER, *((FIND,) if self._is_receipt else ()), "")
        rest = MORE_FOR_RECEIPT if self._is_receipt else MORE_FOR_MISMATCH
        for deed in (*shown, *rest) if self._is_narrow else rest:
            if not deed:
                menu.addSeparator()
                continue
            action = menu.addAction(f"{words_of_deed(deed)}\t{key_of(deed)}")
            action.triggered.connect(self._deed(deed))
        menu.setIcon(icons.icon("ellipsis", theme.shown().muted))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _deed(self, name: str) -> Callable[[bool], None]:
        def do(_checked: bool = False) -> None:
            self._deeds[name]()

        return do


def _accept_words(kind: CaseKind, chosen: Alternative | None) -> str:
    if chosen is None or (chosen.choice is None and chosen.way is None):
        return "Search"
    return "Accept and next" if kind is CaseKind.RECEIPT else f"{chosen.title} and next"
