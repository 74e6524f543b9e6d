"""A choice in words a bookkeeper reads: heading, short title, the sum behind it, and the sentence that is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.situation_queries import KnownDocument, documents_by_id

_SHOWN = 3
_TOLD_BY = {
    ReceiptSource.BANK: "told by the bank",
    ReceiptSource.RECEIVE_MONEY: "told by Xero as money received",
    ReceiptSource.XERO_PAYMENT: "told by Xero as a payment",
    ReceiptSource.ADVANCE: "on account here",
}
_TOLD_AFTER = (
    ("Apply to ", "Applied to "),
    ("Pay back ", "Paid back "),
    ("Keep on account", "Kept on account"),
    ("Bounced: take back ", "Bounced: took back "),
    ("Ask later", "Left for later"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """The records that choices name, read at once."""

    documents: Mapping[int, KnownDocument] = field(default_factory=dict)
    payments: Mapping[int, Payment] = field(default_factory=dict)
    customers: Mapping[int, str] = field(default_factory=dict)
    receipts: Mapping[int, StoredReceipt] = field(default_factory=dict)

    def customer_of(self, choice: Choice) -> int | None:
        """Whose money it would be; None where it is several customers' or nobody's."""
        ids = {self.documents[one.document_id].customer_id for one in choice.shares}
        ids |= {self.payments[one].customer_id for one in choice.payment_ids if one in self.payments}
        if choice.customer_id is not None:
            ids.add(choice.customer_id)
        return next(iter(ids)) if len(ids) == 1 else None

    def numbers(self, shares: Iterable[DocumentShare]) -> list[str]:
        """The numbers of these documents."""
        return [self.documents[one.document_id].number for one in shares]


def named_in(book: Book, choices: Iterable[Choice]) -> Named:
    """Read what these choices name."""
    chosen = list(choices)
    documents = documents_by_id(book, {one.document_id for choice in chosen for one in choice.shares})
    payments = book.payments.get_many({one for choice in chosen for one in choice.payment_ids})
    receipts = book.receipts.get_many({one for choice in chosen for one in choice.receipt_ids})
    missing = {one.document_id for one in payments.values() if one.document_id is not None} - documents.keys()
    documents |= documents_by_id(book, missing)
    ids = {one.customer_id for one in documents.values()} | {one.customer_id for one in payments.values()}
    ids |= {choice.customer_id for choice in chosen if choice.customer_id is not None}
    names = {number: customer.name for number, customer in book.customers.get_many(ids).items()}
    return Named(documents, payments, names, receipts)


def heading(choice: Choice, named: Named) -> str:
    """What accepting does, as the title over the reasons."""
    customer = named.customers.get(named.customer_of(choice) or 0, "")
    of_whom = f" of {customer}" if customer else " of several customers" if choice.shares else ""
    if choice.kind is ChoiceKind.APPLY:
        return f"{_verb(choice)} {_counted(choice, named)}{of_whom}"
    if choice.kind is ChoiceKind.ON_ACCOUNT:
        return f"Keep on account{of_whom}"
    if choice.kind is ChoiceKind.SAME:
        return f"Already recorded{_payments_of(choice, named, customer)}"
    if choice.kind is ChoiceKind.BOUNCED:
        return f"Bounced: take back {_payment_words(choice, named)}{of_whom}"
    return "Set aside: no customer’s money" if choice.kind is ChoiceKind.SET_ASIDE else "Ask later"


def title(choice: Choice, named: Named) -> str:
    """The short name of an alternative."""
    if choice.kind is ChoiceKind.APPLY:
        return listed(named.numbers(choice.shares))
    if choice.kind is ChoiceKind.SAME:
        return f"Same as {_payment_words(choice, named)}" if choice.payment_ids else "Same as another receipt"
    if choice.kind is ChoiceKind.BOUNCED:
        return f"Bounced: {_payment_words(choice, named)}"
    if choice.kind is ChoiceKind.ON_ACCOUNT:
        return "Keep on account"
    return "Set aside" if choice.kind is ChoiceKind.SET_ASIDE else "Ask later"


def detail(choice: Choice, receipt: StoredReceipt, named: Named) -> str:
    """The sum behind it, in a few words."""
    if choice.kind is ChoiceKind.APPLY:
        return _sum_words(choice, receipt, named)
    if choice.kind is ChoiceKind.ON_ACCOUNT:
        return f"{receipt.amount.decimal:,} waits for an invoice of {named.customers.get(choice.customer_id or 0, '?')}"
    if choice.kind is ChoiceKind.SAME:
        return _kept_words(choice, receipt, named) or "nothing new is written down"
    if choice.kind is ChoiceKind.BOUNCED:
        return "what it settled is open again"
    return choice.note or ("no customer’s money" if choice.kind is ChoiceKind.SET_ASIDE else "")


def sentence(choice: Choice, receipt: StoredReceipt, named: Named) -> str:
    """What was decided, in the sentence that the history and the activity record keep."""
    if choice.kind is ChoiceKind.SET_ASIDE and choice.note:
        return f"Set aside: {choice.note}"
    parts = [_done(heading(choice, named))]
    if choice.kind is ChoiceKind.APPLY and len(choice.shares) == 1:
        parts = [f"{parts[0]} ({_sum_words(choice, receipt, named)})"]
    elif choice.kind is ChoiceKind.APPLY:
        parts.append(f"{listed(named.numbers(choice.shares))} ({_sum_words(choice, receipt, named)})")
    elif choice.kind is ChoiceKind.SAME:
        parts += [words for words in (_kept_words(choice, receipt, named),) if words]
    if choice.note:
        parts.append(choice.note)
    return ": ".join(parts)


def _done(words: str) -> str:
    """A heading, which says what accepting will do, told once it is done."""
    for to_do, done in _TOLD_AFTER:
        if words.startswith(to_do):
            return f"{done}{words.removeprefix(to_do)}"
    return words


def rest_of(choice: Choice, receipt: StoredReceipt) -> Money:
    """What an APPLY leaves of the receipt; below zero it takes more than there is."""
    rest = receipt.amount
    for share in choice.shares:
        rest = rest - share.amount
    return rest if choice.write_off is None else rest + choice.write_off


def listed(words: Sequence[str]) -> str:
    """“A”, “A and B”, “A, B and C”, “A, B, C and 4 more”."""
    if len(words) > _SHOWN + 1:
        return f"{', '.join(words[:_SHOWN])} and {len(words) - _SHOWN} more"
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _verb(choice: Choice) -> str:
    return "Pay back" if all(one.amount.minor < 0 for one in choice.shares) else "Apply to"


def _counted(choice: Choice, named: Named) -> str:
    if len(choice.shares) == 1:
        return named.numbers(choice.shares)[0]
    invoices = sum(one.amount.minor > 0 for one in choice.shares)
    credits = len(choice.shares) - invoices
    words = [f"{invoices} invoice{'' if invoices == 1 else 's'}"] if invoices else []
    return " less ".join([*words, *([f"{credits} credit note{'' if credits == 1 else 's'}"] if credits else [])])


def _sum_words(choice: Choice, receipt: StoredReceipt, named: Named) -> str:
    words = ""
    for one in choice.shares:
        sign = " + " if one.amount.minor >= 0 else " − "
        words += f"{sign if words or one.amount.minor < 0 else ''}{abs(one.amount.decimal):,}"
    whole = all(abs(one.amount.minor) == named.documents[one.document_id].open_minor for one in choice.shares)
    if choice.write_off is not None:
        words += f", {choice.write_off.decimal:,} written off to {choice.account_code}"
    elif not whole:
        words += ", part"
    rest = rest_of(choice, receipt)
    return f"{words}, {rest.decimal:,} stays on account" if rest.minor > 0 and not receipt.payment_id else words


def _kept_words(choice: Choice, receipt: StoredReceipt, named: Named) -> str:
    """What a provider kept of the payments it paid out: it is booked where the bank account is, in Xero."""
    came_to = sum(named.payments[one].amount.minor for one in choice.payment_ids if one in named.payments)
    kept = Money(came_to - receipt.amount.minor, receipt.amount.currency)
    return f"{kept.decimal:,} of fees was kept, to be booked in Xero" if choice.payment_ids and kept.minor > 0 else ""


def _payment_words(choice: Choice, named: Named) -> str:
    payments = [named.payments[one] for one in choice.payment_ids if one in named.payments]
    if len(payments) != 1:
        return f"{len(payments)} payments"
    number = named.documents.get(payments[0].document_id or 0)
    for_what = f" for {number.number}" if number else ""
    return f"{payments[0].amount.decimal:,} of {payments[0].paid_on:%d/%m/%Y}{for_what}"


def _payments_of(choice: Choice, named: Named, customer: str) -> str:
    if not choice.payment_ids:
        other = next((named.receipts[one] for one in choice.receipt_ids if one in named.receipts), None)
        return (
            f" as the receipt of {other.came_on:%d/%m/%Y}, {_TOLD_BY[other.source]}" if other else " as another receipt"
        )
    of_whom = f" of {customer}" if customer else ""
    return f" as {_payment_words(choice, named)}{of_whom}"
