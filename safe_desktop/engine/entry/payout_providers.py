"""Who collects for the business and pays out less a fee, such as GoCardless: listed, and changed by a person.

Kept as one small text of the book. A payout is recognised by the provider's name on the bank's line, and is the
payments of its method less their fees. What an amount is made of is for the matcher.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from safe_desktop.domain.matching.situation import Provider
from safe_desktop.domain.money import Money
from safe_desktop.engine.changes import MISMATCHES, SETTINGS, Changes
from safe_desktop.engine.entry.saved import YOU
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

_KEY = "payout-providers"
_MOST_PERCENT = Decimal(25)
_MOST_MINOR = 100_000
_MOST_PROVIDERS = 50


@dataclass(frozen=True, slots=True)
class PayoutProvider:
    """One provider: its fee is `percent` of each payment and `fixed_minor` pence, at most `cap_minor` (None: no limit).

    `method` is the payment method its collections are recorded under; empty where there is none of its own.
    """

    name: str
    percent: Decimal
    fixed_minor: int = 0
    cap_minor: int | None = None
    method: str = ""

    def terms(self, currency: str) -> str:
        """The fee in words: “1 % + 0.20, at most 4.00”."""
        told = f"{self.percent.normalize():f} %"
        if self.fixed_minor:
            told += f" + {Money(self.fixed_minor, currency).decimal}"
        return told if self.cap_minor is None else f"{told}, at most {Money(self.cap_minor, currency).decimal}"


USUAL = (
    PayoutProvider("GoCardless", Decimal(1), 20, 400, "Direct Debit"),
    PayoutProvider("Stripe", Decimal("1.5"), 20, None, "Card"),
)
"""What they ask of a small business in Britain for payments from there; before a person says otherwise."""


def payout_providers(book: Book) -> tuple[PayoutProvider, ...]:
    """The providers of this book, in a person's order."""
    text = book.settings.remembered(_KEY)
    return USUAL if text is None else msgspec.json.decode(text, type=tuple[PayoutProvider, ...])


def save_payout_providers(workplace: Workplace, providers: Sequence[PayoutProvider]) -> Changes:
    """Keep exactly these. InputError in words where one of them cannot be; then nothing is changed."""
    book = workplace.book
    _refuse(book, providers)
    before = payout_providers(book)
    if tuple(providers) == before:
        return Changes()
    with book.transaction():
        book.settings.remember(_KEY, msgspec.json.encode(list(providers)).decode())
        book.activity.note(YOU, "changed", "setting", None, "Providers", f"{_told(before)} → {_told(providers)}")
    return Changes.of(SETTINGS, MISMATCHES)


def providers_to_match(book: Book) -> tuple[tuple[Provider, str], ...]:
    """Each provider as the matcher takes it, with the method of its collections."""
    return tuple(
        (Provider(one.name, one.percent, one.fixed_minor, one.cap_minor), one.method) for one in payout_providers(book)
    )


def _refuse(book: Book, providers: Sequence[PayoutProvider]) -> None:
    names = [one.name.strip().casefold() for one in providers]
    if len(providers) > _MOST_PROVIDERS:
        raise _cannot(f"There are more than {_MOST_PROVIDERS} providers")
    for one in providers:
        name = one.name.strip()
        if len(name) < 3 or len(name) > 60:
            raise _cannot(f"“{name[:60]}” is no name of a provider: it has 3 to 60 letters, as the bank writes it")
        if names.count(name.casefold()) > 1:
            raise _cannot(f"“{name}” is there twice")
        if not one.percent.is_finite() or not 0 <= one.percent <= _MOST_PERCENT:
            raise _cannot(f"{one.percent} per cent is no fee of {name}: it is between 0 and {_MOST_PERCENT}")
        if not 0 <= one.fixed_minor <= _MOST_MINOR or not 0 <= (one.cap_minor or 0) <= _MOST_MINOR:
            raise _cannot(f"A fee of {name} is between 0 and {Money(_MOST_MINOR).decimal:,}")
        if one.method and book.payments.find_method(one.method) is None:
            raise _cannot(f"There is no payment method “{one.method}”")


def _cannot(problem: str) -> InputError:
    return InputError(f"{problem}.", "The providers were left as they are.", "Correct it and save again.")


def _told(providers: Sequence[PayoutProvider]) -> str:
    return "; ".join(f"{one.name}: {one.terms('GBP')}" for one in providers) or "(none)"
