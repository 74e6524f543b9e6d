"""What the practice Xero does about its own faults: a trace in a log in its folder, and a page in words.

A program that calls an address of Xero's gets what Xero's own faults look like; that is the gateway's.
"""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from safe_desktop.practice.consent_pages import PAGES

LOG_NAME = "practice-xero.log"
_MOST_BYTES = 1_000_000


def keep_log(folder: Path) -> None:
    """Write warnings and faults to the error output and to a file in the folder, which has one predecessor at most."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = RotatingFileHandler(folder / LOG_NAME, maxBytes=_MOST_BYTES, backupCount=1, encoding="utf-8", delay=True)
    kept.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[logging.StreamHandler(), kept], force=True)


async def fault_page(request: Request, _fault: Exception) -> Response:
    """The page for a fault of the practice Xero; the server writes the trace to the log after it was sent."""
    page = PAGES.get_template("own-fault.html").render(address=request.url.path, log_name=LOG_NAME)
    return HTMLResponse(page, 500)
