"""The field in which a customer is chosen by typing some letters of its name, or its code.

Knows names, codes and ids of a book's customers; knows nothing else of them.
"""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from safe_desktop.domain.customer import name_key
from safe_desktop.store.customer_records import CustomerName
from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.formats import visible

_MOST_SHOWN = 9


class CustomerInput(QLineEdit):
    """Finds by any part of the name; leaving the field with only one left takes that one."""

    chosen = Signal(int)
    """The id of the customer that is meant now, 0 while it is none; told once for each change."""

    def __init__(self, customers: Iterable[CustomerName], chosen_id: int = 0) -> None:
        super().__init__()
        self.setFont(fonts.font())
        self.setPlaceholderText("Type some letters of the name")
        self.setMaxLength(300)
        self._told = 0
        self._names: dict[int, str] = {}
        self._ids: dict[str, int] = {}
        self._codes: dict[str, int] = {}
        self._shown_ids: dict[str, int] = {}
        self._model = QStringListModel(self)
        finder = QCompleter(self._model, self)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setMaxVisibleItems(_MOST_SHOWN)
        found = QListView()
        found.setProperty("look", "choices")
        found.setFont(fonts.font())
        found.setAccessibleName("Customers found")
        finder.setPopup(found)
        self.setCompleter(finder)
        self.offer(customers, chosen_id)
        self.textChanged.connect(self._on_text_changed)

    def offer(self, customers: Iterable[CustomerName], chosen_id: int = 0) -> None:
        """Offer these customers, archived ones only if chosen."""
        kept = [one for one in customers if not one.is_archived or one.id == chosen_id]
        self._names = {one.id: visible(one.name) for one in kept}
        self._ids = {one.key: one.id for one in reversed(kept)}
        self._shown_ids = {shown: record_id for record_id, shown in self._names.items()}
        self._codes = {one.code.casefold(): one.id for one in kept if one.code}
        self._model.setStringList(list(self._names.values()))
        if chosen_id:
            self.choose(chosen_id)

    def choose(self, customer_id: int) -> None:
        """Show this customer."""
        self.setText(self._names.get(customer_id, ""))
        self.setCursorPosition(0)

    def customer_id(self) -> int:
        """The customer that is meant; 0 where the letters mean none, or more than one."""
        text = self.text().strip()
        if not text:
            return 0
        found = self._ids.get(name_key(text)) or self._codes.get(text.casefold())
        return found or self._shown_ids.get(text, 0)

    def take_the_only_one(self) -> None:
        """Where the letters leave one customer only, that one is meant."""
        finder = self.completer()
        if self.text().strip() and not self.customer_id():
            finder.setCompletionPrefix(self.text().strip())
            if finder.completionCount() == 1:
                self.setText(finder.currentCompletion())

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        self._tell()

    def _tell(self) -> None:
        now = self.customer_id()
        if now != self._told:
            self._told = now
            self.chosen.emit(now)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.take_the_only_one()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab takes the only one left before the cursor goes on."""
        if event.type() == QEvent.Type.KeyPress and getattr(event, "key", int)() == Qt.Key.Key_Tab:
            self.take_the_only_one()
        return super().event(event)
