"""The ways the practice Xero says no, as exceptions. Knows the texts and shapes of Xero's errors; decides nothing."""

from safe_desktop.practice.record_shelf import Element


class Refused(Exception):
    """The whole request is refused with this status and JSON body."""

    def __init__(self, status: int, body: Element | None, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status}")
        self.status = status
        self.body = body
        self.headers = headers or {}


class NoSuchResource(Exception):
    """An id the organisation does not know: Xero answers this one in HTML."""


class NotModelled(Exception):
    """A call the practice Xero does not know how to answer; answered 501 and reported, never guessed."""


class Invalid(Exception):
    """One element of a write is refused, with every reason found."""

    def __init__(self, *messages: str, echo: Element | None = None) -> None:
        super().__init__(*messages)
        self.messages = list(messages)
        self.echo = echo


def post_data_invalid(message: str) -> Refused:
    """The refusal of a body that is not JSON, or has a value of the wrong type."""
    return Refused(400, {"ErrorNumber": 14, "Type": "PostDataInvalidException", "Message": message})


def query_parse(message: str) -> Refused:
    """The refusal of a `where` or `order` that cannot be read."""
    return Refused(400, {"ErrorNumber": 16, "Type": "QueryParseException", "Message": message})


def server_error(message: str) -> Refused:
    """A 500 that Xero gives for some malformed requests."""
    return Refused(500, {"ErrorNumber": 500, "Type": "UnknownErrorException", "Message": message})


def high_volume(count: int) -> Refused:
    """The refusal of a question whose answer would be too long."""
    text = f"The query matches {count} records, more than can be returned; narrow it with optimised filters."
    return Refused(400, {"ErrorNumber": 51, "Type": "HighVolumeException", "Message": text})


def unauthorised(detail: str, instance: str, *, scope_missing: bool = False) -> Refused:
    """A 401: token absent, expired, revoked, or without the scope that the address needs."""
    header = 'Bearer error="insufficient_scope"' if scope_missing else 'Bearer error="invalid_token"'
    return Refused(401, _problem(401, "Unauthorized", detail, instance), {"WWW-Authenticate": header})


def forbidden(instance: str) -> Refused:
    """A 403: the organisation is not connected to this token."""
    return Refused(403, _problem(403, "Forbidden", "AuthenticationUnsuccessful", instance))


def _problem(status: int, title: str, detail: str, instance: str) -> Element:
    return {
        "Type": None,
        "Title": title,
        "Status": status,
        "Detail": detail,
        "Instance": instance,
        "Extensions": {},
    }
