"""Where a field that Xero refused is mended: the dialog of the record at that field, or the settings. Words and places.

Opens nothing itself; a page that gets such a place opens its dialog with the cursor there.
"""

from dataclasses import dataclass

from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.ui.shell.place import Place

MEND = "mend:"
"""An action that begins so asks a page to open the record's dialog at the field named after it."""

_OF_CUSTOMER = {"name": "the name", "code": "the code", "email": "the e-mail address", "vat_number": "the VAT number"}
_OF_DOCUMENT = {
    "number": "the number",
    "customer": "the customer",
    "issued_on": "the date",
    "due_on": "the due date",
    "reference": "the reference",
    "lines": "the lines",
    "description": "the description",
    "discount": "the discount",
    "amount": "the lines",
    "account_code": "the account",
    "vat_code": "the VAT code",
}
_IN_SETTINGS = {
    "approve_on_send": ("Choose what is sent in Settings", "sync"),
    "connection": ("Look at the connection", "xero"),
    "method": ("Choose the method’s account in Settings", "methods"),
}
_PAGES = {RecordKind.CUSTOMER: "customers", RecordKind.PAYMENT: "payments"}


@dataclass(frozen=True, slots=True)
class Way:
    """Words for a link, and where it leads."""

    words: str
    place: Place


def way_to_mend(
    kind: RecordKind, record_id: int, field: str, document: tuple[RecordKind, int] | None = None
) -> Way | None:
    """The way to the field; None where there is nothing to mend here. `document` is what a payment is for."""
    if field in _IN_SETTINGS:
        words, tab = _IN_SETTINGS[field]
        return Way(words, Place("settings", tab))
    names = _OF_DOCUMENT if kind in DOCUMENT_KINDS else _OF_CUSTOMER if kind is RecordKind.CUSTOMER else {}
    if field in names:
        return Way(f"Mend {names[field]}", Place(_page(kind), kind=kind, record_id=record_id, action=f"{MEND}{field}"))
    if kind is RecordKind.PAYMENT and field in ("account_code", "currency"):
        return Way(_IN_SETTINGS["method"][0], Place("settings", "methods"))
    if kind is RecordKind.PAYMENT and document is not None:
        return Way("Look at its invoice", Place("invoices", kind=document[0], record_id=document[1]))
    return None


def _page(kind: RecordKind) -> str:
    return _PAGES.get(kind, "invoices")


def field_to_mend(action: str) -> str:
    """The field that an action asks for; empty if it asks for something else."""
    return action.removeprefix(MEND) if action.startswith(MEND) else ""
