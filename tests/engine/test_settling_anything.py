"""Anything done at the desk in any order: balances are always what is written down, and undone they are as before."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from safe_desktop.domain.document import DocumentKind, DocumentStatus
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment, PaymentStatus
from safe_desktop.engine.entry.ledger_payments import add_payment
from safe_desktop.engine.matching.accepting import accept, undo_decision
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare, later, on_account, set_aside
from safe_desktop.engine.matching.money_waiting import keep_in_step
from safe_desktop.errors import InputError
from tests.engine.matching_bench import DAY, MatchingBench, matching_bench

Deed = tuple[str, int, int]
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "keep", "same", "bounce", "refund", "place", "later", "aside", "type", "bill", "undo"]),
        st.integers(0, 7),
        st.integers(1, 4_000),
    ),
    min_size=3,
    max_size=14,
)


def test_whatever_is_done_at_the_desk_adds_up_and_is_undone_to_the_penny(tmp_path: Path) -> None:
    with matching_bench(tmp_path) as bench:

        @settings(max_examples=40, deadline=None)
        @given(DEEDS)
        def holds(deeds: list[Deed]) -> None:
            _Desk(bench).live_through(deeds)

        holds()


class _Desk:
    """One pair of customers with their documents, and all that is done about them."""

    def __init__(self, bench: MatchingBench) -> None:
        bench.made += 1
        self.bench = bench
        self.customers = [bench.customer(f"Customer {bench.made} {place}") for place in range(2)]
        self.documents = [bench.invoice(self.customers[place % 2], "40") for place in range(4)]
        self.documents += [bench.credit(one, "15") for one in self.customers]
        self.typed: list[int] = []
        self.done: list[int] = []

    def live_through(self, deeds: list[Deed]) -> None:
        """Do it all, looking at the sums after each; then undo it all."""
        for what, place, minor in deeds:
            try:
                self._do(what, place, minor)
            except InputError:
                continue
            finally:
                self._look()
        waiting = [one for one in self.done if self.bench.book.decisions.get(one).ended_at is None]
        while waiting:
            waiting.reverse()
            left = [one for one in waiting if not self._undone(one)]
            assert len(left) < len(waiting), "none of the decisions can be undone"
            waiting = left
        self._look()
        payments = [one for one in self._payments() if one.id not in self.typed]
        assert payments == [], "something was left of what was undone"

    def _do(self, what: str, place: int, minor: int) -> None:
        customer = self.customers[place % 2]
        acts: dict[str, Callable[[], None]] = {
            "pay": lambda: self._pay(place, minor),
            "refund": lambda: self._refund(place, minor),
            "same": lambda: self._about_payment(ChoiceKind.SAME, place, 1),
            "bounce": lambda: self._about_payment(ChoiceKind.BOUNCED, place, -1),
            "keep": lambda: self._accept(minor, on_account(customer)),
            "later": lambda: self._accept(minor, later("Ask")),
            "aside": lambda: self._accept(minor, set_aside()),
            "place": lambda: self._place(place, minor),
            "type": lambda: self._type(place, minor),
            "bill": lambda: self._bill(customer, minor),
            "undo": lambda: self._undo(place),
        }
        acts[what]()

    def _accept(self, minor: int, choice: Choice) -> None:
        receipt = self.bench.receipt(str(Money(minor).decimal))
        self.done.append(accept(self.bench.workplace, receipt, choice).decision_id)

    def _pay(self, place: int, minor: int) -> None:
        share = DocumentShare(self.documents[place % 4], Money(min(minor, 3_000)))
        self._accept(minor, Choice(ChoiceKind.APPLY, (share,)))

    def _refund(self, place: int, minor: int) -> None:
        share = DocumentShare(self.documents[4 + place % 2], Money(-minor))
        self._accept(-minor, Choice(ChoiceKind.APPLY, (share,)))

    def _about_payment(self, kind: ChoiceKind, place: int, sign: int) -> None:
        payments = self._payments()
        if payments:
            payment = payments[place % len(payments)]
            self._accept(sign * payment.amount.minor, Choice(kind, payment_ids=(payment.id,)))

    def _place(self, place: int, minor: int) -> None:
        keep_in_step(self.bench.workplace)
        mine = [one for one in self.bench.book.receipts.waiting() if one.customer_id in self.customers]
        if mine:
            share = DocumentShare(self.documents[place % 4], Money(min(minor, mine[0].amount.minor)))
            done = accept(self.bench.workplace, mine[0].id, Choice(ChoiceKind.APPLY, (share,)))
            self.done.append(done.decision_id)

    def _type(self, place: int, minor: int) -> None:
        document = self.documents[place % 4] if place < 6 else None
        wanted = Payment(self.customers[place % 2], DAY, Money(minor), 1, document_id=document)
        self.typed.append(add_payment(self.bench.workplace, wanted).value.id)

    def _bill(self, customer: int, minor: int) -> None:
        self.bench.clock.move(seconds=1)
        self.bench.invoice(customer, str(Money(minor).decimal))

    def _undo(self, place: int) -> None:
        if self.done:
            undo_decision(self.bench.workplace, self.done[place % len(self.done)])

    def _undone(self, decision_id: int) -> bool:
        try:
            undo_decision(self.bench.workplace, decision_id)
        except InputError:
            return False
        return True

    def _payments(self) -> list[Payment]:
        book = self.bench.book
        return [
            one
            for customer_id in self.customers
            for one in book.payments.of_customer(customer_id)
            if one.status is PaymentStatus.LIVE
        ]

    def _look(self) -> None:
        """No document is over-claimed, and what is owed is what was billed less what came and was credited."""
        book = self.bench.book
        for customer_id, owes in zip(self.customers, self.bench.owes(*self.customers), strict=True):
            documents = book.documents.get_many(book.documents.ids_of_customer(customer_id))
            assert all(book.documents.open(one).minor >= 0 for one in documents)
            billed = sum(
                one.sign * one.totals.total.minor for one in documents.values() if one.status is DocumentStatus.APPROVED
            )
            refunds = {one.id for one in documents.values() if one.kind is DocumentKind.CREDIT_NOTE}
            paid = sum(
                -one.amount.minor if one.document_id in refunds else one.amount.minor
                for one in self._payments()
                if one.customer_id == customer_id
            )
            assert owes == str(Money(billed - paid).decimal)
        claimed = book.decisions.claimed(one.id for one in self._payments())
        assert all(book.decisions.get(one).ended_at is None for one in claimed.values())
