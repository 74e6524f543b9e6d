"""Invoices and credit notes are one thing with two sets of names: this is where the names differ. Knows no rule."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentKind:
    """The names and small differences of one kind of document."""

    kind: str
    collection: str
    id_name: str
    number_name: str
    noun: str
    types: tuple[str, str]
    prefix: str
    credit: bool

    @property
    def sales(self) -> str:
        """The type whose numbers must be unique."""
        return self.types[0]


INVOICES = DocumentKind(
    "invoice", "Invoices", "InvoiceID", "InvoiceNumber", "Invoice", ("ACCREC", "ACCPAY"), "INV", credit=False
)
CREDIT_NOTES = DocumentKind(
    *("credit_note", "CreditNotes", "CreditNoteID", "CreditNoteNumber", "Credit Note"),
    types=("ACCRECCREDIT", "ACCPAYCREDIT"),
    prefix="CN",
    credit=True,
)
STATUSES = ("DRAFT", "SUBMITTED", "AUTHORISED", "PAID", "VOIDED", "DELETED")
NEXT_STATUSES = {
    "": ("DRAFT", "SUBMITTED", "AUTHORISED"),
    "DRAFT": ("DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"),
    "SUBMITTED": ("SUBMITTED", "AUTHORISED", "DRAFT", "DELETED"),
    "AUTHORISED": ("AUTHORISED", "VOIDED"),
    "PAID": (),
    "VOIDED": (),
    "DELETED": (),
}
ENDED = ("VOIDED", "DELETED")
