"""A book to practise on: an invented firm that brings coffee and fruit to offices, a year of its sales.

Every name is made up. The same day always gives the same book; all dates count back from today, so that there is
always a current month to send, something overdue, and a year to look at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from safe_desktop.domain.customer import Address, Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, PAYMENTS, Changes
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.sample_statement import statement_path, write_sample_statement
from safe_desktop.engine.workplace import Workplace

_TERMS = timedelta(days=30)
_THIS_MONTH = 14
_EACH_EARLIER_MONTH = 4
_MONTHS_BEFORE = 11
_NAMES = (
    "Quillbrook Joinery",
    "Marrowfen Engineering Ltd",
    "Tansyworth Estates",
    "Pellimore & Daughters",
    "Otterby Lane Dental Care",
    "Hexcombe Print Works",
    "Brindlewick Primary School",
    "Saltmarsh & Crane Solicitors",
    "Vellacourt Design",
    "Thistledown Nursery Group",
    "Ashgarrow Cycles",
    "Cobblewood Veterinary Practice",
    "Fenwhistle Brewery",
    "Gorseholm Care Homes Ltd",
    "Ivorystone Architects",
    "Juniper & Slate Interiors",
    "Kestrelmoor Garage",
    "Larkmead Community Hall",
    "Nettlecombe Pottery",
    "Orlesden Accountancy",
    "Plumridge Music School",
    "Rookfold Farm Shop",
    "Wexhollow Climbing Centre",
    "Yarrowgate Housing Trust",
)
# Description, price without VAT, VAT code: food is zero-rated, what is done or lent is not.
_GOODS = (
    ("Coffee beans, house blend, 1 kg", Decimal("18.40"), "ZERO"),
    ("Fruit box, 50 pieces, weekly", Decimal("32.50"), "ZERO"),
    ("Coffee machine, monthly rental", Decimal("85.00"), "STANDARD"),
    ("Service visit and descaling", Decimal("64.75"), "STANDARD"),
    ("Barista training, half a day", Decimal("145.00"), "STANDARD"),
    ("Oat drink, case of 12", Decimal("21.99"), "STANDARD"),
)
# Sales that their customers forgot (place in the year's list), and those that paid a part (place, per cent).
_FORGOTTEN = frozenset({9, 17, 26, 31, 38})
_PART_PAID = {22: 40, 35: 50}


@dataclass(frozen=True, slots=True)
class _Sale:
    place: int
    customer: int
    issued_on: date
    kind: DocumentKind = DocumentKind.INVOICE


def fill(workplace: Workplace) -> Changes:
    """Fill an empty book with customers, documents and payments, as if a person had typed them in.

    Beside a practice book a bank statement is laid that pays some of what is open.
    """
    today = workplace.clock.today()
    with workplace.book.transaction():
        ids = [ledger.add_customer(workplace, customer).value.id for customer in _customers()]
        for sale in sorted(_sales(today), key=lambda sale: (sale.issued_on, sale.place)):
            document = ledger.add_document(workplace, _document(sale, ids[sale.customer])).value
            payment = _payment(workplace, sale, document, today)
            if payment is not None:
                ledger.add_payment(workplace, payment, seed=f"sample {document.number}")
    if workplace.home.is_practice:
        write_sample_statement(workplace, statement_path(workplace.home))
    return Changes.of(CUSTOMERS, DOCUMENTS, PAYMENTS)


def _customers() -> Iterator[Customer]:
    for place, name in enumerate(_NAMES):
        word = name.split()[0].lower()
        # Some customers have no e-mail, as in every real book.
        email = "" if place % 6 == 5 else f"accounts@{word}.example"
        address = Address((f"{3 + place * 7} Fernhill Road",), "Fernhill", "", f"ZZ{1 + place % 9} {place % 8}QX", "")
        yield Customer(name=name, code=f"F{101 + place}", email=email, address=address if place % 4 else Address())


def _sales(today: date) -> Iterator[_Sale]:
    first = today.replace(day=1)
    for place in range(_MONTHS_BEFORE * _EACH_EARLIER_MONTH):
        back, week = divmod(place, _EACH_EARLIER_MONTH)
        month = _month_before(first, _MONTHS_BEFORE - back)
        yield _Sale(place, place * 5 % len(_NAMES), month + timedelta(days=2 + 7 * week))
    for number in range(_THIS_MONTH):
        day = first + timedelta(days=number * (today.day - 1) // (_THIS_MONTH - 1))
        yield _Sale(100 + number, number * 7 % len(_NAMES), day)
    for number, back in enumerate((4, 1)):
        month = _month_before(first, back)
        yield _Sale(200 + number, 3 + 8 * number, month + timedelta(days=18), DocumentKind.CREDIT_NOTE)


def _document(sale: _Sale, customer_id: int) -> Document:
    if sale.kind is DocumentKind.CREDIT_NOTE:
        description, price, code = _GOODS[1]
        lines: tuple[Line, ...] = (Line(f"Returned: {description}", Decimal(sale.place - 198), price, code),)
    else:
        lines = tuple(_lines(sale.place))
    return Document(
        kind=sale.kind,
        number="",
        customer_id=customer_id,
        issued_on=sale.issued_on,
        due_on=sale.issued_on + _TERMS,
        reference="" if sale.place % 3 else f"PO {4100 + sale.place * 7}",
        lines=lines,
    )


def _lines(place: int) -> Iterator[Line]:
    for number in range(1 + place % 3):
        description, price, code = _GOODS[(place + number * 2) % len(_GOODS)]
        yield Line(description, Decimal(1 + (place * 3 + number * 5) % 12), price, code)


def _payment(workplace: Workplace, sale: _Sale, document: Document, today: date) -> Payment | None:
    paid_on = sale.issued_on + timedelta(days=14 + sale.place * 11 % 30)
    is_paid = sale.place < 100 and sale.place not in _FORGOTTEN and paid_on < today
    if sale.kind is DocumentKind.CREDIT_NOTE or not is_paid:
        return None
    total = document.totals.total
    minor = total.minor * _PART_PAID.get(sale.place, 100) // 100
    # The one method that has an account in Xero as soon as the book is connected, so that all of it can be sent.
    method = workplace.book.payments.find_method(workplace.book.settings.default_method)
    assert method is not None, "a new book has this payment method"
    return Payment(
        customer_id=document.customer_id,
        paid_on=paid_on,
        amount=Money(minor, total.currency),
        method_id=method.id,
        document_id=document.id,
        reference=document.number if sale.place % 2 else "",
    )


def _month_before(first: date, back: int) -> date:
    number = first.year * 12 + first.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)
