"""Makes organisations with receipts and the truth about them, in other numbers, names and words than any case set.

Seeded. Each receipt has one truth: which documents it pays (key -> amount), or that nobody may decide it (None).
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from safe_desktop.domain.matching.situation import (
    EarlierReceipt,
    OpenDocument,
    Payer,
    Receipt,
    ReceiptSource,
    Situation,
)

START = date(2026, 3, 2)
FORMATS = (
    "INV/2026/{n:04d}",
    "A-{n}",
    "2026{n:04d}",
    "SI {n}",
    "2026-{n:04d}",
    "INV2526-{n:03d}",
    "{n}",
    "Nº {n:05d}",
    "HF{n:04d}/26",
)
_FIRST = (
    "Amberley",
    "Bracken",
    "Cotswold",
    "Dunmore",
    "Ellerslie",
    "Farrow",
    "Glencoe",
    "Harlow",
    "Inverness",
    "Jarrow",
)
_SECOND = ("Bakehouse", "Nurseries", "Vets", "Upholstery", "Scaffolding", "Printworks", "Brewery", "Stables", "Cycles")
_LEGAL = ("Ltd", "Limited", "LLP", "", "(Scotland) Ltd")
_SURNAMES = ("Ferreira", "Okonkwo", "Lindqvist", "Novak", "Haddad", "Tremblay", "Oyelaran", "Petrov")
_FIRST_NAMES = ("Sofia", "Emeka", "Astrid", "Milan", "Layla", "Denis", "Tolu", "Irina")


@dataclass
class MadeBook:
    """A situation being made, and the truth about its receipts."""

    seed: int
    number_format: str
    payers: list[Payer] = field(default_factory=list)
    documents: list[OpenDocument] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    history: list[EarlierReceipt] = field(default_factory=list)
    truth: dict[str, dict[str, int] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.next_number = self.chance.choice((37, 940, 1042, 20_381))
        names = [f"{one} {other}" for one in _FIRST for other in _SECOND]
        self.chance.shuffle(names)
        for at, name in enumerate(names[:60]):
            legal = self.chance.choice(_LEGAL)
            first, last = self.chance.choice(_FIRST_NAMES), self.chance.choice(_SURNAMES)
            self.payers.append(Payer(f"C{at}", f"{name} {legal}".strip(), first, last, f"{name[:4].upper()}{at:02d}"))

    def situation(self) -> Situation:
        """Everything made so far."""
        return Situation(
            "GBP",
            tuple(sorted(self.receipts, key=lambda one: one.came_on)),
            tuple(self.documents),
            history=tuple(self.history),
            payers=tuple(self.payers),
        )

    def owe(self, payer: Payer, minor: int, days: int = 0, reference: str = "") -> OpenDocument:
        """One more open invoice."""
        number = self.number_format.format(n=self.next_number)
        self.next_number += 1
        issued = START + timedelta(days=days)
        key = f"D{len(self.documents)}"
        document = OpenDocument(
            key, number, payer.key, issued, issued + timedelta(days=30), minor, minor, reference=reference
        )
        self.documents.append(document)
        return document

    def receive(self, minor: int, payee: str, reference: str, truth: dict[str, int] | None, days: int = 35) -> Receipt:
        """One more receipt, told in the manner of a bank; `truth` None: nobody may decide it."""
        key = f"R{len(self.receipts):04d}"
        came_on = START + timedelta(days=days)
        name, text = payee.upper(), reference.upper()
        narrative = self.chance.choice(
            (
                "",
                f"{name[:18]:<18} {text[:18]}",
                f"FASTER PAYMENT FROM {name} REF {reference}",
                f"{name} , {text} , FP 06/04/26 1634 , 37000000001234567890N",
                f"{name} {text} 06APR26 1634",
                f"BANK CREDIT {name} {text} 20-45-77 12345678",
            )
        )
        receipt = Receipt(key, ReceiptSource.BANK, came_on, minor, "FPI", payee, reference)
        if narrative:
            receipt = Receipt(key, ReceiptSource.BANK, came_on, minor, "BGC", narrative=narrative)
        self.receipts.append(receipt)
        self.truth[key] = truth
        return receipt

    def short(self, number: str) -> str:
        """The number as people write it: whole, without its separators, or its digits only."""
        digits = "".join(one for one in number if one.isdigit())
        bare = "".join(one for one in number if one.isalnum())
        way = self.chance.randrange(5)
        words = (number, bare, number.lower(), digits, number.replace("-", " "))
        lead = self.chance.choice(("", "inv ", "Invoice ", "our payment of ", "bill no. ", "Ref: "))
        return lead + words[way]


def amount(chance: random.Random) -> int:
    """An amount as businesses bill it: often round, often not."""
    return chance.choice((chance.randrange(20, 900) * 100, chance.randrange(1_500, 400_000), 36_000, 72_000))


def made_month(seed: int, number_format: str) -> MadeBook:
    """A month of sixty customers, in which all sorts of receipts come in."""
    book = MadeBook(seed, number_format)
    chance = book.chance
    for payer in book.payers:
        for _ in range(chance.randrange(2, 7)):
            book.owe(payer, amount(chance), chance.randrange(0, 28))
    for payer in book.payers:
        _pays(book, payer)
    _strangers(book)
    return book


def _pays(book: MadeBook, payer: Payer) -> None:
    chance = book.chance
    owed = [one for one in book.documents if one.payer_key == payer.key]
    chance.shuffle(owed)
    first, second = owed[0], owed[1]
    equal = [one for one in owed if one.open_minor == first.open_minor]
    way = chance.randrange(6)
    if way <= 1:
        book.receive(first.open_minor, payer.name, book.short(first.number), {first.key: first.open_minor})
    elif way == 2:
        both = {one.key: one.open_minor for one in (first, second)}
        book.receive(sum(both.values()), payer.name, f"{first.number} + {second.number}", both)
    elif way == 3:
        oldest = min(equal, key=lambda one: (one.issued_on, one.due_on, one.key))
        book.receive(
            first.open_minor, payer.name, chance.choice(("", "thanks", "Payment")), {oldest.key: first.open_minor}
        )
    elif way == 4:
        part = first.open_minor // 3
        book.receive(part, payer.name, book.short(first.number), {first.key: part})
    else:
        over = first.open_minor + 1_000
        book.receive(over, payer.name, book.short(first.number), {first.key: first.open_minor})


def _strangers(book: MadeBook) -> None:
    """Money of people who are no customers, whose amount or number fits by chance; and cash of unknown origin."""
    chance = book.chance
    for document in chance.sample(book.documents, 12):
        name = f"{chance.choice(_SURNAMES)} Marquees"
        book.receive(document.open_minor, name, chance.choice(("", "deposit", "thank you")), None)
        book.receive(document.open_minor + 777, f"{name} Hire", document.number, None)
        book.receive(document.open_minor, "Cash deposit", "", None)
