"""`undo RUN`: what a run sent is taken back in Xero; with --plan only what would be."""

from collections.abc import Iterator

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.stopping import stoppable
from safe_desktop.command_line.sync_command import exit_of_run, report_document, report_lines
from safe_desktop.command_line.text_tables import WIDEST, counted, table
from safe_desktop.engine.sync.undoing import UndoPlan, plan_undo, undo


def undo_run(start: Start) -> Answer:
    """Undo, or show the plan."""
    with opened_book(start) as workplace, stoppable() as control:
        if start.asked.plan:
            plan = plan_undo(workplace, start.asked.run)
            return Answer(_document(plan), tuple(_lines(plan)), Exit.DONE)
        report = undo(workplace, control, start.asked.run)
        return Answer(report_document(report), tuple(report_lines(report)), exit_of_run(report))


def _document(plan: UndoPlan) -> dict[str, Json]:
    told = plain(plan)
    assert isinstance(told, dict)
    return {**told, "count": plan.count}


def _lines(plan: UndoPlan) -> Iterator[str]:
    yield (
        f"Run {plan.run_id} of {plan.started_at.astimezone():%d/%m/%Y %H:%M} ({plan.reason}): "
        f"{counted(plan.count, 'thing', 'things')} of {len(plan.steps):,} can be taken back, in this order."
    )
    if plan.steps:
        yield ""
        rows = [
            (step.kind.noun.capitalize(), step.label, step.words if step.can else "Stays", step.why_not)
            for step in plan.steps
        ]
        yield from table(("Record", "Name", "What is done", "Why not"), rows)
        yield from (f"{step.label}: {step.why_not}" for step in plan.steps if len(step.why_not) > WIDEST)
