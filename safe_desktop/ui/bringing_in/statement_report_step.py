"""The last step of a statement: per account how many lines are new or known, whether it adds up, and what is left out.

Knows how a report reads; adds nothing up itself.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from safe_desktop.engine.files.statement_lines import LeftOut
from safe_desktop.engine.files.statement_report import AccountPart, StatementReport
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Card, IconMark, Label, line
from safe_desktop.ui.parts.panel_parts import empty
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, chip_column
from safe_desktop.ui.tables.held_rows import HeldRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_LEAST_ROWS = 120
_BAD, _PASSED = "bad", "passed"
_CHIPS = {_BAD: Chip("Not taken", Tone.RED), _PASSED: Chip("Passed over", Tone.GREY)}


@dataclass(frozen=True, slots=True)
class LeftRow:
    """One thing in the file that is no line, as a row."""

    id: int
    sort: str
    left: LeftOut


class StatementReportStep(QWidget):
    """A card with the sums above, the rows that were left out below."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.is_dry_run, self.new = True, 0
        self._rows: list[LeftRow] = []
        self.sums = Card()
        self._sums = QVBoxLayout(self.sums)
        self._sums.setContentsMargins(18, 14, 18, 14)
        self._sums.setSpacing(14)
        self.table: RecordTable[LeftRow] = RecordTable(self._setup(), preferences)
        self.table.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.table.view.setMinimumHeight(_LEAST_ROWS)
        self._rest = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.sums)
        column.addWidget(self.table, 1)
        column.addWidget(self._rest, 1)

    def show_report(self, report: StatementReport) -> None:
        """Show this report."""
        self.is_dry_run, self.new = report.is_dry_run, report.new
        empty(self._sums)
        for place, part in enumerate(report.parts):
            if place:
                self._sums.addWidget(line())
            self._sums.addWidget(_part(part, report.is_dry_run))
        for words in (*report.notes, *report.questions):
            self._sums.addWidget(_sentence("info", "muted", words))
        self.sums.setMinimumHeight(self._sums.totalSizeHint().height())
        left = [(_BAD, one) for one in report.bad] + [(_PASSED, one) for one in report.passed_over]
        self._rows = [LeftRow(place, sort, one) for place, (sort, one) in enumerate(left, start=1)]
        self.table.setVisible(bool(left))
        self._rest.setVisible(not left)
        self.table.ask()

    def _setup(self) -> TableSetup[LeftRow]:
        return TableSetup(
            name="statement_left_out",
            columns=(
                chip_column("sort", "What", lambda e: _CHIPS[e.sort], sort="sort", width=130),
                Column("place", "Where", lambda e: e.left.place, "", 110, is_second=True),
                Column("label", "What it is", lambda e: e.left.label or formats.NOTHING, "label", 220, weight="medium"),
                Column("reason", "Why", lambda e: e.left.reason, "", 260, stretches=True, is_second=True),
            ),
            source=lambda: HeldRows(
                self._rows,
                words=lambda e: f"{e.left.place} {e.left.label} {e.left.reason}",
                parts=lambda e: (e.sort,),
                sorts={"sort": lambda e: e.sort, "label": lambda e: e.left.label.casefold()},
            ),
            noun="row",
            filters=(("", "All"), (_BAD, "Not taken"), (_PASSED, "Passed over")),
        )


def _part(part: AccountPart, is_dry_run: bool) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    name = f"{part.title} · {part.currency}"
    days = f"{formats.day(part.first_day)} to {formats.day(part.last_day)}" if part.first_day else ""
    grid.addWidget(Label(name, weight=fonts.SEMI_BOLD, elides=True), 0, 0)
    grid.addWidget(Label(days, fonts.Size.SECOND, ink="muted"), 0, 1, 1, 3, Qt.AlignmentFlag.AlignRight)
    rows = (
        ("Would be added" if is_dry_run else "Added", part.new, "text"),
        ("Here already", part.known, "muted"),
        ("Lines in the file", part.lines, "text"),
    )
    for row, (words, number, ink) in enumerate(rows, start=1):
        grid.addWidget(Label(words, ink=ink), row, 0)
        grid.addWidget(_figure(formats.number(number), ink), row, 1)
    for row, (words, amount) in enumerate((("In", part.money_in), ("Out", part.money_out)), start=1):
        grid.addWidget(Label(words, ink="muted"), row, 2)
        grid.addWidget(_figure(formats.money(amount)), row, 3)
    below = len(rows) + 1
    is_wrong = part.proof.apart is not None and not part.proof.holds
    mark = ("circle-alert", "red") if is_wrong else ("circle-check", "green") if part.proof.holds else ("info", "muted")
    said = [(*mark, part.proof.words), *(("triangle-alert", "amber", gap) for gap in part.gaps)]
    if part.from_other_files:
        known = formats.count(part.from_other_files, "line was", "lines were")
        said.append(("info", "muted", f"{known} here from another kind of file of this account."))
    for row, (icon, ink, words) in enumerate(said, start=below):
        grid.addWidget(_sentence(icon, ink, words), row, 0, 1, 4)
    return made


def _figure(text: str, ink: str = "text") -> Label:
    made = Label(text, weight=fonts.MEDIUM, ink=ink, is_figures=True)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def _sentence(icon: str, ink: str, words: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(IconMark(icon, ink), alignment=Qt.AlignmentFlag.AlignTop)
    label = Label(words, wraps=True, ink="text" if ink != "muted" else "muted")
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return made
