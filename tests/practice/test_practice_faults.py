"""Faults of the practice Xero on demand, before and after the effect: checklist 21 and 23."""

import socket
import time
from collections.abc import Callable

import httpx
import pytest

from tests.practice.conftest import NZ, UK
from tests.practice.practice_process import PracticeProcess, SignedIn
from tests.practice.practice_records import invoice, made, payment


@pytest.mark.checklist(21, "observed")
def test_an_unknown_record_is_an_html_404(me: SignedIn) -> None:
    for path in ("Invoices/7f3f1b1e-0000-4000-8000-000000000000", "Contacts/nobody", "Accounts/nothing"):
        answer = me.call("GET", path)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"].startswith("text/html")
        with pytest.raises(ValueError, match="Expecting value"):
            answer.json()


def contacts(me: SignedIn) -> set[str]:
    return {one["Name"] for one in me.ok("GET", "Contacts")["Contacts"]}


@pytest.mark.checklist(21, "observed")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_server_errors_come_before_or_after_the_effect(me: SignedIn, when: str, status: int) -> None:
    me.xero.admin("faults", {"fault": "status", "status": status, "when": when, "method": "PUT"})
    assert me.call("PUT", "Contacts", {"Name": "Maybe"}).status_code == status
    assert contacts(me) == ({"Maybe"} if when == "after" else set())


@pytest.mark.checklist(21, "observed")
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_connection_is_reset_before_or_after_the_effect(me: SignedIn, when: str) -> None:
    me.xero.admin("faults", {"fault": "reset", "when": when, "method": "PUT", "path": "/Contacts"})
    with pytest.raises(httpx.TransportError):
        me.call("PUT", "Contacts", {"Name": "Maybe"})
    assert contacts(me) == ({"Maybe"} if when == "after" else set())


@pytest.mark.checklist(21, "observed")
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_answer_comes_too_late_before_or_after_the_effect(me: SignedIn, when: str) -> None:
    me.xero.admin("faults", {"fault": "timeout", "seconds": 2, "when": when, "method": "PUT"})
    me.xero.http.timeout = httpx.Timeout(1)
    with pytest.raises(httpx.ReadTimeout):
        me.call("PUT", "Contacts", {"Name": "Maybe"})
    me.xero.http.timeout = httpx.Timeout(30)
    assert contacts(me) == ({"Maybe"} if when == "after" else set())


@pytest.mark.checklist(21, "observed")
def test_answers_are_truncated_oversized_and_not_json(me: SignedIn) -> None:
    me.xero.admin("faults", [{"fault": "truncated", "method": "GET"}])
    with pytest.raises(httpx.RemoteProtocolError):
        me.call("GET", "Accounts")
    me.xero.admin("faults", {"fault": "oversized", "megabytes": 3, "method": "GET"})
    answer = me.call("GET", "Organisation")
    assert len(answer.content) > 3_000_000
    assert answer.json()["Status"] == "OK"
    me.xero.admin("faults", {"fault": "html_200", "method": "GET"})
    answer = me.call("GET", "Organisation")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.checklist(21, "observed")
def test_a_late_commit_is_a_504_whose_effect_comes_afterwards(me: SignedIn) -> None:
    me.xero.admin("faults", {"fault": "late_commit", "seconds": 1, "method": "PUT"})
    assert me.call("PUT", "Contacts", {"Name": "Later"}).status_code == 504
    assert contacts(me) == set()
    assert _soon(lambda: contacts(me) == {"Later"})


@pytest.mark.checklist(21, "observed")
def test_a_stale_read_shows_what_was_and_an_empty_list_shows_nothing(me: SignedIn) -> None:
    made(me, "Contacts", {"Name": "Before"})
    me.xero.admin("faults", {"fault": "stale_read", "method": "GET", "path": "/Contacts"})
    made(me, "Contacts", {"Name": "After"})
    assert contacts(me) == {"Before"}
    assert contacts(me) == {"Before", "After"}
    me.xero.admin("faults", {"fault": "empty_list", "method": "GET"})
    assert contacts(me) == set()


@pytest.mark.checklist(21, "observed")
def test_a_refused_connection_is_refused_for_a_while_and_then_taken_again(me: SignedIn) -> None:
    me.xero.admin("faults", {"fault": "refused", "seconds": 1})
    assert _soon(lambda: _connects(me) is False), "it never refused"
    assert _soon(lambda: _connects(me) is True), "it never came back"
    assert me.call("GET", "Organisation").status_code == 200


def _connects(me: SignedIn) -> bool:
    try:
        socket.create_connection(("127.0.0.1", me.xero.port), timeout=1).close()
    except OSError:
        return False
    return True


def _soon(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.checklist(21, "observed")
def test_faults_can_wait_repeat_and_hit_the_token_address_too(me: SignedIn) -> None:
    me.xero.admin(
        "faults", {"fault": "429", "problem": "day", "retry_after": 66975, "times": 2, "skip": 1, "method": "GET"}
    )
    codes = [me.call("GET", "Organisation") for _ in range(4)]
    assert [answer.status_code for answer in codes] == [200, 429, 429, 200]
    assert codes[1].headers["retry-after"] == "66975"
    me.xero.admin("faults", {"fault": "503", "path": "/connect/token"})
    form = {"grant_type": "refresh_token", "client_id": me.xero.client_id, "refresh_token": me.tokens["refresh_token"]}
    assert [me.xero.http.post("/connect/token", data=form).status_code for _ in range(2)] == [503, 200]


@pytest.mark.checklist(21, "observed")
def test_a_fault_after_a_payment_leaves_exactly_one_payment_when_the_key_is_sent_again(me: SignedIn) -> None:
    bill = made(me, "Invoices", invoice())
    me.xero.admin("faults", {"fault": "reset", "when": "after", "method": "PUT", "path": "/Payments"})
    body, key = payment(bill["InvoiceID"], 120), {"Idempotency-Key": "pay-once"}
    with pytest.raises(httpx.TransportError):
        me.call("PUT", "Payments", body, headers=key)
    assert me.call("PUT", "Payments", body, headers=key).status_code == 200
    assert len(me.ok("GET", "Payments")["Payments"]) == 1


@pytest.mark.checklist(23, "documented")
@pytest.mark.parametrize(
    ("knobs", "words", "other_works"),
    [
        ({"maintenance": True}, "currently offline for maintenance", False),
        ({"organisation_offline": UK}, "The Organisation is offline", True),
    ],
)
def test_maintenance_and_an_organisation_offline_are_503(
    xero: PracticeProcess, knobs: dict[str, object], words: str, other_works: bool
) -> None:
    here = xero.sign_in(UK)
    there = xero.sign_in(NZ)
    there.tenant = next(row["tenant_id"] for row in xero.admin("organisations") if row["name"] == NZ)
    xero.admin("knobs", knobs)
    answer = here.call("PUT", "Contacts", {"Name": "Never"})
    assert answer.status_code == 503
    assert words in answer.text
    assert (there.call("GET", "Organisation").status_code == 200) is other_works
    xero.admin("knobs", method="DELETE")
    assert contacts(here) == set()
