"""What detail panels are made of: heading, pairs of words, rows of figures, sections, notices. Plain text only.

Knows no record: each panel says what stands in it, and is filled anew for another record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.formats import visible
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.parts.controls import Button, Card, ChipLabel, IconButton, IconMark, Label, line, plain_tip
from safe_desktop.ui.parts.empty_state import EmptyState

_MARGIN = 18
_LINK_ROOM = 262
Pressed = Callable[[], object]


@dataclass(frozen=True)
class Figures:
    """One row of a small table: words, a second word, and what stands at the right; `pressed` makes it a link."""

    words: str
    second: str = ""
    right: str = ""
    pressed: Pressed | None = None
    ink: str = "text"
    wraps: bool = False


class Panel(Card):
    """A card that shows one record: a part that scrolls, and buttons at its foot."""

    def __init__(self, name: str, hint: tuple[str, str, str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._empty = EmptyState(*hint)
        self._scroll = QScrollArea()
        self._scroll.setProperty("look", "bare")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self.close_button = IconButton("x", "Close details  Esc")
        self.close_button.setParent(self)
        self._foot = QWidget()
        self.foot = QHBoxLayout(self._foot)
        self.foot.setContentsMargins(_MARGIN - 4, 10, _MARGIN - 4, 12)
        self.foot.setSpacing(8)
        self._rule = line()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._empty, 1)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._rule)
        column.addWidget(self._foot)
        self.fill()

    def fill(self, *parts: QWidget) -> None:
        """Show these parts one under the other; without any, the hint of the empty panel."""
        for widget, is_shown in ((self._empty, not parts), (self._scroll, parts), (self._rule, parts)):
            widget.setVisible(bool(is_shown))
        self._foot.setVisible(bool(parts) and self.foot.count() > 0)
        if not parts:
            return
        place = self._scroll.verticalScrollBar().value()
        content = QWidget()
        content.setAutoFillBackground(False)
        column = QVBoxLayout(content)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        column.setSpacing(12)
        for part in parts:
            column.addWidget(part)
        column.addStretch()
        old = self._scroll.takeWidget()
        if old is not None:  # one of its own links may be what asked for the new content: it must outlive its click
            old.hide()
            old.deleteLater()
        self._scroll.setWidget(content)
        content.setAutoFillBackground(False)
        self._scroll.verticalScrollBar().setValue(place)

    def show_top(self) -> None:
        """Scroll to the heading: another record is shown."""
        self._scroll.verticalScrollBar().setValue(0)

    def show_as_drawer(self, is_drawer: bool) -> None:
        """Offer to be closed where the panel lies over the list."""
        self.close_button.setVisible(is_drawer)
        self.close_button.move(self.width() - self.close_button.width() - 6, 6)
        self.close_button.raise_()


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def head(title: str, subtitle: str, *chips: Chip | None, opens: Pressed | None = None, size: int = 0) -> QWidget:
    """The name of the record, who or what it belongs to, and its status words under both."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(Label(title, size or fonts.Size.CARD_TITLE + 2, fonts.SEMI_BOLD, elides=True))
    if subtitle and opens:
        column.addWidget(link(subtitle, opens), alignment=Qt.AlignmentFlag.AlignLeft)
    elif subtitle:
        column.addWidget(Label(subtitle, ink="muted", elides=True))
    row = QHBoxLayout()
    row.setContentsMargins(0, 5, 0, 0)
    row.setSpacing(6)
    for chip in chips:
        if chip is not None:
            row.addWidget(ChipLabel(chip))
    row.addStretch()
    column.addLayout(row)
    return made


def link(words: str, pressed: Pressed, icon: str = "") -> Button:
    """Words that lead somewhere; cut with dots where the panel is too narrow."""
    made = Button(words, icon, "inline", pressed=pressed, ink="accent")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    shown = made.fontMetrics().elidedText(visible(words), Qt.TextElideMode.ElideRight, _LINK_ROOM)
    if shown != visible(words):
        made.say(shown)
        made.setAccessibleName(visible(words))
        made.setToolTip(plain_tip(words))
    return made


def notice(words: str, icon: str = "info", ink: str = "muted") -> QWidget:
    """A sentence with its icon, such as why something is not sent."""
    made = QFrame()
    made.setProperty("look", "well")
    row = QHBoxLayout(made)
    row.setContentsMargins(10, 8, 10, 8)
    row.setSpacing(8)
    row.addWidget(IconMark(icon, ink), alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(words, fonts.Size.SECOND, ink="text", wraps=True), 1)
    return made


def pairs(rows: Sequence[tuple[str, str]], strong: str = "", inks: dict[str, str] | None = None) -> QWidget:
    """Labels at the left, values at the right; `strong` names the row that stands out."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(rows):
        is_strong = name == strong
        weight = fonts.SEMI_BOLD if is_strong else fonts.REGULAR
        grid.addWidget(Label(name, weight=weight, ink="text" if is_strong else "muted"), row, 0)
        ink = (inks or {}).get(name, "text")
        shown = Label(value, weight=fonts.SEMI_BOLD if is_strong else fonts.MEDIUM, ink=ink, elides=True)
        shown.setFont(fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD if is_strong else fonts.MEDIUM, is_figures=True))
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        shown.setAccessibleName(f"{name}: {shown.whole_text()}")
        grid.addWidget(shown, row, 1)
    return made


def section(title: str, *parts: QWidget, side: str = "") -> QWidget:
    """A part of the panel under its own heading, with a hairline above."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(9)
    column.addWidget(line())
    heading = QHBoxLayout()
    heading.addWidget(Label(title, fonts.Size.TEXT, fonts.SEMI_BOLD), 1)
    if side:
        heading.addWidget(Label(side, fonts.Size.SECOND, ink="muted"))
    column.addSpacing(1)
    column.addLayout(heading)
    for part in parts:
        column.addWidget(part)
    return made


def figure_rows(rows: Sequence[Figures]) -> QWidget:
    """A small table: words over a second line at the left, a figure at the right."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(1)
    grid.setColumnStretch(0, 1)
    for place, figures in enumerate(rows):
        top = place * 3
        if figures.pressed is not None:
            grid.addWidget(link(figures.words, figures.pressed), top, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            grid.addWidget(Label(figures.words, elides=True), top, 0)
        right = Label(figures.right, weight=fonts.MEDIUM, ink=figures.ink, is_figures=True)
        grid.addWidget(right, top, 1, Qt.AlignmentFlag.AlignRight)
        if figures.second:
            wraps = figures.wraps
            second = Label(figures.second, fonts.Size.SECOND, ink="muted", wraps=wraps, elides=not wraps)
            grid.addWidget(second, top + 1, 0, 1, 2)
        grid.setRowMinimumHeight(top + 2, 7)
    return made
