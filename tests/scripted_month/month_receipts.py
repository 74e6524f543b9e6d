"""What comes by the bank in a month, sort by sort: how many of each, and how each is written on the statement."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tests.scripted_month.month_making import OCTOBER, MonthMaker, strangers
from tests.scripted_month.month_truth import (
    Belongs,
    EarlierPayment,
    Elsewhere,
    Made,
    MoneyInXero,
    Month,
    MonthInvoice,
)

Make = Callable[[MonthMaker, int], None]
DIFFERING = 18
"""Invoices that are kept for what differs in Xero: of the customers who pay nothing by the bank, one each."""
_ZERO_RATED = 3
"""Its VAT code is changed to another that takes none either."""


def a_month(seed: int = 1, first: date = OCTOBER) -> Month:
    """The month of this seed: 300 invoices, 260 lines of the bank, and the truth about each."""
    maker = MonthMaker(seed, first)
    for place, customer in enumerate(maker.customers[-DIFFERING:]):
        maker.invoice(customer, maker.net(20_000), is_zero_rated=place == _ZERO_RATED)
    for sort, (count, make) in SORTS.items():
        before = len(maker.lines)
        for place in range(count):
            make(maker, place)
        assert len(maker.lines) > before, sort
    for place, how in enumerate(IN_XERO):
        _in_xero(maker, place, how)
    return maker.finished()


def _written(maker: MonthMaker, number: str) -> str:
    """A number as customers write it."""
    digits = number.removeprefix("INV-")
    return maker.one_of((number, number, f"INV{digits}", f"INVOICE {digits}", f"INV {digits}", digits))


def _exact(maker: MonthMaker, _place: int) -> None:
    invoice = maker.invoice(maker.payer())
    maker.pays("exact", invoice, _written(maker, invoice.number))


def _by_name(maker: MonthMaker, _place: int) -> None:
    maker.pays("name and amount", maker.invoice(maker.payer()), "THANK YOU")


def _recurring(maker: MonthMaker, _place: int) -> None:
    """Three equal bills, paid one after the other; the oldest is meant."""
    customer, net = maker.payer(), maker.net()
    bills = [maker.invoice(customer, net, back) for back in (2, 1, 0)]
    for place, bill in enumerate(bills):
        shares = ((bill.number, bill.total_minor),)
        day = maker.first + timedelta(days=13 + 7 * place)
        maker.line("recurring", bill.total_minor, customer, "MONTHLY", Belongs.INVOICES, customer, shares, on=day)


def _order(maker: MonthMaker, place: int) -> None:
    invoice = maker.invoice(maker.payer(), reference=f"PO {64100 + 37 * place}")
    maker.pays("order number", invoice, invoice.reference.replace(" ", ""))


def _mistyped(maker: MonthMaker, _place: int) -> None:
    invoice = maker.invoice(maker.payer())
    digits = invoice.number.removeprefix("INV-")
    maker.pays("mistyped", invoice, f"INV-{digits[0]}{digits[2]}{digits[1]}{digits[3]}")


def _listed(maker: MonthMaker, place: int) -> None:
    customer = maker.payer()
    bills = [maker.invoice(customer) for _ in range(2 + place % 2)]
    shares = tuple((bill.number, bill.total_minor) for bill in bills)
    whole = sum(minor for _, minor in shares)
    reference = " ".join(bill.number.removeprefix("INV-") for bill in bills)
    maker.line("listed", whole, customer, reference, Belongs.INVOICES, customer, shares)


def _in_parts(maker: MonthMaker, _place: int) -> None:
    """A part of an invoice, and the rest of it later."""
    invoice = maker.invoice(maker.payer())
    part = invoice.total_minor * 2 // 5
    for minor, day in ((part, 14), (invoice.total_minor - part, 24)):
        shares = ((invoice.number, minor),)
        on = maker.first + timedelta(days=day)
        maker.line(
            *("part", minor, invoice.customer, invoice.number, Belongs.INVOICES, invoice.customer, shares), on=on
        )


def _too_much(maker: MonthMaker, place: int) -> None:
    invoice, more = maker.invoice(maker.payer()), 1_000 + 550 * place
    shares = ((invoice.number, invoice.total_minor),)
    whole = invoice.total_minor + more
    maker.line(
        *("too much", whole, invoice.customer, invoice.number, Belongs.INVOICES, invoice.customer, shares), credit=more
    )


def _too_little(maker: MonthMaker, place: int) -> None:
    """A few pence that nobody will ask for: they may stay open, or be written off."""
    invoice, short = maker.invoice(maker.payer()), 37 + 12 * place
    whole = invoice.total_minor - short
    shares = ((invoice.number, whole),)
    maker.line(
        *("too little", whole, invoice.customer, invoice.number, Belongs.INVOICES, invoice.customer, shares),
        may_be_short=short,
    )


def _owner(maker: MonthMaker, place: int) -> None:
    """Paid from the owner's own account: first with the number, then without, and fifteen pence too little."""
    customer, payee = maker.payer(), ("MR T OAKSHOTT", "R FENNIMORE")[place]
    for day, reference, short in ((14, "", 0), (25, "PAYMENT", 15)):
        invoice = maker.invoice(customer)
        shares = ((invoice.number, invoice.total_minor),)
        maker.line(
            *("owner", invoice.total_minor - short, payee, reference or invoice.number, Belongs.INVOICES),
            *(customer, shares),
            short=short,
            on=maker.first + timedelta(days=day),
        )


def _same_amount(maker: MonthMaker, _place: int) -> None:
    """Two customers owe the same, and two sums of it come without a name: only the customers can say whose is whose."""
    net = maker.net()
    for day in (16, 18):
        invoice = maker.invoice(maker.payer(), net)
        shares = ((invoice.number, invoice.total_minor),)
        on = maker.first + timedelta(days=day)
        maker.line(
            *("same amount", invoice.total_minor, "", "BANK CREDIT", Belongs.INVOICES, invoice.customer, shares), on=on
        )


def _stranger(maker: MonthMaker, place: int) -> None:
    """Money that is no customer's; two of the sums are what a customer owes by chance."""
    minor = maker.invoice(maker.payer()).total_minor if place < _TRAPS else maker.net()
    who = strangers()[place % len(strangers())]
    maker.line("stranger", minor, who, f"REF {88310 + 7 * place}", Belongs.NOT_OURS)


_TRAPS = 2


def _twice(maker: MonthMaker, _place: int) -> None:
    """The same invoice is paid again a week later: the second time nothing is open."""
    first = next(line for line in maker.lines if line.sort == "exact" and _week_later(line.came_on, maker))
    used = {line.reference for line in maker.lines if line.sort == "twice"}
    candidates = [one for one in maker.lines if one.sort == "exact" and one.reference not in used]
    line = next((one for one in candidates if _week_later(one.came_on, maker)), first)
    maker.line(
        *("twice", line.minor, line.customer, line.reference, Belongs.ON_ACCOUNT, line.customer),
        credit=line.minor,
        on=line.came_on + timedelta(days=7),
    )


def _week_later(day: date, maker: MonthMaker) -> bool:
    return day + timedelta(days=7) <= maker.first + timedelta(days=29)


def _known(maker: MonthMaker, made: Made, sort: str) -> None:
    invoice, day = maker.invoice(maker.payer()), maker.day()
    maker.earlier.append(EarlierPayment(invoice.number, invoice.total_minor, day, made))
    maker.line(
        *(sort, invoice.total_minor, invoice.customer, _written(maker, invoice.number), Belongs.KNOWN),
        *(invoice.customer, ((invoice.number, invoice.total_minor),)),
        on=day,
    )


def _typed_in(maker: MonthMaker, _place: int) -> None:
    _known(maker, Made.HERE, "typed in before")


def _paid_in_xero(maker: MonthMaker, _place: int) -> None:
    _known(maker, Made.XERO, "paid in Xero")


def _told_twice(maker: MonthMaker, _place: int) -> None:
    """Written down in Xero as income, and on the statement: it is one sum, and pays the invoice once."""
    invoice, day = maker.invoice(maker.payer()), maker.day()
    who, whole = invoice.customer, invoice.total_minor
    received = MoneyInXero(Elsewhere.RECEIVED, who, whole, day, invoice.number, invoice.number, is_on_statement=True)
    maker.in_xero.append(received)
    shares = ((invoice.number, whole),)
    maker.line("told twice", whole, who, invoice.number, Belongs.KNOWN, who, shares, on=day)


def _payout(maker: MonthMaker, place: int) -> None:
    """Six collections come in one sum, less what the provider keeps."""
    bills = [maker.invoice(maker.payer()) for _ in range(6)]
    day = maker.first + timedelta(days=15 + 4 * place)
    for bill in bills:
        collected = EarlierPayment(bill.number, bill.total_minor, day - timedelta(days=3), Made.COLLECTED)
        maker.earlier.append(collected)
    whole = sum(bill.total_minor - maker.fee(bill.total_minor) for bill in bills)
    shares = tuple((bill.number, bill.total_minor) for bill in bills)
    maker.line("payout", whole, "GOCARDLESS", f"FERNHILL-{41 + place}", Belongs.PAYOUT, "", shares, on=day)


def _bounced(maker: MonthMaker, _place: int) -> None:
    """A Direct Debit that had come, and goes back."""
    invoice = maker.invoice(maker.payer())
    came = maker.first + timedelta(days=13)
    maker.earlier.append(EarlierPayment(invoice.number, invoice.total_minor, came, Made.PAID_OUT))
    shares = ((invoice.number, invoice.total_minor),)
    maker.line(
        *("bounced", -invoice.total_minor, invoice.customer, f"RETURNED {invoice.number}"[:18], Belongs.BOUNCED),
        *(invoice.customer, shares),
        kind="DDR",
        on=came + timedelta(days=4),
    )


def _refunded(maker: MonthMaker, place: int) -> None:
    """A credit note is paid back."""
    customer = maker.payer()
    note = MonthInvoice(f"CN-{301 + place}", customer, maker.first + timedelta(days=2 + place), maker.net())
    maker.credit_notes.append(note)
    shares = ((note.number, note.total_minor),)
    maker.line(
        *("refund", -note.total_minor, customer, note.number, Belongs.REFUND, customer, shares),
        kind="BP",
        on=maker.day(),
    )


def _paid_out(maker: MonthMaker, place: int) -> None:
    who = strangers()[(3 + place) % len(strangers())]
    maker.line("money out", -maker.net(), who, f"BILL {3300 + 11 * place}", Belongs.NOT_OURS, kind="DD")


def _in_xero(maker: MonthMaker, place: int, how: Elsewhere) -> None:
    """Money on another account, written down in Xero in a way that leaves our invoice open, or settles too much."""
    invoice = maker.invoice(maker.payer())
    minor = invoice.total_minor + (_MORE if how is Elsewhere.OVERPAID else 0)
    reference = invoice.number if place % 2 == 0 else "BANK TRANSFER"
    came_on = maker.first + timedelta(days=15 + place)
    maker.in_xero.append(MoneyInXero(how, invoice.customer, minor, came_on, invoice.number, reference))


IN_XERO = (*(Elsewhere.RECEIVED,) * 3, *(Elsewhere.PREPAID,) * 2, Elsewhere.OVERPAID)
_MORE = 2_500

SORTS: Mapping[str, tuple[int, Make]] = {
    "exact": (94, _exact),
    "name and amount": (30, _by_name),
    "recurring": (6, _recurring),
    "order number": (12, _order),
    "mistyped": (8, _mistyped),
    "listed": (16, _listed),
    "part": (4, _in_parts),
    "too much": (4, _too_much),
    "too little": (2, _too_little),
    "owner": (2, _owner),
    "same amount": (2, _same_amount),
    "stranger": (16, _stranger),
    "twice": (2, _twice),
    "typed in before": (10, _typed_in),
    "paid in Xero": (12, _paid_in_xero),
    "told twice": (2, _told_twice),
    "payout": (4, _payout),
    "bounced": (2, _bounced),
    "refund": (2, _refunded),
    "money out": (10, _paid_out),
}
