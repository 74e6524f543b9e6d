"""Bank transactions of the type RECEIVE as Xero writes them, and the question for them."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from safe_desktop.domain.money import Money
from safe_desktop.domain.theirs import TheirReceiveMoney
from safe_desktop.errors import NotConnected
from safe_desktop.xero.addresses import DEFAULT_SCOPES, RECEIVE_MONEY_SCOPE, Addresses, covers_receive_money
from safe_desktop.xero.answers import Answer, PermissionIsMissing, trusted
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.limits import CallBudget
from safe_desktop.xero.wire_reading import Unreadable, listed_receive_money
from tests.made_records import MovableClock

STAMP = "/Date(1764000000000+0000)/"


def guid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"


def a_transaction(**fields: object) -> dict[str, object]:
    return {
        "BankTransactionID": guid(1),
        "Type": "RECEIVE",
        "Contact": {"ContactID": guid(2), "Name": "Ann"},
        "BankAccount": {"AccountID": guid(3), "Code": "090", "Name": "Bank"},
        "Reference": "INV-1042",
        "Date": "/Date(1763596800000+0000)/",
        "Status": "AUTHORISED",
        "LineItems": [{"Description": "Coffee"}, {"Description": "Coffee"}, {"Description": "Tea"}, {}],
        "Total": 486.00,
        "CurrencyCode": "GBP",
        "IsReconciled": True,
        "UpdatedDateUTC": STAMP,
        **fields,
    }


def body(*records: dict[str, object]) -> bytes:
    return json.dumps({"Id": guid(99), "Status": "OK", "BankTransactions": list(records)}).encode()


def test_money_received_is_read_with_contact_account_and_the_words_of_its_lines() -> None:
    found = listed_receive_money(body(a_transaction()), "NZD").rows[0].value
    assert isinstance(found, TheirReceiveMoney)
    assert (found.transaction_id, found.contact_id, found.contact_name) == (guid(1), guid(2), "Ann")
    assert (found.total, found.came_on, found.account_code) == (Money(48600), date(2025, 11, 20), "090")
    assert (found.reference, found.words, found.is_reconciled) == ("INV-1042", "Coffee · Tea", True)
    assert not found.is_gone


@pytest.mark.parametrize("status", ["DELETED", "VOIDED"])
def test_what_was_deleted_or_voided_is_gone(status: str) -> None:
    found = listed_receive_money(body(a_transaction(Status=status)), "GBP").rows[0].value
    assert isinstance(found, TheirReceiveMoney)
    assert found.is_gone


def test_one_without_contact_or_with_an_amount_that_cannot_be_stops_no_other() -> None:
    bare = a_transaction(Contact=[], BankAccount=[], LineItems=None, CurrencyCode=None)
    rows = listed_receive_money(body(bare, a_transaction(BankTransactionID=guid(8), Total=1.005)), "NZD").rows
    assert isinstance(rows[0].value, TheirReceiveMoney)
    assert (rows[0].value.contact_id, rows[0].value.total) == ("", Money(48600, "NZD"))
    assert isinstance(rows[1].value, Unreadable)


def test_only_money_received_is_asked_for_by_page_and_since() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=body(), headers={"content-type": "application/json"})

    clock = MovableClock()
    client = XeroClient(Addresses(), None, guid(5), CallBudget(clock), clock, transport=httpx.MockTransport(answer))
    assert [page.items for page in client.receive_money(clock.now())] == [()]
    query = parse_qs(urlsplit(str(asked[0].url)).query)
    assert urlsplit(str(asked[0].url)).path.endswith("/BankTransactions")
    assert query["where"] == ['Type=="RECEIVE"']
    assert query["page"] == ["1"]
    assert "if-modified-since" in asked[0].headers
    client.close()


def test_a_missing_permission_is_an_error_of_its_own() -> None:
    refused = Answer(401, {"www-authenticate": 'Bearer error="insufficient_scope"'}, b"{}")
    with pytest.raises(PermissionIsMissing):
        trusted(refused, is_write=False)
    with pytest.raises(NotConnected) as ended:
        trusted(Answer(401, {}, b"{}"), is_write=False)
    assert not isinstance(ended.value, PermissionIsMissing)


def test_the_permission_is_not_asked_for_by_default_and_broader_ones_cover_it() -> None:
    assert not covers_receive_money(DEFAULT_SCOPES)
    for scope in (RECEIVE_MONEY_SCOPE, "accounting.banktransactions", "accounting.transactions.read"):
        assert covers_receive_money(("offline_access", scope))
