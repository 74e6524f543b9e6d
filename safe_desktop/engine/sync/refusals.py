"""Refusals of Xero's that stand: what one says about a record, and when its cause is gone.

A refusal ends with the revision of its record. It also ends when what it is about was changed elsewhere (a setting, the
chart of accounts, the customer), so that the record goes once more; where nothing changed nothing is sent again.
"""

from collections.abc import Collection, Iterable, Sequence

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.refusal_words import Refusal, read_refusal
from safe_desktop.domain.theirs import Contact
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.store.book_file import Book
from safe_desktop.store.refusal_records import Refused

ACCOUNTS = frozenset({"account_code", "vat_code", "method"})
TAX_RATES = frozenset({"vat_code", "account_code"})
ORGANISATION = frozenset({"issued_on", "paid_on", "currency"})
CHART = ACCOUNTS | TAX_RATES | ORGANISATION
PLAN = frozenset({"approve_on_send"})
CUSTOMER = frozenset({"customer"})
_OF_SETTING = {
    "sales_account": frozenset({"account_code", "vat_code"}),
    "default_vat_code": frozenset({"vat_code"}),
    # A draft may lack what an approved document must have (xero-api.md 5.2).
    "approve_on_send": PLAN | {"account_code", "due_on", "lines", "description", "status"},
}


def refusal_of(book: Book, kind: RecordKind, local_id: int) -> Refusal | None:
    """What Xero said about the record as it is now, in words, with the answer as it came; None if nothing stands."""
    raw = book.refusals.of(kind, local_id)
    return read_refusal(raw, kind) if raw else None


def standing_about(book: Book, fields: Collection[str]) -> list[Refused]:
    """The refusals that stand and whose cause is one of these fields."""
    return _about(book.refusals.standing(), fields)


def forget_about(book: Book, fields: Collection[str], kinds: Collection[RecordKind] = tuple(RecordKind)) -> None:
    """These causes were touched: what was refused for them stands open again. Inside a transaction."""
    _forget(book, [one for one in standing_about(book, fields) if one.kind in kinds])


def forget_after_settings(book: Book, changed: Iterable[str]) -> None:
    """These settings were changed: what was refused for them stands open again. Inside a transaction."""
    fields = frozenset[str]().union(*(_OF_SETTING.get(name, frozenset()) for name in changed))
    if fields:
        forget_about(book, fields)


def forget_of_customers(book: Book, customer_ids: Sequence[int]) -> None:
    """These customers changed: what was refused for its customer stands open again. Inside a transaction."""
    _forget(book, _about(book.refusals.about_customers(customer_ids), CUSTOMER))


def changed_contacts(book: Book, contacts: Sequence[Contact]) -> list[str]:
    """The ids of contacts in use that are no longer as last read; empty while no refusal is about a customer.

    To be asked before the contacts are kept: a contact that was restored in Xero is known by its change alone.
    """
    if not standing_about(book, CUSTOMER):
        return []
    in_use = [one for one in contacts if one.status == "ACTIVE"]
    return [one.contact_id for one in in_use if book.copies.contact(one.contact_id) != one]


def _about(refused: Iterable[Refused], fields: Collection[str]) -> list[Refused]:
    return [one for one in refused if read_refusal(one.raw, one.kind).field in fields]


def _forget(book: Book, refused: Sequence[Refused]) -> None:
    book.refusals.set_aside([one.entry_id for one in refused])
    for kind in RecordKind:
        refresh(book, kind, [one.local_id for one in refused if one.kind is kind], book.clock.today())
