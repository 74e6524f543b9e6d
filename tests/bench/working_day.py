"""A whole working day at one sync a minute, in simulated time: the calls it takes.

A program, not a test: `python tests/bench/working_day.py [--seed N] [--quiet]`. Engine, store, client and practice
Xero are the real ones; only time is moved. From nine to half past five people write invoices and payments here, and
others pay, change, void and add in Xero. The goal is 800 calls at most.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.sync.syncing import BY_TIMER, sync
from tests.simulation.life import SimulatedControl
from tests.simulation.made_lives import quiet_life
from tests.simulation.scene import Scene

MINUTES = 510
MOST_CALLS = 800
_OPEN_BEFORE = 120
_DEEDS = {
    "invoice": 14,
    "customer": 3,
    "edit": 4,
    "payment": 5,
    "paid there": 16,
    "edited there": 4,
    "contact there": 2,
}
_NIGHT = 15.5 * 3_600 + 86_400


class Day:
    """One book, its Xero, and what happens to both."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene = scene
        self._chance = random.Random(seed)
        self._made = 0
        self._paid: set[int] = set()
        self._customers = [scene.customer]
        self._deeds: dict[str, Callable[[], object]] = {
            "invoice": self.write_invoice,
            "customer": self.write_customer,
            "edit": self._edit,
            "payment": self._pay,
            "paid there": self._pay_there,
            "edited there": self._edit_there,
            "contact there": lambda: scene.in_xero("contact", name=f"Theirs {self._chance.random():.6f}"),
        }

    def run(self, reason: str) -> RunReport:
        """One sync."""
        return sync(self.scene.workplace, SimulatedControl(self.scene.life.clock), reason)

    def plan(self) -> dict[int, list[str]]:
        """What happens in which minute."""
        planned: dict[int, list[str]] = {}
        for deed, times in _DEEDS.items():
            for _ in range(times):
                planned.setdefault(self._chance.randrange(MINUTES), []).append(deed)
        return planned

    def do(self, deed: str) -> None:
        """One of the things that happen."""
        self._deeds[deed]()

    def write_customer(self) -> None:
        """A new customer here."""
        name = f"Customer {len(self._customers)}"
        self._customers.append(ledger.add_customer(self.scene.workplace, Customer(name)).value.id)

    def write_invoice(self) -> None:
        """A new invoice here."""
        self._made += 1
        line = Line("Coffee", Decimal(self._chance.randint(1, 9)), Decimal("12.3456"), "STANDARD")
        day = self.scene.life.clock.today()
        customer = self._chance.choice(self._customers)
        kind, number = DocumentKind.INVOICE, f"INV-{self._made:04}"
        document = Document(kind, number, customer, day, date(2026, 12, 31), (line,))
        ledger.add_document(self.scene.workplace, document)

    def _open_one(self) -> Document:
        book = self.scene.workplace.book
        ids = [one for one in book.documents.open_ids(DocumentKind.INVOICE) if one not in self._paid]
        found = book.documents.get(self._chance.choice(ids))
        self._paid.add(found.id)
        return found

    def _edit(self) -> None:
        document = self._open_one()
        ledger.change_document(self.scene.workplace, replace(document, reference=f"PO {self._chance.random():.5f}"))

    def _pay(self) -> None:
        document = self._open_one()
        method = self.scene.workplace.book.payments.find_method("Bank transfer")
        assert method is not None
        money = Money.from_decimal(Decimal(5))
        today = self.scene.life.clock.today()
        ledger.add_payment(
            self.scene.workplace, Payment(document.customer_id, today, money, method.id, document_id=document.id)
        )

    def _in_xero(self, deed: str, **wishes: object) -> None:
        number = self._open_one().number
        if any(one.body["InvoiceNumber"] == number for one in self.scene.there("invoice")):
            self.scene.in_xero(deed, invoice_number=number, **wishes)

    def _pay_there(self) -> None:
        self._in_xero("pay")

    def _edit_there(self) -> None:
        self._in_xero("edit-invoice", reference=f"Theirs {self._chance.random():.5f}")


def lived(seed: int, is_quiet: bool = False) -> tuple[int, Counter[int], list[RunReport]]:
    """The calls of the day, how many runs took how many, and their reports."""
    with quiet_life() as life:
        day = Day(Scene(life), seed)
        for _ in range(20):
            day.write_customer()
        for _ in range(_OPEN_BEFORE):
            day.write_invoice()
        day.run("Sync now")
        life.clock.advance(_NIGHT)
        planned = {} if is_quiet else day.plan()
        before = life.wire.calls
        reports = []
        for minute in range(MINUTES):
            for deed in planned.get(minute, ()):
                day.do(deed)
            reports.append(day.run(BY_TIMER))
            life.clock.advance(60)
        assert all(report.result == "done" for report in reports), {report.words for report in reports}
        return life.wire.calls - before, Counter(report.calls for report in reports), reports


def main() -> int:
    """0 when the day took no more calls than it may."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quiet", action="store_true", help="a day on which nothing happens")
    options = parser.parse_args()
    calls, by_run, reports = lived(options.seed, options.quiet)
    sent, received = sum(one.sent for one in reports), sum(one.received for one in reports)
    print(f"{len(reports)} syncs from 09:00 to 17:30: {sent} records sent, {received} changes received")
    print("runs by calls: " + ", ".join(f"{runs} x {count}" for count, runs in sorted(by_run.items())))
    print(f"calls of the day: {calls} (at most {MOST_CALLS})")
    return 0 if calls <= MOST_CALLS else 1


if __name__ == "__main__":
    raise SystemExit(main())
