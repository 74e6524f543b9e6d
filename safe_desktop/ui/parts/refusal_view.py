"""What can be done about a refusal of Xero's: the remedy, the way to the field to mend, and the raw answer folded.

Shows a `Refusal`; its cause stands above it, where every reason stands.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.refusal_words import Refusal
from safe_desktop.engine.sync.refusals import refusal_of
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts, home_words
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.parts.mending import Way, way_to_mend
from safe_desktop.ui.shell.place import Place

_ANSWER = "What Xero answered"


class RefusalView(QWidget):
    """Remedy, one link, and a fold. Filled anew for each record; hidden without a refusal."""

    def __init__(self, navigate: Callable[[Place], object]) -> None:
        super().__init__()
        self._navigate = navigate
        self._way: Way | None = None
        self.remedy = Label("", fonts.Size.SECOND, wraps=True)
        self.mend = Button("Mend", "pencil", "inline", pressed=self._on_mend, ink="accent")
        self.unfold = Button(_ANSWER, "chevron-down", "inline", pressed=self._on_unfold, ink="accent")
        self.raw = Label("", fonts.Size.SECOND, ink="muted", wraps=True)
        self.raw.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._answer = QFrame()
        self._answer.setProperty("look", "well")
        inside = QVBoxLayout(self._answer)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.addWidget(self.raw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.remedy)
        for link in (self.mend, self.unfold):
            column.addWidget(link, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._answer)
        self._answer.hide()

    def show_refusal(self, refusal: Refusal | None, way: Way | None) -> None:
        """Show this, or nothing."""
        self.setVisible(refusal is not None)
        if refusal is None:
            return
        self._way = way
        self.remedy.setText(home_words.told(refusal.remedy))
        self.mend.setVisible(way is not None)
        self.mend.say(home_words.local(way.words) if way else "")
        if self.raw.whole_text() != refusal.raw:
            self._fold(is_folded=True)
        self.raw.setText(refusal.raw)
        # Where the cause is the answer itself there is nothing to unfold.
        self.unfold.setVisible(refusal.is_known)

    def _fold(self, *, is_folded: bool) -> None:
        self._answer.setVisible(not is_folded)
        self.unfold.set_icon("chevron-down" if is_folded else "chevron-up")

    def _on_unfold(self) -> None:
        self._fold(is_folded=not self._answer.isHidden())

    def _on_mend(self) -> None:
        if self._way is not None:
            self._navigate(self._way.place)


def way_of(book: Book, kind: RecordKind, record_id: int, refusal: Refusal | None) -> Way | None:
    """The way to what this refusal is about."""
    if refusal is None:
        return None
    document = None
    if kind is RecordKind.PAYMENT:
        paid = book.payments.get(record_id).document_id
        document = (RecordKind.INVOICE, paid) if paid is not None else None
    return way_to_mend(kind, record_id, refusal.field, document)


def refusal_parts(book: Book, kind: RecordKind, record_id: int, navigate: Callable[[Place], object]) -> list[QWidget]:
    """What a panel shows of the refusal that stands against a record."""
    refusal = refusal_of(book, kind, record_id)
    if refusal is None:
        return []
    made = RefusalView(navigate)
    made.show_refusal(refusal, way_of(book, kind, record_id, refusal))
    return [made]
