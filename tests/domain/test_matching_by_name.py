"""What the payer and the amount settle where no number helps, and where they must not."""

from datetime import date

import pytest

from safe_desktop.domain.matching.verdict import Decision
from tests.domain.matching_desk import MatchingDesk, settled, shares, words


@pytest.mark.parametrize(
    "payee",
    [
        "H Houghton Waste Management Ltd",
        "H HOUGHTON WASTE M",
        "H Houghton Waste Mgmt",
        "H Houghtno Waste Management",
        "HHOUGHTON WASTE MANAGEMENT",
    ],
)
def test_a_name_cut_shortened_mistyped_or_run_together_is_known(payee: str) -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("H Houghton Waste Management Limited"), "TM4206", 56_700)
    desk.owes(desk.customer("G Houghton Waste Management Ltd"), "TM4207", 11_100)
    desk.receives(56_700, payee)
    assert settled(desk.only()) == {document: 56_700}


def test_the_initial_tells_two_families_apart() -> None:
    desk = MatchingDesk()
    desk.customer("H Houghton Waste Management Limited")
    desk.owes(desk.customer("G Houghton Waste Management Ltd"), "TM4207", 56_700)
    desk.receives(56_700, "H Houghton Waste Management")
    assert desk.only().decision is not Decision.AUTOMATIC


def test_of_equal_monthly_bills_the_oldest_is_paid_first() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Trent Kitchens")
    third = desk.owes(payer, "C", 7_200, date(2026, 3, 1))
    first = desk.owes(payer, "A", 7_200, date(2026, 1, 1))
    second = desk.owes(payer, "B", 7_200, date(2026, 2, 1))
    for day in (5, 6, 7):
        desk.receives(7_200, "Trent Kitchens", on=date(2026, 3, day))
    assert [settled(one) for one in desk.match()] == [{first: 7_200}, {second: 7_200}, {third: 7_200}]


def test_a_later_receipt_with_a_number_keeps_its_invoice_from_an_earlier_one_without() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Trent Kitchens")
    first = desk.owes(payer, "TM4301", 7_200, date(2026, 1, 1))
    second = desk.owes(payer, "TM4302", 7_200, date(2026, 2, 1))
    desk.receives(7_200, "Trent Kitchens", on=date(2026, 3, 5))
    desk.receives(7_200, "Trent Kitchens", "TM4301", on=date(2026, 3, 9))
    assert [settled(one) for one in desk.match()] == [{second: 7_200}, {first: 7_200}]


def test_two_customers_whom_a_cut_name_fits_and_who_owe_the_same_are_a_persons_choice() -> None:
    desk = MatchingDesk()
    desk.owes(desk.customer("The Sable Gifts Company (North) Ltd"), "TM4346", 92_664)
    desk.owes(desk.customer("The Sable Gifts Company Ltd"), "TM4347", 92_664)
    desk.receives(92_664, "THE SABLE GIFTS CO")
    verdict = desk.only()
    assert verdict.decision is Decision.ASK
    assert len(verdict.proposals) == 2
    assert "owe the same 926.64" in verdict.not_automatic


def test_a_payer_known_from_earlier_payments_is_recognised_and_counted() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Lark Thames Restaurant Limited")
    document = desk.owes(payer, "TM4248", 75_143)
    desk.before(payer, "Oak Brighton Jewellers", times=3)
    desk.receives(75_143, "Oak Brighton Jewellers")
    verdict = desk.only()
    assert settled(verdict) == {document: 75_143}
    assert "paid for Lark Thames Restaurant Limited 3 times before" in words(verdict)


def test_an_agent_who_paid_for_two_customers_is_asked_about() -> None:
    desk = MatchingDesk()
    first, second = desk.customer("Ilkley Plumbing Ltd"), desk.customer("Atlas Alarms Ltd")
    document = desk.owes(first, "INV-1", 4_455)
    desk.owes(second, "INV-2", 9_900)
    desk.before(first, "Morris Block Care")
    desk.before(second, "Morris Block Care")
    desk.receives(4_455, "Morris Block Care")
    verdict = desk.only()
    assert verdict.decision is Decision.ASK
    assert shares(verdict) == {document: 4_455}
    assert "pays for several customers" in verdict.not_automatic


def test_the_owners_own_name_is_the_customers() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Quayside Topaz Holdings", "Tanya", "Fraser"), "INV-4207", 97_976)
    desk.receives(97_976, "Mrs T Fraser")
    verdict = desk.only()
    assert shares(verdict) == {document: 97_976}
    assert "is the name of a contact at Quayside Topaz Holdings" in words(verdict)


def test_a_namesake_who_owes_the_same_makes_the_owners_payment_a_question() -> None:
    desk = MatchingDesk()
    desk.owes(desk.customer("Quayside Topaz Holdings", "Tanya", "Fraser"), "INV-4207", 97_976)
    desk.owes(desk.customer("Fraser Logistics", "Colin", "Fraser"), "INV-4208", 97_976)
    desk.receives(97_976, "Mrs T Fraser")
    assert desk.only().decision is Decision.ASK


def test_several_invoices_that_add_up_are_settled_only_if_one_set_alone_does() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Bolton Packaging Ltd")
    first, second = desk.owes(payer, "TM4250", 180_000), desk.owes(payer, "TM4211", 58_046)
    desk.owes(payer, "TM4300", 99_900)
    desk.receives(238_046, "Bolton Packaging")
    assert settled(desk.only()) == {first: 180_000, second: 58_046}
    desk.owes(payer, "TM4301", 138_146)
    assert desk.only().decision is Decision.ASK


def test_a_number_that_nothing_explains_forbids_a_match_by_name_and_amount() -> None:
    desk = MatchingDesk()
    desk.owes(desk.customer("Hazel Solar Ltd"), "TM4361", 15_120)
    desk.receives(15_120, "Hazel Solar Ltd", "TM9907")
    verdict = desk.only()
    assert verdict.decision is Decision.ASK
    assert "“TM9907” in the text is not explained" in verdict.not_automatic


def test_an_invoice_of_this_name_paid_before_does_not_forbid_it() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Acorn Pharmacy Ltd")
    desk.owes(payer, "TM4394", 50_000, open_minor=0)
    document = desk.owes(payer, "TM4541", 75_000)
    desk.receives(75_000, "Acorn Pharmacy", "INV 4394")
    verdict = desk.only()
    assert settled(verdict) == {document: 75_000}
    assert "TM4394, is paid already" in words(verdict)


def test_an_amount_alone_never_acts_but_is_offered() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Griffiths Logistics Ltd"), "TM4207", 438_694)
    desk.receives(438_694, "Cash Deposit")
    verdict = desk.only()
    assert verdict.decision is Decision.ASK
    assert shares(verdict) == {document: 438_694}
    assert "an amount alone never decides" in verdict.not_automatic


def test_fifty_customers_who_owe_one_price_get_nothing_guessed_onto_them() -> None:
    desk = MatchingDesk()
    for number in range(50):
        desk.owes(desk.customer(f"Member {chr(65 + number % 26)}{number} Club"), f"M-{number + 100}", 12_000)
    for name in ("Cash Deposit", "Jo Unknown", "", "STANDING ORDER"):
        desk.receives(12_000, name)
    assert [one.decision for one in desk.match() if one.decision is Decision.AUTOMATIC] == []


def test_money_of_no_customer_is_said_to_be_nothing_to_match() -> None:
    desk = MatchingDesk()
    desk.owes(desk.customer("Griffiths Logistics Ltd"), "TM4207", 3_675)
    desk.receives(3_675, "DVLA REFUND")
    verdict = desk.only()
    assert verdict.decision is Decision.NOTHING
    assert verdict.not_automatic == "The payer is no customer."


def test_a_narrative_names_the_payer_also_beside_a_reference() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Griffiths Logistics Ltd"), "TM4207", 3_675)
    desk.receives(3_675, reference="thanks", narrative="FASTER PAYMENT FROM GRIFFITHS LOGISTICS")
    assert settled(desk.only()) == {document: 3_675}


@pytest.mark.parametrize(
    "reference", ["NOV24", "dec 2025", "week 12", "Q3", "2nd half", "31/03/26", "2 bills", "JAN 26"]
)
def test_words_that_say_when_are_no_unexplained_numbers(reference: str) -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Griffiths Logistics Ltd"), "TM4207", 3_675)
    desk.receives(3_675, "Griffiths Logistics", reference)
    assert settled(desk.only()) == {document: 3_675}


@pytest.mark.parametrize(
    "narrative",
    [
        "GRIFFITHS LOGISTICS 18NOV24 1631",
        "GRIFFITHS LOGISTIC 20-45-77 12345678 FPI",
        "FASTER PAYMENT RECEIVED FROM GRIFFITHS LOGISTICS LTD ON 2026-03-31 AT 16:31",
        "GRIFFITHS LOGISTICS , THANKS , FP 18/11/24 1631 , 104326489849988540",
        "BANK CREDIT GRIFFITHS LOGISTICS LTD FP26090400123456789",
    ],
)
def test_what_only_a_banks_machines_read_does_not_hide_the_payer(narrative: str) -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Griffiths Logistics Ltd"), "TM4207", 3_675)
    desk.owes(desk.customer("Other Customer Ltd"), "TM1631", 99_900)
    desk.receives(3_675, narrative=narrative, kind="FPI")
    assert settled(desk.only()) == {document: 3_675}
