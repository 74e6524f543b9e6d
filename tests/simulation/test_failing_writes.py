"""The disk fails at the N-th write, for every N: an end in words, nothing sent without its intent, no harm done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.sync.syncing import sync
from safe_desktop.errors import StoreError
from tests.simulation.crashing_book import CrashPlan
from tests.simulation.life import Life, SimulatedControl
from tests.simulation.made_lives import problems_of, quiet_life

MOST_COMMITS = 40


class FullDisk(CrashPlan):
    """From its N-th point on the disk is full, until it is freed."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._left = after
        self.is_freed = False
        self.has_failed = False

    def point(self) -> None:
        """Just before a commit, or just after one."""
        self._left -= 1
        if self._left < 0 and not self.is_freed:
            self.has_failed = True
            raise StoreError("The disk is full.", "Nothing was kept.", "Free some space.")


@contextmanager
def life_with_work() -> Iterator[Life]:
    """One customer, two invoices, a credit note and a payment wait to be sent."""
    with quiet_life() as life:
        place = life.workplace
        ann = ledger.add_customer(place, Customer("Ann")).value.id
        for kind, number in (
            (DocumentKind.INVOICE, "INV-1"),
            (DocumentKind.INVOICE, "INV-2"),
            (DocumentKind.CREDIT_NOTE, "CN-1"),
        ):
            line = Line("Coffee", Decimal(1), Decimal(100), "STANDARD")
            document = Document(kind, number, ann, date(2026, 11, 2), date(2026, 12, 2), (line,))
            made = ledger.add_document(place, document).value
        first = place.book.documents.find_number(DocumentKind.INVOICE, "INV-1")
        method = place.book.payments.find_method("Bank transfer")
        assert first is not None
        assert method is not None
        assert made.number == "CN-1"
        ledger.add_payment(place, Payment(ann, date(2026, 11, 2), Money(3_000), method.id, document_id=first.id))
        yield life


def synced(life: Life) -> RunReport:
    report = sync(life.workplace, SimulatedControl(life.clock))
    life.reports.append(report)
    return report


def ended_in_words(life: Life) -> bool:
    """Whether the run failed, and said why; any other error is one of the test."""
    try:
        report = synced(life)
    except StoreError as problem:
        told = str(problem)
    else:
        told = report.words if report.result == "failed" else ""
    if told:
        assert "full" in told
    return bool(told)


def settle_down(life: Life) -> None:
    """The program is started again with room on the disk, and syncs until nothing moves."""
    life.start_again()
    for _ in range(4):
        life.clock.advance(QUIET_SECONDS + 60)
        synced(life)
    assert problems_of(life) == []
    shelf = life.practice.books("").shelf
    assert [shelf.count(kind) for kind in ("contact", "invoice", "credit_note", "payment")] == [1, 2, 1, 1]


@pytest.mark.parametrize("first", range(0, MOST_COMMITS, 10))
def test_a_disk_that_is_full_from_any_commit_on_ends_the_run_in_words(first: int) -> None:
    failed = 0
    for after in range(first, first + 10):
        with life_with_work() as life:
            disk = FullDisk(after)
            life.fail_by(disk)
            assert ended_in_words(life) is disk.has_failed
            failed += disk.has_failed
            disk.is_freed = True
            settle_down(life)
    assert failed or first >= 30


def test_a_file_that_may_not_grow_sends_nothing_without_its_intent() -> None:
    """SQLite itself says that the disk is full, page by page."""
    failed = 0
    for more in range(0, 36, 3):
        with life_with_work() as life:
            database = life.workplace.book.database
            pages = database.value("PRAGMA page_count")
            database.value(f"PRAGMA max_page_count = {pages + more}")
            failed += ended_in_words(life)
            settle_down(life)
    assert failed
