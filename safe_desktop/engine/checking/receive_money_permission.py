"""Whether money that Xero has without an invoice may be read: a person's setting, and a permission of the sign-in.

The permission is asked for only where the setting is on: nobody is asked for more than is used. Where it is missing
nothing fails; the check before a sync says so.
"""

from collections.abc import Iterable
from dataclasses import replace

from safe_desktop.engine.checking.preflight_finding import Finding
from safe_desktop.store.book_file import Book
from safe_desktop.xero.addresses import RECEIVE_MONEY_SCOPE, Addresses, covers_receive_money

_GRANTED = "receive-money-granted"
_YES, _NO = "yes", "no"
_SETTING = "read_receive_money"
_SUBJECT = "Money received"


def with_permission(book: Book, addresses: Addresses) -> Addresses:
    """The addresses, whose sign-in asks for this permission too where the setting is on."""
    if not book.settings.read_receive_money or covers_receive_money(addresses.scopes):
        return addresses
    return replace(addresses, scopes=(*addresses.scopes, RECEIVE_MONEY_SCOPE))


def note_permissions(book: Book, scopes: Iterable[str]) -> None:
    """Keep whether a new sign-in covers it; where a person never chose, what is allowed is done. In a transaction."""
    is_granted = covers_receive_money(scopes)
    book.settings.remember(_GRANTED, _YES if is_granted else _NO)
    if is_granted and book.settings.remembered(_SETTING) is None:
        book.settings.read_receive_money = True


def note_refused(book: Book) -> None:
    """Keep that Xero said no, so that it is not asked again before a new sign-in; inside a transaction."""
    book.settings.remember(_GRANTED, _NO)


def is_read(book: Book) -> bool:
    """Whether to ask Xero for it: switched on, and not known to be refused. An older sign-in is tried once."""
    return book.settings.read_receive_money and book.settings.remembered(_GRANTED) != _NO


def findings(book: Book) -> list[Finding]:
    """What the check says of it; nothing where it is switched off."""
    if not book.settings.read_receive_money:
        return []
    if is_read(book):
        return [Finding(_SUBJECT, False, "Money received in Xero without an invoice is read too")]
    words = "Money received in Xero without an invoice is not read: the sign-in does not cover it"
    remedy = "Connect again, which asks for it, or switch it off in Settings."
    return [Finding(_SUBJECT, False, words, remedy)]
