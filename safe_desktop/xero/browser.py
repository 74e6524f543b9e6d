"""Opens the consent page in the person's own browser, and never waits for it.

Knows $BROWSER and the system's openers. Must not know what the link is for; a link that cannot be opened is shown.
"""

import os
import shlex
import shutil
import subprocess
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path

_KEPT_BACK = ("SAFE_VAULT_PASSPHRASE",)
_OPENERS = {"linux": ("xdg-open", "gio open", "sensible-browser"), "darwin": ("open",)}
_started: list[subprocess.Popen[bytes]] = []


def open_url(link: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a browser was started with the link. Only web addresses are opened."""
    if not link.startswith(("https://", "http://")):
        return False
    _started[:] = [process for process in _started if process.poll() is None]
    for command in _commands(link, environ):
        if _start(command, environ):
            return True
    if sys.platform == "win32":
        return webbrowser.open(link)  # there it hands over to the shell and does not wait
    return False


def _commands(link: str, environ: Mapping[str, str]) -> list[list[str]]:
    wanted = [entry for entry in environ.get("BROWSER", "").split(os.pathsep) if entry.strip()]
    commands = []
    for entry in (*wanted, *_OPENERS.get(sys.platform, ())):
        # A path with blanks, as a person may set it, is one word; else it is a command with options.
        words = [entry] if Path(entry).is_file() else _words(entry)
        if any("%s" in word for word in words):
            commands.append([word.replace("%s", link) for word in words])
        elif words:
            commands.append([*words, link])
    return commands


def _words(entry: str) -> list[str]:
    try:
        return shlex.split(entry)
    except ValueError:
        return []


def _start(command: list[str], environ: Mapping[str, str]) -> bool:
    program = shutil.which(command[0], path=environ.get("PATH"))
    if program is None:
        return False
    inherited = {name: value for name, value in environ.items() if name not in _KEPT_BACK}
    try:
        process = subprocess.Popen(  # noqa: S603 - the person's own browser, and no shell between
            [program, *command[1:]],
            env=inherited,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    _started.append(process)
    return True
