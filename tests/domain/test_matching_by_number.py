"""What the numbers in a text settle, in whatever form the book writes its numbers."""

import pytest

from safe_desktop.domain.matching.verdict import Adjustment, Decision
from tests.domain.matching_desk import TODAY, MatchingDesk, settled, shares, words


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("INV/2026/0042", "2026/0042"),
        ("INV/2026/0042", "our inv/2026/0042, thanks"),
        ("INV/2026/0042", "invoice 42"),
        ("A-1042", "a1042"),
        ("A-1042", "INV NO 1042"),
        ("20261042", "Payment 20261042"),
        ("SI 42", "SI42"),
        ("SI000042", "SI 42"),
        ("INV-04208", "4208"),
        ("Nº 00317", "317"),
    ],
)
def test_a_number_is_found_however_it_is_written(number: str, written: str) -> None:
    desk = MatchingDesk()
    payer = desk.customer("Greyfriars Hotel Ltd")
    document = desk.owes(payer, number, 28_800)
    desk.owes(payer, number[:-1] + ("7" if number[-1] != "7" else "8"), 19_800)
    desk.receives(28_800, "Greyfriars Hotel", written)
    assert settled(desk.only()) == {document: 28_800}


def test_other_letters_before_the_same_digits_need_the_payers_name() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Greyfriars Hotel Ltd"), "TM4342", 28_800)
    desk.receives(28_800, "Prism Estates", "TN4342")
    desk.receives(28_800, "Greyfriars Hotel", "TN4342")
    stranger, known = desk.match()
    assert stranger.decision is not Decision.AUTOMATIC
    assert settled(known) == {document: 28_800}
    assert "“TN4342” in the reference has the digits of TM4342" in words(known)


def test_several_numbers_settle_their_exact_sum_and_the_reasons_show_the_sum() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Greyfriars Hotel Ltd")
    first, second = desk.owes(payer, "INV-2038", 28_800), desk.owes(payer, "INV-2044", 19_800)
    desk.owes(payer, "INV-1987", 19_800)
    desk.receives(48_600, "GREYFRIARS HTL", "2038 2044")
    verdict = desk.only()
    assert settled(verdict) == {first: 28_800, second: 19_800}
    assert "Numbers INV-2038 and INV-2044 in the reference" in words(verdict)
    assert "288.00 + 198.00 is exactly 486.00" in words(verdict)


@pytest.mark.parametrize("written", ["4212/13/14", "4212-4214", "INV 4212 & 4213 & 4214", "4212,13,14"])
def test_lists_and_ranges_of_numbers_are_read_whole(written: str) -> None:
    desk = MatchingDesk()
    payer = desk.customer("Hazel Solar Ltd")
    keys = [desk.owes(payer, f"TM{number}", number) for number in (4212, 4213, 4214)]
    desk.receives(4212 + 4213 + 4214, "Hazel Solar", written)
    assert settled(desk.only()) == dict(zip(keys, (4212, 4213, 4214), strict=True))


def test_a_list_that_the_bank_cut_off_is_completed_where_one_set_alone_fits() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Hazel Solar Ltd")
    first, second = desk.owes(payer, "TM4361", 15_120), desk.owes(payer, "TM4371", 319_800)
    desk.owes(payer, "TM4390", 5_000)
    desk.receives(334_920, "Hazel Solar", "INVS TM4361 TM437")
    verdict = desk.only()
    assert settled(verdict) == {first: 15_120, second: 319_800}
    assert "The list was cut off; TM4371 completes it" in words(verdict)


def test_a_mistyped_number_needs_payer_and_amount_beside_it() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Crystal Training Ltd")
    document = desk.owes(payer, "TM4421", 23_166)
    desk.receives(23_166, "Crystal Training", "4412")
    desk.receives(23_166, "Prism Estates", "4412")
    known, stranger = desk.match()
    assert settled(known) == {document: 23_166}
    assert "“4412” in the reference is one slip away from TM4421" in words(known)
    assert stranger.decision is not Decision.AUTOMATIC


def test_a_number_of_one_customer_and_the_name_of_another_that_owes_the_same_is_asked() -> None:
    desk = MatchingDesk()
    ours, other = desk.customer("Anchor Estates Ltd"), desk.customer("Mendip Gifts Limited")
    desk.owes(ours, "INV-6744", 120_000)
    named = desk.owes(other, "INV-7001", 120_000)
    desk.receives(120_000, "Anchor Estates Ltd", "INV-7001")
    verdict = desk.only()
    assert verdict.decision is Decision.ASK
    assert shares(verdict) == {named: 120_000}
    assert "INV-7001 is an invoice of Mendip Gifts Limited" in verdict.not_automatic
    assert verdict.would_be_automatic.startswith("It would be automatic if")


def test_a_stranger_with_the_right_number_and_the_right_amount_settles_it() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Lark Thames Restaurant Limited"), "TM4435", 905_507)
    desk.receives(905_507, "Falcon Decorators", "TM4435")
    assert settled(desk.only()) == {document: 905_507}


def test_a_stranger_with_the_right_number_and_a_usual_part_of_it_is_asked() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Windermere Nursery Limited"), "TM4345", 963_714)
    desk.receives(481_857, "Prism Estates", "4345")
    verdict = desk.only()
    assert verdict.decision is Decision.ASK
    assert shares(verdict) == {document: 481_857}


def test_a_stranger_with_a_number_that_his_amount_does_not_fit_is_no_customers_payment() -> None:
    desk = MatchingDesk()
    desk.owes(desk.customer("Windermere Nursery Limited"), "TM4345", 963_715)
    desk.receives(18_900, "Prism Estates", "4345")
    verdict = desk.only()
    assert verdict.decision is Decision.NOTHING
    assert verdict.not_automatic == "TM4345 is in the text, but neither the payer nor 189.00 fits it."


def test_a_number_that_is_paid_already_is_named_where_the_money_is_more_than_the_other_leaves_open() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Ivorystone Architects")
    desk.paid(payer, 86_328, TODAY, desk.owes(payer, "INV-0023", 86_328, open_minor=0))
    document = desk.owes(payer, "INV-0047", 12_880)
    desk.receives(99_208, "IVORYSTONE ARCHITE", "0023 0047")
    verdict = desk.only()
    assert (verdict.decision, shares(verdict)) == (Decision.ASK, {document: 12_880})
    told = "Not automatic: INV-0023 is in the text too and is paid already, perhaps with this very money."
    assert verdict.not_automatic == told
    assert "numbers of what it pays in full" in verdict.would_be_automatic


def test_less_than_what_is_open_settles_a_part_and_says_what_stays() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Devon Solar Group"), "TM4410", 37_340)
    desk.receives(12_446, "Devon Solar Group", "TM4410")
    verdict = desk.only()
    assert settled(verdict) == {document: 12_446}
    assert "Part of the 373.40 open; 248.94 stays open" in words(verdict)


def test_more_than_what_is_open_leaves_the_rest_on_account() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Grove Trent Signs Ltd"), "TM4571", 75_600)
    desk.receives(76_040, "Grove Trent Signs", "TM4571")
    verdict = desk.only()
    assert settled(verdict) == {document: 75_600}
    assert verdict.best is not None
    assert (verdict.best.credit_minor, verdict.best.adjustment) == (440, Adjustment.OVERPAYMENT)


def test_a_transfer_from_abroad_that_is_short_is_the_whole_less_the_banks_charge() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("Collins Web Solutions Limited"), "TM4676", 1_512_000)
    desk.receives(1_511_400, "Collins Web Solutions", "TM4676", kind="SWIFT")
    verdict = desk.only()
    assert settled(verdict) == {document: 1_512_000}
    assert verdict.best is not None
    assert verdict.best.fee_minor == 600


def test_numbers_less_a_credit_note_of_the_same_customer_settle_both() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Macdonald Drainage Ltd")
    invoice, note = desk.owes(payer, "TM4352", 241_920), desk.credit(payer, "CN-0003", 36_303)
    desk.receives(205_617, "Macdonald Drainage", "TM4352")
    verdict = desk.only()
    assert settled(verdict) == {invoice: 241_920, note: -36_303}
    assert "2,419.20 − 363.03 is exactly 2,056.17" in words(verdict)


def test_an_order_number_of_the_customer_names_its_invoice() -> None:
    desk = MatchingDesk()
    document = desk.owes(desk.customer("West Leisure Limited"), "TM4590", 189_600, reference="PO/50904")
    desk.receives(189_600, "West Leisure Ltd", "po 50904")
    assert settled(desk.only()) == {document: 189_600}


def test_a_number_that_a_cut_may_have_shortened_is_not_trusted_for_a_part() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Ludlow Bakehouse LLP")
    desk.owes(payer, "2026-0202", 371_595)
    desk.owes(payer, "2026-0201", 25_700)
    desk.receives(25_600, narrative="LUDLOW BAKEHOUSE L OUR PAYMENT OF 202")
    assert desk.only().decision is Decision.ASK


def test_what_is_too_much_for_the_one_named_and_just_what_another_has_left_is_asked() -> None:
    desk = MatchingDesk()
    payer = desk.customer("Amberley Vets")
    named, other = desk.owes(payer, "1095", 36_000), desk.owes(payer, "1096", 72_000)
    # The bank cut the payee's name behind the first number: it is taken for a part of the name.
    desk.receives(108_000, narrative="AMBERLEY VETS 1096 + 1095 06APR26 1634", kind="BGC")
    verdict = desk.only()
    assert verdict.decision is Decision.ASK
    assert shares(verdict) == {named: 36_000, other: 72_000}
