"""Which customer of ours is likely which contact of Xero's, with the reasons in words. Pure: no book, no network.

Knows what two spellings of one name have in common. Must not know what is done with a pair: a person decides that.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from safe_desktop.domain.customer import Customer, name_key
from safe_desktop.domain.theirs import Contact

CERTAIN, LIKELY, POSSIBLE = "Certain", "Likely", "Possible"
_CERTAIN_FROM, _LIKELY_FROM = 90, 75
_MOST_WHEN_AGAINST = 60
"""However alike two are: where a VAT number or an e-mail address speaks against it, a person looks."""
_SIMILAR_FROM = 0.84
_FEW = 8
"""So many of the names that share most letter groups are compared letter by letter."""
_MANY = 20
"""An address that more contacts than this have in common (info@…) says nothing about any of them beyond these."""
_GROUP = 3
_LEGAL_FORM = re.compile(
    "ltd|limited|plc|llp|llc|inc|incorporated|co|company|corp|corporation|pty|proprietary|gmbh|bv|sa|the|and"
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a customer and a contact are: reasons, what speaks against it, and a number out of 100."""

    reasons: tuple[str, ...]
    certainty: int
    against: str = ""

    @property
    def word(self) -> str:
        """The certainty as a word."""
        return CERTAIN if self.certainty >= _CERTAIN_FROM else LIKELY if self.certainty >= _LIKELY_FROM else POSSIBLE


@dataclass(frozen=True, slots=True)
class Alike:
    """A customer and a contact that are likely one."""

    customer: Customer
    contact: Contact
    likeness: Likeness


def bare_name(name: str) -> str:
    """What is left of a name without case, accents, punctuation, spaces and legal forms; all of it if nothing is."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter)).replace("'", "").replace("’", "")
    words = re.findall(r"\w+", plain)
    return "".join(word for word in words if not _LEGAL_FORM.fullmatch(word)) or "".join(words)


def bare_code(number: str) -> str:
    """A VAT number or code without spaces and signs, in capitals."""
    return "".join(letter for letter in number.upper() if letter.isalnum())


def likeness(customer: Customer, contact: Contact) -> Likeness | None:
    """How alike the two are, or None if nothing says that they are one."""
    found = [*_by_name(customer.name, contact.name), *_by_numbers(customer, contact)]
    if not found:
        return None
    doubt = 1.0
    for _, share in found:
        doubt *= 1 - share
    certainty, against = round(100 * (1 - doubt)), speaks_against(customer, contact)
    return Likeness(
        tuple(words for words, _ in found), min(certainty, _MOST_WHEN_AGAINST) if against else certainty, against
    )


def speaks_against(customer: Customer, contact: Contact) -> str:
    """Why two of one name may still be two: a VAT number or e-mail address that both have and that differ."""
    if customer.vat_number and contact.tax_number and bare_vat(customer.vat_number) != bare_vat(contact.tax_number):
        return f"VAT numbers differ: {customer.vat_number} here, {contact.tax_number} in Xero"
    if customer.email and contact.email and customer.email.casefold() != contact.email.casefold():
        return f"E-mail addresses differ: {customer.email} here, {contact.email} in Xero"
    return ""


def bare_vat(number: str) -> str:
    """A VAT number without the country before it, which many leave out."""
    return re.sub(r"^[A-Z]{2}(?=\d)", "", bare_code(number))


def _by_name(ours: str, theirs: str) -> Iterator[tuple[str, float]]:
    if name_key(ours) == name_key(theirs):
        yield "Same name", 0.95
    elif bare_name(ours) == bare_name(theirs):
        yield "Same name but for spelling: case, spaces, signs or Ltd", 0.90
    elif (alike := _alike(bare_name(ours), bare_name(theirs))) >= _SIMILAR_FROM:
        yield f"Similar name ({round(alike * 100)} per cent of the letters)", alike * 0.8


def _by_numbers(customer: Customer, contact: Contact) -> Iterator[tuple[str, float]]:
    if customer.vat_number and bare_vat(customer.vat_number) == bare_vat(contact.tax_number):
        yield "Same VAT number", 0.95
    if customer.email and customer.email.casefold() == contact.email.casefold():
        yield "Same e-mail address", 0.75
    if customer.code and bare_code(customer.code) == bare_code(contact.number):
        yield "Same code", 0.8


def _alike(ours: str, theirs: str) -> float:
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _SIMILAR_FROM else 0.0


def likely_pairs(
    customers: Sequence[Customer], contacts: Sequence[Contact], refused: frozenset[tuple[int, str]] = frozenset()
) -> list[Alike]:
    """The likely pairs, each customer and each contact in one at most, the most certain first."""
    by_id = {contact.contact_id: contact for contact in contacts}
    index = _Index(contacts)
    found: list[Alike] = []
    for customer in customers:
        for candidates in (index.with_a_mark(customer), index.with_a_similar_name(customer)):
            alike = [
                Alike(customer, by_id[one], like)
                for one in candidates
                if (customer.id, one) not in refused and (like := likeness(customer, by_id[one])) is not None
            ]
            found += alike
            if any(one.likeness.certainty >= _CERTAIN_FROM for one in alike):
                break  # a similar name would not be looked at beside it
    found.sort(key=lambda one: (-one.likeness.certainty, one.customer.id, one.contact.contact_id))
    return _one_each(found)


def _one_each(found: Iterable[Alike]) -> list[Alike]:
    chosen: list[Alike] = []
    customers: set[int] = set()
    contacts: set[str] = set()
    for one in found:
        if one.customer.id not in customers and one.contact.contact_id not in contacts:
            chosen.append(one)
            customers.add(one.customer.id)
            contacts.add(one.contact.contact_id)
    return chosen


class _Index:
    """Finds the few contacts that may be like a customer, so that not each is compared with each."""

    def __init__(self, contacts: Sequence[Contact]) -> None:
        self._by_mark: defaultdict[str, list[str]] = defaultdict(list)
        self._by_group: defaultdict[str, list[str]] = defaultdict(list)
        self._sizes: dict[str, int] = {}
        for contact in contacts:
            bare = bare_name(contact.name)
            for mark in _marks(bare, contact.email, contact.tax_number, contact.number):
                self._by_mark[mark].append(contact.contact_id)
            groups = _groups(bare)
            self._sizes[contact.contact_id] = len(groups)
            for group in groups:
                self._by_group[group].append(contact.contact_id)

    def with_a_mark(self, customer: Customer) -> list[str]:
        """The contacts with a mark in common: bare name, e-mail address, VAT number or code."""
        marks = _marks(bare_name(customer.name), customer.email, customer.vat_number, customer.code)
        return list(dict.fromkeys(one for mark in marks for one in self._by_mark.get(mark, ())[:_MANY]))

    def with_a_similar_name(self, customer: Customer) -> Iterator[str]:
        """The contacts without such a mark that have most letter groups of the name in common."""
        known = set(self.with_a_mark(customer))
        groups = _groups(bare_name(customer.name))
        shared: Counter[str] = Counter()
        for group in groups:
            shared.update(self._by_group.get(group, ()))
        for contact_id, count in shared.most_common(_FEW):
            # Two names that are alike letter by letter share at least a third of their letter groups.
            if contact_id not in known and count * 3 >= max(len(groups), self._sizes[contact_id]):
                yield contact_id


def _marks(bare: str, email: str, vat_number: str, code: str) -> list[str]:
    named: Mapping[str, str] = {
        "name": bare,
        "email": email.casefold(),
        "vat": bare_vat(vat_number),
        "code": bare_code(code),
    }
    return [f"{kind} {mark}" for kind, mark in named.items() if mark]


def _groups(bare: str) -> set[str]:
    padded = f" {bare} "
    return {padded[place : place + _GROUP] for place in range(len(padded) - _GROUP + 1)}
