"""How far each of Xero's lists has been read. A cursor moves in the transaction that lands the page, never before."""

from dataclasses import dataclass
from datetime import datetime

from safe_desktop.domain.clock import Clock
from safe_desktop.store.book_database import BookDatabase
from safe_desktop.store.tables import CursorRow


@dataclass(frozen=True, slots=True)
class Cursor:
    """`since` is the newest change that was seen (Xero's clock); `read_at` when it was last asked (ours)."""

    since: datetime | None
    read_at: datetime


class Cursors:
    """One cursor for each list: "invoices", "payments" and so on."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def get(self, name: str) -> Cursor | None:
        """How far the list was read; None if never."""
        row = self._database.row("SELECT since, read_at FROM cursor WHERE list = ?", (name,))
        if row is None:
            return None
        since, read_at = row
        return Cursor(datetime.fromisoformat(since) if since else None, datetime.fromisoformat(read_at))

    def move(self, name: str, since: datetime | None) -> None:
        """The list is read up to here, just now."""
        self.put(name, since, self._clock.now())

    def put(self, name: str, since: datetime | None, read_at: datetime) -> None:
        """The list was read up to here at that time."""
        CursorRow.replace(list=name, since=since.isoformat() if since else None, read_at=read_at.isoformat()).execute()

    def forget_all(self) -> None:
        """Read everything again from the beginning."""
        CursorRow.delete().execute()
