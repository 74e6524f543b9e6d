"""Twenty differences of every kind that a person settles, and two that need no decision, planted in a made month.

Each names what must be found (kind, record, field, label), and the way out that the script takes. Planted are the acts
of another bookkeeper in Xero, slips of the wire, and what was typed in here meanwhile.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.record_kind import RecordKind
from tests.scripted_month.month_book import MonthBook, month_book
from tests.scripted_month.month_plants import (
    ARCHIVED,
    LEFT,
    MERGED,
    NAMESAKE,
    TOO_MUCH,
    UNREADABLE,
    Plant,
    archive_contact,
    change_account,
    change_amount,
    change_contact,
    change_number,
    change_on_both_sides,
    change_vat_code,
    delete_draft,
    edited,
    give_credit,
    lose_the_answer,
    merge_contacts,
    pay_and_reconcile,
    pay_more_than_is_open,
    pay_on_both_sides,
    pay_there,
    remove_payment,
    send_as_draft,
    store_a_penny_less,
    take_back_here,
    take_the_name,
    take_the_number,
    tell_nonsense,
    void_there,
    wait_until_it_is_looked_for,
)
from tests.scripted_month.month_receipts import a_month
from tests.scripted_month.month_truth import Made, Month, MonthInvoice

CUSTOMER, INVOICE, _, PAYMENT = RecordKind
Kind = MismatchKind
_ROUNDED, _IN_CASH = 12, 14


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: what is to be found, and how the script settles it.

    `place` is that of its invoice in the month. In the end the invoice is open by its total and `more`, or by `left`.
    """

    name: str
    place: int
    kind: MismatchKind
    record: RecordKind
    field: str
    way: WayOut
    plant: Plant
    more: int = 0
    left: int | None = None
    label: str = ""

    def invoice(self, month: Month) -> MonthInvoice:
        """The invoice that is kept for it."""
        return month.invoices[self.place]

    def found_as(self, month: Month) -> tuple[str, str, str, str]:
        """Kind, record, field and label under which it is to be on the desk."""
        return self.kind.value, self.record.value, self.field, self.label or self.invoice(month).number


PREPARED: Mapping[int, Plant] = {8: send_as_draft, 15: pay_and_reconcile, 17: pay_there, 16: lose_the_answer}
"""What has to be before the differences come, by the place of the invoice: each takes a run of its own."""

KEPT_BACK = (8, 11, 12, 16)
"""Places of the invoices that are not written down with the others."""

DIFFERENCES = (
    Difference("an answer that was lost", 16, Kind.UNCERTAIN, INVOICE, "", WayOut.LINK, wait_until_it_is_looked_for),
    Difference("to be undone there", 15, Kind.UNDO_IN_XERO, PAYMENT, "status", WayOut.NOTED, take_back_here),
    Difference("amount", 0, Kind.TOTAL_DIFFERS, INVOICE, "total", WayOut.TAKE_THEIRS, change_amount, -600),
    Difference("date", 1, Kind.FIELD_DIFFERS, INVOICE, "issued_on", WayOut.SEND_OURS, edited(Date="2026-10-19")),
    Difference("due date", 2, Kind.FIELD_DIFFERS, INVOICE, "due_on", WayOut.TAKE_THEIRS, edited(DueDate="2026-12-24")),
    Difference("VAT code", 3, Kind.FIELD_DIFFERS, INVOICE, "vat_codes", WayOut.SEND_OURS, change_vat_code),
    Difference("account", 4, Kind.FIELD_DIFFERS, INVOICE, "accounts", WayOut.TAKE_THEIRS, change_account),
    Difference("contact", 5, Kind.FIELD_DIFFERS, INVOICE, "contact", WayOut.TAKE_THEIRS, change_contact),
    Difference("number", 6, Kind.FIELD_DIFFERS, INVOICE, "number", WayOut.SEND_OURS, change_number),
    Difference("void", 7, Kind.GONE_IN_XERO, INVOICE, "status", WayOut.VOID_OURS, void_there, left=0),
    Difference("delete", 8, Kind.GONE_IN_XERO, INVOICE, "status", WayOut.VOID_OURS, delete_draft, left=0),
    Difference("credit added", 9, Kind.CREDIT_IN_XERO, INVOICE, "credited", WayOut.TAKE_THEIRS, give_credit, -3_000),
    Difference(
        "same payment", 10, Kind.SAME_PAYMENT, PAYMENT, "amount", WayOut.SAME_PAYMENT, pay_on_both_sides, -5_000
    ),
    Difference("number taken", 11, Kind.NUMBER_TAKEN, INVOICE, "number", WayOut.LINK, take_the_number, 300),
    Difference("rounded", _ROUNDED, Kind.ROUNDED, INVOICE, "total", WayOut.NOTED, store_a_penny_less),
    Difference("both changed", 13, Kind.BOTH_CHANGED, INVOICE, "reference", WayOut.SEND_OURS, change_on_both_sides),
    Difference(
        "does not fit",
        _IN_CASH,
        Kind.PAYMENT_DOES_NOT_FIT,
        INVOICE,
        "amount",
        WayOut.ON_ACCOUNT,
        pay_more_than_is_open,
        left=LEFT,
    ),
    Difference("merge", 0, Kind.CONTACT_MERGED, CUSTOMER, "", WayOut.NOTED, merge_contacts, label=MERGED),
    Difference("archive", 0, Kind.CONTACT_ARCHIVED, CUSTOMER, "status", WayOut.NOTED, archive_contact, label=ARCHIVED),
    Difference("name taken", 0, Kind.NAME_TAKEN, CUSTOMER, "name", WayOut.LINK, take_the_name, label=NAMESAKE),
)
"""What a person settles. The places from 0 on are those of the first invoices of the month, kept for this."""

FOLLOWING = (
    Difference(
        "date of the lost one",
        16,
        Kind.FIELD_DIFFERS,
        INVOICE,
        "issued_on",
        WayOut.SEND_OURS,
        wait_until_it_is_looked_for,
    ),
    Difference(
        "total of the number", 11, Kind.TOTAL_DIFFERS, INVOICE, "total", WayOut.TAKE_THEIRS, wait_until_it_is_looked_for
    ),
    Difference(
        "due date of the number",
        11,
        Kind.FIELD_DIFFERS,
        INVOICE,
        "due_on",
        WayOut.SEND_OURS,
        wait_until_it_is_looked_for,
    ),
    Difference(
        "mail", 0, Kind.FIELD_DIFFERS, CUSTOMER, "email", WayOut.SEND_OURS, wait_until_it_is_looked_for, label=NAMESAKE
    ),
)
"""What is asked next about those that were linked although they are not alike."""

BESIDE = (
    Difference("payment removed", 17, Kind.GONE_IN_XERO, PAYMENT, "", WayOut.NOTED, remove_payment),
    Difference("unreadable", 17, Kind.UNREADABLE, INVOICE, "", WayOut.NOTED, tell_nonsense, label=UNREADABLE),
)
"""What the program follows by itself, and what can only be mended in Xero."""


def kept_back(month: Month) -> frozenset[str]:
    """The numbers of the invoices that the differences write down themselves."""
    return frozenset(month.invoices[place].number for place in KEPT_BACK)


def left_at_the_end(month: Month) -> dict[str, int]:
    """What is open of the invoices that are kept for this, when each difference is settled its way."""
    found = {}
    for one in DIFFERENCES:
        if one.record is not CUSTOMER:
            invoice = one.invoice(month)
            found[invoice.number] = invoice.total_minor + one.more if one.left is None else one.left
    return found


def kept_apart(month: Month) -> dict[str, tuple[int, int]]:
    """What is open here and in Xero where it is meant to be unequal, before the statement of the bank comes.

    A penny of rounding that was noted, cash that stays here, and collections that were not paid out yet.
    """
    rounded, in_cash = month.invoices[_ROUNDED], month.invoices[_IN_CASH]
    collected = {one.number: (0, one.minor) for one in month.earlier if one.made is Made.COLLECTED}
    return {
        rounded.number: (rounded.total_minor, rounded.total_minor - 1),
        in_cash.number: (LEFT, in_cash.total_minor - TOO_MUCH),
        **collected,
    }


def undo_in_xero(made: MonthBook) -> None:
    """The other bookkeeper does what was asked: the payment that is to go is reconciled no more."""
    for one in made.bench.workplace.book.mismatches.open_ones():
        if one.kind is Kind.UNDO_IN_XERO:
            made.bench.xero.admin("reconcile", {"payment_id": one.xero_id, "reconciled": False})


def prepare(made: MonthBook) -> None:
    """All that has to be before the differences come. Nothing differs yet that a person is asked about."""
    for place, act in PREPARED.items():
        act(made, made.month.invoices[place])
    assert made.bench.workplace.book.mismatches.open_ones() == []


def plant(made: MonthBook, differences: Iterable[Difference] = (*DIFFERENCES, *BESIDE)) -> None:
    """Let them happen. The next run finds them: lists that have a slower beat are due."""
    for one in differences:
        one.plant(made, one.invoice(made.month))
    made.bench.due_now("contacts", "all open")


@contextmanager
def planted_month(folder: Path, seed: int = 1) -> Iterator[MonthBook]:
    """The book of a month before the work of its end: all of it waits, and nobody has looked yet."""
    month = a_month(seed)
    with month_book(folder, month, kept_back(month)) as made:
        made.money_comes_in_xero()
        prepare(made)
        plant(made)
        yield made
