"""The undo of a run, planned first: what is taken back in which order, what stays and why; then it is done and told.

Shows the engine's plan and carries it out in the background; it may be stopped, and asked for again.
"""

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.sync.undoing import UndoPlan, UndoStep, plan_undo, undo
from safe_desktop.ui.look import formats
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.progress import ProgressStrip
from safe_desktop.ui.sending.run_report_dialog import RunReportDialog
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane, Task
from safe_desktop.ui.tables.columns import Column, chip_column, number_column
from safe_desktop.ui.tables.held_rows import HeldRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_BACK, _STAYS = "back", "stays"
_HEIGHT = 340
_AFTERWARDS = "The records stay in this book and are marked Do not send, until you let them go again."
_TONES = {RecordKind.CUSTOMER: Tone.GREY, RecordKind.PAYMENT: Tone.GREEN, RecordKind.CREDIT_NOTE: Tone.AMBER}


@dataclass(frozen=True, slots=True)
class _Row:
    """A step with its place in the order."""

    id: int
    step: UndoStep


def ask_undo(context: Context, run_id: int, parent: QWidget) -> None:
    """Plan the undo of a run and show it; a run of thousands takes a moment to plan."""
    workplace = context.workplace
    context.work.later(
        Lane.DISK,
        lambda _control: plan_undo(workplace, run_id),
        label="Planning the undo",
        done=lambda plan: UndoDialog(context, plan, parent).open(),
    )


class UndoDialog(Dialog):
    """The plan as a table; one button that names how many are taken back."""

    def __init__(self, context: Context, plan: UndoPlan, parent: QWidget | None = None) -> None:
        super().__init__(
            f"Undo “{plan.reason}” of {formats.moment(plan.started_at)}?", parent, subtitle=_words_of(plan), width=800
        )
        self._context, self._plan = context, plan
        self._task: Task | None = None
        rows = _rows_of(plan)
        self.table: RecordTable[_Row] = RecordTable(
            TableSetup(
                name="undo",
                columns=_columns(),
                source=lambda: rows,
                noun="step",
                filters=(("", "All"), (_BACK, "Taken back"), (_STAYS, "Stays")),
                empty=("circle-check", "This run changed nothing in Xero", "There is nothing to take back."),
            ),
            context.preferences,
        )
        self.table.setMinimumHeight(_HEIGHT)
        self.table.search.setPlaceholderText("Find")
        self.table.search.setFixedWidth(150)
        self.progress = ProgressStrip()
        self.form.addWidget(self.table, 1)
        self.form.addWidget(Label(_AFTERWARDS, ink="muted", wraps=True))
        self.form.addWidget(self.progress)
        self.close_button = self.add_cancel("Close")
        self.undo_button = self.add_button(_button_words(plan), self._undo, "undo-2", "danger")
        self.undo_button.setEnabled(plan.count > 0)
        self.close_button.setDefault(True)
        self.table.reload()
        self.table.view.setFocus()

    def reject(self) -> None:
        """Close; while it works this asks it to stop, and the dialog goes when it has."""
        if self._task is None:
            super().reject()
        else:
            self._task.stop()

    def _undo(self) -> None:
        workplace, run_id = self._context.workplace, self._plan.run_id
        self.undo_button.setEnabled(False)
        self.close_button.say("Stop")
        self._task = self._context.work.later(
            Lane.XERO,
            lambda control: undo(workplace, control, run_id),
            label=f"Taking back {formats.count(self._plan.count, 'step')}",
            done=self._on_undone,
        )
        self._task.ended.connect(self._on_task_ended)
        self.progress.watch(self._task)

    @Slot()
    def _on_task_ended(self) -> None:
        self._task = None
        self.close_button.say("Close")
        self.undo_button.setEnabled(True)

    def _on_undone(self, report: RunReport) -> None:
        self.accept()
        context = self._context
        is_done = report.result == "done" and not report.refused
        title = f"{formats.count(report.sent, 'step was', 'steps were')} taken back in Xero" if is_done else ""
        book, preferences = context.workplace.book, context.preferences
        RunReportDialog(report, book, preferences, self.parentWidget(), title=title).open()


def _rows_of(plan: UndoPlan) -> HeldRows[_Row]:
    return HeldRows(
        [_Row(place, step) for place, step in enumerate(plan.steps, start=1)],
        words=lambda row: f"{row.step.label} {row.step.kind.noun} {_outcome(row)}",
        parts=lambda row: (_BACK if row.step.can else _STAYS,),
        sorts={
            "id": lambda row: row.id,
            "label": lambda row: row.step.label.casefold(),
            "kind": lambda row: row.step.kind.noun,
        },
    )


def _columns() -> tuple[Column[_Row], ...]:
    return (
        number_column("id", "Order", lambda row: row.id, width=66, sort="id"),
        Column("label", "Record", lambda row: row.step.label, "label", 170, weight="medium"),
        chip_column(
            "kind",
            "Kind",
            lambda row: Chip(row.step.kind.noun.capitalize(), _TONES.get(row.step.kind, Tone.BLUE), has_dot=False),
            width=112,
            sort="kind",
        ),
        Column(
            "words",
            "What is done, or why it stays",
            _outcome,
            "",
            300,
            stretches=True,
            is_second=True,
            ink=lambda row: "" if row.step.can else "amber",
            tip=_outcome,
        ),
    )


def _outcome(row: _Row) -> str:
    return row.step.words if row.step.can else f"Stays: {row.step.why_not}"


def _words_of(plan: UndoPlan) -> str:
    staying = len(plan.steps) - plan.count
    if not plan.count:
        return "Nothing of it can be taken back; the reasons stand beside each record. Nothing was changed."
    words = f"{formats.count(plan.count, 'step is', 'steps are')} taken back in Xero, in this order"
    return f"{words}; {formats.count(staying, 'stays', 'stay')}, each with its reason." if staying else f"{words}."


def _button_words(plan: UndoPlan) -> str:
    return f"Take {formats.number(plan.count)} back" if plan.count else "Nothing to take back"
