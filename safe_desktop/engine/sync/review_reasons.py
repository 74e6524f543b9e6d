"""Why a document or payment waits for a person, or stays here, before Xero is asked: the rules of one refresh.

Everything that is the same for all records (settings, chart, lock dates, decisions) is read once.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from safe_desktop.domain.chart_lint import Chart
from safe_desktop.domain.document import DocumentStatus
from safe_desktop.domain.lock_dates import Locks
from safe_desktop.domain.payment import Origin, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.entry.advance_shares import next_share
from safe_desktop.engine.sync.allocating import told_on
from safe_desktop.engine.sync.composing import Composed, compose
from safe_desktop.store.book_file import Book
from safe_desktop.store.decision_records import LockDecision
from safe_desktop.store.outbox_records import Operation
from safe_desktop.store.standing_records import DocumentFacts, PaymentFacts, SharedFacts

_CUSTOMER_BLOCKS = (
    Standing.CONFLICT,
    Standing.FAILED,
    Standing.TO_REVIEW,
    Standing.DO_NOT_SEND,
    Standing.CHANGED_IN_XERO,
)
_DOCUMENT_STAYS = (Standing.STAYS_HERE, Standing.DO_NOT_SEND)
_DOCUMENT_CARRIES = (Standing.READY, Standing.SENDING, Standing.IN_XERO, Standing.CHANGED_HERE)


def locks_of(book: Book) -> Locks:
    """The lock dates of the book's organisation, as last read."""
    organisation = book.chart.organisation()
    return Locks(organisation.period_lock_on, organisation.year_end_lock_on) if organisation else Locks()


def chart_of(book: Book) -> Chart:
    """What lines and methods are checked against, as last read."""
    chart, settings = book.chart, book.settings
    return Chart.of(
        chart.vat_codes(), chart.tax_rates(), chart.accounts(), settings.sales_account, settings.default_vat_code
    )


class LockedDays:
    """The days on which something would be written in Xero's books for a document."""

    def __init__(self, book: Book, kind: RecordKind) -> None:
        self._book = book
        self._kind = kind

    def of_document(self, facts: DocumentFacts) -> tuple[date, ...]:
        """Its own day, that which it has in Xero so far, or that of an allocation if nothing else is to be told."""
        if facts.shared.agreed_revision is None:
            return (facts.issued_on,)
        if facts.shared.agreed_revision == facts.shared.revision:
            return self._allocated_on(facts.shared.id)
        return (facts.issued_on, *self._agreed_on(facts.shared.id))

    def of_share(self, payment_id: int) -> tuple[date, ...]:
        """The day on which an over- or prepayment would be set against an invoice."""
        link = self._book.links.get(RecordKind.PAYMENT, payment_id)
        share = next_share(self._book, self._book.payments.get(payment_id), link) if link else None
        return (share.on,) if share else ()

    def _agreed_on(self, document_id: int) -> tuple[date, ...]:
        """The date it has in Xero: moved out of a locked period is changed in that period."""
        link = self._book.links.get(self._kind, document_id)
        told = link.ours.get("issued_on") if link else None
        return (date.fromisoformat(told),) if told else ()

    def _allocated_on(self, credit_note_id: int) -> tuple[date, ...]:
        composed = next(iter(compose(self._book, self._kind, [credit_note_id])), None)
        if isinstance(composed, Composed) and composed.operation in (Operation.ALLOCATE, Operation.TAKE_BACK):
            return (told_on(self._book, credit_note_id, composed.element),)
        return ()


class ReviewReasons:
    """The reasons as things are now. Made for one refresh, and not kept."""

    def __init__(self, book: Book, kind: RecordKind) -> None:
        self._book = book
        self._kind = kind
        self._chart = chart_of(book)
        self._locks = locks_of(book)
        self._days = LockedDays(book, kind)
        self._decisions: dict[int, LockDecision] = book.lock_decisions.of_kind(kind)
        self._sync_from = book.settings.sync_from
        self._has_sales_account = bool(book.settings.sales_account)
        organisation = book.chart.organisation()
        self._base = organisation.base_currency if organisation else "GBP"
        self._lines: dict[tuple[str, str], str] = {}
        self.spent: list[int] = []
        """Records that are in Xero as they are, with a decision that is no longer needed."""

    def document_stays(self, facts: DocumentFacts) -> str:
        """Why it is never sent, or nothing."""
        if facts.shared.agreed_revision is not None:
            return ""
        if facts.status == DocumentStatus.DRAFT:
            return "A draft: approve it to send it"
        if facts.status == DocumentStatus.VOIDED:
            return "Voided before it was sent"
        if self._sync_from is not None and facts.issued_on < self._sync_from:
            return f"Issued before {self._sync_from:%d/%m/%Y}, from when documents are sent"
        return ""

    def document_is_kept(self, facts: DocumentFacts) -> str:
        """Why it is in the book as Xero has it and is never changed from here, or nothing."""
        if facts.shared.agreed_revision is None or facts.currency == self._base:
            return ""
        return f"In {facts.currency}: kept as Xero has it, and never changed from here"

    def document_waits(self, facts: DocumentFacts) -> str:
        """Why a person must look at it before it is sent, or nothing."""
        if facts.customer_standing in _CUSTOMER_BLOCKS:
            return f"Its customer comes first: {facts.customer_standing.value.lower()}"
        if facts.is_customer_archived:
            return "Its customer is archived"
        if facts.total_minor < 0:
            return "Its total is negative: make it a credit note"
        if facts.currency != self._base:
            return f"{facts.currency} is not the organisation’s currency ({self._base}); only {self._base} is sent"
        if not facts.lines:
            return "It has no lines"
        return self._document_is_locked(facts) or self._lines_wait(facts)

    def _lines_wait(self, facts: DocumentFacts) -> str:
        """Why its lines cannot be told. A void, or a change that tells no lines, is not held up by them."""
        if facts.status == DocumentStatus.VOIDED:
            return ""
        key = (facts.lines, facts.tax_mode)
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = self._problem_of_lines(facts.lines, facts.tax_mode != TaxMode.NO_TAX)
        if found and facts.shared.agreed_revision is not None and not self._tells_lines(facts.shared.id):
            return ""
        return found

    def _problem_of_lines(self, lines: str, has_vat: bool) -> str:
        for place, is_blank, vat_code, account_code, rate_e4 in line_facts(lines):
            if is_blank:
                return "A line has no description"
            if not account_code and not self._has_sales_account:
                return "No sales account chosen yet"
            rate = Decimal(rate_e4) / 10_000
            found = self._chart.problem_of_line(place, vat_code, account_code, rate, has_vat)
            if found:
                return found
        return ""

    def _tells_lines(self, document_id: int) -> bool:
        composed = next(iter(compose(self._book, self._kind, [document_id])), None)
        return not isinstance(composed, Composed) or "LineItems" in composed.element

    def _document_is_locked(self, facts: DocumentFacts) -> str:
        return self._is_locked(facts.shared, self._days.of_document(facts)) if self._locks else ""

    def _is_locked(self, shared: SharedFacts, days: Iterable[date]) -> str:
        decision = self._decisions.get(shared.id)
        holds = decision is not None and decision.revision == shared.revision
        until = decision.locked_until if decision is not None and holds else None
        return next((found for day in days if (found := self._locks.reason(day, until))), "")

    def payment_stays(self, facts: PaymentFacts) -> str:
        """Why it is never sent, or nothing."""
        if facts.status == PaymentStatus.DELETED and facts.shared.agreed_revision is None:
            return facts.debit.words if facts.debit and facts.debit.status.is_reversed else "Taken back"
        if facts.is_allocated_anew:
            return ""
        if facts.origin == Origin.XERO:
            return "Came from Xero"
        if not facts.document_number:
            return "On account: Xero takes a payment for one document"
        if facts.document_currency != self._base:
            return f"{facts.document_currency} is not sent"
        if facts.status == PaymentStatus.DELETED:
            # Xero has it, also where its own method would never have sent it: left there, it would go on settling.
            return ""
        if not facts.account_code:
            return f"{facts.method} has no Xero account: such payments stay here"
        if facts.document_standing in _DOCUMENT_STAYS:
            reason = f"{facts.document_reason[:1].lower()}{facts.document_reason[1:]}"
            return f"{facts.document_number} is not sent: {reason}"
        return ""

    def payment_waits(self, facts: PaymentFacts) -> str:
        """Why a person must look at it before it is sent, or nothing."""
        if facts.is_allocated_anew:
            return self._is_locked(facts.shared, self._days.of_share(facts.shared.id)) if self._locks else ""
        if facts.document_standing not in _DOCUMENT_CARRIES:
            return f"{facts.document_number} comes first: {facts.document_standing.lower()}"
        locked = self._is_locked(facts.shared, (facts.paid_on,)) if self._locks else ""
        if locked or facts.shared.agreed_revision is not None:
            return locked
        return self._chart.problem_of_method(facts.method, facts.account_code)

    def note_in_xero(self, record_id: int) -> None:
        """The record is in Xero as it is: a decision about it is used up."""
        if record_id in self._decisions:
            self.spent.append(record_id)


def line_facts(lines: str) -> Iterable[tuple[int, bool, str, str, int]]:
    """The lines as `store.standing_records` packs them: place, is without words, VAT code, account, rate."""
    for packed in lines.split("\x1e"):
        place, is_blank, rate, account, vat_code = packed.split("\x1f", 4)
        yield int(place), is_blank == "1", vat_code, account, int(rate)
