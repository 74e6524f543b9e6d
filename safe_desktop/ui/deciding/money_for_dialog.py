"""Search by anything for what money is for: documents, customers, payments, and other receipts; Enter takes one.

Knows what the engine found and what each would mean; decides nothing.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from safe_desktop.engine.matching.desk_search import Found, search
from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.deciding.case_words import amount_words
from safe_desktop.ui.parts.find_dialog import FindDialog, FoundRow

_SIZE = QSize(620, 460)
_ICONS = {
    "invoice": "receipt-text",
    "credit_note": "receipt-text",
    "customer": "users",
    "payment": "hand-coins",
    "receipt": "inbox",
}
_WORDS = {"customer": "keep on account", "payment": "the same money"}
_GO, CANNOT = "go to it", "cannot take it"
_HINT = "Number, customer, amount, reference, or words of the bank"


class MoneyForDialog(FindDialog[Found]):
    """Asks what the money of a receipt is for. Without a receipt it only looks."""

    def __init__(
        self, workplace: Workplace, receipt_id: int | None, answered: Callable[[Found], object], parent: QWidget
    ) -> None:
        self._workplace, self._receipt_id = workplace, receipt_id
        title = "What is this money for?" if receipt_id is not None else "Find anything"
        super().__init__(title, _HINT, _SIZE, self._found, answered, parent)

    def means(self, found: Found) -> str:
        """What taking it would do, in a few words."""
        if self._receipt_id is None or found.kind == "receipt":
            return _GO
        return CANNOT if found.choice is None else _WORDS.get(found.kind, "apply to it")

    def _found(self, text: str) -> list[FoundRow[Found]]:
        return [self._row(found) for found in search(self._workplace, text, self._receipt_id)]

    def _row(self, found: Found) -> FoundRow[Found]:
        amount = amount_words(found.amount) if found.amount is not None else ""
        means = self.means(found)
        icon = _ICONS.get(found.kind, "inbox")
        return FoundRow(found, icon, found.title, found.detail, amount, means, can_be_taken=means != CANNOT)
