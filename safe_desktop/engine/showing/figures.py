"""The figures of the overview and the badges: what waits, what differs, what is owed, and what needs a person.

Knows what each figure means and which page settles it; the sums are `store`'s.
"""

from dataclasses import dataclass
from datetime import date, datetime

from safe_desktop.domain.billing import AGE_BANDS, AgeBand
from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.standing import WAITING, Standing
from safe_desktop.engine.showing.lists import RunEntry, runs
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store import figure_queries
from safe_desktop.store.book_file import Book
from safe_desktop.store.customer_list import base_currency
from safe_desktop.store.figure_queries import OldDebt
from safe_desktop.store.payment_list import unmatched, without_account
from safe_desktop.store.receipt_records import WAITING as WAITING_RECEIPTS

__all__ = [
    "AgeBand",
    "Badges",
    "MonthFigures",
    "Need",
    "OldDebt",
    "Overview",
    "StayingPayments",
    "badges",
    "is_large",
    "overview",
    "staying_payments",
]

LAST_RUNS = 7
LARGE = 20_000
MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month in the book's currency; `month` is its first day."""

    month: date
    billed: Money
    received: Money


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a person should do, and where. `tone` is red, amber, blue or grey; `only` a filter of the page."""

    icon: str
    tone: str
    title: str
    detail: str
    button: str
    page: str
    only: str = ""


@dataclass(frozen=True, slots=True)
class StayingPayments:
    """Payments for documents that are in Xero, which stay here because their method has no account there.

    While there are any, the two sides are not equal, whatever else is.
    """

    number: int
    amounts: tuple[Money, ...]

    @property
    def words(self) -> str:
        """How many and how much, such as "3 payments of 120.00 GBP stay here"; nothing if there are none."""
        if not self.number:
            return ""
        amounts = ", ".join(str(amount) for amount in self.amounts)
        return f"{_counted(self.number, 'payment')} of {amounts} {'stays' if self.number == 1 else 'stay'} here"


@dataclass(frozen=True, slots=True)
class Badges:
    """The counts beside the navigation."""

    to_send: int
    desk: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first page shows. Amounts are one for each currency, the book's own first.

    `receipts` is the money that came and waits at the desk, `unmatched` what Xero has as paid for no invoice yet.
    """

    to_send: int
    to_send_amount: tuple[Money, ...]
    to_review: int
    held_back: int
    mismatches: int
    apart: tuple[Money, ...]
    oldest_days: int
    receipts: int
    unmatched: int
    unmatched_amount: tuple[Money, ...]
    staying: StayingPayments
    debtors: tuple[Money, ...]
    overdue: tuple[Money, ...]
    owing_customers: int
    currency: str
    months: tuple[MonthFigures, ...]
    needs: tuple[Need, ...]
    ages: tuple[AgeBand, ...]
    oldest: tuple[OldDebt, ...]
    last_runs: tuple[RunEntry, ...]
    last_good_sync: datetime | None
    is_empty: bool


def is_large(book: Book) -> bool:
    """Whether the book has so many documents that counting and adding up all of them is felt on screen."""
    return figure_queries.highest_document(book) > LARGE


def badges(book: Book) -> Badges:
    """How many records wait to be sent, and how many differences and receipts wait for a person."""
    return Badges(
        figure_queries.waiting_count(book), figure_queries.apart(book).number + book.receipts.count(*WAITING_RECEIPTS)
    )


def overview(workplace: Workplace) -> Overview:
    """The book in figures, as of now."""
    book, today = workplace.book, workplace.clock.today()
    standing = figure_queries.standing_counts(book)
    apart = figure_queries.apart(book)
    unplaced, staying = unmatched(book), staying_payments(book)
    owed = figure_queries.owed(book, today)
    currency = base_currency(book)
    # A currency other than the book's own is in the debtors, but not in the ages: bands of two do not add up.
    by_age = owed[0].by_age if owed and owed[0].debtors.currency == currency else ()
    run_table = runs(book)
    return Overview(
        to_send=sum(standing.get(word.value, 0) for word in WAITING),
        to_send_amount=figure_queries.sendable_amounts(book),
        to_review=standing.get(Standing.TO_REVIEW.value, 0),
        held_back=standing.get(Standing.DO_NOT_SEND.value, 0),
        mismatches=apart.number,
        apart=apart.amounts,
        oldest_days=_days_since(apart.first_found_at, today),
        receipts=book.receipts.count(*WAITING_RECEIPTS),
        unmatched=sum(number for number, _ in unplaced.values()),
        unmatched_amount=tuple(Money(minor, code) for code, (_, minor) in unplaced.items()),
        staying=staying,
        debtors=tuple(one.debtors for one in owed),
        overdue=tuple(one.overdue for one in owed),
        owing_customers=figure_queries.owing_customers(book),
        currency=currency,
        months=months(book, today),
        needs=needs(book, standing, unplaced, staying),
        ages=tuple(
            AgeBand(label, by_age[place] if by_age else Money(0, currency))
            for place, (_, _, label) in enumerate(AGE_BANDS)
        ),
        oldest=figure_queries.oldest_debts(book, today),
        last_runs=tuple(run_table.entries(run_table.ids()[:LAST_RUNS])),
        last_good_sync=book.runs.last_good(),
        is_empty=figure_queries.is_empty(book),
    )


def staying_payments(book: Book) -> StayingPayments:
    """The payments that stay here for want of an account, although Xero has what they pay."""
    found = without_account(book)
    amounts = tuple(Money(minor, currency) for currency, (_, minor) in found.items())
    return StayingPayments(sum(number for number, _ in found.values()), amounts)


def months(book: Book, today: date, number: int = MONTHS) -> tuple[MonthFigures, ...]:
    """What was billed and received in each of the last months, this one last."""
    firsts = [_month_before(today, back) for back in range(number - 1, -1, -1)]
    billed = figure_queries.billed_by_month(book, firsts[0])
    received = figure_queries.received_by_month(book, firsts[0])
    currency = base_currency(book)
    return tuple(
        MonthFigures(
            first,
            Money(billed.get(f"{first:%Y-%m}", 0), currency),
            Money(received.get(f"{first:%Y-%m}", 0), currency),
        )
        for first in firsts
    )


def needs(
    book: Book, standing: dict[str, int], unplaced: dict[str, tuple[int, int]], staying: StayingPayments
) -> tuple[Need, ...]:
    """What a person should do, the most pressing first."""
    found = [_mismatch_need(*row) for row in figure_queries.open_mismatches(book)]
    if standing.get(Standing.FAILED.value):
        found.append(_sending_need(book, Standing.FAILED, "failed", "circle-alert", "red", "refused by Xero", "Fix"))
    arrived = book.receipts.count(*WAITING_RECEIPTS)
    if arrived:
        title = f"{_counted(arrived, 'receipt')} {'waits' if arrived == 1 else 'wait'} for a decision"
        found.append(Need("hand-coins", "amber", title, "Lay them beside what is open", "Decide", "desk", "receipts"))
    receipts = sum(number for number, _ in unplaced.values())
    if receipts:
        amounts = ", ".join(str(Money(minor, code)) for code, (_, minor) in unplaced.items())
        title = f"{_counted(receipts, 'payment')} from Xero {'settles' if receipts == 1 else 'settle'} nothing here yet"
        found.append(Need("hand-coins", "amber", title, amounts, "Match", "payments", "on_account"))
    if staying.number:
        detail = "Choose accounts for their methods"
        found.append(Need("wallet", "amber", staying.words, detail, "Choose", "settings", "methods"))
    if standing.get(Standing.TO_REVIEW.value):
        words = "to review before sending"
        found.append(_sending_need(book, Standing.TO_REVIEW, "to_review", "file-pen", "blue", words, "Review"))
    return tuple(found)


def _mismatch_need(kind: str, number: int, label: str) -> Need:
    title = MismatchKind(kind).heading
    detail = label if number == 1 else f"{label} and {number - 1} more"
    return Need("triangle-alert", "red", f"{title}: {number}", detail, "Settle", "desk", kind)


def _sending_need(book: Book, standing: Standing, only: str, icon: str, tone: str, words: str, button: str) -> Need:
    counted = figure_queries.reviewed_kinds(book, standing)
    nouns = {"customer": "customer", "document": "invoice", "payment": "payment"}
    title = ", ".join(_counted(number, nouns[table]) for table, number in counted.items())
    detail = "; ".join(figure_queries.first_reasons(book, standing))
    return Need(icon, tone, f"{title} {words}", detail, button, "to_send", only)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def _days_since(instant: str, today: date) -> int:
    return max(0, (today - datetime.fromisoformat(instant).date()).days) if instant else 0


def _month_before(today: date, back: int) -> date:
    number = today.year * 12 + today.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)
