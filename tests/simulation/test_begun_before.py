"""What is on its way still, and what a run that was cut short had begun: neither is forgotten. Found by seeds."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger
from tests.simulation.made_lives import quiet_life
from tests.simulation.scene import Scene
from tests.simulation.weather import Stroke


@pytest.fixture
def scene() -> Iterator[Scene]:
    with quiet_life() as life:
        yield Scene(life)


def test_an_invoice_renumbered_after_it_was_sent_again_waits_until_the_first_request_is_dead(scene: Scene) -> None:
    """It is in Xero by the second request; the first would make another once the old number is free."""
    invoice = scene.invoice("INV-1")
    scene.fate("PUT", "/Invoices", Stroke.LATE)
    scene.sync()
    scene.sync(1)
    assert scene.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO
    scene.change(invoice, number="INV-2")
    report = scene.sync(1)
    assert "may still reach Xero" in report.items[-1].reason
    for _ in range(9):
        scene.sync(100)
    scene.settle_down()
    assert [one.body["InvoiceNumber"] for one in scene.there("invoice")] == ["INV-2"]


def test_what_rang_in_a_run_that_was_cut_short_is_read_by_the_next(scene: Scene) -> None:
    """The list of invoices rings once; the payments that it rang for must not wait for their slow beat."""
    invoice = scene.invoice()
    scene.sync()
    scene.sync(1)
    scene.in_xero("pay", invoice_number="INV-1", amount="40")
    scene.fate("GET", "/CreditNotes", Stroke.FORBIDDEN)
    assert scene.sync(1).result != "done"
    assert scene.sync(1).received == 1
    assert str(scene.workplace.book.documents.open(invoice).decimal) == "80.00"


def test_a_refused_record_is_counted_though_xero_cannot_be_asked_what_it_has(scene: Scene) -> None:
    scene.in_xero("contact", name="Ann")
    scene.fate("GET", "/Contacts", Stroke.EMPTY_LIST)
    scene.fate("GET", "/Contacts", Stroke.FORBIDDEN)
    report = scene.sync()
    assert (report.result, report.refused) == ("not connected", 1)
    scene.settle_down()
    assert scene.word(RecordKind.CUSTOMER, scene.customer) is Standing.IN_XERO


def test_the_contact_of_a_new_customer_is_not_taken_for_that_of_one_who_gave_up_the_name(scene: Scene) -> None:
    place = scene.workplace
    bob = ledger.add_customer(place, Customer("Bob", email="bob@example.org")).value
    scene.fate("PUT", "/Contacts", Stroke.RESET)
    scene.sync()
    ledger.change_customer(place, replace(bob, name="Robert"))
    other = ledger.add_customer(place, Customer("Bob")).value
    scene.fate("PUT", "/Contacts", Stroke.AFTER_STATUS)
    scene.sync()
    scene.settle_down()
    words = [scene.word(RecordKind.CUSTOMER, one) for one in (bob.id, other.id)]
    assert words == [Standing.IN_XERO, Standing.IN_XERO]
    there = {str(one.body["Name"]): str(one.body.get("EmailAddress", "")) for one in scene.there("contact")}
    assert there == {"Ann": "", "Robert": "bob@example.org", "Bob": ""}
