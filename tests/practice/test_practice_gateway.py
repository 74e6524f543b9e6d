"""What every call to the practice Xero passes: checklist 14 to 23."""

import re
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.practice.conftest import NZ, UK
from tests.practice.practice_process import PracticeProcess, SignedIn
from tests.practice.practice_records import invoice, made, payment

ACCEPT = {"Accept": "application/json"}


@pytest.mark.checklist(14, "observed")
def test_no_token_a_garbled_one_and_an_expired_one_are_refused(me: SignedIn) -> None:
    none = me.call("GET", "Organisation", headers={"Authorization": ""})
    garbled = me.call("GET", "Organisation", headers={"Authorization": "Bearer x.y.z"})
    forged = me.call(
        "GET", "Organisation", headers={"Authorization": f"Bearer {me.tokens['access_token'][:-9]}AAAAAAAAA"}
    )
    me.xero.admin("clock", {"advance_seconds": 1801})
    expired = me.call("GET", "Organisation")
    assert [answer.status_code for answer in (none, garbled, forged, expired)] == [401] * 4
    assert none.json()["Detail"] == "AuthenticationUnsuccessful"
    assert forged.json()["Detail"].startswith("TokenInvalidSignature")
    assert re.fullmatch(r"TokenExpired: token expired at \d\d/\d\d/\d{4} \d\d:\d\d:\d\d", expired.json()["Detail"]), (
        expired.text
    )
    assert list(expired.json()) == ["Type", "Title", "Status", "Detail", "Instance", "Extensions"]


@pytest.mark.checklist(14, "observed")
def test_an_identity_token_is_no_access_token(me: SignedIn) -> None:
    answer = me.call("GET", "Organisation", headers={"Authorization": f"Bearer {me.tokens['id_token']}"})
    assert answer.status_code == 401


@pytest.mark.checklist(15, "documented")
def test_a_missing_scope_is_a_401_that_says_so(xero: PracticeProcess) -> None:
    me = xero.sign_in(UK, "openid offline_access accounting.contacts.read")
    assert me.call("GET", "Contacts").status_code == 200
    for method, path in (("GET", "Invoices"), ("PUT", "Contacts"), ("GET", "Reports/TrialBalance")):
        answer = me.call(method, path, {} if method == "PUT" else None)
        assert answer.status_code == 401, path
        assert answer.json()["Detail"] == "AuthorizationUnsuccessful"
        assert "insufficient_scope" in answer.headers["www-authenticate"]


@pytest.mark.checklist(15, "documented")
def test_scopes_add_up_from_consent_to_consent(xero: PracticeProcess) -> None:
    xero.sign_in(UK, "offline_access accounting.invoices")
    me = xero.sign_in(UK, "offline_access accounting.contacts")
    assert me.call("GET", "Invoices").status_code == 200


@pytest.mark.checklist(16, "observed")
def test_a_missing_or_foreign_organisation_is_a_403(xero: PracticeProcess) -> None:
    me = xero.sign_in(UK)
    others = {row["name"]: row["tenant_id"] for row in xero.admin("organisations")}
    for tenant in ("", "not-an-id", others[NZ], others["Practice & Partners Accountants"]):
        answer = me.call("GET", "Organisation", headers={"xero-tenant-id": tenant})
        assert answer.status_code == 403, tenant
        assert answer.json()["Title"] == "Forbidden"
        assert answer.json()["Detail"] == "AuthenticationUnsuccessful"


@pytest.mark.checklist(17, "documented")
def test_every_accounting_answer_tells_what_is_left_even_an_error(me: SignedIn) -> None:
    me.xero.admin("limits", {"minute": 60, "day": 1000, "forget": True})
    first = me.call("GET", "Organisation")
    second = me.call("GET", "Invoices/unknown")
    assert (first.headers["x-minlimit-remaining"], first.headers["x-daylimit-remaining"]) == ("59", "999")
    assert first.headers["x-appminlimit-remaining"] == "9999"
    assert (second.status_code, second.headers["x-minlimit-remaining"]) == (404, "58")


@pytest.mark.checklist(17, "documented")
def test_limits_are_counted_for_each_organisation_apart(xero: PracticeProcess) -> None:
    xero.sign_in(UK)
    here, there = xero.sign_in(UK), xero.sign_in(NZ)
    there.tenant = next(row["tenant_id"] for row in xero.admin("organisations") if row["name"] == NZ)
    xero.admin("limits", {"minute": 2, "forget": True})
    assert [here.call("GET", "Organisation").status_code for _ in range(3)] == [200, 200, 429]
    assert there.call("GET", "Organisation").status_code == 200


@pytest.mark.checklist(17, "documented")
def test_the_whole_app_has_a_limit_of_its_own(me: SignedIn) -> None:
    me.xero.admin("limits", {"app_minute": 1, "forget": True})
    assert [me.call("GET", "Organisation").status_code for _ in range(2)] == [200, 429]


@pytest.mark.checklist(17, "documented")
def test_a_sixth_call_at_once_is_refused(me: SignedIn) -> None:
    me.xero.admin("knobs", {"latency_ms": 1600})
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: me.call("GET", "Organisation").status_code, range(8)))
    assert sorted(codes) == [200] * 5 + [429] * 3


@pytest.mark.checklist(18, "observed")
@pytest.mark.parametrize("problem", ["minute", "day", "concurrent"])
def test_a_429_is_empty_names_the_limit_and_says_how_long(me: SignedIn, problem: str) -> None:
    limits = {"minute": 1, "day": 100} if problem == "minute" else {"day": 1}
    me.xero.admin("limits", {**(limits if problem != "concurrent" else {"concurrent": 0}), "forget": True})
    if problem != "concurrent":
        assert me.call("GET", "Organisation").status_code == 200
    answer = me.call("GET", "Organisation")
    assert (answer.status_code, answer.content) == (429, b"")
    assert answer.headers["x-rate-limit-problem"] == problem
    longest = {"minute": 60, "day": 86_400}.get(problem)
    assert ("retry-after" in answer.headers) is (longest is not None)
    if longest:
        assert 1 <= int(answer.headers["retry-after"]) <= longest


@pytest.mark.checklist(18, "observed")
def test_a_refused_call_was_not_executed_and_the_limit_comes_before_the_key(me: SignedIn) -> None:
    key = {"Idempotency-Key": "limit-first"}
    assert me.call("PUT", "Contacts", {"Name": "Kept"}, headers=key).status_code == 200
    me.xero.admin("limits", {"minute": 1, "forget": True})
    assert me.call("GET", "Organisation").status_code == 200
    assert me.call("PUT", "Contacts", {"Name": "Kept"}, headers=key).status_code == 429
    assert me.call("PUT", "Contacts", {"Name": "Lost"}).status_code == 429
    me.xero.admin("limits", {"minute": 1000})
    assert {one["Name"] for one in me.ok("GET", "Contacts")["Contacts"]} == {"Kept"}


@pytest.mark.checklist(19, "assumed")
@pytest.mark.parametrize(("position", "second_minute"), [("fixed", 200), ("rolling", 429)])
def test_the_minute_is_a_fixed_window_or_a_rolling_one(me: SignedIn, position: str, second_minute: int) -> None:
    me.xero.admin("knobs", {"limit_window": position})
    me.xero.admin("clock", {"now": "2026-10-01T09:00:00", "frozen": True})
    me = me.xero.sign_in(UK)
    me.xero.admin("limits", {"minute": 1, "forget": True})
    # Go to one second before a fixed window ends: how long that takes is what Retry-After says.
    assert me.call("GET", "Organisation").status_code == 200
    if position == "fixed":
        wait = int(me.call("GET", "Organisation").headers["retry-after"])
        me.xero.admin("clock", {"advance_seconds": wait + 58})
        assert me.call("GET", "Organisation").status_code == 200
    me.xero.admin("clock", {"advance_seconds": 2})
    assert me.call("GET", "Organisation").status_code == second_minute
    me.xero.admin("clock", {"advance_seconds": 60})
    assert me.call("GET", "Organisation").status_code == 200


@pytest.mark.checklist(20, "documented")
@pytest.mark.parametrize("position", ["xml", "refuse"])
def test_who_does_not_ask_for_json_gets_xml_or_a_loud_refusal(me: SignedIn, position: str) -> None:
    me.xero.admin("knobs", {"without_accept": position})
    answer = me.call("GET", "Organisation", headers={"Accept": "*/*"})
    if position == "refuse":
        assert answer.status_code == 406
        assert "application/json" in answer.text
        return
    assert answer.headers["content-type"].startswith("text/xml")
    assert "<Response>" in answer.text
    assert "<Name>Fernhill Coffee &amp; Fruit</Name>" in answer.text


@pytest.mark.checklist(20, "documented")
def test_xml_is_understood_too_and_a_document_type_is_not(me: SignedIn) -> None:
    body = "<Contacts><Contact><Name>Old Client</Name></Contact></Contacts>"
    headers = {"Authorization": f"Bearer {me.tokens['access_token']}", "xero-tenant-id": me.tenant, **ACCEPT}
    url = f"{me.xero.address}/api.xro/2.0/Contacts"
    made_here = httpx.put(url, content=body, headers={**headers, "Content-Type": "text/xml"})
    assert made_here.json()["Contacts"][0]["Name"] == "Old Client"
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><Contact><Name>&a;</Name></Contact>'
    assert httpx.put(url, content=bomb, headers={**headers, "Content-Type": "text/xml"}).status_code == 400


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


@pytest.mark.checklist(22, "observed")
def test_every_answer_has_a_correlation_id_of_its_own(me: SignedIn) -> None:
    answers = [
        me.call("GET", "Organisation"),
        me.call("GET", "Invoices/none"),
        me.call("GET", "Organisation", headers={"Authorization": ""}),
        me.xero.http.get("/connections"),
    ]
    assert len({answer.headers["xero-correlation-id"] for answer in answers}) == 4


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


def test_two_clients_at_once_both_get_whole_answers(me: SignedIn) -> None:
    failures: list[str] = []

    def work(name: str) -> None:
        with httpx.Client(base_url=me.xero.address) as client:
            headers = {"Authorization": f"Bearer {me.tokens['access_token']}", "xero-tenant-id": me.tenant, **ACCEPT}
            for number in range(20):
                answer = client.put("/api.xro/2.0/Contacts", json={"Name": f"{name} {number}"}, headers=headers)
                if answer.status_code != 200:
                    failures.append(answer.text)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(contacts(me)) == 40
