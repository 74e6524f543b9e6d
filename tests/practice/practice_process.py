"""Runs the practice Xero as the process it is, for any test that needs a Xero, and signs in without a browser.

    with PracticeProcess.start(tmp_path / "xero", "--seed", "1") as xero:
        back = consent(link, "Fernhill Coffee & Fruit")       # the redirect address, not followed
        xero.admin("pay", {"invoice_number": "INV-0001"})     # any admin address below /practice/api

Uses the standard library and httpx only; knows nothing of the program under test.
"""

import base64
import hashlib
import html
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import urllib.parse
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
REDIRECT = "http://localhost:8745/callback"
SCOPES = (
    "openid profile email offline_access accounting.contacts accounting.invoices accounting.payments "
    "accounting.banktransactions accounting.settings accounting.attachments accounting.reports.aged.read "
    "accounting.reports.trialbalance.read accounting.reports.balancesheet.read accounting.reports.taxreports.read "
    "accounting.reports.profitandloss.read"
)


class PracticeProcess:
    """A running practice Xero."""

    def __init__(self, data: Path, options: Sequence[str]) -> None:
        self.data = data
        self.options = list(options)
        self.port = 0
        self.address = ""
        self.client_id = ""
        self._begin()

    @classmethod
    def start(cls, data: Path, *options: str) -> "PracticeProcess":
        """A practice Xero with its files in `data`, listening on a free port."""
        return cls(data, options)

    def _begin(self) -> None:
        command = [sys.executable, "-m", "safe_desktop.practice", "--port", str(self.port), "--data", str(self.data)]
        self.data.mkdir(parents=True, exist_ok=True)
        self.said = self.data / "said-on-stderr.txt"
        with self.said.open("a") as said:
            self.process = subprocess.Popen(
                [*command, "--parent", str(os.getpid()), *self.options],
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                cwd=ROOT,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(10)
            self._end()
            raise RuntimeError(f"The practice Xero did not start: {self.said.read_text()}")
        ready = json.loads(line)
        self.address, self.client_id = ready["address"], ready["client_id"]
        self.port = int(self.address.rpartition(":")[2])
        self.http = httpx.Client(base_url=self.address, timeout=30, verify=False)

    def admin(self, path: str, body: object = None, method: str = "") -> Any:
        """What an admin address answers: POST when there is a body, else GET; AssertionError when it refuses."""
        verb = method or ("GET" if body is None else "POST")
        content = None if body is None else json.dumps(body)
        answer = self.http.request(verb, f"/practice/api/{path}", content=content)
        assert answer.status_code == 200, f"{verb} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def environment(self) -> dict[str, str]:
        """The environment variables that point the program at this Xero."""
        names = ("SAFE_XERO_LOGIN_URL", "SAFE_XERO_IDENTITY_URL", "SAFE_XERO_API_URL")
        return {**dict.fromkeys(names, self.address), "SAFE_XERO_CLIENT_ID": self.client_id}

    def stop(self) -> None:
        """Ends it politely."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        self._end()

    def kill(self) -> None:
        """Ends it at once, as a power cut would."""
        self.process.kill()
        self.process.wait(10)
        self._end()

    def restart(self) -> None:
        """Starts it again at the same address with the same files, after `stop` or `kill` (or kills it first)."""
        if self.process.poll() is None:
            self.kill()
        self._begin()

    def _end(self) -> None:
        if self.process.stdout is not None:
            self.process.stdout.close()
        if hasattr(self, "http"):
            self.http.close()

    def __enter__(self) -> "PracticeProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.kill()

    def sign_in(
        self, organisation: str | None = None, scopes: str = SCOPES, *, client_id: str = "", redirect: str = REDIRECT
    ) -> "SignedIn":
        """A signed-in client of one organisation, for tests of the practice Xero itself."""
        client_id = client_id or self.client_id
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        link = authorise_link(self.address, client_id, scopes, challenge, redirect=redirect)
        back = urllib.parse.parse_qs(urllib.parse.urlsplit(consent(link, organisation)).query)
        form = {"grant_type": "authorization_code", "client_id": client_id, "code": back["code"][0]}
        answer = self.http.post("/connect/token", data={**form, "redirect_uri": redirect, "code_verifier": verifier})
        assert answer.status_code == 200, answer.text
        tokens = answer.json()
        reached = self.http.get("/connections", headers={"Authorization": f"Bearer {tokens['access_token']}"}).json()
        return SignedIn(self, tokens, reached[0]["tenantId"] if reached else "")


class SignedIn:
    """Calls the accounting API with a token and an organisation."""

    def __init__(self, xero: PracticeProcess, tokens: Mapping[str, Any], tenant: str) -> None:
        self.xero = xero
        self.tokens = tokens
        self.tenant = tenant

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        **query: str | int | bool,
    ) -> httpx.Response:
        """The answer to one call below /api.xro/2.0; query values become text."""
        sent = {
            "Authorization": f"Bearer {self.tokens['access_token']}",
            "xero-tenant-id": self.tenant,
            "Accept": "application/json",
            **(headers or {}),
        }
        content = None if body is None else json.dumps(body)
        params = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in query.items()}
        url = f"{self.xero.address}/api.xro/2.0/{path}"
        return self.xero.http.request(method, url, content=content, headers=sent, params=params)

    def ok(self, method: str, path: str, body: object = None, **query: str | int | bool) -> Any:
        """The JSON of a call that must succeed."""
        answer = self.call(method, path, body, headers=None, **query)
        assert answer.status_code == 200, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()


def authorise_link(
    address: str, client_id: str, scopes: str, challenge: str, *, redirect: str = REDIRECT, state: str = "s"
) -> str:
    """The link that an app opens in the browser."""
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect,
        "scope": scopes,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{address}/identity/connect/authorize?{urllib.parse.urlencode(query)}"


def consent(link: str, organisation: str | None = None, *, decision: str = "allow") -> str:
    """Plays the browser: opens the link, picks the organisation, decides; the redirect address, not followed."""
    with httpx.Client(timeout=30, verify=False) as browser:  # plain http: loading certificates takes 40 ms
        page = browser.get(link)
        assert page.status_code == 200, page.text
        form = {
            html.unescape(name): html.unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text)
        }
        choices = {
            html.unescape(name): tenant
            for tenant, name in re.findall(r'<option value="([^"]*)">([^<]*)</option>', page.text)
        }
        if choices:
            form["organisation"] = choices[organisation] if organisation else next(iter(choices.values()))
        address = urllib.parse.urlsplit(link)
        answer = browser.post(f"{address.scheme}://{address.netloc}{address.path}", data={**form, "decision": decision})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]
