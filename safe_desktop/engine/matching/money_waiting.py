"""Keeps what waits in step with the book: money on account comes to the desk when there is an invoice for it, and a
receipt whose payments were all taken back is to be settled again, whether it made or only found them. Where only some
of them went, that part waits (`part_waiting`).
"""

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.matching.accepting import MATCHING, end_decision, label_of
from safe_desktop.engine.matching.choices import ChoiceKind
from safe_desktop.engine.matching.part_waiting import bring_parts, settled_part, why_gone
from safe_desktop.engine.sync.landing_receive_money import look_again
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_decisions import StoredDecision
from safe_desktop.store.receipt_records import ADVANCE_KEY, WAITING, ReceiptState, StoredReceipt
from safe_desktop.store.situation_queries import MoneyOnAccount, money_on_account

_TAKEN_BACK = "its payments were taken back"


def keep_in_step(workplace: Workplace) -> None:
    """Bring what waits up to date, in one transaction."""
    book = workplace.book
    with book.transaction():
        _reopen(book)
        bring_parts(book, _bounced_payments(book) if book.decisions.with_part_gone() else ())
        _bring_advances(book)


def _reopen(book: Book) -> None:
    """A receipt waits again when every payment it made is gone, unless the bank took the money back."""
    gone = book.decisions.without_money()
    if not gone:
        return
    bounced = _bounced_payments(book)
    sources: set[ReceiptSource] = set()
    for decision_id in gone:
        decision = book.decisions.get(decision_id)
        if _is_explained(book, decision, bounced) or settled_part(book, decision) is not None:
            continue  # what was settled anew stays so, and each other part waits by itself
        sources.add(_wait_again(book, decision))
        again = book.decisions.standing(decision.deeds.told_again) if decision.deeds.told_again else None
        if again is not None:
            # What was told twice is told once by now, and nothing stands for it any more.
            sources.add(_wait_again(book, again))
    for source in sources:
        look_again(book, source)


def _wait_again(book: Book, decision: StoredDecision) -> ReceiptSource:
    """The receipt waits again; where it came from."""
    receipt = book.receipts.get(decision.receipt_id)
    end_decision(book, decision, _TAKEN_BACK)
    gone_there = why_gone(book, _payments_of(book, decision))
    if gone_there:
        # Settled anew by itself it would be paid in Xero again, where somebody took it away.
        book.receipts.move(receipt.id, ReceiptState.ASK_LATER, gone_there)
    book.activity.note(MATCHING, "Waits again", "receipt", receipt.id, label_of(receipt), f"Because {_TAKEN_BACK}")
    return receipt.source


def _bounced_payments(book: Book) -> set[int]:
    return {
        touched.payment_id
        for decision in book.decisions.standing_of(ChoiceKind.BOUNCED.value)
        for touched in decision.deeds.touched
        if touched.is_taken_back
    }


def _is_explained(book: Book, decision: StoredDecision, bounced: set[int]) -> bool:
    payments = _payments_of(book, decision)
    return any(one.id in bounced or (one.debit and one.debit.status.is_reversed) for one in payments)


def _payments_of(book: Book, decision: StoredDecision) -> list[Payment]:
    return list(book.payments.get_many((*decision.deeds.payments, *decision.deeds.same_as)).values())


def _bring_advances(book: Book) -> None:
    """What of money on account an open invoice waits for, as receipts; the others leave the desk."""
    before = book.receipts.of_source(ReceiptSource.ADVANCE)
    decided: dict[int, list[StoredReceipt]] = {}
    for one in before:
        if one.state not in (*WAITING, ReceiptState.GONE):
            decided.setdefault(one.payment_id, []).append(one)
    wanted = [
        _receipt_of(one, len(decided.get(one.id, ())))
        for one in money_on_account(book)
        if one.newest_invoice_at > max(one.made_at, _last_decision(book, decided.get(one.id, [])))
    ]
    keys = {one.source_key for one in wanted}
    stale = [one.source_key for one in before if one.state in WAITING and one.source_key not in keys]
    if stale:
        book.receipts.take_back(stale, "No open invoice waits for it")
    if wanted:
        book.receipts.keep(wanted)


def _last_decision(book: Book, receipts: list[StoredReceipt]) -> str:
    """When a person last decided what to do with this money; only an invoice that came later asks again."""
    decisions = [book.decisions.standing(one.id) for one in receipts]
    kept = [one for one in decisions if one is not None and one.act != ChoiceKind.APPLY.value and one.decided_at]
    return max((one.decided_at.isoformat() for one in kept if one.decided_at), default="")


def _receipt_of(one: MoneyOnAccount, times: int) -> StoredReceipt:
    return StoredReceipt(
        source=ReceiptSource.ADVANCE,
        source_key=f"{ADVANCE_KEY}{one.id}" + (f"/{times + 1}" if times else ""),
        came_on=one.paid_on,
        amount=Money(one.left_minor, one.currency),
        kind="On account",
        payee=one.customer,
        reference=one.reference,
        customer_id=one.customer_id,
    )
