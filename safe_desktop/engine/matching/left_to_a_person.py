"""What does not act by itself however sure the matcher is, because the money may be told or paid a second time. Pure.

A payment that settles another invoice in Xero is spent there: set against an invoice here, it would be paid here and
open there for good. What the bank and Xero may both tell of is settled as Xero's first, and what was recorded before
anything: a payment made of the bank's line would go to Xero, where the money is already. And money that a provider
collects is not paid out by a line that does not name the provider: the customer may have paid a second time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from safe_desktop.domain.matching.situation import ReceiptSource, Situation
from safe_desktop.domain.matching.verdict import Act, Decision, Verdict
from safe_desktop.engine.matching.proposal_reading import id_of, key_of
from safe_desktop.engine.matching.written_down import WrittenDown, asking, squashed
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.twin_receipts import may_be_same

Matcher = Callable[[Situation], Sequence[Verdict]]
_FROM_XERO = (ReceiptSource.RECEIVE_MONEY, ReceiptSource.XERO_PAYMENT)
_OTHER_INVOICE = "In Xero this payment settles an invoice that is not in this book, so it is your choice."
_LINK = "If both invoices are the same, link them or take Xero’s in: the payment then follows by itself."
_SETTLE_FIRST = "Settle that one first: this one is then read as the same money, or as other money."
_ACTS = Decision.AUTOMATIC
_SAME_LINE = "Not automatic: a line of this day, amount and text was settled before; the bank may have told it twice."
_LOOK = "Look at the statement: set this one aside if the bank had it once, or settle it if it had two."
_TO_COME = "Not automatic: its day is still to come, so it may be read wrongly, or never come."
_ITS_DAY = "Wait for the day, or look at how the file writes its dates."
_COLLECTED = "What it pays is being collected already, and the line does not name who collects: it may be paid twice."
_NAME_PROVIDER = "List whoever collects among the providers, or take the collection back if it will not come."


def left_to_a_person(
    match: Matcher,
    receipts: Mapping[int, StoredReceipt],
    situation: Situation,
    today: date,
    settled: Sequence[StoredReceipt] = (),
) -> list[Verdict]:
    """The matcher's verdicts, asking where one would act on what only a person, or another receipt first, may decide.

    What must wait for another takes no document from the others: these are matched once more without it. `settled` are
    the bank's lines of these days that were settled before.
    """
    lines = {_line_of(one) for one in settled}
    doubtful = {one.id for one in receipts.values() if one.source is ReceiptSource.BANK and _line_of(one) in lines}

    def judge(verdicts: Sequence[Verdict]) -> list[Verdict]:
        return [
            asking(one, _SAME_LINE, _LOOK) if one.decision is _ACTS and id_of(one.receipt_key) in doubtful else one
            for one in _judged(verdicts, receipts, situation, today)
        ]

    verdicts = judge(match(situation))
    held = dict(_told_twice(verdicts, receipts, situation))
    if not held:
        return verdicts
    others = replace(situation, receipts=tuple(one for one in situation.receipts if one.key not in held))
    again = {one.receipt_key: one for one in judge(match(others))}
    verdicts = [again.get(one.receipt_key, one) for one in verdicts]
    held |= dict(_told_twice(verdicts, receipts, situation))
    return [asking(one, held[one.receipt_key], _SETTLE_FIRST) if one.receipt_key in held else one for one in verdicts]


def waits_for_another(verdicts: Sequence[Verdict]) -> bool:
    """Whether any of these asks only because another receipt, perhaps the same money, is to be settled first."""
    return any(one.would_be_automatic == _SETTLE_FIRST for one in verdicts)


def waits_in_vain(verdicts: Sequence[Verdict], receipts: Mapping[int, StoredReceipt]) -> bool:
    """Whether one of these asks for another receipt to be settled first, and no such receipt waits any more."""
    xero = [one for one in receipts.values() if one.source in _FROM_XERO]
    amounts = {one.amount.minor for one in xero}
    for verdict in verdicts:
        receipt = receipts[id_of(verdict.receipt_key)]
        if verdict.would_be_automatic != _SETTLE_FIRST:
            continue
        others = receipts.values() if receipt.source in _FROM_XERO else xero if receipt.amount.minor in amounts else ()
        if not any(may_be_same(receipt, other) for other in others):
            return True
    return False


def _judged(
    verdicts: Sequence[Verdict], receipts: Mapping[int, StoredReceipt], situation: Situation, today: date
) -> list[Verdict]:
    written = WrittenDown(situation, verdicts)
    return [_judged_one(one, receipts[id_of(one.receipt_key)], situation, written, today) for one in verdicts]


def _judged_one(
    verdict: Verdict, receipt: StoredReceipt, situation: Situation, written: WrittenDown, today: date
) -> Verdict:
    if verdict.decision is not Decision.AUTOMATIC:
        return verdict
    if receipt.source is ReceiptSource.XERO_PAYMENT:
        return asking(verdict, _OTHER_INVOICE, _LINK)
    if receipt.came_on > today:
        return asking(verdict, _TO_COME, _ITS_DAY)
    if _is_collected(verdict, situation) and not names_provider(receipt, situation):
        return asking(verdict, _COLLECTED, _NAME_PROVIDER)
    return written.judged(verdict, receipt)


def _is_collected(verdict: Verdict, situation: Situation) -> bool:
    """Whether a document it pays is paid by a collection under way."""
    if verdict.best is None or verdict.best.act is not Act.ALLOCATE:
        return False
    shares = {share.document_key for share in verdict.best.shares}
    return any(one.waits_for_payout and one.document_key in shares for one in situation.payments)


def names_provider(receipt: StoredReceipt, situation: Situation) -> bool:
    """Whether the line names one of those who collect for the business."""
    text = squashed(receipt.text)
    return any(word in text for provider in situation.providers if (word := squashed(provider.name)))


def _line_of(one: StoredReceipt) -> tuple[object, ...]:
    """What makes two lines look like one. Two of one file are two: they are counted in their keys, and told apart."""
    return (one.account_code, one.came_on, one.amount, squashed(one.text), one.source_key.rpartition(":")[2])


def _told_twice(
    verdicts: Sequence[Verdict], receipts: Mapping[int, StoredReceipt], situation: Situation
) -> Iterator[tuple[str, str]]:
    """The keys of what must wait for what may be the same money told by the other side, each with the reason."""
    by_amount: dict[int, list[StoredReceipt]] = defaultdict(list)
    for one in receipts.values():
        if one.source in _FROM_XERO:
            by_amount[one.amount.minor].append(one)
    if not by_amount:
        return
    by_key = {one.receipt_key: one for one in verdicts}
    payers = {one.key: one.payer_key for one in situation.documents}
    payers |= {one.key: one.payer_key for one in situation.payments}
    for verdict in verdicts:
        receipt = receipts[id_of(verdict.receipt_key)]
        if receipt.source is not ReceiptSource.BANK or verdict.decision is not Decision.AUTOMATIC:
            continue
        for other in by_amount.get(receipt.amount.minor, ()):
            if not may_be_same(receipt, other) or not _may_be_of(verdict, other, payers):
                continue
            if _is_recorded(verdict):
                if by_key[key_of("r", other.id)].decision is Decision.AUTOMATIC:
                    yield key_of("r", other.id), _words(receipt, "the bank")
            else:
                yield verdict.receipt_key, _words(other, "Xero")
                break


def _may_be_of(verdict: Verdict, other: StoredReceipt, payers: Mapping[str, str]) -> bool:
    """Whether Xero names nobody, or somebody whose documents or payments the verdict is about."""
    best = verdict.best
    if other.customer_id is None or best is None:
        return True
    keys = (*(share.document_key for share in best.shares), *best.duplicate_of)
    return key_of("c", other.customer_id) in {payers.get(key, "") for key in keys}


def _is_recorded(verdict: Verdict) -> bool:
    return verdict.best is not None and verdict.best.act is Act.DUPLICATE


def _words(other: StoredReceipt, who: str) -> str:
    return f"Not automatic: {who} tells of {other.amount} of {other.came_on:%d/%m/%Y} as well, perhaps the same money."
