"""A customer's address: told to Xero, read back, and found when it is changed there, without an alarm for its shape."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from safe_desktop.domain.customer import Address, Customer
from safe_desktop.domain.mismatch import WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.control import Control
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.deciding.taking_in import take_in_contacts
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.sync.undoing import undo
from tests.engine.edited_xero import EditedXero, edited_xero

CUSTOMER = RecordKind.CUSTOMER
HERE = Address(("12 High  Street", "", "Flat 3", "c/o Ben", "Rear", "Top bell"), "Leeds", "", "LS1 1AA", "UK")
THERE = {"AddressType": "POBOX", "AddressLine1": "9 Low Road", "City": "York", "PostalCode": "YO1 1AA"}


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


def move(scene: EditedXero, address: Address) -> None:
    ann = scene.book.customers.get(scene.customer)
    ledger.change_customer(scene.workplace, replace(ann, address=address))


def lives_there(scene: EditedXero) -> str:
    [contact] = scene.there("contact")
    found = next(one for one in contact.body["Addresses"] if one["AddressType"] == "POBOX")
    return str(found.get("AddressLine1") or "")


def test_an_address_of_many_lines_raises_no_alarm_once_it_is_in_xero(scene: EditedXero) -> None:
    move(scene, HERE)
    scene.sync()
    for _ in range(2):
        report = scene.read_contacts()
        assert (report.sent, report.mismatches_open) == (0, 0)
    assert scene.word(CUSTOMER, scene.customer) is Standing.IN_XERO


def test_an_address_changed_in_xero_is_found_and_taken(scene: EditedXero) -> None:
    scene.sync()
    scene.edit_contact(Addresses=[THERE])
    scene.read_contacts()
    (asked,) = scene.open_ones()
    assert (asked.field, asked.ours, asked.theirs) == ("address", "", "9 Low Road, York, YO1 1AA")
    desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    assert scene.book.customers.get(scene.customer).address == Address(("9 Low Road",), "York", "", "YO1 1AA")
    assert (scene.read_contacts().sent, scene.open_ones()) == (0, [])


def test_an_address_changed_here_is_told_and_given_back_by_an_undo(scene: EditedXero) -> None:
    move(scene, Address(("1 Old Lane",)))
    scene.sync()
    move(scene, Address(("2 New Lane",)))
    run_id = scene.sync().run_id
    assert lives_there(scene) == "2 New Lane"
    scene.life.clock.advance(60)
    assert undo(scene.workplace, Control(), run_id).sent == 1
    assert lives_there(scene) == "1 Old Lane"
    assert scene.read_contacts().mismatches_open == 0


def test_a_customer_tied_before_addresses_were_read_blanks_none_there(scene: EditedXero) -> None:
    scene.sync()
    scene.edit_contact(Addresses=[THERE])
    link = scene.book.links.get(CUSTOMER, scene.customer)
    assert link is not None
    with scene.book.transaction():
        ours = {field: value for field, value in link.ours.items() if field != "address"}
        theirs = {field: value for field, value in link.theirs.items() if field != "address"}
        scene.book.links.tie([replace(link, ours=ours, theirs=theirs)])
    assert scene.read_contacts().mismatches_open == 0
    ann = scene.book.customers.get(scene.customer)
    ledger.change_customer(scene.workplace, replace(ann, email="ann@here.example"))
    assert scene.sync().sent == 1
    assert lives_there(scene) == "9 Low Road"


def test_a_contact_is_taken_in_with_its_address(scene: EditedXero) -> None:
    scene.in_xero("contact", name="Zoe")
    scene.edit_contact("Zoe", Addresses=[THERE])
    scene.sync()
    zoe = next(one for one in scene.book.copies.contacts() if one.name == "Zoe")
    taken = take_in_contacts(scene.workplace, [zoe.contact_id])
    assert scene.book.customers.get(taken.taken[zoe.contact_id]).address.city == "York"
    assert Customer("Zoe").address == Address()
