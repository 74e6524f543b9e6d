"""One sync, from beginning to end: find out what is unsure, read Xero, tell it what waits, and report.

Nothing goes to an organisation before both lists were compared, and nothing by itself before a person has sent once.
"""

from safe_desktop.engine.control import Control
from safe_desktop.engine.deciding.likely_doubles import NOT_COMPARED, why_nothing_is_sent
from safe_desktop.engine.matching.after_run import match_after_run
from safe_desktop.engine.sync.looking_up import look_up, recover
from safe_desktop.engine.sync.one_run import (
    DONE,
    FAILED,
    NOT_CONNECTED,
    OFFLINE,
    STOPPED,
    WAITING,
    Ending,
    one_run,
)
from safe_desktop.engine.sync.reading_xero import Reading
from safe_desktop.engine.sync.run_report import ONLY_READ, RunReport, Tally
from safe_desktop.engine.sync.telling import Chosen, Telling
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.book_file import Book
from safe_desktop.xero.client import XeroClient

__all__ = ["BY_TIMER", "DONE", "FAILED", "NOT_CONNECTED", "OFFLINE", "STOPPED", "WAITING", "sync"]

BY_TIMER = "Timer"
_FIRST_SENT_TO = "first-sent-to"


def sync(
    workplace: Workplace,
    control: Control,
    reason: str = "Sync now",
    chosen: Chosen | None = None,
    read_only: bool = False,
) -> RunReport:
    """Run once and tell what was done. Raises only AnotherRunError, StoreError, and NotConnected before it began.

    The timer's runs only read until a person has sent to this organisation once: nothing goes for the first time that
    nobody looked at.
    """

    def prepare(client: XeroClient, tally: Tally) -> _Syncing:
        return _Syncing(workplace.book, client, control, tally, chosen, reason, read_only)

    report = one_run(workplace, control, reason, prepare, is_for_person=reason != BY_TIMER)
    return match_after_run(workplace, report, control) if report.result == DONE else report


class _Syncing:
    """What this run is for: reading, then telling."""

    def __init__(
        self,
        book: Book,
        client: XeroClient,
        control: Control,
        tally: Tally,
        chosen: Chosen | None,
        reason: str,
        read_only: bool,
    ) -> None:
        self._book = book
        self._client = client
        self._control = control
        self._tally = tally
        self._telling = Telling(book, client, control, tally, chosen)
        self._is_by_timer = reason == BY_TIMER
        self._only_reads = read_only or (self._is_by_timer and not _may_send_by_itself(book))

    def do(self) -> Ending:
        """Read, and send what is ready unless something speaks against sending at all."""
        book = self._book
        recover(book)
        look_up(book, self._client, self._tally)
        Reading(book, self._client, self._control, self._tally).read()
        if self._only_reads:
            return Ending(DONE, ONLY_READ, "This run only reads: press Sync now to send it")
        held = why_nothing_is_sent(book)
        if held:
            return Ending(DONE, held, NOT_COMPARED, needs_person=True)
        self._telling.tell()
        if not self._is_by_timer:
            _note_first_send(book)
        return Ending(DONE, "", "")

    def count_rest(self, reason: str) -> None:
        """Count what was not told."""
        self._telling.count_rest(reason)


def _may_send_by_itself(book: Book) -> bool:
    """Whether the timer may send: once a person has sent to this organisation, and if the setting says so."""
    connection = book.chart.connection()
    return bool(
        book.settings.send_on_timer
        and connection is not None
        and book.settings.remembered(_FIRST_SENT_TO) == connection.tenant_id
    )


def _note_first_send(book: Book) -> None:
    connection = book.chart.connection()
    if connection is not None and book.settings.remembered(_FIRST_SENT_TO) != connection.tenant_id:
        with book.transaction():
            book.settings.remember(_FIRST_SENT_TO, connection.tenant_id)
