"""The verdict on each element of a write: done with an id, or refused with Xero's words. Pure.

An id alone is not success (Xero's own example shows one together with errors), nor is the status 200
(reliability.md 2.2 B1). Elements are told apart by their natural key, not by their place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from safe_desktop.domain.customer import name_key
from safe_desktop.domain.theirs import Contact, TheirAllocation, TheirDocument, TheirPayment
from safe_desktop.xero.answers import messages_in
from safe_desktop.xero.wire_reading import NotXeros, decoded, elements
from safe_desktop.xero.wire_records import read_allocation, read_contact, read_document, read_payment
from safe_desktop.xero.wire_shapes import (
    AllocationShape,
    AppliedTo,
    ContactShape,
    DocumentShape,
    PaymentShape,
    Shape,
    Text,
    is_id,
    one,
)

Value: TypeAlias = Contact | TheirDocument | TheirPayment | TheirAllocation
_SAVED = ("", "OK", "WARNING")


@dataclass(frozen=True, slots=True)
class ElementAnswer:
    """What became of one element. `value` is None where it was refused, or saved but cannot be read."""

    position: int
    status_ok: bool
    xero_id: str
    natural_key: str
    messages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    value: Value | None = None


class _Marks(Shape):
    """How Xero marks an element it did not save."""

    status_attribute_string: Text = None
    has_errors: bool | None = None
    has_validation_errors: bool | None = None


def judged(body: bytes, path: str, base_currency: str) -> list[ElementAnswer]:
    """The verdicts in the order of the answer. Raises NotXeros if it is no answer to a write of that path."""
    collection = _collection(path)
    if _takes_back_an_allocation(path):
        return [_taken_back(body)]
    found = elements(body, collection).records
    if not found:
        raise NotXeros("the answer has no elements")
    return [_verdict(position, bytes(raw), collection, base_currency) for position, raw in enumerate(found)]


def _takes_back_an_allocation(path: str) -> bool:
    parts = path.strip("/").split("/")
    return len(parts) == 4 and parts[2] == "Allocations"


def _taken_back(body: bytes) -> ElementAnswer:
    """The verdict on an allocation deleted: the one answer that Xero documents without an envelope."""
    envelope = decoded(body, dict[str, msgspec.Raw])
    found = decoded(bytes(envelope["Allocations"]), list[msgspec.Raw]) if "Allocations" in envelope else [body]
    if len(found) != 1:
        raise NotXeros(f"the answer has {len(found)} allocations instead of one")
    shape = decoded(bytes(found[0]), AllocationShape)
    xero_id = shape.allocation_id or shape.allocation_id_in_example or ""
    if not shape.is_deleted or not is_id(xero_id):
        raise NotXeros("the answer does not say that the allocation is gone")
    return ElementAnswer(0, True, xero_id, xero_id)


def _collection(path: str) -> str:
    """The name under which the answer lists its elements: /CreditNotes/{id}/Allocations answers with Allocations."""
    parts = path.strip("/").split("/")
    return parts[2] if len(parts) > 2 else parts[0]


def _verdict(position: int, raw: bytes, collection: str, base_currency: str) -> ElementAnswer:
    xero_id, natural_key, value = _READERS[collection](raw, base_currency)
    marks = decoded(raw, _Marks)
    messages = messages_in(raw)
    is_marked = bool(messages or marks.has_errors or marks.has_validation_errors)
    is_saved = not is_marked and (marks.status_attribute_string or "").upper() in _SAVED
    # Allocations have no id of their own in Xero's documented answer; the invoice they name stands for it.
    status_ok = is_saved and (is_id(xero_id) or (collection == "Allocations" and value is not None))
    if not status_ok and not messages:
        messages = ("Xero did not save it and gave no reason.",)
    return ElementAnswer(
        position=position,
        status_ok=status_ok,
        xero_id=xero_id if status_ok else "",
        natural_key=natural_key,
        messages=() if status_ok else messages,
        warnings=messages_in(raw, "Warnings"),
        value=value if status_ok else None,
    )


_Reading: TypeAlias = tuple[str, str, Value | None]


def _contact(raw: bytes, _base_currency: str) -> _Reading:
    shape = decoded(raw, ContactShape)
    return shape.contact_id or "", name_key(shape.name or ""), _value(lambda: read_contact(shape))


def _document(raw: bytes, base_currency: str) -> _Reading:
    shape = decoded(raw, DocumentShape)
    number = shape.invoice_number or shape.credit_note_number or ""
    xero_id = shape.invoice_id or shape.credit_note_id or ""
    return xero_id, number, _value(lambda: read_document(shape, base_currency))


def _payment(raw: bytes, base_currency: str) -> _Reading:
    shape = decoded(raw, PaymentShape)
    return shape.payment_id or "", shape.reference or "", _value(lambda: read_payment(shape, base_currency))


def _allocation(raw: bytes, base_currency: str) -> _Reading:
    shape = decoded(raw, AllocationShape)
    invoice = one(shape.invoice) or AppliedTo()
    currency = invoice.currency_code or base_currency
    return shape.allocation_id or "", invoice.invoice_id or "", _value(lambda: read_allocation(shape, currency))


def _value(read: Callable[[], Value]) -> Value | None:
    try:
        return read()
    except ValueError:
        return None


_READERS: dict[str, Callable[[bytes, str], _Reading]] = {
    "Contacts": _contact,
    "Invoices": _document,
    "CreditNotes": _document,
    "Payments": _payment,
    "Allocations": _allocation,
}
