"""Whatever comes in: nothing is claimed twice, the same situation gets the same answer, and nothing explodes."""

import time
from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safe_desktop.domain.matching.matcher import MatchSettings, match
from safe_desktop.domain.matching.situation import OpenDocument, Payer, Receipt, ReceiptSource, Situation
from safe_desktop.domain.matching.verdict import Act, Decision, Verdict
from tests.domain.made_matching import FORMATS, made_month
from tests.domain.matching_desk import TODAY, MatchingDesk, settled


def check_claims(situation: Situation, verdicts: list[Verdict]) -> None:
    """Asserts that no automatic act claims more than there is, and that every sum is right to the penny."""
    open_of = {one.key: one.open_minor for one in situation.documents}
    amount_of = {one.key: one.minor for one in situation.receipts}
    claimed: defaultdict[str, int] = defaultdict(int)
    used: set[str] = set()
    for verdict in verdicts:
        for at, proposal in enumerate(verdict.proposals):
            if proposal.act is Act.ALLOCATE:
                total = sum(share.minor for share in proposal.shares)
                expected = amount_of[verdict.receipt_key] + proposal.fee_minor - proposal.credit_minor
                assert total == expected, (verdict.receipt_key, proposal)
            if verdict.decision is Decision.AUTOMATIC and not at:
                for share in proposal.shares:
                    claimed[share.document_key] += abs(share.minor)
                for key in (*proposal.duplicate_of, *proposal.reverses):
                    assert key not in used
                    used.add(key)
    for key, minor in claimed.items():
        assert minor <= open_of[key]


@pytest.mark.parametrize("number_format", FORMATS)
def test_in_a_month_of_other_numbers_nothing_is_settled_wrongly_and_nearly_all_is_settled(number_format: str) -> None:
    wanted = covered = 0
    for seed in range(3):
        book = made_month(seed, number_format)
        situation = book.situation()
        verdicts = match(situation)
        check_claims(situation, verdicts)
        for verdict in verdicts:
            truth = book.truth[verdict.receipt_key]
            wanted += truth is not None
            if verdict.decision is Decision.AUTOMATIC:
                assert settled(verdict) == truth, verdict
                covered += 1
    assert covered >= 0.85 * wanted


def test_the_same_situation_gets_the_same_answer_however_it_is_ordered() -> None:
    situation = made_month(5, "A-{n}").situation()
    first = match(situation)
    turned = Situation(
        situation.currency,
        tuple(reversed(situation.receipts)),
        tuple(reversed(situation.documents)),
        situation.payments,
        situation.history,
        tuple(reversed(situation.payers)),
        situation.providers,
    )
    assert match(situation) == first
    assert list(reversed(match(turned))) == first


def test_one_verdict_for_each_receipt_in_the_order_of_the_receipts() -> None:
    situation = made_month(6, "SI {n}").situation()
    assert [one.receipt_key for one in match(situation)] == [one.key for one in situation.receipts]


def test_two_receipts_of_the_same_money_settle_one_invoice_once() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Grove Trent Signs Ltd"), "TM4947", 257_591)
    desk.receives(257_591, "Grove Trent Signs", "TM4947", on=date(2026, 3, 10))
    desk.receives(257_591, "Grove Trent Signs", "TM4947", on=date(2026, 3, 18))
    first, second = desk.match()
    assert settled(first) == {document: 257_591}
    assert second.decision is not Decision.AUTOMATIC
    assert "may be a second payment" in second.not_automatic


def test_a_higher_threshold_turns_acts_into_questions_and_says_so() -> None:
    desk = MatchingDesk()
    desk.owes(desk.customer("Grove Trent Signs Ltd"), "TM4947", 257_591)
    desk.receives(257_591, "Grove Trent Signs", "TM4947")
    (verdict,) = desk.match(MatchSettings(threshold=0.9999))
    assert verdict.decision is Decision.ASK
    assert "99.98% of cases" in verdict.not_automatic


def test_stopping_leaves_what_is_not_looked_at_to_a_person() -> None:
    desk = MatchingDesk()
    desk.owes(desk.customer("Grove Trent Signs Ltd"), "TM4947", 257_591)
    desk.receives(257_591, "Grove Trent Signs", "TM4947")
    (verdict,) = match(desk.situation(), stop=lambda: True)
    assert verdict.decision is Decision.ASK


@pytest.mark.parametrize("what", ["receipts", "documents", "payments", "payers"])
def test_a_key_that_occurs_twice_is_refused(what: str) -> None:
    desk = MatchingDesk()
    payer = desk.customer("Grove Trent Signs Ltd")
    desk.owes(payer, "TM1", 100)
    desk.receives(100)
    desk.paid(payer, 100, TODAY)
    rows = getattr(desk, what)
    rows.append(rows[0])
    with pytest.raises(ValueError, match="occurs twice"):
        desk.match()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x01",
        "<script>alert('TM1')</script>",
        "🎉🎉 ☂ ﷽",
        "1" * 5_000,
        "A" * 5_000,
        "/-/-/,,,&&&",
        "TM1 " * 1_000,
        "İSTANBUL ß ﬃ",
        "'; DROP TABLE receipts; --",
        "0 0 0 0 0",
    ],
)
def test_no_text_breaks_it(text: str) -> None:
    desk = MatchingDesk()
    payer = desk.customer(text or "X", text, text, text)
    desk.owes(payer, text, 500, reference=text)
    desk.before(payer, text)
    desk.receives(500, text, text)
    desk.receives(500, narrative=text)
    desk.receives(0, text, text)
    desk.receives(-500, text, text)
    check_claims(desk.situation(), desk.match())


def test_an_unknown_payer_key_and_unknown_documents_of_payments_are_borne() -> None:
    desk = MatchingDesk()
    desk.owes("nobody", "TM1", 500)
    desk.paid("nobody", 500, TODAY, "no-document", waits_for_payout=True, provider="stripe")
    desk.receives(500, "STRIPE", "TM1")
    check_claims(desk.situation(), desk.match())


def test_amounts_are_written_in_the_situations_currency() -> None:
    desk = MatchingDesk(currency="JPY")
    desk.owes(desk.customer("Grove Trent Signs Ltd"), "TM4947", 257_591)
    desk.receives(257_591, "Grove Trent Signs", "TM4947")
    verdict = desk.only()
    assert verdict.best is not None
    assert any(reason.words.endswith("257,591") for reason in verdict.best.reasons)


def test_a_thousand_equal_amounts_of_one_customer_do_not_explode() -> None:
    payers = (Payer("P", "One Price Ltd"),)
    start = date(2026, 1, 1)
    documents = tuple(
        OpenDocument(f"D{n}", f"N-{n:05d}", "P", start + timedelta(n % 90), start, 12_000, 12_000) for n in range(1_000)
    )
    receipts = tuple(
        Receipt(f"R{n}", ReceiptSource.BANK, start + timedelta(100), 12_000 * (1 + n % 5) + n % 2, payee="One Price")
        for n in range(1_000)
    )
    began = time.process_time()
    verdicts = match(Situation("GBP", receipts, documents, payers=payers))
    assert time.process_time() - began < 20
    check_claims(Situation("GBP", receipts, documents, payers=payers), verdicts)


@settings(max_examples=60, deadline=None)
@given(
    amounts=st.lists(st.integers(1, 300), min_size=1, max_size=12),
    receipts=st.lists(st.tuples(st.integers(-300, 900), st.integers(0, 14), st.booleans()), max_size=12),
)
def test_whatever_the_amounts_no_document_is_claimed_beyond_what_is_open(
    amounts: list[int], receipts: list[tuple[int, int, bool]]
) -> None:
    desk = MatchingDesk()
    one, other = desk.customer("Alpha Joinery Ltd", "Ann", "Lee"), desk.customer("Beta Joinery Ltd")
    for number, minor in enumerate(amounts):
        desk.owes(one if number % 2 else other, f"TM{number + 100}", minor, is_credit=number % 5 == 4)
    for minor, number, named in receipts:
        desk.receives(minor, "Alpha Joinery" if named else "Beta Joinery", f"TM{number + 100}" if number < 12 else "")
    check_claims(desk.situation(), desk.match())
