"""Xero's bank transactions of the type RECEIVE, made into the value of `domain.theirs`: one record at a time.

Knows the properties that these have (xero-api.md 7.1). Must not know of pages and envelopes: that is `wire_reading`.
"""

import msgspec

from safe_desktop.domain.theirs import TheirReceiveMoney
from safe_desktop.xero.wire_records import known_id
from safe_desktop.xero.wire_shapes import (
    AccountShape,
    ContactShape,
    LineShape,
    Number,
    Shape,
    Text,
    day,
    moment,
    money,
    one,
)

_WORDS = 200


class BankTransactionShape(Shape):
    bank_transaction_id: Text = None
    type: Text = None
    reference: Text = None
    contact: ContactShape | list[msgspec.Raw] | None = None
    bank_account: AccountShape | list[msgspec.Raw] | None = None
    date: Text = None
    date_string: Text = None
    status: Text = None
    currency_code: Text = None
    total: Number = None
    is_reconciled: bool | None = None
    line_items: list[LineShape] | None = None
    updated_date_utc: Text = None


def read_receive_money(raw: BankTransactionShape, base_currency: str) -> TheirReceiveMoney:
    """The money's value; ValueError in words if it has none."""
    contact, account = one(raw.contact) or ContactShape(), one(raw.bank_account) or AccountShape()
    words = " · ".join(dict.fromkeys(line.description for line in raw.line_items or [] if line.description))
    return TheirReceiveMoney(
        transaction_id=known_id(raw.bank_transaction_id),
        contact_id=contact.contact_id or "",
        contact_name=contact.name or "",
        came_on=day(raw.date, raw.date_string),
        status=raw.status or "AUTHORISED",
        total=money(raw.total, raw.currency_code or base_currency),
        updated_at=moment(raw.updated_date_utc),
        reference=raw.reference or "",
        account_code=account.code or "",
        words=words[:_WORDS],
        is_reconciled=bool(raw.is_reconciled),
    )
