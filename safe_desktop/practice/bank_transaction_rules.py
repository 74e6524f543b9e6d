"""Money received or spent directly at the bank, and the overpayments and prepayments made that way. Stores the result.

Stricter than invoices: a computed tax cannot be replaced, quantities are positive, the total must be.
"""

from decimal import Decimal
from typing import cast

from safe_desktop.practice.document_lines import LineRules, read_lines
from safe_desktop.practice.document_writing import AMOUNTS_ARE, take_contact
from safe_desktop.practice.element_batch import Written
from safe_desktop.practice.line_arithmetic import ZERO, AmountsAre, to_cents, totals
from safe_desktop.practice.money_abroad import take_currency
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import (
    choice_of,
    day_of,
    decimal_of,
    flag_of,
    guid_of,
    list_of,
    object_of,
    text_of,
)
from safe_desktop.practice.settlement import settle
from safe_desktop.practice.tax_tables import NO_TAX

TYPES = (
    *("RECEIVE", "SPEND", "RECEIVE-OVERPAYMENT", "RECEIVE-PREPAYMENT"),
    *("SPEND-OVERPAYMENT", "SPEND-PREPAYMENT"),
)
NOT_EDITABLE = "This Bank Transaction cannot be edited as it is an overpayment or prepayment."
RECONCILED = "This Bank Transaction cannot be edited as it has been reconciled with a Bank Statement."


def create_bank_transaction(books: OrganisationBooks, element: Element) -> Written:
    """A new bank transaction, stored, with the overpayment or prepayment that it makes."""
    type_name = choice_of(element, "Type", TYPES, "BankTransactionType")
    if type_name is None:
        raise Invalid("The bank transaction Type must be specified.", echo=element)
    if (choice_of(element, "Status", ("AUTHORISED", "DELETED"), "BankTransactionStatus") or "") == "DELETED":
        raise Invalid("Bank Transaction not of valid status for creation", echo=element)
    record = Record("bank_transaction", books.new_id(), {"Type": type_name}, status="AUTHORISED", type=type_name)
    written = _fill(books, record, element)
    if "-" in type_name:
        _make_advance(books, record)
    return written


def update_bank_transaction(books: OrganisationBooks, record: Record, element: Element) -> Written:
    """The bank transaction after a permitted change; deleting is a change of status."""
    if "advance" in record.body:
        raise Invalid(NOT_EDITABLE, echo=element)
    if record.body["IsReconciled"]:
        raise Invalid(RECONCILED, echo=element)
    if record.status == "DELETED":
        raise Invalid("Bank Transaction not of valid status for modification", echo=element)
    books.refuse_locked(record.day, what="transaction")
    if choice_of(element, "Status", ("AUTHORISED", "DELETED", "VOIDED"), "BankTransactionStatus") == "DELETED":
        record.status = record.body["Status"] = "DELETED"
        books.touch(record)
        books.shelf.put(record)
        return Written(record)
    return _fill(books, record, element)


def _fill(books: OrganisationBooks, record: Record, element: Element) -> Written:
    body, problems = record.body, list[str]()
    if record.type in ("RECEIVE", "SPEND") or object_of(element, "Contact"):
        take_contact(books, record, element)
    else:
        raise Invalid("A Contact must be specified for this type of transaction", echo=element)
    _take_bank(books, body, element, problems)
    default = "NoTax" if record.type.endswith("OVERPAYMENT") else "Inclusive"
    body["LineAmountTypes"] = choice_of(element, "LineAmountTypes", AMOUNTS_ARE, "LineAmountType") or body.get(
        "LineAmountTypes", default
    )
    if record.type.endswith("OVERPAYMENT"):
        body["LineAmountTypes"] = "NoTax"
    record.day = day_of(element, "Date") or record.day or books.today
    body["Date"] = record.day
    if "Reference" in element:
        body["Reference"] = text_of(element, "Reference") or ""
    body["IsReconciled"] = bool(flag_of(element, "IsReconciled"))
    take_currency(books, record, element, problems)
    books.refuse_locked(record.day, what="transaction")
    sent = list_of(element, "LineItems")
    if sent is not None or "LineItems" not in body:
        body["LineItems"] = _lines(books, record, sent or [], problems)
    _add_up(body, problems)
    if problems:
        raise Invalid(*dict.fromkeys(problems), echo=element)
    body["Status"] = record.status
    books.touch(record)
    books.shelf.put(record)
    return Written(record)


def _take_bank(books: OrganisationBooks, body: Element, element: Element, problems: list[str]) -> None:
    sent = object_of(element, "BankAccount")
    reference = guid_of(sent, "AccountID") or text_of(sent, "Code") or body.get("BankAccountID")
    account = books.account(reference)
    if account is None or account.type != "BANK" or account.status != "ACTIVE":
        problems.append("The BankAccount must be an active bank account.")
        return
    body["BankAccountID"] = account.id


def _lines(books: OrganisationBooks, record: Record, sent: list[Element], problems: list[str]) -> list[Element]:
    if not sent:
        problems.append("One or more line items must be specified")
        return []
    if record.type.endswith("OVERPAYMENT"):
        return _overpaid_line(books, record, sent, problems)
    rules = LineRules(
        sales=record.type.startswith("RECEIVE"),
        draft=False,
        amounts_are=cast(AmountsAre, record.body["LineAmountTypes"]),
        unit_places=4,
        discounts=False,
        problems=problems,
        exact_tax=True,
    )
    lines = read_lines(books, sent, record.body.get("LineItems", []), rules)
    for line in lines:
        if line.get("Quantity", Decimal(1)) <= 0 or line.get("UnitAmount", Decimal(1)) == 0:
            problems.append("The quantity must be greater than zero and the unit amount must not be zero.")
    return lines


def _overpaid_line(books: OrganisationBooks, record: Record, sent: list[Element], problems: list[str]) -> list[Element]:
    """The one line of an overpayment: Xero itself codes it to the control account, without tax."""
    if len(sent) != 1:
        problems.append("An overpayment must have exactly one line item.")
    line = sent[0]
    amount = decimal_of(line, "LineAmount")
    if amount is None:
        quantity = decimal_of(line, "Quantity")
        amount = (Decimal(1) if quantity is None else quantity) * (decimal_of(line, "UnitAmount") or ZERO)
    control = books.system_account("DEBTORS" if record.type.startswith("RECEIVE") else "CREDITORS")
    made: Element = {
        "LineItemID": books.new_id(),
        "Description": text_of(line, "Description") or "Overpayment",
        "AccountCode": control.body["Code"],
        "AccountID": control.id,
        "Quantity": Decimal("1.0000"),
        "UnitAmount": to_cents(amount),
        "LineAmount": to_cents(amount),
        "TaxType": NO_TAX[books.country],
        "TaxAmount": ZERO,
        "Tracking": [],
    }
    return [made]


def _add_up(body: Element, problems: list[str]) -> None:
    summed = totals([(line["LineAmount"], line["TaxAmount"]) for line in body["LineItems"]], body["LineAmountTypes"])
    body["SubTotal"], body["TotalTax"], body["Total"] = summed.sub_total, summed.total_tax, summed.total
    if summed.total <= 0:
        problems.append("The total of a bank transaction must be greater than zero.")


def _make_advance(books: OrganisationBooks, transaction: Record) -> None:
    kind = "overpayment" if transaction.type.endswith("OVERPAYMENT") else "prepayment"
    shared = ("LineAmountTypes", "LineItems", "SubTotal", "TotalTax", "Total", "CurrencyCode", "CurrencyRate")
    body: Element = {name: transaction.body[name] for name in (*shared, "Type", "Status", "Date")}
    body["BankAccountID"] = transaction.body["BankAccountID"]
    body["Reference"] = transaction.body.get("Reference", "")
    record = Record(kind, books.new_id(), body, status="AUTHORISED", type=transaction.type)
    record.parent, record.day = transaction.parent, transaction.day
    settle(books, record)
    books.touch(record)
    books.shelf.put(record)
    transaction.body["advance"], transaction.body["advance_kind"] = record.id, kind
    books.shelf.put(transaction)
