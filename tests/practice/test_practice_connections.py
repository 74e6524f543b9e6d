"""Connections of the practice Xero: checklist 10 to 13."""

import re

import httpx
import pytest

from tests.practice.conftest import NZ, UK
from tests.practice.practice_process import REDIRECT, PracticeProcess, SignedIn, authorise_link, consent


def connections(me: SignedIn, **query: str) -> list[dict[str, str]]:
    headers = {"Authorization": f"Bearer {me.tokens['access_token']}"}
    found: list[dict[str, str]] = me.xero.http.get("/connections", headers=headers, params=query).json()
    return found


def delete(me: SignedIn, connection_id: str) -> int:
    headers = {"Authorization": f"Bearer {me.tokens['access_token']}"}
    return me.xero.http.delete(f"/connections/{connection_id}", headers=headers).status_code


@pytest.mark.checklist(10, "documented")
def test_connections_are_a_bare_array_with_seven_digits_and_a_filter(xero: PracticeProcess) -> None:
    xero.sign_in(UK)
    me = xero.sign_in(NZ)
    xero.admin("connect-practice", {})
    found = connections(me)
    assert {one["tenantType"] for one in found} == {"ORGANISATION", "PRACTICE"}
    assert {one["tenantName"] for one in found} >= {UK, NZ}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}", one["createdDateUtc"]) for one in found)
    latest = next(one for one in found if one["tenantName"] == NZ)
    assert connections(me, authEventId=latest["authEventId"]) == [latest]


@pytest.mark.checklist(10, "documented")
def test_a_connection_is_deleted_by_its_own_id(xero: PracticeProcess) -> None:
    me = xero.sign_in(UK)
    mine = next(one for one in connections(me) if one["tenantName"] == UK)
    assert delete(me, mine["tenantId"]) == 404
    assert delete(me, mine["id"]) == 204
    assert delete(me, mine["id"]) == 404
    assert me.call("GET", "Organisation").status_code == 403


@pytest.mark.checklist(11, "documented")
def test_consenting_again_keeps_the_connection_and_moves_its_time(xero: PracticeProcess) -> None:
    me = xero.sign_in(UK)
    before = next(one for one in connections(me) if one["tenantName"] == UK)
    xero.admin("clock", {"advance_seconds": 10})
    after = next(one for one in connections(xero.sign_in(UK)) if one["tenantName"] == UK)
    assert (after["id"], after["createdDateUtc"]) == (before["id"], before["createdDateUtc"])
    assert after["updatedDateUtc"] > before["updatedDateUtc"]
    assert after["authEventId"] != before["authEventId"]


@pytest.mark.checklist(12, "documented")
@pytest.mark.parametrize(
    ("knob", "position", "refused"), [("connection_limit", 1, True), ("connection_limit", 5, False)]
)
def test_an_uncertified_app_may_have_so_many_connections(
    xero: PracticeProcess, knob: str, position: int, refused: bool
) -> None:
    client = f"LIMITED{position}"
    xero.admin("clients", {"client_id": client, "redirect_uris": [REDIRECT]})
    xero.admin("knobs", {knob: position, "uncertified_apps_limit": 50})
    xero.sign_in(UK, client_id=client)
    assert _second_organisation_refused(xero, client) is refused


def _second_organisation_refused(xero: PracticeProcess, client: str) -> bool:
    link = authorise_link(xero.address, client, "accounting.contacts", "c" * 43)
    try:
        consent(link, NZ)
    except AssertionError as refused:
        return "limit of 1 connections" in str(refused)
    return False


@pytest.mark.checklist(12, "documented")
def test_an_organisation_takes_two_uncertified_apps_and_no_third(xero: PracticeProcess) -> None:
    for name in ("FIRST", "SECOND"):
        xero.admin("clients", {"client_id": name, "redirect_uris": [REDIRECT]})
    organisation = "Two Apps Ltd"
    xero.admin("organisations", {"name": organisation, "country": "AU"})
    xero.sign_in(organisation, client_id="FIRST")
    xero.admin("knobs", {"other_uncertified_apps": 1})
    link = authorise_link(xero.address, "SECOND", "accounting.contacts", "c" * 43)
    with pytest.raises(AssertionError, match="already has 2 uncertified apps"):
        consent(link, organisation)
    xero.admin("knobs", {"other_uncertified_apps": 0})
    assert consent(link, organisation).startswith(REDIRECT)
    xero.admin("clients", {"client_id": "SOLD", "redirect_uris": [REDIRECT], "certified": True})
    assert consent(authorise_link(xero.address, "SOLD", "accounting.contacts", "c" * 43), organisation)


@pytest.mark.checklist(13, "assumed")
@pytest.mark.parametrize("position", [403, 401])
def test_after_the_user_disconnects_calls_are_refused_and_the_token_still_refreshes(
    xero: PracticeProcess, position: int
) -> None:
    xero.admin("knobs", {"disconnected_status": position})
    me = xero.sign_in(UK)
    assert me.call("GET", "Organisation").status_code == 200
    xero.admin("disconnect", {"organisation": UK})
    assert me.call("GET", "Organisation").status_code == position
    form = {"grant_type": "refresh_token", "client_id": xero.client_id, "refresh_token": me.tokens["refresh_token"]}
    assert httpx.post(f"{xero.address}/connect/token", data=form).status_code == 200
