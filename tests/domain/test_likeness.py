"""Which customer is likely which contact: the reasons, what speaks against it, and one partner each."""

import time
from datetime import UTC, datetime

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.likeness import CERTAIN, LIKELY, POSSIBLE, bare_name, likely_pairs, likeness
from safe_desktop.domain.theirs import Contact

WHEN = datetime(2026, 11, 25, tzinfo=UTC)


def contact(name: str, contact_id: str = "1", email: str = "", vat: str = "", number: str = "") -> Contact:
    return Contact(contact_id, name, "ACTIVE", WHEN, number=number, email=email, tax_number=vat)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Rushmere Farm Shop Ltd", "RUSHMERE FARM-SHOP LIMITED"),
        ("Tom & Co", "Tom and Company"),
        ("Café  Noir", "Cafe Noir, Ltd."),
        ("O’Brien's", "OBriens"),
    ],
)
def test_one_name_in_two_spellings_is_the_same(ours: str, theirs: str) -> None:
    assert bare_name(ours) == bare_name(theirs)
    found = likeness(Customer(ours), contact(theirs))
    assert found is not None
    assert (found.word, found.reasons) == (CERTAIN, ("Same name but for spelling: case, spaces, signs or Ltd",))


def test_a_name_of_nothing_but_legal_forms_keeps_its_words() -> None:
    assert bare_name("The Company") != bare_name("Ltd & Co")


def test_every_reason_is_told_and_adds_to_the_certainty() -> None:
    found = likeness(
        Customer("Ann's Bakery", code="A-1", email="ann@one.example", vat_number="GB 123 4567 89"),
        contact("ANN'S BAKERY", email="Ann@one.example", vat="123456789", number="a1"),
    )
    assert found is not None
    assert found.reasons == ("Same name", "Same VAT number", "Same e-mail address", "Same code")
    assert found.certainty == 100


def test_another_vat_number_makes_the_same_name_only_possible() -> None:
    found = likeness(Customer("Ann", vat_number="GB111111111"), contact("Ann", vat="GB222222222"))
    assert found is not None
    assert found.word == POSSIBLE
    assert found.against == "VAT numbers differ: GB111111111 here, GB222222222 in Xero"


def test_a_slip_of_the_pen_is_a_similar_name_and_a_different_name_is_none() -> None:
    slip = likeness(Customer("Thornbury Estates"), contact("Thornbery Estates"))
    assert slip is not None
    assert slip.reasons[0].startswith("Similar name")
    assert slip.word in (LIKELY, POSSIBLE)
    assert likeness(Customer("Thornbury Estates"), contact("Westbury Hotels")) is None


def test_two_empty_fields_are_not_the_same() -> None:
    assert likeness(Customer("Ann"), contact("Ben")) is None


def test_each_customer_and_each_contact_is_in_one_pair_at_most_the_best_first() -> None:
    customers = [Customer("Ann Ltd", id=1), Customer("Ann", id=2)]
    contacts = [contact("Ann", "a"), contact("ann limited", "b")]
    found = likely_pairs(customers, contacts)
    assert [(one.customer.id, one.contact.contact_id) for one in found] == [(2, "a"), (1, "b")]


def test_a_refused_pair_is_not_proposed_again_and_gives_way_to_the_next() -> None:
    customers = [Customer("Ann", id=1)]
    contacts = [contact("Ann", "a"), contact("ANN Ltd", "b")]
    found = likely_pairs(customers, contacts, frozenset({(1, "a")}))
    assert [one.contact.contact_id for one in found] == ["b"]


def test_two_thousand_on_each_side_are_compared_in_seconds() -> None:
    names = [f"{first} {second} {number}" for number in range(20) for first in FIRST for second in SECOND]
    customers = [Customer(name, id=place) for place, name in enumerate(names, start=1)]
    # Every second one with a slip of the pen, so that no mark finds it.
    contacts = [contact(f"{name[place % 2 :]} Ltd", str(place)) for place, name in enumerate(names, start=1)]
    began = time.process_time()
    found = likely_pairs(customers, contacts)
    assert {(one.customer.id, int(one.contact.contact_id)) for one in found} == {(n + 1, n + 1) for n in range(2000)}
    assert time.process_time() - began < 20


FIRST = ("Rushmere", "Thornbury", "Alder", "Fernhill", "Kowhai", "Harbour", "Mill", "Castle", "Orchard", "Station")
SECOND = ("Farm", "Estates", "Bakery", "Coffee", "Supplies", "Hotel", "Garage", "Books", "Dental", "Flowers")
