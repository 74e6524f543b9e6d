"""What the bookkeeper of a made month knows: whose money each line is, and how each difference is to be settled.

Reads the case that is on the screen, and says which of its choices is the truth. Presses no key.
"""

from collections.abc import Sequence

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import PaymentStatus
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare, on_account, set_aside
from safe_desktop.engine.matching.desk_values import Alternative
from safe_desktop.store.receipt_records import StoredReceipt
from tests.scripted_month.month_book import MonthBook
from tests.scripted_month.month_differences import BESIDE, DIFFERENCES, FOLLOWING, undo_in_xero
from tests.scripted_month.month_truth import BankLine, Belongs, Elsewhere

WRITTEN_OFF_TO = "429"
"""General Expenses: where a few missing pence go."""

_SAYS_WHAT_IT_IS = (Belongs.KNOWN, Belongs.PAYOUT)


class MonthPerson:
    """Knows the truth of the month, and the names of its records in the book."""

    def __init__(self, made: MonthBook) -> None:
        self._made = made
        self._book = made.bench.workplace.book
        self._lines = {_key(line.came_on, line.minor, line.payee, line.reference): line for line in made.month.lines}
        assert len(self._lines) == len(made.month.lines), "two lines are alike"
        self._ways = {one.found_as(made.month): one.way for one in (*DIFFERENCES, *FOLLOWING, *BESIDE)}

    def line_of(self, receipt: StoredReceipt) -> BankLine:
        """What the receipt truly is: its line of the statement, or what a line would say of money that Xero told of."""
        if receipt.source is ReceiptSource.BANK:
            text = receipt.reference or receipt.narrative
            return self._lines[_key(receipt.came_on, receipt.amount.minor, receipt.payee, text)]
        number = self._meant_for(receipt)
        return BankLine(
            receipt.came_on,
            receipt.amount.minor,
            receipt.source.value,
            receipt.kind,
            receipt.payee,
            receipt.reference,
            Belongs.INVOICES if number else Belongs.ON_ACCOUNT,
            receipt.payee,
            ((number, receipt.amount.minor),) if number else (),
        )

    def _meant_for(self, receipt: StoredReceipt) -> str:
        """The invoice that money is for of which only Xero told; none where it stays on account."""
        for money in self._made.month.in_xero:
            if money.how is not Elsewhere.OVERPAID and (money.customer, money.minor, money.came_on) == (
                receipt.payee,
                receipt.amount.minor,
                receipt.came_on,
            ):
                return money.number
        return ""

    def way_out_of(self, mismatch_id: int) -> WayOut:
        """How this mismatch is to be settled."""
        one = self._book.mismatches.get(mismatch_id)
        return self._ways[(one.kind.value, one.record_kind.value, one.field, one.label)]

    def asks_the_other_bookkeeper(self, mismatch_id: int) -> None:
        """What can be mended only in Xero is mended there, by a call across the room."""
        kind = self._book.mismatches.get(mismatch_id).kind
        if kind is MismatchKind.UNDO_IN_XERO:
            undo_in_xero(self._made)
        elif kind is MismatchKind.UNREADABLE:
            self._made.wire.answered.clear()

    def true_one(self, line: BankLine, alternatives: Sequence[Alternative]) -> int:
        """The number of the choice that is the truth about a line; 0 where none of them is."""
        found = (one.number for one in alternatives if one.choice is not None and self.is_true(line, one.choice))
        return next(found, 0)

    def choice_for(self, line: BankLine) -> Choice:
        """The truth about a line as a choice, for a person who puts it together by hand."""
        if line.belongs in _SAYS_WHAT_IT_IS:
            return Choice(ChoiceKind.SAME, payment_ids=tuple(sorted(self._payments_of(line))))
        if line.belongs is Belongs.BOUNCED:
            return Choice(ChoiceKind.BOUNCED, payment_ids=tuple(sorted(self._payments_of(line))))
        if line.belongs is Belongs.ON_ACCOUNT:
            return on_account(self._made.customer_id(line.customer))
        if line.belongs is Belongs.NOT_OURS:
            return set_aside()
        sign = -1 if line.belongs is Belongs.REFUND else 1
        return Choice(
            ChoiceKind.APPLY,
            tuple(DocumentShare(self._id_of(number), Money(sign * minor)) for number, minor in line.shares),
            customer_id=self._made.customer_id(line.customer) if line.credit_minor else None,
            write_off=Money(line.short_minor) if line.short_minor else None,
            account_code=WRITTEN_OFF_TO if line.short_minor else "",
        )

    def is_true(self, line: BankLine, choice: Choice) -> bool:
        """Whether the choice does with a line what it truly is."""
        if line.belongs in _SAYS_WHAT_IT_IS:
            is_told = bool(choice.receipt_ids) and line.sort == "told twice"
            return choice.kind is ChoiceKind.SAME and (is_told or set(choice.payment_ids) == self._payments_of(line))
        if line.belongs is Belongs.BOUNCED:
            return choice.kind is ChoiceKind.BOUNCED and set(choice.payment_ids) == self._payments_of(line)
        if line.belongs is Belongs.ON_ACCOUNT:
            is_there = choice.kind is ChoiceKind.ON_ACCOUNT or (choice.kind is ChoiceKind.APPLY and not choice.shares)
            return is_there and choice.customer_id == self._made.customer_id(line.customer)
        if line.belongs is Belongs.NOT_OURS:
            return choice.kind is ChoiceKind.SET_ASIDE
        shares = {self._number_of(one.document_id): abs(one.amount.minor) for one in choice.shares}
        short = choice.write_off.minor if choice.write_off else 0
        wanted = {number: minor + (short and line.may_be_short_minor) for number, minor in line.shares}
        is_all = short in (line.short_minor, line.may_be_short_minor)
        return choice.kind is ChoiceKind.APPLY and shares == wanted and is_all

    def _payments_of(self, line: BankLine) -> set[int]:
        return {
            payment.id
            for number, _ in line.shares
            for payment in self._book.payments.of_document(self._made.bench.id_of(number))
            if payment.status is PaymentStatus.LIVE
        }

    def _id_of(self, number: str) -> int:
        for kind in DocumentKind:
            found = self._book.documents.find_number(kind, number)
            if found is not None:
                return found.id
        raise AssertionError(number)

    def _number_of(self, document_id: int) -> str:
        return self._book.documents.get(document_id).number


def _key(*parts: object) -> tuple[str, ...]:
    return tuple(str(part) for part in parts)
