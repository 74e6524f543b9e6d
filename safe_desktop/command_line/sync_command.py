"""`sync`: one run, and its report."""

from collections.abc import Iterator, Sequence

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain, seconds
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.stopping import stoppable
from safe_desktop.command_line.text_tables import WIDEST, counted, table
from safe_desktop.engine.sync import syncing
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.store.run_records import Outcome, RunItem

_SHOWN = 60
_CODES = {
    syncing.STOPPED: Exit.STOPPED,
    syncing.OFFLINE: Exit.NOT_REACHED,
    syncing.WAITING: Exit.NOT_REACHED,
    syncing.NOT_CONNECTED: Exit.NOT_REACHED,
}


def sync(start: Start) -> Answer:
    """Run once; with --read-only nothing is sent."""
    with opened_book(start) as workplace, stoppable() as control:
        report = syncing.sync(workplace, control, reason="Command line", read_only=start.asked.read_only)
        return Answer(report_document(report), tuple(report_lines(report)), exit_of_run(report))


def exit_of_run(report: RunReport) -> Exit:
    """The exit code of a run that ended so."""
    return _CODES.get(report.result, Exit.NEEDS_PERSON if report.needs_person else Exit.DONE)


def report_document(report: RunReport) -> dict[str, Json]:
    """The report for a script."""
    told = plain({name: getattr(report, name) for name in _FIGURES})
    assert isinstance(told, dict)
    return {**told, "seconds": seconds(report.seconds), "needs_person": report.needs_person}


_FIGURES = (
    "run_id",
    "result",
    "words",
    "looked_at",
    "sent",
    "same",
    "skipped",
    "refused",
    "received",
    "calls",
    "by_rule",
    "mismatches_open",
    "items",
)


def report_lines(report: RunReport) -> Iterator[str]:
    """The report for a person."""
    yield f"Run {report.run_id}: {report.result}{f'. {report.words}' if report.words else ''}"
    yield (
        f"Looked at {report.looked_at:,} = {report.sent:,} sent + {report.same:,} the same + "
        f"{report.skipped:,} skipped + {report.refused:,} refused; {report.received:,} received; "
        f"{counted(report.calls, 'call')}, {report.seconds:.1f} s"
    )
    if report.by_rule:
        yield f"{counted(report.by_rule, 'difference was', 'differences were')} settled by your rules"
    if report.mismatches_open:
        yield (
            f"{counted(report.mismatches_open, 'difference waits', 'differences wait')} for a person: "
            "see safe-desktop mismatches"
        )
    yield from _item_lines(report.items)


def _item_lines(items: Sequence[RunItem]) -> Iterator[str]:
    """The records; of many only those that a person should know of, which a long list of successes would hide."""
    shown = list(items) if len(items) <= _SHOWN else [item for item in items if item.outcome is not Outcome.SENT]
    cut = shown[:_SHOWN]
    if cut:
        yield ""
        yield from table(
            ("What", "Record", "Name", "Reason"),
            [(item.outcome.value, item.kind.noun, item.label, item.reason) for item in cut],
        )
        yield from (f"{item.label}: {item.reason}" for item in cut if len(item.reason) > WIDEST)
    if len(items) > len(cut):
        yield f"{len(items) - len(cut):,} more records are not listed here; --json lists all."
