"""The report of a fault of the program: a private file that a person may read and send. Secrets are taken out."""

import os
import platform
import sys
import traceback
from datetime import datetime
from pathlib import Path

import safe_desktop
from safe_desktop.engine.homes import Home
from safe_desktop.xero.redaction import Redactor


def report_text(error: BaseException, redactor: Redactor) -> str:
    """Versions and the way through the code; values of variables are never part of it."""
    about = (
        f"SAFE Desktop {safe_desktop.__version__}",
        f"Python {sys.version.split()[0]}, {platform.system()} {platform.release()}",
    )
    way = "".join(traceback.format_exception(error))
    return redactor.hide("\n".join((*about, "", way))).replace(str(Path.home()), "~")


def write_report(home: Home, error: BaseException, redactor: Redactor, now: datetime) -> Path | None:
    """The file that the report was written to, or None where it could not be."""
    path = home.logs / f"crash-{now:%Y%m%d-%H%M%S}.txt"
    try:
        home.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(report_text(error, redactor))
    except OSError:
        return None
    return path
