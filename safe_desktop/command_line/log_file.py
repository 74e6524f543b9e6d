"""The program's log: a private file that turns over, without secrets. Knows where it lies, not what is said in it."""

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler

from safe_desktop.engine.homes import Home
from safe_desktop.xero.redaction import Redactor, quieten_libraries

_BIGGEST = 1_000_000
_KEPT = 3
_LINE = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


class _PrivateFile(RotatingFileHandler):
    """Opens its file for nobody but the person."""

    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        return super()._open()


class Log:
    """The handlers of this run's log, to tell them of further secrets."""

    def __init__(self, handlers: list[logging.Handler], redactor: Redactor) -> None:
        self._handlers = handlers
        self.redactor = redactor

    def also(self, redactor: Redactor) -> None:
        """Hide what this one knows, too: a workplace learns its tokens while it works."""
        for handler in self._handlers:
            handler.addFilter(redactor)


@contextmanager
def logging_to(home: Home, environ: Mapping[str, str], verbose: bool) -> Iterator[Log]:
    """Log to the home's file, and with `verbose` more, and to the standard error too, until this ends."""
    home.prepare()
    redactor = Redactor()
    redactor.know(environ.get("SAFE_VAULT_PASSPHRASE", ""))
    file = _PrivateFile(
        home.logs / "safe-desktop.log", maxBytes=_BIGGEST, backupCount=_KEPT, encoding="utf-8", delay=True
    )
    handlers: list[logging.Handler] = [file]
    if verbose:
        handlers.append(logging.StreamHandler(sys.stderr))
    ours = logging.getLogger("safe_desktop")
    before = ours.level
    ours.setLevel(logging.DEBUG if verbose else logging.INFO)
    quieten_libraries()
    for handler in handlers:
        handler.setFormatter(logging.Formatter(_LINE))
        handler.addFilter(redactor)
        logging.getLogger().addHandler(handler)
    try:
        yield Log(handlers, redactor)
    finally:
        ours.setLevel(before)
        for handler in handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
