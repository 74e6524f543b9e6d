"""All decisions about receipts, the newest first: what, why, by whom, and the way to take any of them back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from safe_desktop.engine.entry.saved import YOU
from safe_desktop.engine.matching.desk_values import DecisionEntry
from safe_desktop.ui.look import formats
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, chip_column, moment_column, money_column
from safe_desktop.ui.tables.held_rows import HeldRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_SIZE = (940, 600)
_STANDS, _ENDED, _BY_ITSELF, _BY_HAND = "stands", "ended", "itself", "hand"


class HistoryDialog(Dialog):
    """`read` gives the decisions, `undo` takes one back and tells whether it could."""

    def __init__(
        self,
        read: Callable[[], Sequence[DecisionEntry]],
        undo: Callable[[int], bool],
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Decisions", parent, subtitle="Any of them can be undone; what it wrote down goes with it.")
        self._read, self._take_back = read, undo
        self.table: RecordTable[DecisionEntry] = RecordTable(self._setup(), preferences)
        self.why = Label("", wraps=True, ink="muted")
        self.form.addWidget(self.table, 1)
        self.form.addWidget(self.why)
        self.add_cancel("Close")
        self.undo = self.add_primary("Undo this", self.undo_current, "undo-2")
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.opened.connect(self._on_table_opened)
        self.resize(*_SIZE)
        self.table.reload()
        if self.table.model.rowCount():
            self.table.put_cursor(0)
        self.table.view.setFocus()

    def undo_current(self) -> None:
        """Take back the decision under the cursor; the list stays open for more."""
        entry = self.table.current()
        if entry is not None and not entry.ended and self._take_back(entry.id):
            self.table.reload()

    def _setup(self) -> TableSetup[DecisionEntry]:
        return TableSetup(
            name="decisions",
            columns=(
                moment_column("at", "When", lambda one: one.decided_at),
                Column("by", "By", lambda one: one.decided_by, "by", 96, is_second=True),
                Column("receipt", "Receipt", lambda one: one.receipt, "receipt", 190, weight="medium"),
                money_column("amount", "Amount", lambda one: one.amount),
                Column("words", "Decision", lambda one: one.words, "words", 260, stretches=True),
                chip_column("state", "", _chip, width=104),
            ),
            source=lambda: HeldRows(
                self._read(),
                words=lambda one: f"{one.receipt} {one.words} {one.decided_by} {one.amount.decimal:,}",
                parts=_parts,
                sorts={
                    "by": lambda one: one.decided_by,
                    "receipt": lambda one: one.receipt.casefold(),
                    "amount": lambda one: one.amount.minor,
                    "words": lambda one: one.words.casefold(),
                    "at": lambda one: one.decided_at,
                },
            ),
            noun="decision",
            filters=(
                ("", "All"),
                (_STANDS, "Stand"),
                (_BY_ITSELF, "By itself"),
                (_BY_HAND, "By you"),
                (_ENDED, "Undone"),
            ),
            empty=("history", "Nothing decided yet", "What is settled at the desk, or by itself, stands here."),
        )

    @Slot(int)
    def _on_table_current_changed(self, _id: int) -> None:
        entry = self.table.current()
        self.undo.setEnabled(entry is not None and not entry.ended)
        why = "; ".join(reason.words for reason in entry.reasons) if entry is not None else ""
        sure = f" {entry.certainty}% sure." if entry is not None and entry.certainty is not None else ""
        self.why.setText(f"Why: {why}.{sure}" if why else sure.strip())

    @Slot(int)
    def _on_table_opened(self, _id: int) -> None:
        self.undo_current()


def _parts(one: DecisionEntry) -> tuple[str, ...]:
    return (
        _ENDED if one.ended else _STANDS,
        _BY_HAND if one.decided_by == YOU else _BY_ITSELF,
    )


def _chip(one: DecisionEntry) -> Chip:
    return Chip(formats.visible(one.ended).capitalize(), Tone.GREY) if one.ended else Chip("Stands", Tone.GREEN)
