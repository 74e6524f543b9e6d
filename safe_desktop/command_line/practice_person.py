"""Plays the person at the practice Xero's own pages: gives consent as a browser would, and pays invoices at the bank.

For the run without a window only. It speaks to nothing but a practice Xero on this machine, and refuses any other
address; what is said to Xero as an accounting system is `xero`'s, not this module's.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlencode, urljoin, urlsplit

from safe_desktop.errors import InputError, OfflineError

_SECONDS = 20.0
_MOST = 1_000_000
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Said:
    """What a page answered."""

    status: int
    location: str
    text: str


class _ConsentForm(HTMLParser):
    """The fields of a page's form, each select with its first choice, as a person who changes nothing sends them."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.choices: dict[str, str] = {}
        self._select, self._choice = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up a form, its hidden fields, its selects and their choices."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = given.get("action", "")
        elif tag == "input" and given.get("type") == "hidden":
            self.fields[given.get("name", "")] = given.get("value", "")
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select:
            self._choice = given.get("value", "")
            self.fields.setdefault(self._select, self._choice)

    def handle_endtag(self, tag: str) -> None:
        """Leave a select or a choice."""
        if tag == "select":
            self._select = ""
        elif tag == "option":
            self._choice = ""

    def handle_data(self, data: str) -> None:
        """The words of a choice."""
        if self._choice:
            self.choices[data.strip()] = self._choice


def allow(link: str) -> str:
    """The address that the browser is sent back to after consent was given on the page of `link`."""
    form = _ConsentForm()
    form.feed(_ask("GET", link).text)
    if not form.action:
        raise InputError("The practice Xero showed no consent page.", "Nothing was connected.", "Start again.")
    fields = urlencode({**form.fields, "decision": "allow"})
    said = _ask("POST", urljoin(link, form.action), fields, "application/x-www-form-urlencoded")
    if said.status not in (302, 303) or not said.location:
        raise InputError("The practice Xero did not take the consent.", f"It answered {said.status}.", "Start again.")
    return said.location


@contextmanager
def coming_back(address: str) -> Iterator[None]:
    """The browser on its way back to this address; it reads the page it gets there at the end."""
    connection, path = _connection(address)
    try:
        # Only sent here: whoever listens takes it when it begins to wait, so that no second thread is needed.
        connection.request("GET", path, headers={"Connection": "close"})
        yield
        connection.getresponse().read(_MOST)
    except (OSError, HTTPException) as problem:
        raise OfflineError(
            "The way back from the consent page did not work.", f"{problem}.", "Start again."
        ) from problem
    finally:
        connection.close()


def play(address: str, act: str, wishes: Mapping[str, str]) -> dict[str, str]:
    """What the practice Xero says after this act at its bank or its other bookkeeper; InputError with its refusal."""
    said = _ask("POST", f"{address}/practice/api/{act}", json.dumps(dict(wishes)), "application/json")
    told = json.loads(said.text, parse_float=str, parse_int=str)
    if said.status != 200 or not isinstance(told, dict):
        raise InputError(f"The practice Xero did not {act}.", str(told)[:300])
    return {str(name): str(value) for name, value in told.items()}


def _ask(method: str, address: str, body: str = "", media: str = "") -> Said:
    connection, path = _connection(address)
    try:
        connection.request(method, path, body.encode() or None, {"Content-Type": media} if media else {})
        answer = connection.getresponse()
        return Said(answer.status, answer.headers.get("Location", ""), _text(answer))
    except (OSError, HTTPException) as problem:
        raise OfflineError(
            "The practice Xero does not answer.", f"{problem}.", "Give the command again: it is started anew."
        ) from problem
    finally:
        connection.close()


def _text(answer: HTTPResponse) -> str:
    return answer.read(_MOST).decode("utf-8", "replace")


def _connection(address: str) -> tuple[HTTPConnection, str]:
    parts = urlsplit(address)
    if parts.scheme != "http" or parts.hostname not in _HERE:
        raise InputError("This is for the practice Xero on this machine only.", f"It was given {address[:80]}.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return HTTPConnection(parts.hostname, parts.port or 80, timeout=_SECONDS), path
