"""Makes the report of a bug that a person may send: what happened and where, without secrets or addresses.

Knows the shapes that secrets have; values of local variables are never part of it.
"""

import platform
import re
import sys
import traceback
from pathlib import Path

import PySide6

import safe_desktop

_SECRETS = (
    re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}"),
    re.compile(r"\beyJ[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*){0,4}"),
    re.compile(
        r"(?i)\b((?:access|refresh|id)_?token|code|code_verifier|client_secret|passphrase|password|state)"
        r"([\"']?\s*[=:]\s*[\"']?)[^\s&\"',}]{4,}"
    ),
)
_E_MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[A-Za-z]{2,}")
_HIDDEN = "[hidden]"


def redacted(text: str) -> str:
    """The text with tokens, codes, e-mail addresses and the home folder's name taken out."""
    text = _SECRETS[0].sub(rf"\1 {_HIDDEN}", text)
    text = _SECRETS[1].sub(_HIDDEN, text)
    text = _SECRETS[2].sub(rf"\1\2{_HIDDEN}", text)
    return _E_MAIL.sub(_HIDDEN, text).replace(str(Path.home()), "~")


def report_of(error: BaseException) -> str:
    """Versions and the way through the code, as text to copy."""
    about = (
        f"SAFE Desktop {safe_desktop.__version__}",
        f"Python {sys.version.split()[0]}, Qt {PySide6.__version__}, {platform.system()} {platform.release()}",
    )
    way = "".join(traceback.format_exception(error))
    return redacted("\n".join((*about, "", way)))
