"""The tie-out after every kind of mismatch and every way out: Xero's balance is right, and nothing is left over."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.showing.tie_out_rows import TieOut, tie_out
from safe_desktop.errors import InputError
from tests.engine.edited_xero import EditedXero, edited_xero
from tests.engine.test_ways_out import CASES, TABLE, Case, is_of


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


def balances_there(scene: EditedXero) -> dict[str, Decimal]:
    """What each contact owes, from Xero's own records."""
    owed: dict[str, Decimal] = {}
    signs = {"invoice": ("AmountDue", 1), "credit_note": ("RemainingCredit", -1)}
    signs |= dict.fromkeys(("overpayment", "prepayment"), ("RemainingCredit", -1))
    for kind, (field, sign) in signs.items():
        for one in scene.there(kind):
            if one.status == "AUTHORISED":
                currency = str(one.body["CurrencyCode"])
                owed[currency] = owed.get(currency, Decimal(0)) + sign * one.body[field]
    return owed


def check(scene: EditedXero, is_read: bool = True) -> TieOut:
    found = tie_out(scene.book)
    left = [(row.customer, str(row.residue), row.unexplained, row.items) for row in found.rows if row.residue]
    assert left == []
    assert not [row for row in found.rows if row.unexplained]
    if is_read:
        theirs = {total.theirs.currency: total.theirs.decimal for total in found.totals if total.theirs}
        assert theirs == {currency: owed for currency, owed in balances_there(scene).items() if owed}
    for row in found.rows:
        assert sum(one.ours for one in row.records) == row.ours.minor
        assert sum(one.theirs for one in row.records) == row.theirs.minor
    for total in found.totals:
        assert total.ours == total.theirs + total.items
    return found


def test_what_no_fact_accounts_for_stays_unexplained_and_is_shown_by_its_record(scene: EditedXero) -> None:
    """A payment is another than before, and its invoice is not: Xero's own figures do not add up; that has no name."""
    scene.payment(scene.invoice(), "50")
    scene.sync()
    books = scene.life.practice.books("")
    record = scene.there("payment")[0]
    record.body["Amount"] = Decimal("45.00")
    books.touch(record)
    books.shelf.put(record)
    scene.sync(90_000)
    (row,) = tie_out(scene.book).rows
    assert str(row.residue) == "5.00 GBP"
    assert [(one.label, str(one.left)) for one in row.unexplained] == [("INV-1", "5.00 GBP")]


@pytest.mark.parametrize("case", CASES, ids=[f"{one.kind}-{one.record}-{one.field}" for one in CASES])
def test_a_difference_of_any_kind_is_named_to_the_penny(scene: EditedXero, case: Case) -> None:
    case.arise(scene)
    check(scene, case.kind is not MismatchKind.UNREADABLE)


@pytest.mark.parametrize(
    ("case", "way"), TABLE, ids=[f"{one.kind}-{one.record}-{one.field}-{way}" for one, way in TABLE]
)
def test_nothing_is_left_over_whichever_way_a_difference_was_settled(
    scene: EditedXero, case: Case, way: WayOut
) -> None:
    case.arise(scene)
    asked = next(one for one in scene.open_ones() if is_of(one, case))
    try:
        desk.settle(scene.workplace, asked.id, way)
    except InputError:
        return
    check(scene, case.kind is not MismatchKind.UNREADABLE)
    scene.sync()
    check(scene, case.kind is not MismatchKind.UNREADABLE)
