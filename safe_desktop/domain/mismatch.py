"""Differences that a person must settle: their kinds, what each means, and the ways out of it.

Pure words and rules; who finds them is `reconciling`, who carries a way out is `engine.deciding.desk`.
"""

from dataclasses import dataclass
from enum import StrEnum

from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind


class WayOut(StrEnum):
    """What a person may do about a mismatch. The value is stored; `label` is on the button."""

    LINK = "link"
    SEND_OURS = "send_ours"
    TAKE_THEIRS = "take_theirs"
    SAME_PAYMENT = "same_payment"
    TWO_PAYMENTS = "two_payments"
    TAKE_BACK = "take_back"
    VOID_OURS = "void_ours"
    SEND_AGAIN = "send_again"
    DO_NOT_SEND = "do_not_send"
    UNLINK = "unlink"
    CREDIT = "credit"
    ON_ACCOUNT = "on_account"
    NOTED = "noted"
    ASK_CLIENT = "ask_client"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def meaning(self) -> str:
        """What will happen, in one sentence."""
        return _MEANINGS[self]

    @property
    def outcome(self) -> str:
        """What happened, or still will, in one sentence to be said once it is chosen."""
        return _OUTCOMES.get(self, _MEANINGS[self])


_LABELS = {
    WayOut.LINK: "Link",
    WayOut.SEND_OURS: "Send ours",
    WayOut.TAKE_THEIRS: "Take Xero’s",
    WayOut.SAME_PAYMENT: "Same",
    WayOut.TWO_PAYMENTS: "Two payments",
    WayOut.TAKE_BACK: "Take back",
    WayOut.VOID_OURS: "Void ours",
    WayOut.SEND_AGAIN: "Send again",
    WayOut.DO_NOT_SEND: "Do not send",
    WayOut.UNLINK: "Unlink",
    WayOut.CREDIT: "Credit",
    WayOut.ON_ACCOUNT: "Put on account",
    WayOut.NOTED: "Noted",
    WayOut.ASK_CLIENT: "Ask the client",
}
_MEANINGS = {
    WayOut.LINK: "Both are the same record; nothing is sent, they are tied together.",
    WayOut.SEND_OURS: "Xero’s record will be changed to what is written here, at the next sync.",
    WayOut.TAKE_THEIRS: "The record here will be changed to what Xero has.",
    WayOut.SAME_PAYMENT: "The payment here and the one in Xero are one payment; they are tied together.",
    WayOut.TWO_PAYMENTS: "They are two payments: Xero’s is brought in beside ours.",
    WayOut.TAKE_BACK: "The payment here is taken back; the invoice is open again.",
    WayOut.VOID_OURS: "The document here is voided, as it is in Xero.",
    WayOut.SEND_AGAIN: "The record is sent once more at the next sync.",
    WayOut.DO_NOT_SEND: "The record stays here and is not sent.",
    WayOut.UNLINK: "They are two: ours is held back, Xero’s stays, and no sync ties them again.",
    WayOut.CREDIT: "Xero’s amounts are taken over here, and a new credit note credits the difference.",
    WayOut.ON_ACCOUNT: "The payment is kept for the customer without an invoice.",
    WayOut.NOTED: "Nothing changes; the difference is no longer shown unless it changes again.",
    WayOut.ASK_CLIENT: "Nothing changes yet; it waits at the end of the list until the client has answered.",
}
_OUTCOMES = {
    WayOut.TAKE_THEIRS: "The record here was changed to what Xero has.",
    WayOut.TWO_PAYMENTS: "They are two payments: Xero’s was brought in beside ours.",
    WayOut.TAKE_BACK: "The payment here was taken back; the invoice is open again.",
    WayOut.VOID_OURS: "The document here was voided, as it is in Xero.",
    WayOut.CREDIT: "Xero’s amounts were taken over here, and a new credit note credits the difference.",
}
"""Only what is told otherwise once it is done; what the next sync does is still to come."""


class MismatchKind(StrEnum):
    """What differs. The value is stored; `heading` is on the screen."""

    NAME_TAKEN = "name_taken"
    NUMBER_TAKEN = "number_taken"
    TOTAL_DIFFERS = "total_differs"
    ROUNDED = "rounded"
    FIELD_DIFFERS = "field_differs"
    BOTH_CHANGED = "both_changed"
    GONE_IN_XERO = "gone_in_xero"
    CONTACT_ARCHIVED = "contact_archived"
    CONTACT_MERGED = "contact_merged"
    SAME_PAYMENT = "same_payment"
    PAYMENT_DOES_NOT_FIT = "payment_does_not_fit"
    CREDIT_IN_XERO = "credit_in_xero"
    UNDO_IN_XERO = "undo_in_xero"
    UNREADABLE = "unreadable"
    UNCERTAIN = "uncertain"

    @property
    def heading(self) -> str:
        return _TITLES[self]


_TITLES = {
    MismatchKind.NAME_TAKEN: "Name already in Xero",
    MismatchKind.NUMBER_TAKEN: "Number already in Xero",
    MismatchKind.TOTAL_DIFFERS: "Total differs",
    MismatchKind.ROUNDED: "Rounded otherwise in Xero",
    MismatchKind.FIELD_DIFFERS: "Changed in Xero",
    MismatchKind.BOTH_CHANGED: "Changed on both sides",
    MismatchKind.GONE_IN_XERO: "Gone in Xero",
    MismatchKind.CONTACT_ARCHIVED: "Contact archived in Xero",
    MismatchKind.CONTACT_MERGED: "Contacts merged in Xero",
    MismatchKind.SAME_PAYMENT: "Same payment twice?",
    MismatchKind.PAYMENT_DOES_NOT_FIT: "Payment does not fit",
    MismatchKind.CREDIT_IN_XERO: "Credit given in Xero",
    MismatchKind.UNDO_IN_XERO: "To be undone in Xero",
    MismatchKind.UNREADABLE: "Cannot be read",
    MismatchKind.UNCERTAIN: "Not certain what Xero did",
}

_WAYS: dict[tuple[MismatchKind, RecordKind], tuple[WayOut, ...]] = {
    (MismatchKind.NAME_TAKEN, RecordKind.CUSTOMER): (WayOut.LINK, WayOut.DO_NOT_SEND),
    # Xero changes no payment: ours follows it, or is taken back.
    (MismatchKind.FIELD_DIFFERS, RecordKind.PAYMENT): (WayOut.TAKE_THEIRS, WayOut.TAKE_BACK, WayOut.UNLINK),
    (MismatchKind.BOTH_CHANGED, RecordKind.PAYMENT): (WayOut.TAKE_THEIRS, WayOut.TAKE_BACK, WayOut.UNLINK),
    (MismatchKind.GONE_IN_XERO, RecordKind.INVOICE): (WayOut.VOID_OURS, WayOut.NOTED, WayOut.UNLINK),
    (MismatchKind.GONE_IN_XERO, RecordKind.CREDIT_NOTE): (WayOut.VOID_OURS, WayOut.NOTED, WayOut.UNLINK),
    (MismatchKind.GONE_IN_XERO, RecordKind.PAYMENT): (WayOut.TAKE_BACK, WayOut.SEND_AGAIN),
    (MismatchKind.UNCERTAIN, RecordKind.PAYMENT): (WayOut.LINK, WayOut.SEND_AGAIN, WayOut.DO_NOT_SEND),
    # Money paid out cannot wait on account: the credit note is to be put right first.
    (MismatchKind.PAYMENT_DOES_NOT_FIT, RecordKind.CREDIT_NOTE): (WayOut.NOTED,),
}
_WAYS_OF_KIND: dict[MismatchKind, tuple[WayOut, ...]] = {
    MismatchKind.NUMBER_TAKEN: (WayOut.LINK, WayOut.DO_NOT_SEND),
    MismatchKind.TOTAL_DIFFERS: (WayOut.TAKE_THEIRS, WayOut.SEND_OURS, WayOut.UNLINK),
    # Told again it would be rounded again.
    MismatchKind.ROUNDED: (WayOut.NOTED, WayOut.TAKE_THEIRS),
    MismatchKind.FIELD_DIFFERS: (WayOut.TAKE_THEIRS, WayOut.SEND_OURS, WayOut.UNLINK),
    MismatchKind.BOTH_CHANGED: (WayOut.SEND_OURS, WayOut.TAKE_THEIRS, WayOut.UNLINK),
    MismatchKind.CONTACT_ARCHIVED: (WayOut.NOTED, WayOut.DO_NOT_SEND, WayOut.UNLINK),
    MismatchKind.CONTACT_MERGED: (WayOut.NOTED, WayOut.DO_NOT_SEND, WayOut.UNLINK),
    MismatchKind.SAME_PAYMENT: (WayOut.SAME_PAYMENT, WayOut.TWO_PAYMENTS),
    MismatchKind.PAYMENT_DOES_NOT_FIT: (WayOut.ON_ACCOUNT, WayOut.NOTED),
    MismatchKind.CREDIT_IN_XERO: (WayOut.TAKE_THEIRS, WayOut.NOTED),
    MismatchKind.UNCERTAIN: (WayOut.LINK, WayOut.DO_NOT_SEND),
}


def ways_out(
    kind: MismatchKind, record_kind: RecordKind, *, can_be_credited: bool = False, is_paid: bool = False
) -> tuple[WayOut, ...]:
    """What a person may do about a mismatch of this kind on such a record, the likely one first.

    `can_be_credited` and `is_paid` are about this one: Xero lets the amounts of what is paid stand as they are, so
    that the difference is credited rather than sent.
    """
    ways = _WAYS.get((kind, record_kind)) or _WAYS_OF_KIND.get(kind, (WayOut.NOTED,))
    if not can_be_credited:
        return ways
    if is_paid:
        return (WayOut.CREDIT, *(way for way in ways if way is not WayOut.SEND_OURS))
    return (*ways[:2], WayOut.CREDIT, *ways[2:])


def can_be_credited(kind: MismatchKind, record_kind: RecordKind, field: str, apart: Money | None) -> bool:
    """Whether it is an invoice of which Xero has more than we: a credit note over the difference makes them equal."""
    is_total = field == "total" and kind in (MismatchKind.TOTAL_DIFFERS, MismatchKind.BOTH_CHANGED)
    return record_kind is RecordKind.INVOICE and is_total and apart is not None and apart.minor > 0


def button_words(way: WayOut, apart: Money | None = None) -> str:
    """What is on the button of this way out of a difference of so much: a credit says its amount."""
    return f"{way.label} {apart.decimal:,}" if way is WayOut.CREDIT and apart is not None else way.label


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One difference. `local_id` is 0 where we have no such record; values are in words for the screen."""

    kind: MismatchKind
    record_kind: RecordKind
    local_id: int
    label: str
    reason: str
    xero_id: str = ""
    field: str = ""
    customer: str = ""
    ours: str = ""
    theirs: str = ""
    agreed: str = ""
    apart: Money | None = None
    id: int = 0
    asked: str = ""
    """What the client was asked about it, and when; empty if nobody was."""
