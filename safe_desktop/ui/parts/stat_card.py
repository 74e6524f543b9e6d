"""A card with one big figure; a click or Enter opens the list that it counts. Knows words only."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout

from safe_desktop.ui.look import fonts, painting, theme
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import IconMark, IconTile, Label

_HEIGHT = 118


class StatCard(QAbstractButton):
    """Icon, title, figure with its unit, and a line that says more."""

    def __init__(self, icon: str, tone: Tone, title: str) -> None:
        super().__init__()
        self._title = title
        self._tone = tone
        self._tile = IconTile(icon, tone)
        self._figure = Label("", fonts.Size.FIGURE, fonts.SEMI_BOLD, is_figures=True)
        self._unit = Label("", ink="muted")
        self._strong = Label("", fonts.Size.SECOND, fonts.SEMI_BOLD, str(tone), is_figures=True)
        self._more = Label("", fonts.Size.SECOND, ink="muted", elides=True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(190)
        self._lay_out(title)

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 13, 14, 13)
        column.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._tile)
        top.addWidget(Label(title, fonts.Size.TEXT, fonts.MEDIUM, "muted"), 1)
        top.addWidget(IconMark("chevron-right"))
        middle = QHBoxLayout()
        middle.setSpacing(7)
        middle.addWidget(self._figure, alignment=Qt.AlignmentFlag.AlignBaseline)
        middle.addWidget(self._unit, alignment=Qt.AlignmentFlag.AlignBaseline)
        middle.addStretch()
        bottom = QHBoxLayout()
        bottom.setSpacing(6)
        bottom.addWidget(self._strong)
        bottom.addWidget(self._more, 1)
        column.addLayout(top)
        column.addLayout(middle)
        column.addLayout(bottom)
        for label in self.findChildren(Label):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_figure(self, figure: str, unit: str, strong: str, more: str) -> None:
        """Show these words."""
        self._figure.setText(figure)
        # A long amount leaves no room for the big size on a narrow card.
        self._figure.setFont(fonts.font(fonts.Size.FIGURE if len(figure) < 14 else 20, fonts.SEMI_BOLD, True))
        self._unit.setText(unit)
        self._strong.setText(strong)
        self._strong.setVisible(bool(strong))
        self._more.setText(more)
        spoken = " ".join(word for word in (self._title + ":", figure, unit, strong, more) if word)
        self.setAccessibleName(spoken.replace(" · ", ", "))

    def set_strong_ink(self, ink: str) -> None:
        """Give the second line another colour than the card's own."""
        self._strong.set_ink(ink)

    def sizeHint(self) -> QSize:
        return QSize(230, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        ground = colours.hover if self.underMouse() else colours.surface
        painting.rounded(painter, self.rect().toRectF(), 12, QColor(ground), QColor(colours.border))
        if self.hasFocus():
            painting.draw_focus(painter, self.rect().toRectF(), 12)
        painter.end()
