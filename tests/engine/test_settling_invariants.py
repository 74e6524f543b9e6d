"""Whatever is chosen at the desk: it adds up to the receipt, claims nothing twice, and is undone to the penny."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import PaymentStatus
from safe_desktop.engine.matching.accepting import accept, undo_decision
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare
from safe_desktop.errors import InputError
from tests.engine.matching_bench import MatchingBench, matching_bench

PENCE = st.integers(1, 5_000)


@st.composite
def choices(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]], int, bool]:
    """An amount, shares as (place of the document, pence), what is written off, and whether a rest is kept."""
    shares = draw(st.lists(st.tuples(st.integers(0, 5), st.integers(-3_000, 6_000)), min_size=1, max_size=4))
    whole = sum(minor for _, minor in shares)
    amount = draw(st.one_of(st.just(whole), PENCE, st.just(whole + 35), st.just(whole - 40)))
    return amount or 1, shares, draw(st.sampled_from([0, 0, 40, 99])), draw(st.booleans())


def state_of(bench: MatchingBench, documents: list[int], customers: list[int]) -> tuple[list[str], list[str]]:
    return bench.open(*documents), bench.owes(*customers)


def claimed(bench: MatchingBench) -> int:
    """What the standing payments come to."""
    live = [one for one in bench.book.payments.get_many(range(1, 10_000)).values() if one.status is PaymentStatus.LIVE]
    return sum(one.amount.minor for one in live)


def test_every_choice_adds_up_and_is_undone_to_the_penny(tmp_path: Path) -> None:
    with matching_bench(tmp_path) as bench:

        @settings(max_examples=60, deadline=None)
        @given(st.lists(choices(), min_size=1, max_size=4))
        def holds(cases: list[tuple[int, list[tuple[int, int]], int, bool]]) -> None:
            _holds(bench, cases)

        holds()


def _holds(bench: MatchingBench, cases: list[tuple[int, list[tuple[int, int]], int, bool]]) -> None:
    bench.made += 1
    customers = [bench.customer(f"Customer {bench.made} {place}") for place in range(2)]
    documents = [bench.invoice(customers[place % 2], "40") for place in range(4)]
    documents += [bench.credit(customers[place], "15") for place in range(2)]
    before, money_before = state_of(bench, documents, customers), claimed(bench)
    done = []
    for amount, shares, off, keeps in cases:
        receipt = bench.receipt(str(Money(amount).decimal))
        choice = Choice(
            ChoiceKind.APPLY,
            tuple(DocumentShare(documents[place], Money(minor)) for place, minor in shares),
            customer_id=customers[0] if keeps else None,
            write_off=Money(off) if off else None,
            account_code="404" if off else "",
        )
        money = claimed(bench)
        try:
            done.append(accept(bench.workplace, receipt, choice).decision_id)
        except InputError:
            assert claimed(bench) == money, "a refusal wrote something down"
            continue
        assert claimed(bench) - money == abs(amount), "the payments are not the receipt"
        assert all(bench.book.documents.open(one).minor >= 0 for one in documents), "a document is over-claimed"
    _undo_all(bench, done)
    assert (state_of(bench, documents, customers), claimed(bench)) == (before, money_before)


def _undo_all(bench: MatchingBench, done: list[int]) -> None:
    """Undone from the first to the last, each as soon as nothing of a later one stands in its way."""
    waiting = list(done)
    while waiting:
        left = []
        for decision in waiting:
            try:
                undo_decision(bench.workplace, decision)
            except InputError:
                left.append(decision)
        assert len(left) < len(waiting), "none of the decisions can be undone"
        waiting = left
