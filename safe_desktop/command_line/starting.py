"""What every command begins with: the words, the home, the environment, the log. Light, for the window waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from safe_desktop.command_line.arguments import Asked
from safe_desktop.command_line.log_file import Log
from safe_desktop.engine.homes import Home


@dataclass(frozen=True, slots=True)
class Start:
    """What every command begins with."""

    asked: Asked
    home: Home
    environ: Mapping[str, str]
    log: Log


def file_meant(text: str) -> Path:
    """The path that was typed, with ~ for the person's own folder."""
    return Path(text).expanduser()
