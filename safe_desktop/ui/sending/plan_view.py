"""What sending the ticked records comes to: net, VAT and total by VAT code, and the calls to Xero it takes.

Shows one `SendPlan`; works nothing out.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from safe_desktop.domain.money import Money, total
from safe_desktop.engine.showing.previewing import PlannedCall, SendPlan, VatSum
from safe_desktop.ui.look import fonts, formats, home_words
from safe_desktop.ui.parts.controls import Label, line

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_RIGHT_TOP = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class PlanView(QWidget):
    """Two small tables under the preview of the current record."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_plan(self, plan: SendPlan | None, title: str) -> None:
        """Show a plan under this title; None while it is being worked out."""
        if self._shown is not None:
            self._column.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = _plan(plan, title) if plan is not None else _waiting(title)
        self._column.addWidget(self._shown)


def _waiting(title: str) -> QWidget:
    made, column = _block()
    column.addWidget(Label(title, fonts.Size.CARD_TITLE, fonts.SEMI_BOLD))
    column.addWidget(Label("Working it out…", ink="muted"))
    return made


def _plan(plan: SendPlan, title: str) -> QWidget:
    made, column = _block()
    if plan.by_vat:
        column.addWidget(Label(title, fonts.Size.CARD_TITLE, fonts.SEMI_BOLD, elides=True))
        column.addLayout(_vat(plan.by_vat))
        column.addSpacing(4)
        column.addWidget(line())
        column.addSpacing(4)
    heading = QHBoxLayout()
    heading.addWidget(Label("Calls to Xero", fonts.Size.CARD_TITLE, fonts.SEMI_BOLD))
    heading.addStretch()
    heading.addWidget(Label(_left(plan), fonts.Size.SECOND, fonts.MEDIUM, "muted", is_figures=True))
    column.addLayout(heading)
    column.addLayout(_calls(plan.calls))
    if plan.calls_left is not None and plan.call_count > plan.calls_left:
        words = f"Xero takes {formats.count(plan.calls_left, 'call')} more today: the rest goes by itself tomorrow."
        column.addWidget(Label(words, fonts.Size.SECOND, ink="amber", wraps=True))
    return made


def _block() -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return made, column


def _left(plan: SendPlan) -> str:
    needed = formats.number(plan.call_count)
    return f"{needed} of {formats.number(plan.calls_left)} left" if plan.calls_left is not None else f"{needed} in all"


def _calls(calls: Sequence[PlannedCall]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for row, call in enumerate(calls):
        grid.addWidget(Label(formats.number(call.count), weight=fonts.SEMI_BOLD, is_figures=True), row, 0)
        grid.addWidget(Label(call.words, elides=True), row, 1)
        grid.addWidget(Label(call.endpoint, fonts.Size.SECOND, ink="muted"), row, 2, _RIGHT)
    if not calls:
        grid.addWidget(Label("None: nothing is ticked.", ink="muted"), 0, 0, 1, 3)
    return grid


def _vat(sums: Sequence[VatSum]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    for place, title in enumerate(("VAT code", "Net", "VAT", "Total")):
        label = Label(home_words.local(title), fonts.Size.SMALL, fonts.SEMI_BOLD, "muted")
        grid.addWidget(label, 0, place, _RIGHT if place else Qt.AlignmentFlag.AlignLeft)
    currencies = sorted({one.total.currency for one in sums})
    row = 1
    for currency in currencies:
        own = [one for one in sums if one.total.currency == currency]
        for one in own:
            name = one.name if len(currencies) == 1 else f"{one.name} {currency}"
            _row(grid, row, name, (one.net, one.vat, one.total), is_total=False)
            row += 1
        together = (
            total((one.net for one in own), currency),
            total((one.vat for one in own), currency),
            total((one.total for one in own), currency),
        )
        words = formats.count(len(own), "code") if len(currencies) == 1 else f"All {currency}"
        _row(grid, row, words, together, is_total=True)
        row += 1
    return grid


def _row(grid: QGridLayout, row: int, name: str, amounts: Sequence[Money], *, is_total: bool) -> None:
    weight = fonts.SEMI_BOLD if is_total else fonts.REGULAR
    # A code is known by its whole name: "20% VAT on income" and "20% VAT on imports" begin alike.
    grid.addWidget(Label(name, fonts.Size.SECOND, weight, wraps=True), row, 0)
    for place, amount in enumerate(amounts, start=1):
        label = Label(formats.figure(amount), fonts.Size.SECOND, weight, is_figures=True)
        label.setAlignment(_RIGHT)
        grid.addWidget(label, row, place, _RIGHT_TOP)
