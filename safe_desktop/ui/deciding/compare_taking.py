"""Takes Xero's records into the book a few at a time, so that it can be watched and stopped; then tells what came.

Knows the engine's two functions; contacts go first, for documents belong to them, and credit notes last.
"""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QWidget

from safe_desktop.engine.changes import Changes
from safe_desktop.engine.control import Control
from safe_desktop.engine.deciding.taking_in import LeftOut, TakenIn, take_in_contacts
from safe_desktop.engine.deciding.taking_in_documents import take_in_documents
from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.deciding.compare_rows import CONTACTS, ThereRow
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column
from safe_desktop.ui.tables.fixed_rows import FixedRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_AT_A_TIME = 25
_CREDIT_NOTE = "Credit note"


def take_in(workplace: Workplace, control: Control, rows: Sequence[ThereRow]) -> TakenIn:
    """These as records of the book. Stopped, it keeps what it has; what came and what did not is told either way."""
    contacts = [one.xero_id for one in rows if one.part == CONTACTS]
    documents = sorted((one for one in rows if one.part != CONTACTS), key=lambda one: one.what == _CREDIT_NOTE)
    done = 0
    parts: list[TakenIn] = []
    for take, ids in ((take_in_contacts, contacts), (take_in_documents, [one.xero_id for one in documents])):
        for few in _few(ids):
            if control.is_stopped:
                return _together(parts)
            control.progress(done, len(rows), "Taking in what only Xero has")
            parts.append(take(workplace, few))
            done += len(few)
    control.progress(done, len(rows), "Taking in what only Xero has")
    return _together(parts)


def _few(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[place : place + _AT_A_TIME] for place in range(0, len(ids), _AT_A_TIME))


def _together(parts: Iterable[TakenIn]) -> TakenIn:
    taken: dict[str, int] = {}
    left_out: list[LeftOut] = []
    changes = Changes()
    for part in parts:
        taken |= part.taken
        left_out += part.left_out
        changes |= part.changes
    return TakenIn(taken, tuple(left_out), changes)


def taken_words(taken: TakenIn) -> str:
    """What came, in one line."""
    words = f"{formats.count(len(taken.taken), 'record')} taken in from Xero and linked"
    left = len(taken.left_out)
    return f"{words}; {formats.number(left)} left out" if left else words


class LeftOutDialog(Dialog):
    """What was not taken in, each with its reason."""

    def __init__(self, taken: TakenIn, preferences: Preferences, parent: QWidget | None = None) -> None:
        title = f"{formats.count(len(taken.left_out), 'record was', 'records were')} not taken in"
        super().__init__(title, parent, subtitle=f"{taken_words(taken)}. What was left out stays in Xero.", width=680)
        columns: tuple[Column[LeftOut], ...] = (
            Column("label", "Record", lambda one: one.label, "", 170, weight="medium"),
            Column("reason", "Why", lambda one: one.reason, "", 380, stretches=True, tip=lambda one: one.reason),
        )
        self.table = RecordTable(
            TableSetup(
                name="compare.left_out",
                columns=columns,
                source=lambda: FixedRows(taken.left_out),
                noun="record",
                has_search=False,
                is_sortable=False,
            ),
            preferences,
        )
        self.table.setMinimumHeight(260)
        self.form.addWidget(self.table, 1)
        self.add_primary("Close", self.accept)
        self.table.reload()
