"""What became of a month: what is open here and in Xero, beside what should be. Reads, and changes nothing."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from safe_desktop.domain.document import DocumentKind, DocumentStatus
from safe_desktop.domain.payment import PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.tie_out_rows import tie_out
from tests.scripted_month.month_book import MonthBook

Named = tuple[str, str, str, str]


def named(made: MonthBook) -> set[Named]:
    """What is asked of a person: kind, record, field and label of each."""
    waiting = made.bench.workplace.book.mismatches.open_ones()
    return {(one.kind.value, one.record_kind.value, one.field, one.label) for one in waiting}


def open_here(made: MonthBook) -> dict[str, int]:
    """What is open of each invoice and credit note of the book."""
    book = made.bench.workplace.book
    return {
        document.number: book.documents.open(document.id).minor
        for kind in DocumentKind
        for document in book.documents.get_many(book.documents.ids_by_number_key(kind).values()).values()
    }


def open_in_xero(made: MonthBook) -> dict[str, int]:
    """What Xero itself says to another client is open of each."""
    found = {}
    for name, number, left in (
        ("Invoices", "InvoiceNumber", "AmountDue"),
        ("CreditNotes", "CreditNoteNumber", "RemainingCredit"),
    ):
        for one in made.bench.asked(name):
            found[str(one[number])] = int(Decimal(str(one[left])).scaleb(2))
    return found


def unexplained(made: MonthBook) -> dict[str, str]:
    """The customers whose balance does not tie out with Xero's, and what is left of each; none is meant to."""
    rows = tie_out(made.bench.workplace.book).rows
    return {row.customer: f"{row.residue} {row.unexplained}" for row in rows if row.residue}


def owed_in_the_tie_out(made: MonthBook) -> dict[str, int]:
    """What the tie-out says that each contact owes in Xero; those who owe nothing are left out."""
    rows = tie_out(made.bench.workplace.book).rows
    return {row.customer: row.theirs.minor for row in rows if row.theirs}


def owed_in_xero(made: MonthBook) -> dict[str, int]:
    """What Xero's own ledger says that each contact owes; it must agree with its account of debtors."""
    ledger = made.bench.xero.admin("ledger")
    assert ledger["ties_out"], ledger["debtors"]
    owed = {one["name"]: int(Decimal(str(one["receivable"])).scaleb(2)) for one in ledger["contacts"]}
    return {name: minor for name, minor in owed.items() if minor}


def misplaced(made: MonthBook, also: Mapping[str, int] | None = None) -> dict[str, tuple[int | None, int | None]]:
    """The documents that are not open by as much as they should be, with both; `also` says otherwise of some."""
    wanted, here = {**made.month.open_at_the_end(), **(also or {})}, open_here(made)
    for number, minor in made.month.may_be_written_off().items():
        wanted[number] = 0 if here.get(number) == 0 else minor
    return apart({number: here[number] for number in wanted}, wanted)


def on_account_here(made: MonthBook) -> dict[str, int]:
    """What each customer of the book has on account; those with nothing are left out."""
    book, found = made.bench.workplace.book, dict[str, int]()
    for customer_id in book.customers.ids_by_name_key().values():
        waiting = [one for one in book.payments.of_customer(customer_id) if one.status is PaymentStatus.LIVE]
        if left := sum(book.payments.unallocated(one.id).minor for one in waiting):
            found[book.customers.get(customer_id).name] = left
    return found


def still_to_send(made: MonthBook) -> list[str]:
    """What would still go to Xero, or failed to: all but what waits to clear or is held back on purpose."""
    book = made.bench.workplace.book
    kinds: tuple[Literal["customers", "invoices", "payments"], ...] = ("customers", "invoices", "payments")
    tables = [lists.to_send(book, kind) for kind in kinds]
    entries = [entry for table in tables for entry in table.entries(table.ids())]
    return [f"{one.title} of {one.customer}: {one.standing.value}, {one.change}" for one in entries]


def unequal(made: MonthBook) -> dict[str, tuple[str, str]]:
    """The live invoices that are not the same here and in Xero, with both; a penny of rounding is left out."""
    book, found = made.bench.workplace.book, {}
    there = {one["InvoiceNumber"]: one for one in made.bench.asked("Invoices")}
    for document in made.bench.documents():
        link = book.links.get(RecordKind.INVOICE, document.id)
        if link is None or document.status is not DocumentStatus.APPROVED:
            continue
        total = document.totals.total
        ours = f"{document.issued_on} {document.due_on} {document.reference} {total.minor}"
        one = there.get(document.number, {})
        minor = int(Decimal(str(one.get("Total", 0))).scaleb(2))
        if abs(minor - total.minor) == 1:
            minor = total.minor
        theirs = (
            f"{one.get('DateString', '')[:10]} {one.get('DueDateString', '')[:10]} {one.get('Reference', '')} {minor}"
        )
        if ours != theirs:
            found[document.number] = (ours, theirs)
    return found


def what_is_wrong(made: MonthBook, also: Mapping[str, int] | None = None) -> dict[str, object]:
    """Everything about a settled month that is not as it should be; empty where all of it is."""
    book = made.bench.workplace.book
    found: dict[str, object] = {
        "asked": named(made),
        "waiting": [f"{one.amount} {one.text}" for one in book.receipts.waiting()],
        "misplaced": misplaced(made, also),
        "unexplained": unexplained(made),
        "to send": still_to_send(made),
        "unequal": unequal(made),
        "tie-out and Xero’s ledger": apart(owed_in_the_tie_out(made), owed_in_xero(made)),
    }
    return {name: value for name, value in found.items() if value}


def apart(one: dict[str, int], other: dict[str, int]) -> dict[str, tuple[int | None, int | None]]:
    """Where the two differ, and how."""
    return {
        number: (one.get(number), other.get(number))
        for number in sorted({*one, *other})
        if one.get(number) != other.get(number)
    }
