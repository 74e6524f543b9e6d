"""Money that is written down already is recognised, and never settles anything a second time."""

from datetime import date

import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.matching.verdict import Act, Decision
from tests.domain.matching_desk import TODAY, MatchingDesk, settled, words


def test_what_xero_ties_to_an_invoice_settles_it() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Devon Solar Group")
    document = desk.owes(payer, "TM4464", 90_000, xero_id="x-1")
    desk.receives(90_000, "Devon Solar", source=ReceiptSource.XERO_PAYMENT, xero_invoice_id="x-1")
    verdict = desk.only()
    assert settled(verdict) == {document: 90_000}
    assert "Xero ties this payment to TM4464" in words(verdict)


def test_what_xero_ties_to_an_invoice_not_known_here_is_never_settled_by_itself() -> None:
    desk = MatchingDesk()
    desk.owes(desk.customer("K Hamilton Roofing"), "TM4538", 108_000)
    desk.receives(108_000, "K Hamilton Roofing", source=ReceiptSource.XERO_PAYMENT, xero_invoice_id="gone")
    verdict = desk.only()
    assert verdict.decision is Decision.ASK
    assert "an invoice that is not known here" in verdict.not_automatic


def test_the_bank_line_of_a_payment_that_xero_has_is_that_payment() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Acorn Pharmacy Ltd"), "TM4766", 11_880, xero_id="x-1")
    told = desk.receives(11_880, "Acorn Pharmacy", source=ReceiptSource.XERO_PAYMENT, xero_invoice_id="x-1")
    desk.receives(11_880, "Acorn Pharmacy Ltd", "TM4766")
    desk.receives(11_880, "Acorn Pharmacy Ltd", "TM4766")
    payment, line, third = desk.match()
    assert settled(payment) == {document: 11_880}
    assert line.best is not None
    assert (line.decision, line.best.act, line.best.duplicate_of) == (Decision.AUTOMATIC, Act.DUPLICATE, (told,))
    assert third.decision is not Decision.AUTOMATIC


def test_a_direct_debit_already_recorded_is_recognised_by_payer_amount_and_days() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Acorn Pharmacy Ltd", account="ACOR69")
    known = desk.paid(payer, 6_615, date(2026, 3, 28))
    desk.receives(6_615, "SOMEBODY ELSE", "DD ACOR69")
    verdict = desk.only()
    assert verdict.best is not None
    assert (verdict.decision, verdict.best.duplicate_of) == (Decision.AUTOMATIC, (known,))


def test_the_second_instalment_a_month_later_is_new_money() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Hazel Solar Ltd")
    document = desk.owes(payer, "TM4510", 1_890, open_minor=945)
    desk.paid(payer, 945, date(2026, 2, 28), document)
    desk.receives(945, "Hazel Solar", "TM4510")
    assert settled(desk.only()) == {document: 945}


def test_one_line_for_many_recorded_direct_debits_is_their_sum() -> None:
    desk = MatchingDesk()
    keys = [
        desk.paid(desk.customer(f"Customer Number {letter} Ltd"), minor, date(2026, 3, 30))
        for letter, minor in (("A", 10_496), ("B", 7_200), ("C", 15_300))
    ]
    desk.receives(32_996, "BACS DD COLLECTION")
    verdict = desk.only()
    assert verdict.best is not None
    assert (verdict.decision, verdict.best.act, set(verdict.best.duplicate_of)) == (
        Decision.AUTOMATIC,
        Act.DUPLICATE,
        set(keys),
    )
    assert "3 collections recorded for 30/03/2026 add up to exactly 329.96" in words(verdict)


@pytest.mark.parametrize("held_back", [False, True])
def test_a_payout_is_the_payments_collected_less_the_charges(held_back: bool) -> None:
    desk = MatchingDesk()
    documents, net = [], 0
    for day, minor in ((24, 178_200), (25, 43_549), (26, 9_999)):
        payer = desk.customer(f"Buyer {day} Ltd")
        documents.append(desk.owes(payer, f"TM{day}", minor))
        desk.paid(payer, minor, date(2026, 3, day), documents[-1], waits_for_payout=True, provider="stripe")
        net += minor - (minor * 15 + 500) // 1000 - 20
    expected = dict(zip(documents, (178_200, 43_549, 9_999), strict=True))
    if held_back:
        payer = desk.customer("Late Buyer Ltd")
        late = desk.owes(payer, "TM99", 50_000)
        desk.paid(payer, 50_000, date(2026, 3, 25), late, waits_for_payout=True, provider="stripe")
    desk.receives(net, "STRIPE PAYMENTS UK")
    verdict = desk.only()
    assert settled(verdict) == expected
    assert verdict.best is not None
    assert verdict.best.fee_minor == sum(expected.values()) - net


def test_a_payout_that_nothing_makes_up_is_asked_and_never_guessed() -> None:
    desk = MatchingDesk()
    desk.owes(desk.customer("Buyer Ltd"), "TM1", 12_345)
    desk.receives(12_345, "STRIPE PAYMENTS UK")
    verdict = desk.only()
    assert verdict.decision is Decision.ASK
    assert "no set of collected payments less charges comes to 123.45" in verdict.not_automatic


def test_what_a_provider_already_collected_is_not_paid_again_by_a_transfer_without_a_number() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Buyer Ltd")
    document = desk.owes(payer, "TM1", 12_345)
    desk.paid(payer, 12_345, date(2026, 3, 30), document, waits_for_payout=True, provider="stripe")
    desk.receives(12_345, "Buyer Ltd")
    assert desk.only().decision is not Decision.AUTOMATIC


def test_a_bounced_direct_debit_takes_back_its_payment() -> None:
    desk = MatchingDesk()
    known = desk.paid(desk.customer("Riley Telecoms Ltd"), 141_120, date(2026, 3, 27))
    desk.receives(-141_120, "Riley Telecoms Ltd", "UNPAID DD", kind="UDD")
    verdict = desk.only()
    assert verdict.best is not None
    assert (verdict.decision, verdict.best.act, verdict.best.reverses) == (Decision.AUTOMATIC, Act.REVERSE, (known,))


def test_two_payments_that_may_have_bounced_are_a_persons_choice() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Riley Telecoms Ltd")
    desk.paid(payer, 14_112, date(2026, 3, 26))
    desk.paid(payer, 14_112, date(2026, 3, 27))
    desk.receives(-14_112, "Riley Telecoms Ltd", "UNPAID DD", kind="UDD")
    verdict = desk.only()
    assert verdict.decision is Decision.ASK
    assert len(verdict.proposals) == 2


def test_money_paid_back_settles_the_credit_note() -> None:
    desk = MatchingDesk()
    note = desk.credit(desk.customer("Oakham Solar Limited"), "CN-0014", 142_477)
    desk.receives(-142_477, "Oakham Solar Ltd")
    verdict = desk.only()
    assert settled(verdict) == {note: -142_477}
    assert "Credit note CN-0014 has exactly 1,424.77 left" in words(verdict)


def test_money_out_that_nothing_explains_is_nothing_to_match() -> None:
    desk = MatchingDesk()
    desk.owes(desk.customer("Oakham Solar Limited"), "TM1", 5_000)
    desk.receives(-5_000, "Office Rent Co", on=TODAY)
    assert desk.only().decision is Decision.NOTHING


def test_money_on_account_is_no_second_telling_of_another_payment() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Oakham Solar Limited")
    document = desk.owes(payer, "TM1", 5_000)
    desk.paid(payer, 5_000, TODAY)
    desk.receives(5_000, "Oakham Solar Limited", source=ReceiptSource.ADVANCE)
    assert settled(desk.only()) == {document: 5_000}
