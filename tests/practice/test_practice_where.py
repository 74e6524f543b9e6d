"""Filters, order and what counts as changed in the practice Xero: checklist 30 to 33."""

from typing import Any

import pytest

from tests.practice.practice_process import PracticeProcess, SignedIn
from tests.practice.practice_records import again, invoice, line, made, payment

LATER = "2030-01-01T00:00:00"


def numbers(me: SignedIn, since: str = "", **query: str | int | bool) -> list[str]:
    answer = me.call("GET", "Invoices", headers={"If-Modified-Since": since} if since else None, **query)
    assert answer.status_code == 200, answer.text
    return [one["InvoiceNumber"] for one in answer.json()["Invoices"]]


def bad_query(me: SignedIn, **query: str | int | bool) -> dict[str, Any]:
    answer = me.call("GET", "Invoices", headers=None, **query)
    assert answer.status_code == 400, answer.text
    found: dict[str, Any] = answer.json()
    return found


def three(me: SignedIn) -> None:
    bodies = [
        invoice(InvoiceNumber="A-1", Reference="Crème", Date="2026-01-10", Contact={"Name": "Zoë & Co"}),
        invoice(InvoiceNumber="A-2", Date="2026-02-10", Status="DRAFT", LineItems=[line(10)]),
        invoice(InvoiceNumber="A-3", Date="2026-03-10", LineItems=[line(300)], Reference="second order"),
    ]
    for body in bodies:
        made(me, "Invoices", body)
        me.xero.admin("clock", {"advance_seconds": 2})


@pytest.mark.checklist(30, "documented")
@pytest.mark.parametrize(
    ("where", "found"),
    [
        ('Status=="AUTHORISED"', ["A-1", "A-3"]),
        ('Status="DRAFT"', ["A-2"]),
        ('Type=="ACCREC" AND Status!="DRAFT"', ["A-1", "A-3"]),
        ('InvoiceNumber=="a-1" OR InvoiceNumber=="A-3"', ["A-1", "A-3"]),
        ("Date >= DateTime(2026, 02, 10)", ["A-2", "A-3"]),
        ('Date > DateTime(2026,02,10) && Date < DateTime.Parse("2026-12-31")', ["A-3"]),
        ("AmountDue > 100", ["A-1", "A-3"]),
        ("AmountDue==360.00", ["A-3"]),
        ('Contact.Name=="zoe & CO"', ["A-1"]),
        ('Reference!=null && Reference.Contains("CREME")', ["A-1"]),
        ('Reference!=null&&Reference.StartsWith("second")', ["A-3"]),
        ('Reference != null AND Reference.EndsWith("ORDER")', ["A-3"]),
        ('Contact.Name.ToLower()=="zoë & co"', ["A-1"]),
        ('(Status=="DRAFT" || AmountDue>=360) && Type=="ACCREC"', ["A-2", "A-3"]),
        ('Contact.Name.Contains("acme")', ["A-2", "A-3"]),
        ("SentToContact==false AND FullyPaidOnDate==null", ["A-1", "A-2", "A-3"]),
        ("UpdatedDateUTC < DateTime(2020,1,1)", []),
    ],
)
def test_the_where_language_finds_what_it_says(me: SignedIn, where: str, found: list[str]) -> None:
    three(me)
    assert numbers(me, where=where) == found


@pytest.mark.checklist(30, "documented")
def test_a_guid_in_the_where_language_finds_a_contact(me: SignedIn) -> None:
    three(me)
    contact = me.ok("GET", "Contacts", where='Name=="Zoe & Co"')["Contacts"][0]["ContactID"]
    assert numbers(me, where=f'Contact.ContactID==guid("{contact}")') == ["A-1"]
    assert numbers(me, where=f'Contact.ContactID=Guid("{contact.upper()}")') == ["A-1"]


@pytest.mark.checklist(30, "documented")
@pytest.mark.parametrize(
    "where",
    [
        "Status==",
        'Nothing=="x"',
        'Status=="DRAFT',
        'Reference.Contains("x")',
        "Date>=2026",
        "Date>=DateTime(2026,13,1)",
        'AmountDue=="x"',
        'Status<"DRAFT"',
        'Status.Reverse("x")',
        'Contact.ContactID==guid("x")',
        "(" * 60 + 'Status=="X"',
        "' OR 1=1 --",
        'Status=="DRAFT" Status=="PAID"',
    ],
)
def test_a_where_that_cannot_be_read_is_error_16(me: SignedIn, where: str) -> None:
    wrong = bad_query(me, where=where)
    assert (wrong["ErrorNumber"], wrong["Type"]) == (16, "QueryParseException")


@pytest.mark.checklist(31, "documented")
def test_order_and_the_other_filters(me: SignedIn) -> None:
    three(me)
    first = me.ok("GET", "Invoices/A-1")["Invoices"][0]
    assert numbers(me, order="Date DESC") == ["A-3", "A-2", "A-1"]
    assert numbers(me, order="Status ASC, InvoiceNumber DESC") == ["A-3", "A-1", "A-2"]
    assert numbers(me, IDs=first["InvoiceID"]) == ["A-1"]
    assert numbers(me, InvoiceNumbers="A-3,A-2,none") == ["A-2", "A-3"]
    assert numbers(me, ContactIDs=first["Contact"]["ContactID"]) == ["A-1"]
    assert numbers(me, Statuses="DRAFT,PAID") == ["A-2"]
    assert numbers(me, searchTerm="order") == ["A-3"]
    assert numbers(me, searchTerm="a-2") == ["A-2"]
    assert bad_query(me, order="Nothing")["ErrorNumber"] == 16
    assert bad_query(me, IDs="x")["ErrorNumber"] == 16
    me.xero.admin("invoice", {"invoice_number": "THEIRS"})
    assert numbers(me, createdByMyApp=True) == ["A-1", "A-2", "A-3"]


@pytest.mark.checklist(31, "documented")
def test_archived_contacts_are_listed_only_when_asked_for(me: SignedIn) -> None:
    made(me, "Contacts", {"Name": "Here"})
    gone = made(me, "Contacts", {"Name": "Gone"})
    me.ok("POST", f"Contacts/{gone['ContactID']}", {"ContactStatus": "ARCHIVED"})
    assert [one["Name"] for one in me.ok("GET", "Contacts")["Contacts"]] == ["Here"]
    assert [one["Name"] for one in me.ok("GET", "Contacts", includeArchived=True)["Contacts"]] == ["Here", "Gone"]
    assert [one["Name"] for one in me.ok("GET", "Contacts", searchTerm="her")["Contacts"]] == ["Here"]


@pytest.mark.checklist(31, "documented")
def test_unitdp_shows_and_keeps_four_places(me: SignedIn) -> None:
    two = made(me, "Invoices", invoice(LineItems=[line(1.2345)]))
    four = made(me, "Invoices", invoice(LineItems=[line(1.2345)]), unitdp=4)
    assert two["LineItems"][0]["UnitAmount"] == 1.23
    assert four["LineItems"][0]["UnitAmount"] == 1.2345
    path = f"Invoices/{four['InvoiceID']}"
    assert me.ok("GET", path)["Invoices"][0]["LineItems"][0]["UnitAmount"] == 1.23
    assert me.ok("GET", path, unitdp=4)["Invoices"][0]["LineItems"][0]["UnitAmount"] == 1.2345


@pytest.mark.checklist(32, "assumed")
@pytest.mark.parametrize(("position", "found"), [("exclusive", ["A-2"]), ("inclusive", ["A-1", "A-2"])])
def test_if_modified_since_has_seconds_and_leaves_out_or_takes_in_its_own(
    xero: PracticeProcess, position: str, found: list[str]
) -> None:
    xero.admin("knobs", {"modified_since": position})
    xero.admin("clock", {"now": "2026-10-01T09:00:00.500", "frozen": True})
    me = xero.sign_in()
    made(me, "Invoices", invoice(InvoiceNumber="A-1"))
    xero.admin("clock", {"advance_seconds": 1})
    made(me, "Invoices", invoice(InvoiceNumber="A-2"))
    assert numbers(me, "2026-10-01T09:00:00") == found
    assert numbers(me, "2026-10-01T09:00:00.999") == found
    assert numbers(me, "Thu, 01 Oct 2026 09:00:00 GMT") == found
    assert numbers(me, "2026-10-01T08:59:59") == ["A-1", "A-2"]


@pytest.mark.checklist(32, "assumed")
@pytest.mark.parametrize(("position", "status"), [("empty", 200), ("304", 304)])
def test_if_modified_since_in_the_future(me: SignedIn, position: str, status: int) -> None:
    me.xero.admin("knobs", {"modified_future": position})
    made(me, "Invoices", invoice())
    answer = me.call("GET", "Invoices", headers={"If-Modified-Since": LATER})
    assert answer.status_code == status
    assert (answer.content == b"") if status == 304 else (answer.json()["Invoices"] == [])


@pytest.mark.checklist(32, "assumed")
@pytest.mark.parametrize("position", [False, True])
def test_some_changes_of_a_part_paid_invoice_do_not_move_its_time(me: SignedIn, position: bool) -> None:
    me.xero.admin("knobs", {"account_code_bumps": position})
    one = made(me, "Invoices", invoice())
    made(me, "Payments", payment(one["InvoiceID"], 20))
    before = again(me, "Invoices", one)
    path = f"Invoices/{one['InvoiceID']}"
    me.ok("POST", path, {"DueDate": "2026-12-24"})
    changed = again(me, "Invoices", one)
    assert changed["DueDateString"] == "2026-12-24T00:00:00"
    assert changed["UpdatedDateUTC"] == before["UpdatedDateUTC"]
    me.ok("POST", path, {"LineItems": [{"LineItemID": one["LineItems"][0]["LineItemID"], "AccountCode": "210"}]})
    changed = again(me, "Invoices", one)
    assert changed["LineItems"][0]["AccountCode"] == "210"
    assert (changed["UpdatedDateUTC"] != before["UpdatedDateUTC"]) is position
    me.ok("POST", path, {"Reference": "loud"})
    assert again(me, "Invoices", one)["UpdatedDateUTC"] > changed["UpdatedDateUTC"]


@pytest.mark.checklist(32, "assumed")
def test_tax_rates_and_the_organisation_have_no_if_modified_since(me: SignedIn) -> None:
    for path, collection in (("TaxRates", "TaxRates"), ("Organisation", "Organisations")):
        assert me.call("GET", path, headers={"If-Modified-Since": LATER}).json()[collection]
    assert me.call("GET", "Accounts", headers={"If-Modified-Since": LATER}).json()["Accounts"] == []


@pytest.mark.checklist(33, "documented")
def test_too_many_rows_are_refused_unless_the_filter_is_optimised_and_paged(me: SignedIn) -> None:
    three(me)
    me.xero.admin("knobs", {"high_volume_rows": 2})
    assert bad_query(me)["ErrorNumber"] == 51
    assert bad_query(me, page=1, where="Total>1")["Type"] == "HighVolumeException"
    assert numbers(me, page=1, where='Status=="DRAFT"') == ["A-2"]
    me.xero.admin("knobs", {"high_volume_rows": 100_000})
    assert len(numbers(me)) == 3
