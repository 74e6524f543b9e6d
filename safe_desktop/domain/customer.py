"""A customer as we hold it, and the rules of names that Xero puts on it (xero-api.md 4.1, 4.2)."""

import re
import unicodedata
from dataclasses import dataclass, field

MAX_NAME = 255
MAX_CODE = 50
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")


@dataclass(frozen=True, slots=True)
class Address:
    """Where invoices go; empty strings where nothing is known."""

    lines: tuple[str, ...] = ()
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return any((*self.lines, self.city, self.region, self.postcode, self.country))


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the book. `id` is 0 until it is stored; `code` is the user's own number for it, or empty."""

    name: str
    id: int = 0
    code: str = ""
    email: str = ""
    phone: str = ""
    vat_number: str = ""
    address: Address = field(default_factory=Address)
    is_archived: bool = False
    revision: int = 1


def tidy_name(name: str) -> str:
    """The name as it is kept: one space between words, none at the ends, composed letters (NFC)."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip()


def name_key(name: str) -> str:
    """What two names must share to count as the same: Xero compares without regard to case (xero-api.md 4.2)."""
    return tidy_name(name).casefold()


def problems_of(customer: Customer) -> tuple[str, ...]:
    """Why the customer cannot be kept as it is, in words; empty if it can."""
    found = []
    if not customer.name:
        found.append("the name is empty")
    if len(customer.name) > MAX_NAME:
        found.append(f"the name has {len(customer.name)} characters; Xero takes {MAX_NAME}")
    if any(unicodedata.category(letter) == "Cc" for letter in customer.name):
        found.append("the name has control characters")
    if len(customer.code) > MAX_CODE:
        found.append(f"the code has {len(customer.code)} characters; Xero takes {MAX_CODE}")
    if customer.email and not _EMAIL.fullmatch(customer.email):
        found.append(f"“{customer.email[:60]}” is not an e-mail address")
    return tuple(found)


def refused_by_xero(customer: Customer) -> tuple[str, ...]:
    """Why Xero would not take it although the book does (xero-api.md 4.1: no angle brackets in names)."""
    if "<" in customer.name or ">" in customer.name:
        return ("Xero takes no < or > in a name",)
    return ()
