"""Signing in, staying signed in and signing out, with the practice Xero over real HTTP."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from safe_desktop.errors import InputError, NotConnected
from safe_desktop.xero.signing_in import sign_out
from tests.xero.signed_in_desk import CLIENT_ID, ORGANISATION, ROOT, Desk


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    yield desk
    desk.close()


def test_two_programs_with_a_stale_token_make_one_refresh(desk: Desk) -> None:
    stored = desk.vault.load()
    assert stored is not None
    desk.vault.save(replace(stored, lifetime_seconds=0))
    desk.xero.admin("requests", method="DELETE")
    program = [sys.executable, "-m", "tests.xero.refreshing_program", desk.xero.address, CLIENT_ID, desk.tenant_id]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen([*program, str(desk.folder)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        for _number in range(2)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    (desk.folder / "go").touch()
    assert [process.communicate(timeout=60)[0].strip() for process in running] == [ORGANISATION, ORGANISATION]
    asked = [request["path"] for request in desk.xero.admin("requests")]
    assert sum(path.endswith("/connect/token") for path in asked) == 1
    assert desk.new_client().organisation().name == ORGANISATION


def test_no_secret_of_a_sign_in_and_a_refresh_is_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.sign_in()
    first = desk.vault.load()
    assert first is not None
    desk.vault.save(replace(first, lifetime_seconds=0))
    desk.new_client().organisation()
    second = desk.vault.load()
    assert second is not None
    assert second.refresh != first.refresh
    assert "/connect/token" in caplog.text
    for secret in (first.access, first.refresh, second.access, second.refresh, "code_verifier", "Bearer"):
        assert secret not in caplog.text


def test_declining_on_the_consent_page_connects_nothing(desk: Desk) -> None:
    with pytest.raises(InputError, match="declined"):
        desk.sign_in(decision="cancel")
    assert desk.client.organisation().name == ORGANISATION


def test_an_organisation_disconnected_in_xero_is_told(desk: Desk) -> None:
    desk.xero.admin("disconnect", {"client_id": CLIENT_ID})
    with pytest.raises(NotConnected):
        desk.client.organisation()
    desk.sign_in()
    assert desk.new_client().organisation().name == ORGANISATION


def test_disconnecting_ends_the_sign_in_for_good(desk: Desk) -> None:
    stored = desk.vault.load()
    assert stored is not None
    assert sign_out(desk.addresses, desk.clock, desk.vault, desk.auth(), desk.connection_id)
    assert desk.vault.load() is None
    desk.vault.save(replace(stored, lifetime_seconds=0))
    with pytest.raises(NotConnected):
        desk.new_client().organisation()
