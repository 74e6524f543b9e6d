"""Every call and what became of it, without secrets, and what is wrong about it (a token in the address, no key).

Kept in a file of its own. Knows no resource.
"""

import json
import re
from collections.abc import Mapping

from safe_desktop.practice.call_and_answer import Answer, Call
from safe_desktop.practice.practice_state import State

_SHOWN_HEADERS = (
    *("accept", "content-type", "idempotency-key", "if-modified-since", "xero-tenant-id", "user-agent"),
    *("content-length",),
)
_SECRET = re.compile(
    r"((?:access_token|refresh_token|id_token|client_secret|code_verifier|code|token|code_challenge|session_state)=)[^&\s]+"
)
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
LONGEST_BODY = 20_000
KEPT_CALLS = 20_000


def without_secrets(text: str) -> str:
    """The text with tokens and codes blotted out."""
    return _JWT.sub("…", _SECRET.sub(r"\1…", text))


def judged(call: Call) -> list[str]:
    """What a careful client would not have done."""
    found = []
    if re.search(r"(?:access_token|refresh_token)=|eyJ", call.query_text):
        found.append("a token in the address")
    if call.path.startswith("/api.xro/2.0"):
        if not call.headers.get("xero-tenant-id"):
            found.append("no xero-tenant-id header")
        if "json" not in call.headers.get("accept", ""):
            found.append("JSON was not asked for")
        if call.method in ("PUT", "POST"):
            if not call.headers.get("idempotency-key"):
                found.append("a write without an Idempotency-Key")
            if call.body.lstrip()[:1] == b"[" or b'":[' in call.body.replace(b" ", b"")[:40]:
                found += [] if call.query.get("summarizeerrors") == "false" else ["an array without summarizeErrors"]
    return found


class RequestLog:
    """Writes calls down and reads them back."""

    def __init__(self, state: State) -> None:
        self.state = state

    def add(self, call: Call, answer: Answer | None, *, counted: bool, note: str = "") -> None:
        """Writes one call down; no answer means that the client got none."""
        shown = {name: call.headers[name] for name in _SHOWN_HEADERS if name in call.headers}
        shown["authorization"] = "sent" if "authorization" in call.headers else "none"
        body = without_secrets(call.body[:LONGEST_BODY].decode("utf-8", "replace"))
        notes = [*judged(call), *([note] if note else [])]
        self.state.log.execute(
            "INSERT INTO calls (at, method, path, query, status, headers, body, client_id, tenant_id, counted, note) "
            "VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (
                *(self.state.clock.now(), call.method, call.path, without_secrets(call.query_text)),
                *(answer.status if answer else 0, json.dumps(shown), body, call.client_id, call.tenant_id),
                *(int(counted), "; ".join(notes)),
            ),
        )
        if self.state.log.execute("SELECT max(number) - min(number) FROM calls").fetchone()[0] > KEPT_CALLS:
            self.state.log.execute(
                "DELETE FROM calls WHERE number <= (SELECT max(number) FROM calls) - ?", (KEPT_CALLS,)
            )

    def entries(self, after: int = 0, most: int = 5000) -> list[Mapping[str, object]]:
        """The calls written down, oldest first."""
        rows = self.state.log.execute(
            "SELECT * FROM (SELECT number, at, method, path, query, status, headers, body, client_id, tenant_id, "
            "counted, note FROM calls WHERE number > ? ORDER BY number DESC LIMIT ?) ORDER BY number",
            (after, most),
        )
        return [
            {
                **dict(zip(("number", "at", "method", "path", "query", "status"), row, strict=False)),
                "headers": json.loads(row[6]),
                **dict(zip(("body", "client_id", "tenant_id"), row[7:], strict=False)),
                "counted": bool(row[10]),
                "note": row[11],
            }
            for row in rows
        ]

    def counted_since(self, since: int) -> list[tuple[str, str, int]]:
        """The calls that counted towards limits since a moment, as (app, organisation, when)."""
        sql = "SELECT client_id, tenant_id, at FROM calls WHERE counted=1 AND at > ? ORDER BY at"
        return [(str(row[0]), str(row[1]), int(row[2])) for row in self.state.log.execute(sql, (since,))]

    def clear(self) -> None:
        """Forgets the calls shown; the limits go on counting in memory."""
        self.state.log.execute("DELETE FROM calls")
