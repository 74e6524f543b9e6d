"""The frame of every run, whatever it does: one at a time, counted from its beginning to its end, and reported.

Whatever stops a run half-way, what was landed and settled stays, the rest is counted with its reason, and the report
adds up. Must not know what a run is for: `syncing` and `undoing` say that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from safe_desktop.engine.backups import back_up_today
from safe_desktop.engine.changes import MISMATCHES, RUNS
from safe_desktop.engine.control import Control
from safe_desktop.engine.sync.run_lock import only_run
from safe_desktop.engine.sync.run_report import RunReport, Tally
from safe_desktop.engine.sync.standings import refresh_all
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import Cancelled, NotConnected, OfflineError, SafeError, VaultError, XeroBusyError
from safe_desktop.store.book_file import Book
from safe_desktop.xero.client import XeroClient

DONE, WAITING, OFFLINE, NOT_CONNECTED, STOPPED, FAILED = (
    "done",
    "waiting",
    "offline",
    "not connected",
    "stopped",
    "failed",
)
_STANDINGS_OF = "standings-of"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended: a word, a sentence, and why what is left was left. `needs_person` where one must decide."""

    result: str
    words: str
    reason_for_rest: str
    needs_person: bool = False


class Work(Protocol):
    """What a run is for."""

    def do(self) -> Ending:
        """Do it all; raises a SafeError or Cancelled where that cannot be."""

    def count_rest(self, reason: str) -> None:
        """Count what was not done: for that reason, or for its own where the reason is empty."""


def one_run(
    workplace: Workplace,
    control: Control,
    reason: str,
    prepare: Callable[[XeroClient, Tally], Work],
    is_for_person: bool = True,
) -> RunReport:
    """Run once and tell what was done. Raises only AnotherRunError, StoreError, and NotConnected before it began."""
    book = workplace.book
    with only_run(book.path):
        client = workplace.xero(is_for_person).with_patience(control, lambda words: control.progress(0, None, words))
        back_up_today(workplace)
        began, calls_before = book.clock.monotonic(), client.budget.calls_used
        with book.transaction():
            book.runs.close_broken()
            _turn_the_day(book)
            run_id = book.runs.begin(reason)
        tally = Tally()
        work = prepare(client, tally)
        ending = _ending_of(workplace, work)
        work.count_rest(ending.reason_for_rest)
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
            by_rule=tally.by_rule,
            is_held=ending.needs_person,
        )


def _turn_the_day(book: Book) -> None:
    """On a new day what was held may have cleared: every status word is looked at once."""
    today = book.clock.today()
    if book.settings.remembered(_STANDINGS_OF) != today.isoformat():
        refresh_all(book, today)
        book.settings.remember(_STANDINGS_OF, today.isoformat())


def _ending_of(workplace: Workplace, work: Work) -> Ending:
    try:
        return work.do()
    except Cancelled:
        return Ending(STOPPED, "Stopped by you", "The run was stopped before it was sent")
    except OfflineError as problem:
        return Ending(OFFLINE, str(problem), "Xero could not be reached")
    except XeroBusyError as problem:
        until = f" until {problem.retry_at.astimezone():%H:%M}" if problem.retry_at else ""
        return Ending(WAITING, str(problem), f"Xero takes no more calls{until}")
    except NotConnected as problem:
        workplace.connection_lost(problem)
        return Ending(NOT_CONNECTED, str(problem), "The sign-in has ended")
    except VaultError as problem:
        workplace.connection_lost(problem)
        return Ending(NOT_CONNECTED, str(problem), "The sign-in is locked")
    except SafeError as problem:
        return Ending(FAILED, str(problem), problem.title)
