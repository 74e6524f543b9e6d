"""One sync, from beginning to end: find out what is unsure, read Xero, tell it what waits, and report.

Whatever stops it half-way, what was landed and settled stays, the rest is counted with its reason, and the report adds
up.
"""

from dataclasses import dataclass

from safe_desktop.engine.backups import back_up_today
from safe_desktop.engine.changes import MISMATCHES, RUNS
from safe_desktop.engine.control import Control
from safe_desktop.engine.looking_up import look_up, recover
from safe_desktop.engine.reading_xero import Reading
from safe_desktop.engine.run_lock import only_run
from safe_desktop.engine.run_report import RunReport, Tally
from safe_desktop.engine.standings import refresh_all
from safe_desktop.engine.telling import Chosen, Telling
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import Cancelled, NotConnected, OfflineError, SafeError, VaultError, XeroBusyError
from safe_desktop.store.book_file import Book
from safe_desktop.xero.client import XeroClient

BY_TIMER = "Timer"
_STANDINGS_OF = "standings-of"
_FIRST_SENT_TO = "first-sent-to"
DONE, WAITING, OFFLINE, NOT_CONNECTED, STOPPED, FAILED = (
    "done",
    "waiting",
    "offline",
    "not connected",
    "stopped",
    "failed",
)


@dataclass(frozen=True, slots=True)
class _Ending:
    """How a run ended: a word, a sentence, and why what is left was left."""

    result: str
    words: str
    reason_for_rest: str


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
    book = workplace.book
    with only_run(book.path):
        client = workplace.xero(is_for_person=reason != BY_TIMER).with_patience(
            control, lambda words: control.progress(0, None, words)
        )
        back_up_today(workplace)
        began, calls_before = book.clock.monotonic(), client.budget.calls_used
        with book.transaction():
            book.runs.close_broken()
            _turn_the_day(book)
            run_id = book.runs.begin(reason)
        tally = Tally()
        telling = Telling(book, client, control, tally, chosen)
        only_reads = read_only or (reason == BY_TIMER and not _may_send_by_itself(book))
        ending = _ending_of(workplace, client, control, tally, telling, only_reads)
        if not only_reads and reason != BY_TIMER and ending.result == DONE:
            _note_first_send(book)
        telling.count_rest(ending.reason_for_rest)
        counts = tally.counts(client.budget.calls_used - calls_before)
        with book.transaction():
            book.runs.finish(run_id, ending.result, ending.words, counts, tally.items)
            book.activity.note("Sync", reason, "run", run_id, ending.result, ending.words)
        tally.changed(RUNS, MISMATCHES)
        return RunReport(
            run_id=run_id,
            result=ending.result,
            words=ending.words,
            looked_at=counts.looked_at,
            sent=counts.sent,
            same=counts.same,
            skipped=counts.skipped,
            refused=counts.refused,
            received=counts.received,
            calls=counts.calls,
            seconds=book.clock.monotonic() - began,
            items=tuple(tally.items),
            mismatches_open=book.mismatches.count(),
            changes=tally.changes,
        )


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


def _turn_the_day(book: Book) -> None:
    """On a new day what was held may have cleared: every status word is looked at once."""
    today = book.clock.today()
    if book.settings.remembered(_STANDINGS_OF) != today.isoformat():
        refresh_all(book, today)
        book.settings.remember(_STANDINGS_OF, today.isoformat())


def _ending_of(
    workplace: Workplace,
    client: XeroClient,
    control: Control,
    tally: Tally,
    telling: Telling,
    read_only: bool,
) -> _Ending:
    book = workplace.book
    try:
        recover(book)
        look_up(book, client, tally)
        Reading(book, client, control, tally).read()
        if read_only:
            return _Ending(DONE, "Only read", "This run only reads: press Sync now to send it")
        telling.tell()
    except Cancelled:
        return _Ending(STOPPED, "Stopped by you", "The run was stopped before it was sent")
    except OfflineError as problem:
        return _Ending(OFFLINE, str(problem), "Xero could not be reached")
    except XeroBusyError as problem:
        until = f" until {problem.retry_at.astimezone():%H:%M}" if problem.retry_at else ""
        return _Ending(WAITING, str(problem), f"Xero takes no more calls{until}")
    except NotConnected as problem:
        workplace.connection_lost(problem)
        return _Ending(NOT_CONNECTED, str(problem), "The sign-in has ended")
    except VaultError as problem:
        workplace.connection_lost(problem)
        return _Ending(NOT_CONNECTED, str(problem), "The sign-in is locked")
    except SafeError as problem:
        return _Ending(FAILED, str(problem), problem.title)
    return _Ending(DONE, "", "")
