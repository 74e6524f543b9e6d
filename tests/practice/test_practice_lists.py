"""Envelopes, dates, bodies and pages of the practice Xero: checklist 24 to 29 and 40."""

import re

import pytest

from tests.practice.conftest import NZ
from tests.practice.practice_process import PracticeProcess, SignedIn
from tests.practice.practice_records import again, invoice, line, made, payment


def numbers(me: SignedIn, since: str = "", **query: str | int | bool) -> list[str]:
    answer = me.call("GET", "Invoices", headers={"If-Modified-Since": since} if since else None, **query)
    assert answer.status_code == 200, answer.text
    return [one["InvoiceNumber"] for one in answer.json()["Invoices"]]


def three(me: SignedIn) -> None:
    bodies = [
        invoice(InvoiceNumber="A-1", Reference="Crème", Date="2026-01-10", Contact={"Name": "Zoë & Co"}),
        invoice(InvoiceNumber="A-2", Date="2026-02-10", Status="DRAFT", LineItems=[line(10)]),
        invoice(InvoiceNumber="A-3", Date="2026-03-10", LineItems=[line(300)], Reference="second order"),
    ]
    for body in bodies:
        made(me, "Invoices", body)
        me.xero.admin("clock", {"advance_seconds": 2})


@pytest.mark.checklist(24, "documented")
def test_the_envelope_has_its_keys_in_order_and_a_list_even_for_one(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice())
    answer = me.ok("GET", f"Invoices/{one['InvoiceID']}")
    assert list(answer) == ["Id", "Status", "ProviderName", "DateTimeUTC", "Invoices"]
    assert (answer["Status"], answer["ProviderName"]) == ("OK", "SAFE Desktop")
    assert re.fullmatch(r"/Date\(\d+\)/", answer["DateTimeUTC"])
    assert len(answer["Invoices"]) == 1
    assert "pagination" not in me.ok("GET", "Invoices")
    paged = me.ok("GET", "Invoices", page=1)
    assert list(paged)[4:] == ["pagination", "Invoices"]
    assert paged["pagination"] == {"page": 1, "pageSize": 100, "pageCount": 1, "itemCount": 1}


@pytest.mark.checklist(25, "documented")
@pytest.mark.parametrize("position", [True, False])
def test_dates_go_out_as_midnight_utc_and_moments_with_milliseconds(me: SignedIn, position: bool) -> None:
    me.xero.admin("knobs", {"updated_string": position})
    one = made(me, "Invoices", invoice())
    assert (one["Date"], one["DateString"]) == ("/Date(1790812800000+0000)/", "2026-10-01T00:00:00")
    assert (one["DueDate"], one["DueDateString"]) == ("/Date(1793404800000+0000)/", "2026-10-31T00:00:00")
    assert re.fullmatch(r"/Date\(\d{13}\+0000\)/", one["UpdatedDateUTC"])
    assert ("UpdatedDateUTCString" in one) is position


@pytest.mark.checklist(25, "documented")
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2026-01-31", "2026-01-31"),
        ("2026-01-31T23:59:00", "2026-01-31"),
        ("2026-01-31T23:30:00-02:00", "2026-02-01"),
        ("2026-02-01T00:30:00+13:00", "2026-01-31"),
        ("2026-01-31T00:00:00Z", "2026-01-31"),
        ("/Date(1769817600000+0000)/", "2026-01-31"),
        ("/Date(1769817600000)/", "2026-01-31"),
    ],
)
def test_dates_come_in_several_forms_and_a_zone_shifts_the_day(me: SignedIn, sent: str, kept: str) -> None:
    assert made(me, "Invoices", invoice(Date=sent))["DateString"] == f"{kept}T00:00:00"


@pytest.mark.checklist(26, "documented")
@pytest.mark.parametrize(
    ("zone", "today"),
    [
        ("GMTSTANDARDTIME", "2026-06-30"),
        ("NEWZEALANDSTANDARDTIME", "2026-07-01"),
        ("AUSEASTERNSTANDARDTIME", "2026-07-01"),
        ("WAUSTRALIASTANDARDTIME", "2026-06-30"),
        ("UTC", "2026-06-30"),
    ],
)
def test_a_left_out_date_is_today_where_the_organisation_is(xero: PracticeProcess, zone: str, today: str) -> None:
    xero.admin("clock", {"now": "2026-06-30T15:30:00"})
    xero.admin("settings", {"Timezone": zone})
    me = xero.sign_in()
    body = invoice(DueDate="2026-08-01")
    del body["Date"]
    assert made(me, "Invoices", body)["DateString"] == f"{today}T00:00:00"


@pytest.mark.checklist(27, "documented")
def test_names_in_any_case_bare_or_wrapped_and_unknown_properties_ignored(me: SignedIn) -> None:
    for body in (
        {"name": "lower"},
        {"contacts": [{"NAME": "upper", "NoSuchThing": {"deep": 1}}]},
        [{"Name": "array"}],
        {"Contacts": {"Name": "wrapped object"}},
    ):
        assert me.call("PUT", "Contacts", body).status_code == 200, body
    assert len(me.ok("GET", "Contacts")["Contacts"]) == 4


@pytest.mark.checklist(27, "documented")
@pytest.mark.parametrize(
    "wrong",
    [
        {"Type": "NOPE"},
        {"Status": "OPEN"},
        {"LineAmountTypes": "Gross"},
        {"Date": "31/01/2026"},
        {"LineItems": "none"},
        {"LineItems": [{"Quantity": "many"}]},
        {"LineItems": [{"UnitAmount": True}]},
        {"Contact": "Acme"},
        {"SentToContact": "yes"},
        {"Reference": {"a": 1}},
    ],
)
def test_a_wrong_type_or_word_is_error_14(me: SignedIn, wrong: dict[str, object]) -> None:
    answer = me.call("PUT", "Invoices", invoice(**wrong), summarizeErrors=False)
    assert answer.status_code == 400, answer.text
    assert (answer.json()["ErrorNumber"], answer.json()["Type"]) == (14, "PostDataInvalidException")


@pytest.mark.checklist(27, "documented")
@pytest.mark.parametrize(
    "body", [b"{", b"", b"[1]", b'{"Invoices": [}', b"NaN", b'{"Total": NaN}', b"\xff\xfe", b"[" * 5000]
)
def test_malformed_json_is_error_14_and_never_a_server_error(me: SignedIn, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {me.tokens['access_token']}", "xero-tenant-id": me.tenant}
    url = f"{me.xero.address}/api.xro/2.0/Invoices"
    answer = me.xero.http.put(url, content=body, headers={**headers, "Accept": "application/json"})
    assert (answer.status_code, answer.json()["ErrorNumber"]) == (400, 14)


@pytest.mark.checklist(28, "documented")
def test_page_sizes_are_clamped_and_a_page_beyond_the_end_is_empty(me: SignedIn) -> None:
    bodies = [{"Name": f"Customer {number:03}"} for number in range(105)]
    me.ok("PUT", "Contacts", {"Contacts": bodies}, summarizeErrors=False)
    assert len(me.ok("GET", "Contacts")["Contacts"]) == 105
    assert len(me.ok("GET", "Contacts", page=1)["Contacts"]) == 100
    assert len(me.ok("GET", "Contacts", page=2)["Contacts"]) == 5
    assert me.ok("GET", "Contacts", page=3)["Contacts"] == []
    assert me.ok("GET", "Contacts", page=1, pageSize=5000)["pagination"]["pageSize"] == 1000
    assert len(me.ok("GET", "Contacts", page=1, pageSize=0)["Contacts"]) == 1
    assert me.ok("GET", "Contacts", page=2, pageSize=50)["pagination"] == {
        "page": 2,
        "pageSize": 50,
        "pageCount": 3,
        "itemCount": 105,
    }


@pytest.mark.checklist(28, "documented")
def test_unpaged_lists_leave_out_lines_and_details_and_some_filters_force_pages(me: SignedIn) -> None:
    made(me, "Contacts", {"Name": "Acme Ltd", "ContactPersons": [{"FirstName": "A"}], "SalesDefaultAccountCode": "200"})
    made(me, "Invoices", invoice())
    assert me.ok("GET", "Invoices")["Invoices"][0]["LineItems"] == []
    assert set(me.ok("GET", "Invoices")["Invoices"][0]["Contact"]) >= {"ContactID", "Name"}
    assert "ContactStatus" not in me.ok("GET", "Invoices")["Invoices"][0]["Contact"]
    assert len(me.ok("GET", "Invoices", page=1)["Invoices"][0]["LineItems"]) == 1
    thin, whole = me.ok("GET", "Contacts")["Contacts"][0], me.ok("GET", "Contacts", page=1)["Contacts"][0]
    assert "ContactPersons" not in thin
    assert "Balances" not in thin
    assert {"ContactPersons", "Balances", "SalesDefaultAccountCode"} <= set(whole)
    assert "pagination" in me.ok("GET", "Invoices", Statuses="AUTHORISED")
    summary = me.ok("GET", "Invoices", summaryOnly=True)
    assert "pagination" in summary
    assert not {"LineItems", "Payments", "HasAttachments"} & set(summary["Invoices"][0])


@pytest.mark.checklist(29, "documented")
def test_the_default_order_is_by_last_change_so_paging_can_lose_a_row(me: SignedIn) -> None:
    three(me)
    first_page = numbers(me, page=1, pageSize=1)
    first = me.ok("GET", "Invoices/A-1")["Invoices"][0]
    me.ok("POST", f"Invoices/{first['InvoiceID']}", {"Reference": "changed"})
    assert first_page == ["A-1"]
    assert numbers(me, page=2, pageSize=1) == ["A-3"]  # A-2 has moved to the page that was read already
    assert numbers(me, page=1) == ["A-2", "A-3", "A-1"]


@pytest.mark.checklist(40, "documented")
def test_lists_inside_nested_documents_are_empty_even_when_there_is_something(me: SignedIn) -> None:
    person = {"FirstName": "A", "LastName": "B"}
    made(
        me,
        "Contacts",
        {"Name": "Acme Ltd", "ContactPersons": [person], "Phones": [{"PhoneType": "DDI", "PhoneNumber": "1"}]},
    )
    one = made(me, "Invoices", invoice())
    paid = made(me, "Payments", payment(one["InvoiceID"], 20))
    assert one["Contact"]["ContactPersons"] == []
    assert one["Contact"]["Phones"] == []
    assert again(me, "Payments", paid)["Invoice"]["Payments"] == []
    assert len(again(me, "Invoices", one)["Payments"]) == 1


def test_each_organisation_sees_its_own_records_only(xero: PracticeProcess) -> None:
    here, there = xero.sign_in(), xero.sign_in(NZ)
    there.tenant = next(row["tenant_id"] for row in xero.admin("organisations") if row["name"] == NZ)
    made(here, "Invoices", invoice(InvoiceNumber="ONLY-HERE"))
    assert numbers(there) == []
    assert there.call("GET", "Invoices/ONLY-HERE").status_code == 404


@pytest.mark.checklist(27, "documented")
def test_half_a_letter_and_a_zero_byte_do_no_harm(me: SignedIn) -> None:
    answer = me.call("PUT", "Contacts", {"Name": "half \ud800"})
    assert (answer.status_code, answer.json()["ErrorNumber"]) == (400, 14)
    assert made(me, "Contacts", {"Name": "zero \u0000 byte"})["Name"] == "zero \u0000 byte"
    assert me.call("GET", "Items", headers=None, searchTerm="x").status_code == 200
