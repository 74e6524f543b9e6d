"""A quiet life with short words for what its tests do; misfortunes come only where a test plans them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.sync.syncing import sync
from safe_desktop.practice.admin_api import act
from safe_desktop.practice.record_shelf import Record
from tests.simulation.life import Life, SimulatedControl
from tests.simulation.made_lives import problems_of
from tests.simulation.weather import Stroke


class Scene:
    """A quiet life with short words for what these tests do."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.workplace = life.workplace
        self.customer = ledger.add_customer(self.workplace, Customer("Ann")).value.id

    def invoice(self, number: str = "INV-1", kind: DocumentKind = DocumentKind.INVOICE) -> int:
        """A document of 120.00 for Ann."""
        line = Line("Coffee", Decimal(1), Decimal(100), "STANDARD")
        document = Document(kind, number, self.customer, date(2026, 11, 2), date(2026, 12, 2), (line,))
        return ledger.add_document(self.workplace, document).value.id

    def payment(self, invoice: int, amount: str, method_name: str = "Bank transfer") -> int:
        """So much towards an invoice."""
        method = self.workplace.book.payments.find_method(method_name)
        assert method is not None
        money = Money.from_decimal(Decimal(amount))
        payment = Payment(self.customer, date(2026, 11, 2), money, method.id, document_id=invoice)
        return ledger.add_payment(self.workplace, payment).value.id

    def change(self, document: int, **values: object) -> None:
        """The document, changed here."""
        kept = self.workplace.book.documents.get(document)
        ledger.change_document(self.workplace, replace(kept, **values))  # type: ignore[arg-type]

    def fate(self, method: str, path: str, stroke: Stroke) -> None:
        """What befalls the next such call."""
        self.life.weather.is_calm = False
        self.life.weather.plan(method, path, stroke)

    def sync(self, after: float = 20) -> RunReport:
        """One run."""
        self.life.clock.advance(after)
        report = sync(self.workplace, SimulatedControl(self.life.clock))
        self.life.reports.append(report)
        return report

    def settle_down(self) -> None:
        """Run until all is quiet, and see that all is as it must be."""
        for _ in range(4):
            self.sync(QUIET_SECONDS + 60)
        assert problems_of(self.life) == []

    def there(self, kind: str) -> list[Record]:
        """Xero's living records of a kind."""
        shelf = self.life.practice.books("").shelf
        return [one for one in shelf.where(kind, "1") if one.status not in ("VOIDED", "DELETED")]

    def in_xero(self, deed: str, **wishes: object) -> None:
        """Somebody does something in Xero."""
        act(self.life.practice, deed, wishes)

    def word(self, kind: RecordKind, local_id: int) -> Standing:
        """Where a record stands."""
        return self.workplace.book.standings.word(kind, local_id)

    def asked(self, kind: MismatchKind) -> Mismatch | None:
        """The open mismatch of that kind."""
        return next((one for one in self.workplace.book.mismatches.open_ones() if one.kind is kind), None)
