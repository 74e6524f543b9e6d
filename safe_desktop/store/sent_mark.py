"""The number of the newest intent that was ever sent, in a file beside the book: it shows when a backup was restored.

A restored book does not know what was sent since; this file, which a backup does not bring back, does.
"""

import os
from pathlib import Path

from safe_desktop.errors import StoreError

SUFFIX = ".sent"


class SentMark:
    """The mark of one book. It only ever goes up, but for `lower_to` once a restored book has read everything anew."""

    def __init__(self, book_path: Path) -> None:
        self._path = book_path.with_suffix(SUFFIX)

    def highest(self) -> int:
        """The newest intent that was sent; 0 if none was, or if the file is not there or not readable as a number."""
        try:
            return int(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def raise_to(self, number: int) -> None:
        """Note this intent; on disk when it returns, before its first byte leaves. StoreError where it cannot be."""
        if number > self.highest():
            self.lower_to(number)

    def lower_to(self, number: int) -> None:
        """Begin anew from this number."""
        unfinished = self._path.with_suffix(f"{SUFFIX}-new")
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(str(number))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._path)
        except OSError as problem:
            raise StoreError(
                "The disk is full or cannot be written.",
                f"Nothing was sent ({problem.strerror}).",
                "Free some space and do it again.",
            ) from problem
