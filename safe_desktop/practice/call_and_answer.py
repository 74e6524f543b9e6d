"""One call to the practice Xero and its answer, as plain values between the web server and the resources."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from safe_desktop.practice.record_shelf import Element, as_json

JSON_TYPE = "application/json; charset=utf-8"
HTML_TYPE = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Call:
    """What a client asked; header names in lower case, `query` with the names in lower case too."""

    method: str
    path: str
    query_text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    client_id: str = ""
    tenant_id: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The query by lower-case name; the last of a repeated name counts."""
        return {name.lower(): value for name, value in parse_qsl(self.query_text, keep_blank_values=True)}

    @property
    def form(self) -> dict[str, str]:
        """The body read as a web form."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Whether a query parameter says true."""
        return self.query.get(name.lower(), str(default)).strip().lower() == "true"

    def signed_in(self, client_id: str, tenant_id: str = "") -> "Call":
        """The same call, now known to come from this app and to concern this organisation."""
        return replace(self, client_id=client_id, tenant_id=tenant_id)


@dataclass(frozen=True)
class Answer:
    """What goes back: `content` is bytes already, `element` the JSON it came from where there is one."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    media: str = JSON_TYPE
    element: Element | None = None

    def with_headers(self, more: Mapping[str, str]) -> "Answer":
        """The same answer with more headers."""
        return replace(self, headers={**self.headers, **more})


def json_answer(status: int, element: object, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer whose body is this value as JSON."""
    return Answer(status, as_json(element), headers or {}, element=element if isinstance(element, dict) else None)


def not_found() -> Answer:
    """Xero's 404: a sentence as HTML, never JSON."""
    return Answer(404, b"The resource you're looking for cannot be found", media=HTML_TYPE)
