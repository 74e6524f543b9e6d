"""Contacts of the practice Xero: checklist 41 to 48."""

import pytest

from tests.practice.practice_process import SignedIn
from tests.practice.practice_records import Body, again, credit_note, invoice, line, made, payment, refusals

ZERO = "00000000-0000-0000-0000-000000000000"


def whole(me: SignedIn, name: str) -> Body:
    found: Body = me.ok("GET", "Contacts", where=f'Name=="{name}"', page=1)["Contacts"][0]
    return found


@pytest.mark.checklist(41, "observed")
def test_a_name_is_required_trimmed_short_plain_and_unique_without_case(me: SignedIn) -> None:
    assert made(me, "Contacts", {"Name": "  Acme Ltd "})["Name"] == "Acme Ltd"
    for name in ("", "   ", None):
        assert refusals(me, "PUT", "Contacts", {"Name": name}), name
    assert refusals(me, "PUT", "Contacts", {"Name": "a<b"})
    assert refusals(me, "PUT", "Contacts", {"Name": "x" * 256})
    assert made(me, "Contacts", {"Name": "x" * 255})
    answer = me.call("PUT", "Contacts", {"Name": "ACME ltd"})
    element = answer.json()["Elements"][0]
    assert element["ContactID"] == ZERO
    assert element["ValidationErrors"] == [
        {
            "Message": "The contact name ACME ltd is already assigned to another contact. "
            "The contact name must be unique across all active contacts."
        }
    ]


@pytest.mark.checklist(41, "observed")
def test_the_name_of_an_archived_contact_can_be_used_again(me: SignedIn) -> None:
    first = made(me, "Contacts", {"Name": "Acme"})
    me.ok("POST", f"Contacts/{first['ContactID']}", {"ContactStatus": "ARCHIVED"})
    assert made(me, "Contacts", {"Name": "Acme"})["ContactID"] != first["ContactID"]


@pytest.mark.checklist(42, "documented")
@pytest.mark.parametrize(
    ("field", "longest"),
    [
        ("ContactNumber", 50),
        ("AccountNumber", 50),
        ("FirstName", 255),
        ("LastName", 255),
        ("CompanyNumber", 50),
        ("TaxNumber", 50),
    ],
)
def test_fields_have_their_lengths(me: SignedIn, field: str, longest: int) -> None:
    assert made(me, "Contacts", {"Name": "Fits", field: "x" * longest})[field] == "x" * longest
    assert field in refusals(me, "PUT", "Contacts", {"Name": "Too long", field: "x" * (longest + 1)})[0]


@pytest.mark.checklist(42, "documented")
def test_numbers_are_unique_people_at_most_five_and_an_address_must_look_like_one(me: SignedIn) -> None:
    made(me, "Contacts", {"Name": "A", "AccountNumber": "AC1", "ContactNumber": "N1"})
    assert refusals(me, "PUT", "Contacts", {"Name": "B", "AccountNumber": "ac1"}) == [
        "The Account Number already exists. Please enter a different Account Number."
    ]
    people = [{"FirstName": str(number)} for number in range(6)]
    assert refusals(me, "PUT", "Contacts", {"Name": "C", "ContactPersons": people})
    assert len(made(me, "Contacts", {"Name": "C", "ContactPersons": people[:5]})["ContactPersons"]) == 5
    for wrong in ("nobody", "a@b", "jürgen@example.com", "a b@example.com"):
        assert refusals(me, "PUT", "Contacts", {"Name": "D", "EmailAddress": wrong}) == ["Email address must be valid."]
    assert made(me, "Contacts", {"Name": "D", "EmailAddress": "o'neil+x@example.co.uk"})
    assert refusals(me, "PUT", "Contacts", {"Name": "E", "Addresses": [{"AddressType": "POBOX", "Country": "GB1"}]})


@pytest.mark.checklist(43, "observed")
def test_a_post_is_a_patch_that_leaves_out_keeps_and_empty_clears(me: SignedIn) -> None:
    one = made(me, "Contacts", {"Name": "A", "FirstName": "Ann", "EmailAddress": "a@example.com"})
    path = f"Contacts/{one['ContactID']}"
    me.ok("POST", path, {"LastName": "Archer"})
    me.ok("POST", path, {"EmailAddress": ""})
    now = again(me, "Contacts", one)
    assert (now["FirstName"], now["LastName"], "EmailAddress" in now) == ("Ann", "Archer", False)


@pytest.mark.checklist(43, "observed")
def test_phones_and_addresses_have_fixed_slots_and_people_are_replaced_as_a_whole(me: SignedIn) -> None:
    one = made(me, "Contacts", {"Name": "A", "ContactPersons": [{"FirstName": "P"}]})
    assert [phone["PhoneType"] for phone in one["Phones"]] == ["DDI", "DEFAULT", "FAX", "MOBILE"]
    assert [address["AddressType"] for address in one["Addresses"]] == ["STREET", "POBOX"]
    path = f"Contacts/{one['ContactID']}"
    me.ok("POST", path, {"Phones": [{"PhoneType": "MOBILE", "PhoneNumber": "1"}]})
    me.ok("POST", path, {"Phones": [{"PhoneType": "DDI", "PhoneNumber": "2"}]})
    me.ok("POST", path, {"Addresses": [{"AddressType": "POBOX", "City": "Leeds"}]})
    me.ok("POST", path, {"ContactPersons": [{"FirstName": "Q"}]})
    now = again(me, "Contacts", one)
    assert [phone["PhoneNumber"] for phone in now["Phones"]] == ["2", "", "", "1"]
    assert [address["City"] for address in now["Addresses"]] == ["", "Leeds"]
    assert [person["FirstName"] for person in now["ContactPersons"]] == ["Q"]


@pytest.mark.checklist(43, "observed")
def test_payment_terms_are_kept_and_not_applied(me: SignedIn) -> None:
    terms = {"Sales": {"Day": 14, "Type": "DAYSAFTERBILLDATE"}}
    one = made(me, "Contacts", {"Name": "Acme Ltd", "PaymentTerms": terms})
    assert one["PaymentTerms"] == terms
    body = invoice()
    del body["DueDate"]
    assert refusals(me, "PUT", "Invoices", body) == ["The document DueDate field must be specified."]
    assert refusals(
        me, "PUT", "Contacts", {"Name": "B", "PaymentTerms": {"Sales": {"Day": 32, "Type": "OFCURRENTMONTH"}}}
    )


@pytest.mark.checklist(44, "observed")
def test_archiving_works_with_open_invoices_and_then_nothing_can_be_changed_or_invoiced(me: SignedIn) -> None:
    bill = made(me, "Invoices", invoice())
    path = f"Contacts/{bill['Contact']['ContactID']}"
    assert me.ok("POST", path, {"ContactStatus": "ARCHIVED"})["Contacts"][0]["ContactStatus"] == "ARCHIVED"
    for change in ({"FirstName": "X"}, {"ContactStatus": "ARCHIVED"}, {"ContactStatus": "ACTIVE"}):
        assert refusals(me, "POST", path, change) == [
            "The specified contact details matched an archived contact. "
            "Archived contacts cannot currently be edited via the API."
        ]
    contact = {"ContactID": bill["Contact"]["ContactID"]}
    assert "has been archived" in refusals(me, "PUT", "Invoices", invoice(Contact=contact))[0]
    assert "has been archived" in refusals(me, "PUT", "CreditNotes", credit_note(Contact=contact))[0]
    assert me.ok("GET", "Contacts")["Contacts"] == []
    made(me, "Payments", payment(bill["InvoiceID"], 120))
    assert again(me, "Invoices", bill)["Status"] == "PAID"


@pytest.mark.checklist(45, "documented")
def test_balances_and_flags_follow_the_documents_without_moving_the_time_of_change(me: SignedIn) -> None:
    one = made(me, "Contacts", {"Name": "Acme Ltd"})
    assert "Balances" not in whole(me, "Acme Ltd")
    bill = made(me, "Invoices", invoice(Contact={"ContactID": one["ContactID"]}))
    made(me, "Payments", payment(bill["InvoiceID"], 20))
    made(me, "CreditNotes", credit_note(Contact={"ContactID": one["ContactID"]}, LineItems=[line(10)]))
    made(
        me,
        "Invoices",
        {
            **invoice(Contact={"ContactID": one["ContactID"]}),
            "Type": "ACCPAY",
            "LineItems": [line(40, AccountCode="429")],
        },
    )
    now = whole(me, "Acme Ltd")
    assert (now["IsCustomer"], now["IsSupplier"]) == (True, True)
    assert now["Balances"]["AccountsReceivable"]["Outstanding"] == 120 - 20 - 12
    assert now["Balances"]["AccountsPayable"]["Outstanding"] == 48
    assert now["UpdatedDateUTC"] == one["UpdatedDateUTC"]
    me.xero.admin("clock", {"now": "2026-12-24T12:00:00"})
    me = me.xero.sign_in()
    assert whole(me, "Acme Ltd")["Balances"]["AccountsReceivable"]["Overdue"] == 100


@pytest.mark.checklist(46, "documented")
def test_merging_archives_the_loser_and_moves_its_documents(me: SignedIn) -> None:
    bill = made(me, "Invoices", invoice(Contact={"Name": "Old Name"}))
    made(me, "Contacts", {"Name": "New Name"})
    told = me.xero.admin("merge-contacts", {"loser": "Old Name", "winner": "New Name"})
    loser = me.ok("GET", f"Contacts/{told['loser']['contact_id']}")["Contacts"][0]
    assert (loser["ContactStatus"], loser["MergedToContactID"]) == ("ARCHIVED", told["winner"]["contact_id"])
    assert again(me, "Invoices", bill)["Contact"]["Name"] == "New Name"
    assert told["documents_moved"] == 1


@pytest.mark.checklist(47, "documented")
def test_the_contact_inside_an_invoice_is_found_made_or_changed(me: SignedIn) -> None:
    one = made(me, "Contacts", {"Name": "Acme Ltd", "ContactNumber": "N1", "FirstName": "Ann"})
    for contact in ({"ContactID": one["ContactID"]}, {"Name": "ACME LTD"}, {"ContactNumber": "n1"}):
        bill = made(me, "Invoices", invoice(Contact=contact))
        assert bill["Contact"]["ContactID"] == one["ContactID"], contact
    made(me, "Invoices", invoice(Contact={"ContactID": one["ContactID"], "FirstName": "Bob", "ContactPersons": []}))
    assert whole(me, "ACME LTD")["FirstName"] == "Bob"
    assert made(me, "Invoices", invoice(Contact={"Name": "Brand New"}))["Contact"]["ContactID"] != one["ContactID"]
    assert whole(me, "Brand New")["IsCustomer"] is True
    nobody = refusals(me, "PUT", "Invoices", invoice(Contact={"EmailAddress": "a@example.com"}))
    assert nobody == [
        "The Contact must contain at least 1 of the following elements to identify the contact: "
        "Name, ContactID, ContactNumber"
    ]
    body = invoice()
    del body["Contact"]
    assert refusals(me, "PUT", "Invoices", body) == ["A Contact must be specified for this type of transaction"]
    unknown = "7f3f1b1e-0000-4000-8000-000000000000"
    assert "could not be found" in refusals(me, "PUT", "Invoices", invoice(Contact={"ContactID": unknown}))[0]


@pytest.mark.checklist(48, "documented")
def test_cis_settings_are_a_404_until_somebody_switched_them_on(me: SignedIn) -> None:
    one = made(me, "Contacts", {"Name": "Builder"})
    path = f"Contacts/{one['ContactID']}/CISSettings"
    assert me.call("GET", path).status_code == 404
    me.xero.admin("cis", {"name": "Builder", "rate": 20})
    assert me.ok("GET", path)["CISSettings"] == [{"CISEnabled": True, "Rate": 20.0}]
