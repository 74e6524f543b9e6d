"""Xero's own examples, from its description of its API, are read to the penny."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from safe_desktop.domain.document import DocumentKind
from safe_desktop.xero.wire_reading import Unreadable, decoded, listed_contacts, listed_payments
from safe_desktop.xero.wire_records import read_document
from safe_desktop.xero.wire_shapes import DocumentShape, is_id

SPEC = Path(__file__).resolve().parents[3] / "shared" / "spec" / "xero_accounting.yaml"


def _examples() -> Iterator[tuple[str, dict[str, Any]]]:
    if not SPEC.exists():
        return
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tree = yaml.load(SPEC.read_text(encoding="utf-8"), Loader=loader)  # the file lies beside the project
    for operations in tree["paths"].values():
        for method in ("get", "put", "post"):
            for answer in operations.get(method, {}).get("responses", {}).values():
                for content in answer.get("content", {}).values():
                    if isinstance(content.get("example"), dict):
                        yield operations[method]["operationId"], content["example"]


@pytest.mark.skipif(not SPEC.exists(), reason="Xero's own description of its API is not beside the project")
def test_xeros_own_examples_are_read_to_the_penny() -> None:
    read = 0
    for operation, example in _examples():
        if str(example.get("Status")) != "OK":
            continue
        body = json.dumps(example, default=str).encode()
        for key, kind in (("Invoices", DocumentKind.INVOICE), ("CreditNotes", DocumentKind.CREDIT_NOTE)):
            for raw in example.get(key) or []:
                if not is_id(raw.get("InvoiceID") or raw.get("CreditNoteID")) or "UpdatedDateUTC" not in raw:
                    continue
                shape = decoded(json.dumps(raw, default=str).encode(), DocumentShape)
                document = read_document(shape, "GBP")
                assert document.kind is kind, operation
                assert document.total.decimal == Decimal(str(raw["Total"])), operation
                assert document.subtotal + document.tax == document.total, operation
                read += 1
        if example.get("Payments") and operation in ("getPayments", "getPayment", "deletePayment"):
            for row in listed_payments(body, "GBP").rows:
                assert not isinstance(row.value, Unreadable), operation
                read += 1
        if example.get("Contacts") and operation in ("getContacts", "getContact", "updateContact"):
            for contact in listed_contacts(body).rows:
                assert not isinstance(contact.value, Unreadable), operation
                read += 1
    assert read >= 20
