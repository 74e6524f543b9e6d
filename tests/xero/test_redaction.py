"""No secret reaches the log, however it is spelt."""

import base64
import io
import logging
from urllib.parse import quote

import pytest

from safe_desktop.xero.redaction import HIDDEN, Redactor, quieten_libraries

SECRET = "s3cret/with+signs=and more"


def logged(redactor: Redactor, message: str, *args: object, error: Exception | None = None) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(redactor)
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.error(message, *args, exc_info=error, stack_info=error is not None)
    return stream.getvalue()


@pytest.mark.parametrize(
    "spelling",
    [SECRET, quote(SECRET, safe=""), quote(SECRET).replace("%20", "+"), base64.b64encode(SECRET.encode()).decode()],
)
def test_a_known_secret_is_hidden_in_every_spelling(spelling: str) -> None:
    redactor = Redactor()
    redactor.know(SECRET)
    if spelling == quote(SECRET).replace("%20", "+"):
        spelling = "s3cret%2Fwith%2Bsigns%3Dand+more"
    assert logged(redactor, "got %s here", spelling) == f"got {HIDDEN} here\n"


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abc.def-canary",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.canary",
        "refresh_token=canary123",
        '{"access_token": "canary123"}',
        "GET /callback?code=canary123&state=x",
        "code_verifier=canary123",
        "{'id_token': 'canary123'}",
    ],
)
def test_what_looks_like_a_secret_is_hidden_unknown(text: str) -> None:
    assert "canary" not in logged(Redactor(), text)


def test_ordinary_lines_are_left_as_they_are() -> None:
    redactor = Redactor()
    redactor.know("short")
    line = "GET /Invoices?page -> 200 in 5 ms, status code 200, token renewed, short"
    assert logged(redactor, line) == line + "\n"
    assert repr(redactor) == "<Redactor of 0 spellings>"


def test_tracebacks_are_cleaned_too() -> None:
    redactor = Redactor()
    redactor.know("canary-0123456789")
    try:
        raise ValueError("the token canary-0123456789 is bad")
    except ValueError as problem:
        told = logged(redactor, "failed", error=problem)
    assert "ValueError" in told
    assert "the token canary" not in told


def test_the_libraries_log_no_addresses() -> None:
    quieten_libraries()
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
