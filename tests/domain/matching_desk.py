"""A small table for tests of the matcher: customers, documents and receipts, written in a line each."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from safe_desktop.domain.matching.matcher import MatchSettings, match
from safe_desktop.domain.matching.situation import (
    EarlierReceipt,
    KnownPayment,
    OpenDocument,
    Payer,
    Provider,
    Receipt,
    ReceiptSource,
    Situation,
)
from safe_desktop.domain.matching.verdict import Decision, Verdict

TODAY = date(2026, 3, 31)
STRIPE = Provider("stripe", Decimal("1.5"), 20)


@dataclass
class MatchingDesk:
    """Collects a situation; `match` answers it, `only` answers the one receipt that there is."""

    payers: list[Payer] = field(default_factory=list)
    documents: list[OpenDocument] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    payments: list[KnownPayment] = field(default_factory=list)
    history: list[EarlierReceipt] = field(default_factory=list)
    currency: str = "GBP"

    def customer(self, name: str, first: str = "", last: str = "", account: str = "") -> str:
        """One more customer; answers its key."""
        self.payers.append(Payer(f"P{len(self.payers)}", name, first, last, account))
        return self.payers[-1].key

    def owes(self, payer: str, number: str, minor: int, on: date = date(2026, 3, 1), **more: object) -> str:
        """One more open invoice; answers its key."""
        document = OpenDocument(f"D{len(self.documents)}", number, payer, on, on, minor, minor)
        self.documents.append(replace(document, **more))  # type: ignore[arg-type]
        return document.key

    def credit(self, payer: str, number: str, minor: int) -> str:
        """One more credit note with credit left; answers its key."""
        return self.owes(payer, number, minor, is_credit=True)

    def paid(self, payer: str, minor: int, on: date, document: str = "", **more: object) -> str:
        """One more payment that is written down already; answers its key."""
        payment = KnownPayment(f"K{len(self.payments)}", on, minor, payer, document, "direct_debit")
        self.payments.append(replace(payment, **more))  # type: ignore[arg-type]
        return payment.key

    def before(self, payer: str, payee: str, times: int = 1) -> None:
        """Earlier receipts with this payee that a person confirmed."""
        self.history += [EarlierReceipt(date(2025, 11, 1), 1, payer, payee=payee)] * times

    def receives(self, minor: int, payee: str = "", reference: str = "", on: date = TODAY, **more: object) -> str:
        """One more receipt; answers its key."""
        receipt = Receipt(f"R{len(self.receipts)}", ReceiptSource.BANK, on, minor, payee=payee, reference=reference)
        self.receipts.append(replace(receipt, **more))  # type: ignore[arg-type]
        return receipt.key

    def situation(self) -> Situation:
        """Everything so far."""
        return Situation(
            self.currency,
            tuple(self.receipts),
            tuple(self.documents),
            tuple(self.payments),
            tuple(self.history),
            tuple(self.payers),
            (STRIPE,),
        )

    def match(self, settings: MatchSettings | None = None) -> list[Verdict]:
        """The verdicts on all receipts."""
        return match(self.situation(), settings or MatchSettings())

    def only(self) -> Verdict:
        """The verdict on the one receipt."""
        (verdict,) = self.match()
        return verdict


def shares(verdict: Verdict) -> dict[str, int]:
    """What the best proposal settles: document to amount."""
    return {share.document_key: share.minor for share in verdict.best.shares} if verdict.best else {}


def settled(verdict: Verdict) -> dict[str, int] | None:
    """What is settled by itself; None where a person is asked."""
    return shares(verdict) if verdict.decision is Decision.AUTOMATIC else None


def words(verdict: Verdict) -> str:
    """All reasons of the best proposal."""
    return "; ".join(reason.words for reason in verdict.best.reasons) if verdict.best else ""
