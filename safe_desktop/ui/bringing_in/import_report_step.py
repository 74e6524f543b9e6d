"""The last step of an import: what would come, or came, of every row, with sums that prove that nothing is lost.

Knows how a report reads; adds nothing up itself.
"""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from safe_desktop.engine.files.import_columns import CUSTOMERS
from safe_desktop.engine.files.import_report import ImportReport, Tally
from safe_desktop.ui.bringing_in.import_remarks import KEPT, ON_ACCOUNT, REFUSED, ImportRemark, RemarkList, remarks_of
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Card, IconMark, Label, line
from safe_desktop.ui.parts.panel_parts import empty
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, chip_column
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_LEAST_ROWS = 120
_CHIPS = {
    REFUSED: Chip("Refused", Tone.RED),
    KEPT: Chip("Kept, not sent", Tone.GREY),
    ON_ACCOUNT: Chip("On account", Tone.BLUE),
}


class ReportStep(QWidget):
    """Sums above, then what is said about single records."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._remarks = RemarkList(())
        self.is_dry_run = True
        self.new_records = 0
        self.sums = Card()
        self._sums = QVBoxLayout(self.sums)
        self._sums.setContentsMargins(18, 14, 18, 14)
        self.table: RecordTable[ImportRemark] = RecordTable(self._setup(), preferences)
        # On a small screen the rows give way: they scroll, the sums do not.
        self.table.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.table.view.setMinimumHeight(_LEAST_ROWS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.sums)
        column.addWidget(self.table, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)

    def show_report(self, report: ImportReport) -> None:
        """Show this report."""
        self.is_dry_run = report.is_dry_run
        self.new_records = report.records
        empty(self._sums)
        self._sums.addWidget(_sums_of(report))
        # A table below takes what it gets; the sums must never be squeezed for it.
        self.sums.setMinimumHeight(self._sums.totalSizeHint().height())
        remarks = remarks_of(report)
        self._remarks = RemarkList(remarks)
        self.table.setVisible(bool(remarks))
        self._rest.setVisible(not remarks)
        self.table.ask()

    def _setup(self) -> TableSetup[ImportRemark]:
        return TableSetup(
            name="import_remarks",
            columns=(
                chip_column("sort", "What", lambda e: _CHIPS[e.sort], sort="sort", width=140),
                Column(
                    "rows", "Rows", lambda e: e.rows or formats.NOTHING, "rows", 110, is_figures=True, is_second=True
                ),
                Column("label", "Record", lambda e: e.label, "label", 150, weight="medium"),
                Column("words", "Why", lambda e: e.words, "words", 260, stretches=True, is_second=True),
            ),
            source=lambda: self._remarks,
            noun="remark",
            filters=(("", "All"), (REFUSED, "Refused"), (KEPT, "Kept, not sent"), (ON_ACCOUNT, "On account")),
        )


def _sums_of(report: ImportReport) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    titles = ("", "Records", "Rows", "" if report.kind == CUSTOMERS else "Amount")
    for place, title in enumerate(titles):
        grid.addWidget(_cell(title, "muted", fonts.SEMI_BOLD, fonts.Size.SMALL, is_right=bool(place)), 0, place)
    row = 1
    for tally, ink in _tallies(report):
        _add_row(grid, row, tally, ink, report.kind != CUSTOMERS)
        row += 1
    if report.rounding:
        grid.addWidget(_cell("Rounding each line to pennies", "muted"), row, 0)
        grid.addWidget(_cell(_signed(-report.rounding), "muted", is_right=True), row, 3)
        row += 1
    grid.addWidget(line(), row, 0, 1, 4)
    whole = Tally(f"The file {report.file_name}", 0, report.file.rows, report.file.amount)
    _add_row(grid, row + 1, whole, "text", report.kind != CUSTOMERS, is_strong=True)
    column.addLayout(grid)
    for icon, ink, words in _words(report):
        column.addLayout(_sentence(icon, ink, words))
    return made


def _tallies(report: ImportReport) -> list[tuple[Tally, str]]:
    found = [(tally, "text") for tally in report.accepted if tally.records or len(report.accepted) == 1]
    found += [(report.already, "muted")] if report.already.rows else []
    return [*found, (report.refused_sum, "red" if report.refused_sum.rows else "muted")]


def _words(report: ImportReport) -> list[tuple[str, str, str]]:
    check = report.check
    if check.adds_up:
        words = (
            "Rows add up with the file."
            if report.kind == CUSTOMERS
            else "Rows and amounts add up with the file to the penny."
        )
        found = [("circle-check", "green", words)]
    else:
        apart = f"{formats.count(check.rows_apart, 'row')} and {_signed(check.amount_apart)} are not accounted for."
        found = [("circle-alert", "red", apart)]
    if report.new_customers:
        verb = "would be added" if report.is_dry_run else "were added"
        found.append(("user-plus", "blue", f"{formats.count(report.new_customers, 'new customer')} {verb}."))
    return found + [("info", "muted", note) for note in report.notes]


def _sentence(icon: str, ink: str, words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconMark(icon, ink), alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(words, elides=True, ink="text" if ink != "muted" else "muted"), 1)
    return row


def _add_row(grid: QGridLayout, row: int, tally: Tally, ink: str, has_amount: bool, *, is_strong: bool = False) -> None:
    weight = fonts.SEMI_BOLD if is_strong else fonts.MEDIUM
    grid.addWidget(_cell(tally.word, ink, weight), row, 0)
    if not is_strong:
        grid.addWidget(_cell(formats.number(tally.records), ink, weight, is_right=True), row, 1)
    grid.addWidget(_cell(formats.number(tally.rows), ink, weight, is_right=True), row, 2)
    if has_amount:
        grid.addWidget(_cell(_signed(tally.amount), ink, weight, is_right=True), row, 3)


def _cell(
    text: str, ink: str, weight: object = fonts.REGULAR, size: int = fonts.Size.TEXT, *, is_right: bool = False
) -> Label:
    made = Label(text, size, weight, ink, is_figures=is_right)  # type: ignore[arg-type]
    made.setMinimumHeight(19)
    if is_right:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def _signed(amount: Decimal) -> str:
    """An exact sum of the file with at least two decimals."""
    text = f"{abs(amount):,f}"
    whole, _, decimals = text.partition(".")
    return f"{'−' if amount < 0 else ''}{whole}.{decimals.rstrip('0').ljust(2, '0')}"
