"""A payment that is otherwise in Xero: ours follows it, is taken back, or the question goes when both are equal."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from safe_desktop.domain.mismatch import MismatchKind, WayOut, ways_out
from safe_desktop.domain.payment import PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger
from safe_desktop.errors import InputError
from tests.engine.edited_xero import EditedXero, edited_xero

PAYMENT = RecordKind.PAYMENT


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


@pytest.fixture
def paid(scene: EditedXero) -> tuple[int, int]:
    """An invoice of 120.00 and a payment of 50.00 for it, both in Xero."""
    invoice = scene.invoice()
    payment = scene.payment(invoice, "50")
    scene.sync()
    assert scene.word(PAYMENT, payment) is Standing.IN_XERO
    return invoice, payment


def open_here(scene: EditedXero, invoice: int) -> str:
    return str(scene.book.documents.open(invoice).decimal)


def test_another_amount_is_taken_and_what_is_open_follows(scene: EditedXero, paid: tuple[int, int]) -> None:
    scene.edit_payment(Amount=Decimal("45.00"))
    scene.sync(90_000)
    (asked,) = scene.open_ones()
    assert (asked.kind, asked.field, asked.ours, asked.theirs) == (
        MismatchKind.FIELD_DIFFERS,
        "amount",
        "50.00",
        "45.00",
    )
    assert ways_out(asked.kind, PAYMENT) == (WayOut.TAKE_THEIRS, WayOut.TAKE_BACK, WayOut.UNLINK)
    desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    assert open_here(scene, paid[0]) == "75.00"
    assert scene.word(PAYMENT, paid[1]) is Standing.IN_XERO
    scene.settle_down()
    assert scene.open_ones() == []


def test_a_larger_amount_than_is_open_is_refused_in_words(scene: EditedXero, paid: tuple[int, int]) -> None:
    scene.payment(paid[0], "60", "Cash")
    scene.edit_payment(Amount=Decimal("70.00"))
    scene.sync(90_000)
    asked = next(one for one in scene.open_ones() if one.record_kind is PAYMENT)
    with pytest.raises(InputError, match=r"70.00 GBP does not fit: 60.00 GBP of INV-1 is open here") as refused:
        desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    assert refused.value.remedy == "Put INV-1 right first, or take the payment back."
    assert open_here(scene, paid[0]) == "10.00"
    assert [one.id for one in scene.open_ones() if one.record_kind is PAYMENT] == [asked.id]


def test_another_date_is_taken(scene: EditedXero, paid: tuple[int, int]) -> None:
    scene.edit_payment(Date="2026-11-06")
    scene.sync(90_000)
    (asked,) = scene.open_ones()
    assert (asked.field, asked.ours, asked.theirs) == ("paid_on", "2026-11-02", "2026-11-06")
    desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    assert scene.book.payments.get(paid[1]).paid_on.isoformat() == "2026-11-06"
    assert open_here(scene, paid[0]) == "70.00"
    scene.settle_down()
    assert scene.open_ones() == []


def test_one_taken_back_instead_is_deleted_in_xero(scene: EditedXero, paid: tuple[int, int]) -> None:
    scene.edit_payment(Date="2026-11-06", Amount=Decimal("45.00"))
    scene.sync(90_000)
    assert scene.asked_fields() == [("field_differs", "amount"), ("field_differs", "paid_on")]
    ids = [one.id for one in scene.open_ones()]
    desk.settle_many(scene.workplace, ids, WayOut.TAKE_BACK)
    assert scene.open_ones() == []
    assert open_here(scene, paid[0]) == "120.00"
    scene.settle_down()
    assert scene.there("payment") == []


def test_one_that_came_from_xero_is_not_taken_back_here(scene: EditedXero) -> None:
    scene.invoice()
    scene.sync()
    scene.in_xero("pay", invoice_number="INV-1", amount="50")
    scene.sync()
    scene.edit_payment(Date="2026-11-06")
    scene.sync(90_000)
    (asked,) = scene.open_ones()
    with pytest.raises(InputError, match="came from Xero") as refused:
        desk.settle(scene.workplace, asked.id, WayOut.TAKE_BACK)
    assert refused.value.remedy.endswith("or take Xero’s.")
    desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    scene.settle_down()
    assert scene.open_ones() == []


def test_the_question_goes_when_xero_has_it_as_before(scene: EditedXero, paid: tuple[int, int]) -> None:
    scene.edit_payment(Amount=Decimal("45.00"))
    scene.sync(90_000)
    assert len(scene.open_ones()) == 1
    scene.edit_payment(Amount=Decimal("50.00"))
    scene.sync(90_000)
    assert (scene.open_ones(), scene.word(PAYMENT, paid[1])) == ([], Standing.IN_XERO)


def test_one_taken_back_here_is_deleted_whatever_was_changed_of_it_there(
    scene: EditedXero, paid: tuple[int, int]
) -> None:
    ledger.take_back_payment(scene.workplace, paid[1])
    scene.edit_payment(Date="2026-11-06")
    scene.settle_down()
    assert (scene.open_ones(), scene.there("payment")) == ([], [])
    assert scene.book.payments.get(paid[1]).status is PaymentStatus.DELETED


def test_an_amount_stored_otherwise_than_it_was_told_is_kept_on_the_desk(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.stores('"Amount":50.00', '"Amount":49.00')
    payment = scene.payment(invoice, "50")
    scene.sync()
    scene.stores("", "")
    for _ in range(2):
        scene.edit_payment()
        scene.sync(90_000)
    (asked,) = scene.open_ones()
    assert (asked.kind, asked.field, asked.theirs) == (MismatchKind.FIELD_DIFFERS, "amount", "49.00")
    desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    assert (open_here(scene, invoice), scene.word(PAYMENT, payment)) == ("71.00", Standing.IN_XERO)
    scene.settle_down()
    assert scene.open_ones() == []
