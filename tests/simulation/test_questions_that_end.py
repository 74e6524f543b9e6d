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
from tests.simulation.made_lives import problems_of, quiet_life
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


@pytest.fixture
def merged_on(scene: Scene) -> Scene:
    """Ann's contact was merged into Ben's, and his into one of theirs; Ann's tie waits at the one in between."""
    ledger.add_customer(scene.workplace, Customer("Ben"))
    scene.sync()
    scene.in_xero("contact", name="Theirs 1")
    scene.in_xero("merge-contacts", loser="Ann", winner="Ben")
    scene.in_xero("merge-contacts", loser="Ben", winner="Theirs 1")
    scene.settle_down()
    book = scene.workplace.book
    with book.transaction():
        book.cursors.forget_all()  # all is read again, Ann's contact too
    scene.settle_down()
    link = book.links.get(RecordKind.CUSTOMER, scene.customer)
    assert link is not None
    contact = book.copies.contact(link.xero_id)
    assert contact is not None
    assert (contact.name, contact.status) == ("Ben", "ARCHIVED")
    return scene


def test_a_merge_that_was_merged_on_is_one_question_and_stays_settled(merged_on: Scene) -> None:
    book = merged_on.workplace.book
    [asked] = [one for one in book.mismatches.open_ones() if one.kind is MismatchKind.CONTACT_MERGED]
    assert (asked.label, asked.theirs) == ("Ann", "Theirs 1")
    assert merged_on.word(RecordKind.CUSTOMER, merged_on.customer) is Standing.CONFLICT
    desk.settle(merged_on.workplace, asked.id, WayOut.NOTED)
    merged_on.settle_down()
    assert merged_on.asked(MismatchKind.CONTACT_MERGED) is None


def test_a_tie_to_anothers_contact_is_wrong_unless_a_person_is_asked_about_it(merged_on: Scene) -> None:
    book = merged_on.workplace.book
    with book.transaction():
        book.mismatches.vanish(RecordKind.CUSTOMER, merged_on.customer, [MismatchKind.CONTACT_MERGED])
    assert "WRONG TIE: customer Ann is tied to ben" in problems_of(merged_on.life)


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
