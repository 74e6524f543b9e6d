"""A book connected with a practice Xero, made once and copied for every simulated life.

The sign-in is the real one, with a browser that is a few lines long.
"""

import html
import re
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import httpx

from safe_desktop.engine import connecting
from safe_desktop.engine.books import new_book
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry import ledger_settings
from safe_desktop.engine.homes import Home
from safe_desktop.engine.workplace import Workplace, opened, vault_name
from safe_desktop.practice.issued_tokens import digest
from safe_desktop.practice.practice_app import Practice
from safe_desktop.practice.practice_clock import PracticeClock
from safe_desktop.practice.seeded_organisations import CLIENT_ID
from safe_desktop.xero.tokens import TokenSet
from safe_desktop.xero.vault import open_vault
from tests.simulation.simulated_clock import SimulatedClock
from tests.simulation.simulated_wire import served

ISSUER = "http://127.0.0.1:9"
ORGANISATION = "Fernhill Coffee & Fruit"
BOOK = "Fernhill"
BANK = "090"
ENVIRONMENT = {
    **dict.fromkeys(("SAFE_XERO_LOGIN_URL", "SAFE_XERO_IDENTITY_URL", "SAFE_XERO_API_URL"), ISSUER),
    "SAFE_XERO_CLIENT_ID": CLIENT_ID,
}


class CalmWire(httpx.BaseTransport):
    """Carries calls to a practice Xero in this process, and nothing befalls them."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._pages = practice.web_app()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer."""
        status, headers, body = served(self._pages, request)
        headers.pop("content-length", None)
        return httpx.Response(status, headers=headers, content=body, request=request)


def practice_in(folder: Path, clock: SimulatedClock) -> Practice:
    """The practice Xero whose files are in this folder, living in simulated time."""
    return Practice(folder / "xero", ISSUER, seed=1, clock=PracticeClock(real=clock.true_seconds))


def home_in(folder: Path) -> Home:
    """The program's home beside it."""
    return Home(folder / "home", is_practice=True)


def make_first_day(folder: Path) -> None:
    """Fill the folder: a new book, connected, with accounts chosen for two ways of paying."""
    clock = SimulatedClock()
    practice = practice_in(folder, clock)
    new_book(home_in(folder), BOOK, clock)
    wire = CalmWire(practice)
    try:
        with opened(home_in(folder), BOOK, environ=ENVIRONMENT, clock=clock, transport=wire) as workplace:
            _connect(workplace, wire)
            for name in ("Bank transfer", "Direct Debit"):
                method = workplace.book.payments.find_method(name)
                assert method is not None
                ledger_settings.save_method(workplace, replace(method, xero_account_code=BANK))
    finally:
        practice.close()


def copy_first_day(made: Path, folder: Path) -> None:
    """The same first day once more. Tokens are kept by the book's whole path, so they move house."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    old, new = home_in(made), home_in(folder)
    tokens = open_vault(old.secrets, vault_name(old.book_path(BOOK)), is_practice=True).load()
    assert tokens is not None
    open_vault(new.secrets, vault_name(new.book_path(BOOK)), is_practice=True).save(tokens)


def connect_again(practice: Practice, clock: SimulatedClock, workplace: Workplace) -> None:
    """A person signs in once more: a refresh that was lost by a crash ends a sign-in after half an hour."""
    fresh = f"again at {clock.true_seconds()}"
    with practice.state.writing():
        practice.state.database.execute(
            "INSERT INTO refresh_tokens SELECT ?, grant_id, auth_event_id, scope, ?, NULL FROM refresh_tokens LIMIT 1",
            (digest(fresh), practice.state.clock.now()),
        )
    workplace.vault.save(TokenSet("", fresh, clock.now(), 0))
    workplace.connection_found()


def _connect(workplace: Workplace, wire: CalmWire) -> None:
    sign_in = connecting.begin(workplace)
    redirect = _consented(wire, sign_in.link)
    browser = threading.Thread(target=lambda: httpx.get(redirect, timeout=10))
    browser.start()
    try:
        found = connecting.finish(sign_in, Control())
    finally:
        browser.join()
    connecting.confirm(workplace, sign_in, next(one for one in found if one.name == ORGANISATION))


def _consented(wire: CalmWire, link: str) -> str:
    """Where the consent page sends the browser after Allow."""
    with httpx.Client(transport=wire) as browser:
        page = browser.get(link).text
        fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
        form = {html.unescape(name): html.unescape(value) for name, value in fields}
        tenants = re.findall(r'<option value="([^"]*)">([^<]*)</option>', page)
        form["organisation"] = next(tenant for tenant, name in tenants if html.unescape(name) == ORGANISATION)
        form["decision"] = "allow"
        sent = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = browser.post(link.partition("?")[0], content=urlencode(form), headers=sent)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]
