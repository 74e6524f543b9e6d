"""How the book is set up, changed by a person: payment methods, VAT codes, settings, and what is held back."""

from collections.abc import Sequence

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.payment import PaymentMethod
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.tax import VatCode
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, PAYMENTS, SETTINGS, Changes
from safe_desktop.engine.checking.chart_reading import read_again_soon
from safe_desktop.engine.entry.saved import YOU, Saved
from safe_desktop.engine.sync import standings
from safe_desktop.engine.sync.refusals import forget_about, forget_after_settings
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.activity_records import Note
from safe_desktop.store.book_file import Book

_CHANGES_OF = {
    RecordKind.CUSTOMER: Changes.of(CUSTOMERS, DOCUMENTS, PAYMENTS),
    RecordKind.INVOICE: Changes.of(DOCUMENTS, PAYMENTS),
    RecordKind.CREDIT_NOTE: Changes.of(DOCUMENTS, PAYMENTS),
    RecordKind.PAYMENT: Changes.of(PAYMENTS),
}
_EVERYTHING = Changes.of(SETTINGS, CUSTOMERS, DOCUMENTS, PAYMENTS)


def save_method(workplace: Workplace, method: PaymentMethod) -> Saved[PaymentMethod]:
    """The payment method, new or changed; payments of it may be sendable, or no longer be, from now on."""
    book = workplace.book
    with book.transaction():
        kept = book.payments.save_method(method)
        account = f"account {kept.xero_account_code}" if kept.xero_account_code else "no account: stays here"
        detail = f"{account}, held for {kept.hold_days} days"
        book.activity.note(YOU, "changed" if method.id else "added", "payment method", kept.id, kept.name, detail)
        forget_about(book, {"method"})
        standings.refresh(book, RecordKind.PAYMENT, None, workplace.clock.today())
    return Saved(kept, Changes.of(SETTINGS, PAYMENTS))


def save_methods(workplace: Workplace, methods: Sequence[PaymentMethod]) -> Changes:
    """Several payment methods at once: all of them are kept, or none."""
    with workplace.book.transaction():
        for method in methods:
            save_method(workplace, method)
    return Changes.of(SETTINGS, PAYMENTS)


def save_vat_code(workplace: Workplace, vat_code: VatCode) -> Saved[VatCode]:
    """The VAT code, new or changed. Documents keep the rate they were written with."""
    book = workplace.book
    with book.transaction():
        kept = book.chart.save_vat_code(vat_code)
        detail = f"{kept.rate} per cent, in Xero {kept.xero_tax_type or 'not mapped'}"
        book.activity.note(YOU, "changed", "VAT code", None, kept.code, detail)
        forget_about(book, {"vat_code"})
        standings.refresh_all(book, workplace.clock.today())
    return Saved(kept, Changes.of(SETTINGS, DOCUMENTS, PAYMENTS))


def change_settings(workplace: Workplace, **values: object) -> Changes:
    """What pages should read again; a misspelt name is an AttributeError, a value that cannot be an InputError."""
    book = workplace.book
    notes = []
    with book.transaction():
        for name, value in values.items():
            before = getattr(book.settings, name)
            _refuse_unknown(book, name, value)
            setattr(book.settings, name, value)
            if before != value:
                label = getattr(type(book.settings), name).label
                notes.append(Note(YOU, "changed", "setting", None, label, f"{_shown(before)} → {_shown(value)}"))
        if notes:
            book.activity.note_many(notes)
            forget_after_settings(book, values)
            standings.refresh_all(book, workplace.clock.today())
    return _EVERYTHING if notes else Changes()


def hold_back(workplace: Workplace, kind: RecordKind, ids: Sequence[int], reason: str) -> Changes:
    """These records are not sent, for the reason given, until they are released."""
    if not reason.strip():
        raise InputError("Say why it is not to be sent.", "Nothing was changed.")
    return _hold(workplace, kind, ids, reason.strip(), "held back")


def release(workplace: Workplace, kind: RecordKind, ids: Sequence[int]) -> Changes:
    """These records may be sent again."""
    return _hold(workplace, kind, ids, "", "released")


def retry(workplace: Workplace, kind: RecordKind, ids: Sequence[int]) -> Changes:
    """These records, which Xero refused, stand open again and are sent with the next sync."""
    book = workplace.book
    with book.transaction():
        labels = labels_of(book, kind, ids)
        book.outbox.forget_refusals(kind, list(labels))
        read_again_soon(book)
        book.activity.note_many(Note(YOU, "tries again", kind, number, label) for number, label in labels.items())
        standings.refresh(book, kind, list(labels), workplace.clock.today())
    return _CHANGES_OF[kind]


def _hold(workplace: Workplace, kind: RecordKind, ids: Sequence[int], reason: str, action: str) -> Changes:
    book = workplace.book
    with book.transaction():
        labels = labels_of(book, kind, ids)
        book.standings.hold_back(kind, list(labels), reason)
        book.activity.note_many(Note(YOU, action, kind, number, label, reason) for number, label in labels.items())
        standings.refresh(book, kind, list(labels), workplace.clock.today())
    return _CHANGES_OF[kind]


def labels_of(book: Book, kind: RecordKind, ids: Sequence[int]) -> dict[int, str]:
    """What these records are called, those that are of the kind and there; by id."""
    if kind is RecordKind.CUSTOMER:
        return {number: customer.name for number, customer in book.customers.get_many(ids).items()}
    if kind is RecordKind.PAYMENT:
        return {number: payment.marker for number, payment in book.payments.get_many(ids).items()}
    documents = book.documents.get_many(ids)
    return {n: document.number for n, document in documents.items() if document.kind is DocumentKind(kind.value)}


def _refuse_unknown(book: Book, name: str, value: object) -> None:
    if name == "default_method" and book.payments.find_method(str(value)) is None:
        raise InputError(f"There is no payment method “{value}”.", "The setting was left as it is.")
    if name == "default_vat_code" and value not in {code.code for code in book.chart.vat_codes()}:
        raise InputError(f"There is no VAT code “{value}”.", "The setting was left as it is.")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value) if value not in (None, "") else "(none)"
