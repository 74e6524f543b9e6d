"""Answers, for a whole batch of receipts, which documents each one pays. Pure and deterministic.

Knows the order in which the strongest evidence claims first. Knows nothing of the book, of Xero or of the screen.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from safe_desktop.domain.alike_names import loose_key
from safe_desktop.domain.matching.situation import OpenDocument, Receipt, Situation
from safe_desktop.domain.matching.verdict import Act, Decision, Proposal, Reason, Share, Verdict, Weighs
from safe_desktop.domain.money import Money

_ALNUM = re.compile(r"[A-Z]*\d[A-Z0-9]*")


@dataclass(frozen=True, slots=True)
class MatchSettings:
    """What a book may set: from which confidence on a proposal is carried out by itself."""

    threshold: float = 0.99


_USUAL = MatchSettings()


def match(
    situation: Situation, settings: MatchSettings = _USUAL, stop: Callable[[], bool] | None = None
) -> list[Verdict]:
    """One verdict for each receipt, in the order of the receipts; refuses keys that occur twice with ValueError.

    `stop` is asked now and then; once it says yes, the receipts not looked at yet are asked without a proposal.
    """
    for rows in (situation.receipts, situation.documents, situation.payments, situation.payers):
        _refuse_doubles(row.key for row in rows)
    return _Batch(situation, settings).verdicts(stop or (lambda: False))


def _refuse_doubles(keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"The key {key} occurs twice.")
        seen.add(key)


class _Batch:
    def __init__(self, situation: Situation, settings: MatchSettings) -> None:
        self.situation, self.settings = situation, settings
        self.left = {d.key: d.open_minor for d in situation.documents if not d.is_credit and d.is_live}
        self.by_xero_id = {d.xero_id: d for d in situation.documents if d.xero_id}
        self.by_number: defaultdict[str, list[OpenDocument]] = defaultdict(list)
        self.by_amount: defaultdict[int, list[OpenDocument]] = defaultdict(list)
        self.names = {p.key: loose_key(p.name) for p in situation.payers}
        for document in situation.documents:
            if document.key in self.left:
                self.by_number["".join(_ALNUM.findall(document.number.upper()))].append(document)
                self.by_amount[document.open_minor].append(document)

    def verdicts(self, stop: Callable[[], bool]) -> list[Verdict]:
        return [
            Verdict(r.key, Decision.ASK, (), "The matching was stopped.") if stop() else self._verdict(r)
            for r in self.situation.receipts
        ]

    def _verdict(self, receipt: Receipt) -> Verdict:
        named = self._named(receipt)
        amount = Money(receipt.minor, self.situation.currency)
        for document in named:
            if self.left[document.key] == receipt.minor and self._payer_fits(receipt, document):
                self.left[document.key] = 0
                reason = Reason(f"Number {document.number} in the text, and {amount} is all that is open")
                shares = (Share(document.key, receipt.minor),)
                return Verdict(
                    receipt.key, Decision.AUTOMATIC, (Proposal(Act.ALLOCATE, 0.995, shares, reasons=(reason,)),)
                )
        return self._asked(receipt)

    def _asked(self, receipt: Receipt) -> Verdict:
        equal = [d for d in self.by_amount[receipt.minor] if self.left[d.key] == receipt.minor]
        equal.sort(key=lambda d: (not self._payer_fits(receipt, d), d.issued_on, d.key))
        proposals = tuple(
            Proposal(
                Act.ALLOCATE,
                0.5 / len(equal),
                (Share(d.key, receipt.minor),),
                reasons=(Reason("Only the amount is equal", Weighs.AGAINST),),
            )
            for d in equal[:3]
        )
        return Verdict(
            receipt.key,
            Decision.ASK,
            proposals,
            "Not automatic: no open invoice is named in the text.",
            "It would be automatic with the number of the invoice in the reference.",
        )

    def _named(self, receipt: Receipt) -> list[OpenDocument]:
        known = self.by_xero_id.get(receipt.xero_invoice_id) if receipt.xero_invoice_id else None
        if known is not None and known.key in self.left:
            return [known]
        words = _ALNUM.findall(f"{receipt.reference} {receipt.narrative}".upper())
        return [d for word in words for d in self.by_number.get(word, ())]

    def _payer_fits(self, receipt: Receipt, document: OpenDocument) -> bool:
        name = self.names.get(document.payer_key, "")
        text = loose_key(f"{receipt.payee} {receipt.narrative}")
        return bool(receipt.xero_invoice_id) or (bool(name) and text.startswith(name[:12]))
