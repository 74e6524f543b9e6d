"""What an answer of Xero's means: status, headers and body in, a body to read or one of our errors out. Pure.

Knows Xero's statuses and the ways it says no (xero-api.md 3.9, reliability.md 2.1). Must not know sockets or time.
For a write, whatever is not surely Xero's own word is OutcomeUnknown: it may have been done.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from safe_desktop.errors import NotConnected, OfflineError, OutcomeUnknown, SafeError, XeroBusyError, XeroRefused
from safe_desktop.xero.wire_shapes import ParsedJson, parsed

NOT_MODIFIED = 304
GONE = 404
TOO_MANY = 429
_MAX_DEPTH = 20
_MAX_MESSAGES = 50
_MAX_MESSAGE = 1000
_MESSAGE_LISTS = ("ValidationErrors", "Warnings")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: header names in small letters, the body decoded and whole."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)


class RecordIsGone(XeroRefused):
    """Xero knows no record of that id (any more)."""


class PermissionIsMissing(NotConnected):
    """The sign-in works, but not for this: a person did not give that permission, or was not asked for it."""


def trusted(answer: Answer, is_write: bool) -> bytes:
    """The body of an answer that is surely Xero's and says yes; everything else is raised, in words.

    A 429 is XeroBusyError without `retry_at`: when to come back is for `limits`, which has the clock.
    """
    if answer.status == 200 and _is_json(answer):
        return answer.body
    raise _meaning(answer, is_write)


def lacks_scope(headers: Mapping[str, str]) -> bool:
    """Whether a 401 says that a permission is missing, so that a fresh token would not help (xero-api.md 1.4)."""
    # Xero's own page misspells it as insufficent_scope.
    return re.search(r"insuffici?ent_scope", headers.get("www-authenticate", ""), re.IGNORECASE) is not None


def messages_in(body: bytes, key: str = "ValidationErrors") -> tuple[str, ...]:
    """Every message under `key`, however deep: errors may sit on a line or on the contact. Empty if it is not JSON."""
    try:
        tree = parsed(body)
    except ValueError:
        return ()
    found: list[str] = []
    _collect(tree, key, found, _MAX_DEPTH)
    return tuple(dict.fromkeys(found))[:_MAX_MESSAGES]


def not_xeros_word(is_write: bool, detail: str) -> SafeError:
    """The error for an answer that cannot be trusted."""
    if is_write:
        return OutcomeUnknown(
            "Xero's answer did not arrive properly.",
            f"{detail} It may or may not have been done.",
            "SAFE Desktop looks it up in Xero before anything is sent again.",
        )
    return OfflineError("Xero did not answer properly.", detail, "Nothing was changed; it is tried again later.")


def _meaning(answer: Answer, is_write: bool) -> SafeError:
    status = answer.status
    if status == TOO_MANY:
        return XeroBusyError("Xero's limit of calls is reached.", "Nothing was done.", "It goes on by itself later.")
    if status == 401:
        return _not_signed_in(answer)
    if status == 403 and not _is_html(answer):
        return NotConnected(
            "The organisation is no longer connected to this sign-in.",
            "Xero refused access; nothing was changed.",
            "Connect again, with a user who may see the organisation's sales.",
        )
    if status == GONE and _is_xeros_404(answer):
        return RecordIsGone(
            "Xero does not know this record.",
            "It may have been removed in Xero, or belong to another organisation.",
            "Compare it in Xero, then settle it at the Desk.",
        )
    if 400 <= status < 500:
        return _refusal(answer, is_write)
    return not_xeros_word(is_write, _said(answer))


def _not_signed_in(answer: Answer) -> NotConnected:
    detail = _text(answer, "Detail")
    if lacks_scope(answer.headers) or detail == "AuthorizationUnsuccessful":
        return PermissionIsMissing(
            "A permission is missing in the sign-in to Xero.",
            "Nothing was changed.",
            "Connect again and allow everything that is asked for.",
        )
    return NotConnected("The sign-in to Xero has ended.", "Nothing was changed.", "Connect again.")


def _refusal(answer: Answer, is_write: bool) -> SafeError:
    words = answer.body[:2000].decode("utf-8", "replace")
    if "idempotency" in words.casefold() and "different request" in words.casefold():
        return not_xeros_word(is_write, "Xero remembers an earlier request under the same key.")
    messages = messages_in(answer.body)
    message = _text(answer, "Message") or _text(answer, "Detail")
    if not messages and not message:
        return not_xeros_word(is_write, _said(answer))
    told = messages or (message,)
    return XeroRefused("Xero refused it.", " ".join(told)[:2000], "Correct the record and send it again.", told)


def _text(answer: Answer, key: str) -> str:
    try:
        tree = parsed(answer.body)
    except ValueError:
        return ""
    value = tree.get(key) if isinstance(tree, dict) else None
    return value[:_MAX_MESSAGE] if isinstance(value, str) else ""


def _collect(tree: ParsedJson, key: str, found: list[str], depth: int) -> None:
    if depth == 0 or len(found) > _MAX_MESSAGES:
        return
    if isinstance(tree, list):
        for branch in tree:
            _collect(branch, key, found, depth - 1)
    elif isinstance(tree, dict):
        for name, branch in tree.items():
            if name == key and isinstance(branch, list):
                found.extend(_message(entry) for entry in branch)
            elif name not in _MESSAGE_LISTS:
                _collect(branch, key, found, depth - 1)


def _message(entry: ParsedJson) -> str:
    # Xero's documentation writes Description where its servers write Message.
    value = (entry.get("Message") or entry.get("Description")) if isinstance(entry, dict) else entry
    text = value if isinstance(value, str) and value else json.dumps(entry, default=str)
    return text[:_MAX_MESSAGE]


def _is_json(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().casefold()
    return kind in ("application/json", "text/json") and answer.body.lstrip()[:1] in (b"{", b"[", b"\xef")


def _is_html(answer: Answer) -> bool:
    return "html" in answer.headers.get("content-type", "").casefold() or answer.body.lstrip()[:1] == b"<"


def _is_xeros_404(answer: Answer) -> bool:
    # Xero labels its 404 as HTML, but writes one sentence or nothing; a page is somebody else's (xero-api.md 3.9).
    body = answer.body.strip()
    return not body or (body[:1] != b"<" and len(body) < 2000)


def _said(answer: Answer) -> str:
    return f"The answer was {answer.status} {answer.headers.get('content-type', 'without a type')[:60]}."
