"""Several payments that are one line on the bank statement: made together, deleted together. Rules and addresses."""

from collections.abc import Sequence
from decimal import Decimal

from safe_desktop.practice.answer_envelope import dated, enveloped
from safe_desktop.practice.call_and_answer import Answer, Call, not_found
from safe_desktop.practice.element_batch import Written, write_all
from safe_desktop.practice.line_arithmetic import ZERO, to_cents
from safe_desktop.practice.listing import ListKind, list_records
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.payment_rules import (
    EXCEEDS,
    NO_ACCOUNT,
    NOT_AUTHORISED,
    STATUS_ONLY,
    make_payment,
    outstanding,
    payable_account,
    remove_payment,
    settle_and_touch,
)
from safe_desktop.practice.practice_refusals import Invalid, NoSuchResource
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import day_of, decimal_of, elements_in, guid_of, list_of, object_of, text_of
from safe_desktop.practice.where_to_sql import Fields, Searchable, in_body
from safe_desktop.practice.wire_dates import moment_out

FIELDS: Fields = {
    "batchpaymentid": Searchable("id", "guid", nullable=False, optimised=True),
    "type": Searchable("type", nullable=False, optimised=True),
    "status": Searchable("status", nullable=False, optimised=True),
    "date": Searchable("day", "day", nullable=False),
    "account.accountid": in_body("AccountID", "guid", nullable=False, optimised=True),
    "updateddateutc": Searchable("updated", "moment", nullable=False),
}
_WORDS = {"Reference": 255, "Particulars": 12, "Code": 12, "Details": 18, "Narrative": 18}


def make_batch(
    books: OrganisationBooks,
    account: Record,
    day: str,
    parts: Sequence[tuple[Record, Decimal]],
    *,
    words: Element | None = None,
    reconciled: bool = False,
) -> Record:
    """A batch of payments of these invoices, stored with its payments."""
    kind = "RECBATCH" if parts[0][0].type == "ACCREC" else "PAYBATCH"
    batch = Record("batch_payment", books.new_id(), dict(words or {}), status="AUTHORISED", type=kind, day=day)
    batch.body |= {"AccountID": account.id, "IsReconciled": reconciled, "TotalAmount": ZERO, "Date": day}
    for invoice, amount in parts:
        payment = make_payment(
            *(books, invoice, account, amount, day),
            reference=str(batch.body.get("Reference", "")),
            reconciled=reconciled and books.knobs.on("batch_child_reconciled"),
            batch=batch.id,
        )
        batch.body["TotalAmount"] += payment.body["BankAmount"]
        settle_and_touch(books, invoice, payment)
    books.touch(batch)
    books.shelf.put(batch)
    return batch


def _create(books: OrganisationBooks, element: Element) -> Record:
    sent = object_of(element, "Account")
    account = payable_account(books, guid_of(sent, "AccountID") or text_of(sent, "Code"))
    if account is None:
        raise Invalid(NO_ACCOUNT, echo=element)
    day = day_of(element, "Date") or books.today
    books.refuse_locked(day, what="payment")
    words = {name: text_of(element, name) or "" for name in _WORDS if name in element}
    problems = [
        f"The {name} field may not be longer than {_WORDS[name]} characters."
        for name, value in words.items()
        if len(value) > _WORDS[name]
    ]
    payments = list_of(element, "Payments") or []
    if not payments:
        problems.append("A batch payment must have at least one payment.")
    parts = [_part(books, payment, problems) for payment in payments]
    found = [part for part in parts if part is not None]
    if len({invoice.type for invoice, _ in found}) > 1:
        problems.append("A batch payment cannot mix invoices and bills.")
    if len({invoice.id for invoice, _ in found}) < len(found):
        problems.append("A batch payment cannot pay the same invoice twice.")
    if problems:
        raise Invalid(*dict.fromkeys(problems), echo=element)
    return make_batch(books, account, day, found, words=words)


def _part(books: OrganisationBooks, sent: Element, problems: list[str]) -> tuple[Record, Decimal] | None:
    if any(object_of(sent, name) for name in ("CreditNote", "Overpayment", "Prepayment")):
        problems.append("A batch payment can pay invoices only.")
        return None
    invoice = books.shelf.get("invoice", guid_of(object_of(sent, "Invoice"), "InvoiceID") or "")
    if invoice is None:
        problems.append("An existing Invoice with the specified InvoiceID could not be found")
        return None
    amount = to_cents(decimal_of(sent, "Amount") or ZERO)
    if invoice.status != "AUTHORISED":
        problems.append(NOT_AUTHORISED)
    elif amount <= 0 or amount > outstanding(invoice):
        problems.append(EXCEEDS if amount > 0 else "Payment amount must be greater than zero.")
    if invoice.body["CurrencyCode"] != books.currency:
        problems.append("Batch payments can be made in the base currency only.")
    return invoice, amount


def _delete(books: OrganisationBooks, batch: Record, element: Element) -> Record:
    if set(element) - {"BatchPaymentID"} != {"Status"} or str(element["Status"]).upper() != "DELETED":
        raise Invalid(STATUS_ONLY, echo=element)
    if batch.status == "DELETED":
        raise Invalid("This batch payment has already been deleted", echo=element)
    if batch.body["IsReconciled"]:
        raise Invalid("This batch payment has been reconciled and cannot be deleted", echo=element)
    books.refuse_locked(batch.day, what="payment")
    remove_batch(books, batch)
    return batch


def remove_batch(books: OrganisationBooks, batch: Record) -> None:
    """Deletes a batch and all of its payments, without asking whether that is allowed."""
    for payment in books.shelf.where("payment", "other <> '' AND other=? AND status<>'DELETED'", [batch.id]):
        remove_payment(books, payment)
    batch.status = "DELETED"
    batch.body["IsReconciled"] = False
    books.touch(batch)
    books.shelf.put(batch)


def batch_elements(books: OrganisationBooks, records: Sequence[Record]) -> list[Element]:
    """Batch payments as Xero shows them."""
    children = books.shelf.of_others("payment", [record.id for record in records])
    shown = []
    for record in records:
        body = record.body
        element: Element = {"BatchPaymentID": record.id, "Account": {"AccountID": body["AccountID"]}}
        element.update({name: body[name] for name in _WORDS if body.get(name)})
        dated(element, "Date", record.day)
        element["Payments"] = [
            {
                "Invoice": {
                    **{"InvoiceID": payment.parent, "Payments": [], "CreditNotes": [], "Prepayments": []},
                    **{"Overpayments": [], "LineItems": [], "HasErrors": False},
                },
                "PaymentID": payment.id,
                "BankAmount": payment.body["BankAmount"],
                "Amount": payment.body["Amount"],
            }
            for payment in children.get(record.id, [])
        ]
        element.update({"Type": record.type, "Status": record.status, "TotalAmount": body["TotalAmount"]})
        element["UpdatedDateUTC"] = moment_out(record.updated)
        element["IsReconciled"] = bool(body["IsReconciled"])
        shown.append(element)
    return shown


def list_batches(books: OrganisationBooks, call: Call) -> Answer:
    """GET /BatchPayments: never paged."""
    listed = list_records(books, call, ListKind("batch_payment", FIELDS, paged=False))
    return enveloped(books, "BatchPayments", batch_elements(books, listed.records))


def one_batch(books: OrganisationBooks, _call: Call, reference: str) -> Answer:
    """GET /BatchPayments/{id}."""
    record = books.shelf.get("batch_payment", reference.lower())
    return not_found() if record is None else enveloped(books, "BatchPayments", batch_elements(books, [record]))


def put_batches(books: OrganisationBooks, call: Call) -> Answer:
    """PUT /BatchPayments: creates."""
    return _write(books, call, elements_in(call, "BatchPayments"))


def post_batches(books: OrganisationBooks, call: Call) -> Answer:
    """POST /BatchPayments: deletes the one of that id, else creates."""
    return _write(books, call, elements_in(call, "BatchPayments"))


def post_batch(books: OrganisationBooks, call: Call, reference: str) -> Answer:
    """POST /BatchPayments/{id}: deletes it."""
    element = elements_in(call, "BatchPayments")[0]
    return _write(books, call, [{**element, "BatchPaymentID": reference}])


def _write(books: OrganisationBooks, call: Call, elements: list[Element]) -> Answer:
    def write(element: Element) -> Written:
        batch_id = guid_of(element, "BatchPaymentID")
        if batch_id is None:
            return Written(_create(books, element))
        batch = books.shelf.get("batch_payment", batch_id)
        if batch is None:
            raise NoSuchResource
        return Written(_delete(books, batch, element))

    return write_all(
        *(books, call, "BatchPayments", "BatchPaymentID", elements, write),
        lambda records: batch_elements(books, records),
    )
