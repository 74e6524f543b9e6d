"""Shares the money of one receipt out over documents by hand, of one customer or of several; says what is left.

Knows open documents and sums; whether the sharing can be kept is the engine's to say.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from safe_desktop.domain.money import Money, total
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import InvoiceEntry, Query
from safe_desktop.store.book_file import Book
from safe_desktop.ui.deciding.split_row import SIDE, SplitRow, SplitTitles
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.parts.controls import Card, Label, line
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.search_field import SearchField

_SIZE = (760, 560)
_MOST_ROWS = 40
_HINT = "Number, customer or reference of other documents"


class SplitDialog(Dialog):
    """`answered` gets the choice. What is left over stays on account where all of it is one customer's."""

    def __init__(
        self,
        book: Book,
        amount: Money,
        answered: Callable[[Choice], object],
        parent: QWidget | None = None,
        *,
        customer_id: int = 0,
        shares: Mapping[int, Money] | None = None,
    ) -> None:
        detail = "Space gives a document as much as fits; what is left over stays on the customer’s account."
        super().__init__(f"Split {formats.money(amount)}", parent, subtitle=detail, width=700)
        self._book, self._amount, self._answered, self._customer_id = book, amount, answered, customer_id
        self.rows: list[SplitRow] = []
        self.search = SearchField(_HINT, 420)
        self.sums = Label("", weight=fonts.SEMI_BOLD, is_figures=True)
        self.problem = Label("", ink="red", wraps=True)
        self.titles = SplitTitles()
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.form.addWidget(self.search)
        self.form.addWidget(self._list_card(), 1)
        self.form.addWidget(self.sums)
        self.form.addWidget(self.problem)
        self.add_cancel()
        self.add_primary("Use this", self.use)
        self.search.asked.connect(self._on_search_asked)
        self.resize(*_SIZE)
        self._offer("", shares or {})

    def use(self) -> None:
        """Answer with the sharing, or say what is wrong with it."""
        try:
            shares = self._shares()
            choice = self._choice(shares)
        except ValueError as problem:
            self.problem.setText(str(problem))
            return
        self.accept()
        self._answered(choice)

    def left(self) -> Money:
        """What of the money is not given to a document; below zero where more is given than there is."""
        return self._amount - total(self._given(), self._amount.currency)

    # -- what is given

    def _given(self) -> list[Money]:
        given = []
        for row in self.rows:
            try:
                share = row.share()
            except ValueError:
                continue
            if share is not None:
                given.append(share)
        return given

    def _shares(self) -> list[tuple[InvoiceEntry, Money]]:
        found = [(row.entry, share) for row in self.rows if (share := row.share()) is not None]
        if not found:
            raise ValueError("Give at least one document an amount.")
        return found

    def _choice(self, shares: list[tuple[InvoiceEntry, Money]]) -> Choice:
        left = self.left()
        if left.minor * (1 if self._amount.minor > 0 else -1) < 0:
            raise ValueError(f"{formats.money(-left)} more is given than came in.")
        customers = {entry.customer_id for entry, _ in shares}
        if left and len(customers) > 1:
            raise ValueError(f"{formats.money(left)} is left, and it is not said whose it is: give it to a document.")
        return Choice(
            ChoiceKind.APPLY,
            tuple(DocumentShare(entry.id, amount) for entry, amount in shares),
            customer_id=customers.pop() if left else None,
        )

    # -- the rows

    def _offer(self, search: str, shares: Mapping[int, Money]) -> None:
        kept = [row for row in self.rows if row.input.text().strip()]
        known = {row.entry.id for row in kept}
        table = lists.invoices(self._book)
        wanted = [number for number in shares if number not in known]
        ids = dict.fromkeys((*wanted, *self._found(search)))
        entries = [entry for entry in table.entries([one for one in ids if one not in known]) if self._fits(entry)]
        for row in self.rows:
            if row not in kept:
                row.hide()
                row.deleteLater()
        self.rows = kept + [self._row(entry) for entry in entries[:_MOST_ROWS]]
        _fill(self._list, self.rows)
        for row in self.rows:
            if row.entry.id in shares:
                row.input.show_money(abs_money(shares[row.entry.id]))
        self._show_sums()

    def _found(self, search: str) -> list[int]:
        table = lists.invoices(self._book)
        if not search and self._customer_id:
            return self._book.documents.open_ids_of_customer(self._customer_id)[: 2 * _MOST_ROWS]
        credit = table.ids(Query(search, "credit_notes", "due_on"))[:_MOST_ROWS] if search else []
        return table.ids(Query(search, "awaiting", "due_on"))[:_MOST_ROWS] + credit

    def _fits(self, entry: InvoiceEntry) -> bool:
        return bool(entry.open) and entry.open.currency == self._amount.currency

    def _row(self, entry: InvoiceEntry) -> SplitRow:
        row = SplitRow(entry)
        row.changed.connect(self._show_sums)
        row.fill_asked.connect(self._on_row_fill_asked)
        row.stepped.connect(self._on_row_stepped)
        return row

    def _list_card(self) -> Card:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(SIDE, 10, SIDE, 12)
        column.addLayout(self._list)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setProperty("look", "bare")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        scroll.verticalScrollBar().rangeChanged.connect(self._on_scroll_range_changed)
        self._scroll = scroll
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.titles)
        inside.addWidget(line())
        inside.addWidget(scroll, 1)
        return card

    def _show_sums(self) -> None:
        left = self.left()
        given = total(self._given(), self._amount.currency)
        words = f"{formats.figure(given)} given     {formats.figure(left)} left of {formats.money(self._amount)}"
        self.sums.setText(words)
        self.sums.set_ink("green" if not left else "text")
        self.problem.setText("")

    # -- what a person does

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._begin)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.hasFocus():
            # Enter ends the search, not the whole sharing.
            self._go_to_found()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        (self.rows[0].input if self.rows and self._customer_id else self.search).setFocus()

    def _on_scroll_range_changed(self, _least: int, most: int) -> None:
        self.titles.leave_room(self._scroll.verticalScrollBar().sizeHint().width() if most else 0)

    def _on_search_asked(self, text: str) -> None:
        self._offer(text, {})

    def _go_to_found(self) -> None:
        self._offer(self.search.text().strip(), {})
        fresh = next((row for row in self.rows if not row.input.text().strip()), None)
        if fresh is not None:
            fresh.input.setFocus()

    def _on_row_fill_asked(self, row: SplitRow) -> None:
        row.input.clear()
        row.fill(self.left())
        row.input.selectAll()

    def _on_row_stepped(self, row: SplitRow, step: int) -> None:
        place = self.rows.index(row) + step
        if place < 0:
            self.search.setFocus()
        elif place < len(self.rows):
            self.rows[place].input.setFocus()
            self.rows[place].input.selectAll()
            self._scroll.ensureWidgetVisible(self.rows[place])


def abs_money(amount: Money) -> Money:
    """The amount without its sign."""
    return -amount if amount.minor < 0 else amount


def _fill(layout: QVBoxLayout, rows: list[SplitRow]) -> None:
    while layout.count():
        layout.takeAt(0)
    for row in rows:
        layout.addWidget(row)
