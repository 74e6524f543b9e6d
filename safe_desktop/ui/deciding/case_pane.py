"""The right side of the desk: one case with what is proposed, why, what would be written down, and what else it may be.

Shows what it is told and tells what is pressed; knows no engine function.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from safe_desktop.engine.matching.desk_values import Alternative, CaseDetail, CaseReason, Outcome
from safe_desktop.ui.deciding.case_choices import CaseChoices, ChoiceWords
from safe_desktop.ui.deciding.case_entries import EntriesTable, balance_rows
from safe_desktop.ui.deciding.case_foot import CaseFoot
from safe_desktop.ui.deciding.case_head import CaseHead
from safe_desktop.ui.deciding.case_past import past_decisions
from safe_desktop.ui.deciding.case_words import bank_text, case_icon, certainty_chip, reason_mark, second_line, title_of
from safe_desktop.ui.look import fonts, home_words
from safe_desktop.ui.parts.controls import Card, ChipLabel, IconMark, Label, line
from safe_desktop.ui.parts.panel_parts import empty, notice
from safe_desktop.ui.shell.preferences import Preferences

_MARGINS = (18, 16, 18, 14)
_NARROW = 500

_NOTHING = Outcome()


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case with all that could be done about it, what a person put together among it, and what is chosen now."""

    detail: CaseDetail
    alternatives: tuple[Alternative, ...]
    place: int
    sides: Callable[[], QWidget] | None = None
    heading: str = ""
    reasons: tuple[CaseReason, ...] = ()
    outcome: Outcome = _NOTHING

    @property
    def chosen(self) -> Alternative | None:
        """What Enter would do."""
        return self.alternatives[self.place] if 0 <= self.place < len(self.alternatives) else None


class CasePane(Card):
    """A part that scrolls, and the buttons at its foot. `chosen` tells the place of the choice that was clicked."""

    chosen = Signal(int)
    past_undone = Signal(int)

    def __init__(self, preferences: Preferences, foot: CaseFoot) -> None:
        super().__init__()
        self.setAccessibleName("The case")
        self.head = CaseHead()
        self.title = Label("", fonts.Size.CARD_TITLE, fonts.SEMI_BOLD, wraps=True)
        self.chip = ChipLabel()
        self.entries = EntriesTable(preferences)
        self.choices = CaseChoices()
        self.foot = foot
        self._note, self._sides, self._reasons, self._balances, self._past = (_room() for _ in range(5))
        self._instead = _instead()
        self._scroll = _scrolling(self._content())
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(line())
        column.addWidget(foot)
        self.choices.chosen.connect(self.chosen)

    def show_case(self, shown: ShownCase) -> None:
        """Show this one from its top."""
        detail = shown.detail
        self.head.show_case(*case_icon(detail.kind), title_of(detail), second_line(detail), bank_text(detail))
        _fill(self._note, [notice(detail.note, "clock", "amber")] if detail.note else [])
        _fill(self._sides, [shown.sides()] if shown.sides is not None else [])
        _fill(self._past, past_decisions(detail.history, self.past_undone.emit))
        words = [ChoiceWords(one.title, one.detail, certainty_chip(one)) for one in shown.alternatives]
        self.choices.show_choices(words, shown.place)
        self._instead.setVisible(len(words) > 1)
        self._show_chosen(shown)
        self._scroll.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW
        self.foot.be_narrow(is_narrow)
        self.head.be_narrow(is_narrow)

    def show_choice(self, shown: ShownCase) -> None:
        """Show another choice of the same case; the sight stays where it is scrolled to."""
        self.choices.choose(shown.place)
        self._show_chosen(shown)

    def _show_chosen(self, shown: ShownCase) -> None:
        chosen, outcome = shown.chosen, shown.outcome
        self.foot.show_case(shown.detail.kind, chosen)
        self.title.setText(shown.heading)
        is_search = chosen is None or (chosen.choice is None and chosen.way is None)
        self.chip.show_chip(certainty_chip(shown.detail if is_search or chosen is None else chosen))
        said = [_reason_row(reason) for reason in shown.reasons]
        if outcome.problem:
            said.append(notice(outcome.problem, "circle-alert", "red"))
        _fill(self._reasons, said)
        self.entries.show_rows(outcome.entries)
        _fill(self._balances, [balance_rows(outcome.balances)] if outcome.balances else [])

    def _content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(*_MARGINS)
        column.setSpacing(10)
        heading = QHBoxLayout()
        heading.setSpacing(10)
        heading.addWidget(self.title, 1)
        heading.addWidget(self.chip, alignment=Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.head)
        column.addWidget(line())
        column.addWidget(self._note)
        column.addWidget(self._sides)
        column.addLayout(heading)
        for part in (self._reasons, self.entries, self._balances, self._instead, self.choices, self._past):
            column.addWidget(part)
        column.addStretch()
        return content


def _room() -> QWidget:
    """A place for what differs from case to case."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(5)
    return made


def _fill(room: QWidget, parts: Sequence[QWidget]) -> None:
    layout = room.layout()
    assert layout is not None
    empty(layout)
    for part in parts:
        layout.addWidget(part)
    room.setVisible(bool(parts))


def _reason_row(reason: CaseReason) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(9)
    row.addWidget(IconMark(*reason_mark(reason.mark)), alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(home_words.told(reason.words), wraps=True), 1)
    return made


def _instead() -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 2, 0, 0)
    row.addWidget(Label("Or instead", weight=fonts.SEMI_BOLD), 1)
    row.addWidget(Label("press a number to choose", fonts.Size.SECOND, ink="muted"))
    return made


def _scrolling(content: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setProperty("look", "bare")
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(content)
    scroll.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return scroll
