"""What a person set about the window: theme, size and place, column widths. One JSON file in the home, not in a book.

A file that cannot be read is no reason to stop: the defaults are used. Knows nothing of records.
"""

import json
from contextlib import suppress
from pathlib import Path

_NARROWEST, _WIDEST = 30, 2000


class Preferences:
    """Values by name, with defaults; `save` writes them whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, object] = {}
        self._is_changed = False
        try:
            read = json.loads(self._path.read_text(encoding="utf-8"))
            self._values = read if isinstance(read, dict) else {}
        except (OSError, ValueError, RecursionError):
            self._values = {}

    def text(self, name: str, default: str = "") -> str:
        """A text that was kept."""
        value = self._values.get(name)
        return value if isinstance(value, str) else default

    def keep(self, name: str, value: str) -> None:
        """Keep a text."""
        if self._values.get(name) != value:
            self._values[name] = value
            self._is_changed = True

    def widths(self, table: str) -> dict[str, int]:
        """The column widths that were kept for a table."""
        kept = self._values.get(f"widths.{table}")
        if not isinstance(kept, dict):
            return {}
        return {
            str(key): width for key, width in kept.items() if isinstance(width, int) and _NARROWEST <= width <= _WIDEST
        }

    def keep_width(self, table: str, column: str, width: int) -> None:
        """Keep one column's width."""
        self._values[f"widths.{table}"] = {**self.widths(table), column: width}
        self._is_changed = True

    def save(self) -> None:
        """Write what changed; a full or read-only disk loses a column width, nothing else."""
        if not self._is_changed:
            return
        unfinished = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished.write_text(json.dumps(self._values, indent=1), encoding="utf-8")
            unfinished.replace(self._path)
            self._is_changed = False
        except OSError:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
