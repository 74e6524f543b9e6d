"""An invoice or credit note as it is typed in: new, or changed. Totals follow every key, as the domain computes them.

Knows the fields and what to propose; whether the document can be kept is the engine's to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus
from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.entry.saved import Saved
from safe_desktop.ui.parts.entry_dialog import EntryDialog
from safe_desktop.ui.records.customer_dialog import CustomerDialog
from safe_desktop.ui.records.invoice_form import InvoiceForm
from safe_desktop.ui.shell.page import Context


class InvoiceDialog(EntryDialog):
    """All of a document; `saved` gets its id."""

    def __init__(
        self,
        context: Context,
        document: Document | None = None,
        *,
        kind: DocumentKind = DocumentKind.INVOICE,
        customer_id: int = 0,
        saved: Callable[[int], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        noun = kind.value.replace("_", " ")
        super().__init__(f"Change {document.number}" if document else f"New {noun}", parent, width=860)
        self._context, self._saved = context, saved
        self._document = document or self._new(kind, customer_id)
        self._proposed = ""
        self.form_part = InvoiceForm(context.workplace.book, self._document.kind)
        self.form.addWidget(self.form_part)
        self.form.addWidget(self.problem)
        self._blame_fields()
        self.add_cancel()
        self._add_buttons()
        self._show()
        self.resize(900, 640)

    def _new(self, kind: DocumentKind, customer_id: int) -> Document:
        workplace = self._context.workplace
        settings, today = workplace.book.settings, workplace.clock.today()
        organisation = workplace.book.chart.organisation()
        days = settings.terms_days if kind is DocumentKind.INVOICE else 0
        currency = organisation.base_currency if organisation else "GBP"
        return Document(kind, "", customer_id, today, today + timedelta(days=days), currency=currency)

    def _blame_fields(self) -> None:
        part = self.form_part
        self.blames(part.number_field, "there is already", "the number must")
        self.blames(part.customer_field, "archived", "for customer")
        self.blames(part.due_field, "due before")
        self.blames(part.reference_field, "reference")

    def _add_buttons(self) -> None:
        part = self.form_part
        if not self._document.id or self._document.status is DocumentStatus.DRAFT:
            self.add_button("Save as draft", self.save_draft)
        if not self._document.id:
            self.add_button("Save and next", self.save_and_next)
        self.add_primary("Save" if self._document.status is not DocumentStatus.DRAFT else "Approve", self.save)
        part.issued_on.dateChanged.connect(self._on_issued_on_date_changed)
        part.new_customer_asked.connect(self._on_part_new_customer_asked)
        part.editor.left.connect(self._on_part_editor_left)
        remove = QShortcut(QKeySequence("Ctrl+Del"), self)
        remove.activated.connect(part.editor.remove_current)
        add = QShortcut(QKeySequence("Ctrl+Shift+C"), self)
        add.activated.connect(self._on_part_new_customer_asked)

    def _show(self) -> None:
        document, part = self._document, self.form_part
        book = self._context.workplace.book
        self._proposed = document.number
        if not document.id:
            prefix = "invoice_prefix" if document.kind is DocumentKind.INVOICE else "credit_prefix"
            self._proposed = book.documents.next_number(getattr(book.settings, prefix))
        part.show_document(document, self._proposed)
        self._days = (document.due_on - document.issued_on).days
        self.begin(part.customer if not document.customer_id else part.reference)

    def places(self) -> Mapping[str, Callable[[], object]]:
        return self.form_part.places()

    def typed(self) -> object:
        return self.form_part.typed()

    def document(self, status: DocumentStatus) -> Document:
        """The document as it is typed now. A number that was only proposed is left to the book to give."""
        part = self.form_part
        number = part.number.text().strip()
        is_proposed = not self._document.id and number == self._proposed
        issued = part.issued_on.day()
        is_credit = self._document.kind is DocumentKind.CREDIT_NOTE
        return replace(
            self._document,
            number="" if is_proposed else number,
            customer_id=part.customer.customer_id(),
            issued_on=issued,
            due_on=max(issued, self._document.due_on) if is_credit else part.due_on.day(),
            reference=part.reference.text().strip(),
            tax_mode=TaxMode(part.tax_mode.key()),
            lines=tuple(part.lines.lines()),
            status=status,
        )

    def save(self) -> None:
        """Keep the document as approved, and close."""
        self._save(DocumentStatus.APPROVED, self._on_saved)

    def save_draft(self) -> None:
        """Keep the document as a draft, and close."""
        self._save(DocumentStatus.DRAFT, self._on_saved)

    def save_and_next(self) -> None:
        """Keep the document and begin the next one."""
        self._save(DocumentStatus.APPROVED, self._on_saved_before_next)

    def _save(self, status: DocumentStatus, done: Callable[[Saved[Document]], object]) -> None:
        self.clear_complaints()
        part = self.form_part
        part.editor.commit()
        part.customer.take_the_only_one()
        if not part.customer.customer_id():
            part.customer_field.complain("Choose a customer of the list, or add a new one with Ctrl+Shift+C.")
            return
        if problem := part.lines.first_problem():
            row, column, words = problem
            self.complain(f"Line {row + 1}: {words}")
            part.editor.edit_at(row, column)
            return
        document, workplace = self.document(status), self._context.workplace
        write = ledger.change_document if document.id else ledger.add_document
        self._context.work.now(lambda: write(workplace, document), done=done, failed=self.show_refusal)

    def _on_saved(self, saved: Saved[Document]) -> None:
        self.accept()
        if self._saved is not None:
            self._saved(saved.value.id)

    def _on_saved_before_next(self, saved: Saved[Document]) -> None:
        if self._saved is not None:
            self._saved(saved.value.id)
        kept = saved.value
        self._document = replace(self._new(kept.kind, 0), issued_on=kept.issued_on, due_on=kept.due_on)
        self._show()
        self.subtitle.setText(f"{kept.number} is kept. And the next one?")
        self.subtitle.show()
        self.form_part.customer.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes on to the next: half an invoice must not be saved by habit. Ctrl+Enter saves."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.focusWidget() in self.form_part.fields():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    @Slot(QDate)
    def _on_issued_on_date_changed(self, _day: QDate) -> None:
        self.form_part.due_on.show_day(self.form_part.issued_on.day() + timedelta(days=max(0, self._days)))

    @Slot()
    def _on_part_new_customer_asked(self) -> None:
        part = self.form_part
        name = "" if part.customer.customer_id() else part.customer.text().strip()
        CustomerDialog(self._context, saved=part.offer_customers, parent=self, name=name).open()

    @Slot()
    def _on_part_editor_left(self) -> None:
        if self.primary is not None:
            self.primary.setFocus()
