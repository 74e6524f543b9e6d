"""Records as a client of Xero sends them, for the tests of the practice Xero; and short ways to make and read them."""

from typing import Any

from tests.practice.practice_process import SignedIn

Body = dict[str, Any]


def line(amount: object = 100, **more: object) -> Body:
    """A line of one piece."""
    return {"Description": "Goods", "Quantity": 1, "UnitAmount": amount, "AccountCode": "200", **more}


def invoice(**more: object) -> Body:
    """An approved sales invoice of 100 plus VAT."""
    return {
        "Type": "ACCREC",
        "Contact": {"Name": "Acme Ltd"},
        "Date": "2026-10-01",
        "DueDate": "2026-10-31",
        "Status": "AUTHORISED",
        "LineItems": [line()],
        **more,
    }


def credit_note(**more: object) -> Body:
    """An approved sales credit note of 50 plus VAT."""
    return {
        "Type": "ACCRECCREDIT",
        "Contact": {"Name": "Acme Ltd"},
        "Date": "2026-10-02",
        "Status": "AUTHORISED",
        "LineItems": [line(50)],
        **more,
    }


def payment(invoice_id: str, amount: object, **more: object) -> Body:
    """A payment into the business bank account."""
    return {
        "Invoice": {"InvoiceID": invoice_id},
        "Account": {"Code": "090"},
        "Date": "2026-10-05",
        "Amount": amount,
        **more,
    }


def made(me: SignedIn, collection: str, body: Body, **query: str | int | bool) -> Body:
    """The record after it was created with PUT."""
    found: Body = me.ok("PUT", collection, body, **query)[collection][0]
    return found


def again(me: SignedIn, collection: str, record: Body) -> Body:
    """The record as it is now."""
    names = {"Invoices": "InvoiceID", "CreditNotes": "CreditNoteID", "Payments": "PaymentID", "Contacts": "ContactID"}
    found: Body = me.ok("GET", f"{collection}/{record[names[collection]]}")[collection][0]
    return found


def refusals(me: SignedIn, method: str, path: str, body: object, **query: str | int | bool) -> list[str]:
    """The messages of a write that must be refused."""
    answer = me.call(method, path, body, headers=None, **query)
    assert answer.status_code == 400, f"{answer.status_code} {answer.text}"
    found = answer.json()
    return [error["Message"] for element in found["Elements"] for error in element["ValidationErrors"]]
