"""Whether a request is the browser coming back from Xero, and the page it is shown. Pure.

The pages are static: nothing in them from the request, nothing from outside (reliability.md 4.1).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from safe_desktop.xero.addresses import CALLBACK_PATH

_LONGEST_CODE = 4096

_HEADERS = (
    "Content-Type: text/html; charset=utf-8",
    "Cache-Control: no-store",
    "Referrer-Policy: no-referrer",
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "Connection: close",
)
_HTML = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>SAFE Desktop</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;background:#f4f6f9;color:#1c2430;display:grid;place-items:center;
min-height:90vh;margin:0}}main{{background:#fff;border:1px solid #dde3ea;border-radius:12px;padding:32px 40px;
max-width:28em}}h1{{font-size:22px;margin:0 0 8px}}p{{margin:0}}
@media(prefers-color-scheme:dark){{body{{background:#12161c;color:#e8edf3}}main{{background:#1b212a;border-color:#2c3540}}}}
</style></head><body><main><h1>{title}</h1><p>{words}</p></main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A status and what is read under it."""

    status: str
    title: str
    words: str

    def response(self) -> bytes:
        """The whole answer, headers and page."""
        body = _HTML.format(title=self.title, words=self.words).encode()
        head = (f"HTTP/1.1 {self.status}", *_HEADERS, f"Content-Length: {len(body)}", "", "")
        return "\r\n".join(head).encode("ascii") + body


CONNECTED = Page("200 OK", "Thank you", "Xero let you in. You can close this tab and go back to SAFE Desktop.")
DECLINED = Page("200 OK", "Not connected", "Access was declined. You can close this tab and go back to SAFE Desktop.")
NOT_FOUND = Page("404 Not Found", "Nothing here", "This is not a page of SAFE Desktop.")


@dataclass(frozen=True, slots=True)
class Callback:
    """What the browser brought: the one-time code."""

    code: str = field(repr=False)


def answer_to(head: bytes, port: int, state: str, issuers: Sequence[str]) -> tuple[Page, Callback | None]:
    """The page for a request, and the callback if it is the true one. Pure."""
    lines = head.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
    method, _space, rest = lines[0].partition(" ")
    target, _space, version = rest.partition(" ")
    headers = [
        (name.strip().casefold(), value.strip()) for name, _colon, value in (h.partition(":") for h in lines[1:])
    ]
    path, _mark, query = target.partition("?")
    is_ours = method == "GET" and version.startswith("HTTP/1.") and path == CALLBACK_PATH
    if not is_ours or not _is_a_browser_coming_back(headers, port):
        return NOT_FOUND, None
    try:
        fields = parse_qs(query, keep_blank_values=True, strict_parsing=True, max_num_fields=20)
    except ValueError:
        return NOT_FOUND, None
    if not secrets.compare_digest(_only(fields, "state").encode(), state.encode()) or not state:
        return NOT_FOUND, None
    if "iss" in fields and issuers and _only(fields, "iss").rstrip("/") not in issuers:
        return NOT_FOUND, None
    if "error" in fields:
        return DECLINED, None
    code = _only(fields, "code")
    return (CONNECTED, Callback(code)) if 0 < len(code) <= _LONGEST_CODE else (NOT_FOUND, None)


def _is_a_browser_coming_back(headers: list[tuple[str, str]], port: int) -> bool:
    """Not a web page that calls us (cross-site, with an Origin), nor a name that was rebound to this machine."""
    named = dict(headers)
    if len([name for name, _value in headers if name == "host"]) != 1 or named["host"] != f"localhost:{port}":
        return False
    if "origin" in named:
        return False
    # Coming back from Xero is cross-site too, but a navigation of the whole page.
    return (
        named.get("sec-fetch-mode", "navigate") == "navigate" and named.get("sec-fetch-dest", "document") == "document"
    )


def _only(fields: dict[str, list[str]], name: str) -> str:
    """The one value of the field; a field told twice is none."""
    values = fields.get(name, [])
    return values[0] if len(values) == 1 else ""
