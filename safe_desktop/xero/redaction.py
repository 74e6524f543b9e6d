"""Keeps secrets out of the log: those it was told of, in every spelling, and whatever looks like one.

Knows how secrets are written. Must not keep one anywhere else, nor show one in its own `repr`.
"""

import base64
import logging
import re
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"
_SHORTEST = 8
_LIBRARIES = ("httpx", "httpcore", "authlib", "keyring")
_LOOKS_SECRET = re.compile(
    r"(?P<before>\bBearer\s+|\b(?:access_token|refresh_token|id_token|code|code_verifier|token|client_secret)"
    r"[\"']?\s*[=:]\s*[\"']?)(?P<secret>[^\s\"'&,;}]{6,})|\beyJ[A-Za-z0-9_-]{8,}[A-Za-z0-9_.-]*",
    re.IGNORECASE,
)


class Redactor(logging.Filter):
    """A filter for log handlers that hides secrets in the message, the arguments and the traceback."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[str] = set()

    def __repr__(self) -> str:
        return f"<Redactor of {len(self._known)} spellings>"

    def know(self, secret: str) -> None:
        """From now on this value is hidden, also URL-encoded and in base64."""
        if len(secret) < _SHORTEST:
            return  # hiding “1” everywhere would hide the log
        encoded = base64.b64encode(secret.encode()).decode()
        self._known.update(
            {secret, quote(secret, safe=""), quote_plus(secret), encoded, encoded.replace("+", "-").replace("/", "_")}
        )

    def hide(self, text: str) -> str:
        """The text without any secret."""
        for secret in sorted(self._known, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return _LOOKS_SECRET.sub(lambda found: (found["before"] or "") + HIDDEN, text)

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, cleaned."""
        record.msg = self.hide(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.hide(record.exc_text)
        if record.stack_info:
            record.stack_info = self.hide(record.stack_info)
        return True


def quieten_libraries() -> None:
    """The libraries below us log whole addresses with their questions; they may log warnings only."""
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
