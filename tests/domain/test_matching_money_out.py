"""Money out without a proposal: the business's own is nobody's, and what may be a customer's is asked about."""

from datetime import date

import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.matching.verdict import Decision
from tests.domain.matching_desk import MatchingDesk


def a_book() -> MatchingDesk:
    """Customers with credit, with a payment of some days ago, and one whose surname others share."""
    desk = MatchingDesk()
    shop = desk.customer("Rushmere Farm Shop", account="RUSH01")
    desk.credit(shop, "CN-0012", 12_000)
    desk.owes(shop, "INV-1042", 9_000)
    desk.paid(desk.customer("Acorn Pharmacy Ltd"), 6_615, date(2026, 3, 20))
    desk.customer("Hartley Joinery", "Ann", "Hartley")
    return desk


@pytest.mark.parametrize(
    ("minor", "payee", "reference"),
    [
        (-85_000, "OFFICE RENT CO", "RENT MARCH"),
        (-12_745, "NORTHERN ENERGY", "ACCOUNT 551204"),
        (-240_000, "HMRC VAT", "VRN 123"),
        (-4_511, "Card payment", "FUEL STATION"),
    ],
)
def test_rent_energy_taxes_and_cards_are_nobodys(minor: int, payee: str, reference: str) -> None:
    desk = a_book()
    desk.receives(minor, payee, reference)
    verdict = desk.only()
    assert (verdict.decision, verdict.proposals) == (Decision.NOTHING, ())
    assert "Money out" in verdict.not_automatic


@pytest.mark.parametrize(
    ("minor", "payee", "reference", "why"),
    [
        (-5_000, "RUSHMERE FARM SHOP", "", "may be a customer"),
        (-5_000, "RUSHMERE", "", "may be a customer"),
        (-5_000, "SOMEBODY", "RUSH01", "may be a customer"),
        (-5_000, "A HARTLEY", "", "may be a customer"),
        (-5_000, "SOMEBODY", "CN-0012", "names CN-0012"),
        (-5_000, "SOMEBODY", "INV-1042", "names INV-1042"),
        (-5_000, "SOMEBODY", "REFUND", "a refund"),
        (-5_000, "UNPAID DIRECT DEBIT", "", "a returned payment"),
        (-5_000, "STRIPE", "ADJUSTMENT", "collects for others"),
        (-12_000, "SOMEBODY", "", "just this much left"),
        (-6_615, "SOMEBODY", "", "came in shortly before"),
    ],
)
def test_what_may_be_a_refund_or_a_returned_payment_is_asked_about(
    minor: int, payee: str, reference: str, why: str
) -> None:
    desk = a_book()
    desk.receives(minor, payee, reference)
    verdict = desk.only()
    assert verdict.decision is Decision.ASK
    assert verdict.proposals or why in verdict.not_automatic


def test_a_bounced_debit_by_its_kind_is_asked_about() -> None:
    desk = a_book()
    desk.receives(-5_000, "SOMEBODY", kind="ARUDD")
    assert desk.only().decision is Decision.ASK


def test_what_came_in_long_before_did_not_bounce() -> None:
    desk = a_book()
    desk.receives(-6_615, "SOMEBODY", on=date(2026, 4, 30))
    assert desk.only().decision is Decision.NOTHING


def test_money_on_account_of_just_this_much_may_be_what_is_paid_back() -> None:
    desk = a_book()
    desk.receives(7_700, "Acorn Pharmacy Ltd", on=date(2026, 1, 2), source=ReceiptSource.ADVANCE)
    desk.receives(-7_700, "SOMEBODY")
    assert desk.match()[1].decision is Decision.ASK
