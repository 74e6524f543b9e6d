"""The kinds of records that are kept equal with Xero."""

from enum import StrEnum

from safe_desktop.domain.document import DocumentKind


class RecordKind(StrEnum):
    CUSTOMER = "customer"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"

    @property
    def noun(self) -> str:
        """The word in the middle of a sentence."""
        return self.value.replace("_", " ")

    @property
    def plural(self) -> str:
        return self.noun + "s"


SENDING_ORDER = (RecordKind.CUSTOMER, RecordKind.INVOICE, RecordKind.CREDIT_NOTE, RecordKind.PAYMENT)
"""A contact must be there before its invoice, an invoice before its payment (reliability.md 3.3)."""

DOCUMENT_KINDS = (RecordKind.INVOICE, RecordKind.CREDIT_NOTE)


def kind_of(kind: DocumentKind) -> RecordKind:
    """The record kind of a kind of document."""
    return RecordKind.INVOICE if kind is DocumentKind.INVOICE else RecordKind.CREDIT_NOTE
