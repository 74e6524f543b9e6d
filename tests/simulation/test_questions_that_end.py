"""What a person is asked ends when its cause is gone, and never ties two records to one. Found by the simulation."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger
from safe_desktop.errors import InputError
from tests.simulation.made_lives import quiet_life
from tests.simulation.scene import Scene


@pytest.fixture
def scene() -> Iterator[Scene]:
    with quiet_life() as life:
        yield Scene(life)


def test_a_payment_that_does_not_fit_is_no_longer_asked_about_once_xero_has_deleted_it(scene: Scene) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.payment(invoice, "100", "Cash")
    scene.in_xero("pay", invoice_number="INV-1", amount="60")
    scene.sync()
    asked = scene.asked(MismatchKind.PAYMENT_DOES_NOT_FIT)
    assert asked is not None
    scene.in_xero("delete-payment", payment_id=asked.xero_id)
    scene.settle_down()
    assert scene.asked(MismatchKind.PAYMENT_DOES_NOT_FIT) is None
    assert scene.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO


def test_a_payment_taken_back_here_cannot_be_the_same_as_one_in_xero(scene: Scene) -> None:
    invoice = scene.invoice()
    scene.sync()
    typed = scene.payment(invoice, "60", "Cash")
    scene.in_xero("pay", invoice_number="INV-1", amount="60")
    scene.sync()
    ledger.take_back_payment(scene.workplace, typed)
    asked = scene.asked(MismatchKind.SAME_PAYMENT)
    assert asked is not None
    with pytest.raises(InputError, match="cannot settle it any more"):
        desk.settle(scene.workplace, asked.id, WayOut.SAME_PAYMENT)
    desk.settle(scene.workplace, asked.id, WayOut.TWO_PAYMENTS)
    scene.settle_down()
    assert str(scene.workplace.book.documents.open(invoice).decimal) == "60.00"


def test_a_new_customer_of_a_name_that_another_gave_up_gets_a_contact_of_its_own(scene: Scene) -> None:
    """Xero still has the name on the other's contact when the new one is told."""
    scene.sync()
    ann = scene.workplace.book.customers.get(scene.customer)
    ledger.change_customer(scene.workplace, replace(ann, name="Ann Smith"))
    other = ledger.add_customer(scene.workplace, Customer("Ann")).value.id
    scene.settle_down()
    assert sorted(str(one.body["Name"]) for one in scene.there("contact")) == ["Ann", "Ann Smith"]
    assert scene.word(RecordKind.CUSTOMER, other) is Standing.IN_XERO


def test_what_was_decided_at_the_desk_is_remembered_as_decided(scene: Scene) -> None:
    """Not as having gone by itself, though carrying it out takes the difference away."""
    invoice = scene.invoice()
    scene.sync()
    scene.payment(invoice, "60", "Cash")
    scene.in_xero("pay", invoice_number="INV-1", amount="60")
    scene.sync()
    asked = scene.asked(MismatchKind.SAME_PAYMENT)
    assert asked is not None
    desk.settle(scene.workplace, asked.id, WayOut.SAME_PAYMENT)
    rows = scene.workplace.book.database.rows("SELECT settled_how FROM mismatch WHERE id = ?", (asked.id,))
    assert rows == [("same_payment",)]


def test_a_cash_payment_that_is_xeros_too_is_deleted_there_once_it_is_taken_back_here(scene: Scene) -> None:
    """Cash has no account in Xero and is never sent; but this one is there, and would go on settling the invoice."""
    invoice = scene.invoice()
    scene.sync()
    typed = scene.payment(invoice, "60", "Cash")
    scene.in_xero("pay", invoice_number="INV-1", amount="60", reconciled=False)
    scene.sync()
    asked = scene.asked(MismatchKind.SAME_PAYMENT)
    assert asked is not None
    desk.settle(scene.workplace, asked.id, WayOut.SAME_PAYMENT)
    ledger.take_back_payment(scene.workplace, typed)
    scene.settle_down()
    assert scene.there("payment") == []
    assert scene.word(RecordKind.PAYMENT, typed) is Standing.IN_XERO
