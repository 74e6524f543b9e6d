"""Random invoices and credit notes of every awkward kind, and the differences between our sums and Xero's for them.

The same seed makes the same documents.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.tax import TaxMode, VatCode
from safe_desktop.domain.theirs import TheirDocument
from safe_desktop.engine.country_codes import UK_VAT_CODES
from safe_desktop.xero.wire_writing import BATCH, document_element
from tests.xero.signed_in_desk import TODAY, Desk

_MOST_LINES = 8
_TIES = ("2.165", "0.125", "17.955", "0.3333", "1.005", "33.3350", "0.0001", "99.9999")
"""Prices whose products fall on or beside half a penny."""


@dataclass(frozen=True, slots=True)
class Unequal:
    """One amount that Xero made otherwise, with both workings."""

    document: Document
    what: str
    ours: str
    theirs: str


def random_documents(count: int, seed: int = 1) -> Iterator[Document]:
    """So many documents worth something: four-place prices, discounts, mixed rates, all modes, negative lines."""
    chance = random.Random(seed)
    made = 0
    while made < count:
        document = _document(chance, made)
        if document.totals.total.minor > 0:
            made += 1
            yield document


def _document(chance: random.Random, number: int) -> Document:
    kind = DocumentKind.CREDIT_NOTE if chance.random() < 0.15 else DocumentKind.INVOICE
    mode = chance.choice(list(TaxMode))
    lines = tuple(_line(chance, mode) for _ in range(chance.randint(1, _MOST_LINES)))
    return Document(kind, f"PX-{number:05}", 1, TODAY, TODAY + timedelta(days=30), lines, currency="GBP", tax_mode=mode)


def _line(chance: random.Random, mode: TaxMode) -> Line:
    code = chance.choice(UK_VAT_CODES)
    quantity = Decimal(chance.choice((1, 1, 2, 3, 7, 12, 100))) if chance.random() < 0.5 else _four(chance, 50)
    price = Decimal(chance.choice(_TIES)) if chance.random() < 0.3 else _four(chance, 900)
    if chance.random() < 0.15:
        price = -price
    discount = chance.choice((Decimal(10), Decimal("2.5"), Decimal("33.33"), _two(chance)))
    rate = Decimal(0) if mode is TaxMode.NO_TAX else code.rate
    discount = discount if chance.random() < 0.35 else Decimal(0)
    return Line("Beans", quantity, price, code.code, rate, discount=discount)


def _four(chance: random.Random, most: int) -> Decimal:
    return Decimal(chance.randint(1, most * 10_000)).scaleb(-4)


def _two(chance: random.Random) -> Decimal:
    return Decimal(chance.randint(0, 9_999)).scaleb(-2)


def sent_and_compared(desk: Desk, documents: Sequence[Document], one_line: str = "") -> tuple[int, list[Unequal]]:
    """How many lines Xero took of these documents, and every amount that it made otherwise than we.

    With `one_line` they are told as one line of these words for each VAT code.
    """
    contact = desk.new_contact("Penny Exact Ltd")
    vat: dict[str, VatCode] = {code.code: code for code in UK_VAT_CODES}
    lines, unequal = 0, list[Unequal]()
    for kind in DocumentKind:
        of_kind = [document for document in documents if document.kind is kind]
        for start in range(0, len(of_kind), BATCH):
            batch = of_kind[start : start + BATCH]
            elements = [
                document_element(document, contact.contact_id, vat, "200", one_line=one_line) for document in batch
            ]
            answers = {answer.natural_key: answer for answer in desk.write(RecordKind(kind.value), *elements)}
            for document in batch:
                answer = answers[document.number]
                assert isinstance(answer.value, TheirDocument), (document, answer.messages)
                lines += len(answer.value.lines)
                unequal += _differences(document, answer.value, bool(one_line))
    return lines, unequal


def _differences(document: Document, theirs: TheirDocument, is_gathered: bool) -> list[Unequal]:
    totals = document.totals
    pairs = [
        ("total", totals.total, theirs.total),
        ("VAT", totals.tax, theirs.tax),
        ("net", totals.subtotal, theirs.subtotal),
    ]
    ours = () if is_gathered else document.lines
    assert is_gathered or len(ours) == len(theirs.lines)
    for place, (line, their_line) in enumerate(zip(ours, theirs.lines, strict=False), start=1):
        amounts = line.amounts(document.tax_mode, document.currency)
        pairs += [(f"line {place}", amounts.amount, their_line.amount)]
        pairs += [(f"VAT of line {place}", amounts.tax, their_line.tax)]
    return [Unequal(document, what, str(here), str(there)) for what, here, there in pairs if here != there]
