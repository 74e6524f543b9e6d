"""A sign-in service that rotates refresh tokens as Xero does, at the seam of the transport."""

import base64
import json
import threading
from urllib.parse import parse_qs

import httpx


class RotatingIdentity:
    """Gives and rotates tokens. `grace`: the token before the newest is still taken; `lose`: answers to drop."""

    def __init__(self, grace: bool = False) -> None:
        self.grace = grace
        self.lose = 0
        self.answer: httpx.Response | None = None
        self.forms: list[dict[str, str]] = []
        self.revoked: list[str] = []
        self.live = "refresh-0-canary"
        self.before = ""
        self.api_calls: list[str] = []
        self._lock = threading.Lock()

    @property
    def access(self) -> str:
        """The access token that is good now."""
        return access_token(self.live)

    def transport(self) -> httpx.MockTransport:
        """The seam."""
        return httpx.MockTransport(self.handle)

    def handle(self, request: httpx.Request) -> httpx.Response:
        """One request to the token service, or to anything that wants a bearer token."""
        with self._lock:
            if request.url.path.endswith("/connect/token"):
                return self._tokens(request)
            if request.url.path.endswith("/connect/revocation"):
                self.revoked.append(parse_qs(request.content.decode())["token"][0])
                return httpx.Response(200)
            bearer = request.headers.get("authorization", "")
            self.api_calls.append(bearer)
            good = bearer == f"Bearer {self.access}"
            return httpx.Response(200 if good else 401, json={"ok": good})

    def _tokens(self, request: httpx.Request) -> httpx.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        self.forms.append(form)
        assert "authorization" not in request.headers, "a public client has no secret"
        if self.answer is not None:
            return self.answer
        if form["grant_type"] == "refresh_token":
            is_known = form["refresh_token"] == self.live or (self.grace and form["refresh_token"] == self.before)
            if not is_known:
                return httpx.Response(400, json={"error": "invalid_grant"})
        self.before, self.live = self.live, f"refresh-{len(self.forms)}-canary"
        if self.lose:
            self.lose -= 1
            raise httpx.ReadError("the answer was lost", request=request)
        answer = {"access_token": self.access, "refresh_token": self.live, "expires_in": 1800, "token_type": "Bearer"}
        return httpx.Response(200, json={**answer, "scope": "offline_access accounting.invoices"})


def access_token(seed: str) -> str:
    """A token in the form of Xero's: its middle part holds the number of the consent."""
    claims = base64.urlsafe_b64encode(json.dumps({"authentication_event_id": "event-1"}).encode()).decode().rstrip("=")
    return f"eyJhead.{claims}.access-{seed}"
