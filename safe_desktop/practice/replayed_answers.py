"""`Idempotency-Key`: the answer to a write is kept for six minutes and given again, errors too.

The answer is kept in the same transaction as the effect, so neither can be there without the other. Knows no resource.
"""

import hashlib
import json

from safe_desktop.practice.call_and_answer import Answer, Call, json_answer
from safe_desktop.practice.practice_state import State

KEPT_MS = 6 * 60 * 1000
LONGEST_KEY = 128


def key_of(call: Call) -> str:
    """The key of a write, empty when it carries none or is not a write."""
    return call.headers.get("idempotency-key", "") if call.method in ("POST", "PUT", "PATCH") else ""


def fingerprint(call: Call) -> str:
    """What must be the same for a key to mean the same request: method, address, organisation and body."""
    parts = (call.method, call.path, call.query_text, call.tenant_id)
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + call.body).hexdigest()


def refused_key(key: str) -> Answer | None:
    """The refusal of a key that is too long."""
    if len(key) <= LONGEST_KEY:
        return None
    return _refusal(f"Idempotency Key: the key is longer than {LONGEST_KEY} characters.")


def different_request(key: str) -> Answer:
    """The refusal of a key that belongs to another request."""
    return _refusal(f"Idempotency Key: {key} is used with a different request.")


def in_flight(key: str) -> Answer:
    """The refusal of a key whose first request is still running."""
    return _refusal(f"Idempotency Key: {key} belongs to a request that is still being processed.")


def _refusal(message: str) -> Answer:
    return json_answer(400, {"ErrorNumber": 10, "Type": "ValidationException", "Message": message})


def stored(state: State, call: Call, key: str) -> Answer | None:
    """The answer kept for this key, or the refusal of using it for something else; nothing when it is new."""
    row = state.database.execute(
        "SELECT fingerprint, at, status, headers, body FROM replays WHERE client_id=? AND key=?", (call.client_id, key)
    ).fetchone()
    if row is None or state.clock.now() - row[1] >= KEPT_MS:
        return None
    if row[0] != fingerprint(call):
        return different_request(key)
    return Answer(row[2], row[4], json.loads(row[3]), media=json.loads(row[3]).get("Content-Type", ""))


def keep(state: State, call: Call, key: str, answer: Answer) -> None:
    """Keeps the answer for this key; to be called inside the transaction of its effect."""
    now = state.clock.now()
    state.database.execute("DELETE FROM replays WHERE at <= ?", (now - KEPT_MS,))
    headers = {**answer.headers, "Content-Type": answer.media}
    state.database.execute(
        "INSERT OR REPLACE INTO replays VALUES (?,?,?,?,?,?,?)",
        (call.client_id, key, fingerprint(call), now, answer.status, json.dumps(headers), answer.content),
    )
