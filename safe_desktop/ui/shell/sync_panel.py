"""The foot of the side bar: how the book stands towards Xero, and the calls left today. Renders one `SyncState`."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from safe_desktop.ui.look import fonts, formats, painting, theme
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import plain_tip
from safe_desktop.ui.shell.sync_state import Phase, SyncState

_DOT = 8
_WIDTH, _LINE = 204, 18
_SPARING = (
    "Syncs by themselves rest until Xero’s day begins again: the last {} per cent are kept for what you do by hand. "
    "Sync now still works; the share is set in Settings, Syncing"
)
_DOT_COLOURS = {
    Tone.GREEN: "#3DD68C",
    Tone.BLUE: "#4DB5DA",
    Tone.AMBER: "#F2B84B",
    Tone.RED: "#FF8A7D",
    Tone.GREY: "#91A7B9",
}
"""The side bar is dark in both themes, so these are the same in both."""


class SyncPanel(QAbstractButton):
    """State in words, a moment, a thin bar of the calls that are left. A click opens what the state is about."""

    def __init__(self) -> None:
        super().__init__()
        self._state = SyncState()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_state(self._state)

    def show_state(self, state: SyncState) -> None:
        """Show this state."""
        self._state = state
        spoken = f"{state.phase}, {state.words}. {self.calls_words()}".replace(" .", ".").strip()
        self.setText(state.phase.value)
        self.setAccessibleName(spoken)
        self.setToolTip(plain_tip("\n".join(part for part in (state.phase.value, state.words, *self._meter()) if part)))
        self.setAccessibleDescription(". ".join(self._meter()))
        self.updateGeometry()
        self.update()

    def calls_words(self) -> str:
        """How many calls to Xero are left today; empty where that is not known."""
        state = self._state
        if state.calls_left is None or not state.day_limit:
            return ""
        if state.is_sparing:
            return f"{formats.number(state.calls_left)} calls left, kept for you"
        return f"{formats.number(state.calls_left)} of {formats.number(state.day_limit)} calls left today"

    def _meter(self) -> tuple[str, ...]:
        """What was used and what is left, and what it means where little is left."""
        state = self._state
        if state.calls_left is None or not state.day_limit:
            return ()
        used, left = formats.number(state.calls_used), formats.number(state.calls_left)
        told = f"Calls to Xero today: {used} used, {left} of {formats.number(state.day_limit)} left"
        if not state.is_sparing:
            return (told,)
        return told, _SPARING.format(state.reserve)

    def sizeHint(self) -> QSize:
        lines = (_LINE if self._has_words_below() else 0) + (10 if self.calls_words() else 0)
        return QSize(_WIDTH, 58 + lines)

    def _has_words_below(self) -> bool:
        """Whether the words find no room beside the phase, where the calls take the line below it."""
        if not self.calls_words():
            return False
        phase = QFontMetricsF(fonts.font(fonts.Size.SECOND, fonts.SEMI_BOLD)).horizontalAdvance(self._state.phase.value)
        words = QFontMetricsF(fonts.font(fonts.Size.SMALL)).horizontalAdvance(self._state.words)
        return words > (self.width() if self.isVisible() else _WIDTH) - 40 - phase - 8

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        painting.rounded(painter, self.rect().toRectF(), 9, QColor(colours.sidebar_hover))
        if self.hasFocus():
            painting.draw_focus(painter, self.rect().toRectF(), 9)
        dot = QRectF(12, 14, _DOT, _DOT)
        painting.rounded(painter, dot, _DOT / 2, QColor(_DOT_COLOURS[self._state.tone]))
        painter.setFont(fonts.font(fonts.Size.SECOND, fonts.SEMI_BOLD))
        painter.setPen(QColor(colours.sidebar_ink))
        first = QRectF(28, 9, self.width() - 40, 18)
        painter.drawText(first, Qt.AlignmentFlag.AlignVCenter, self._state.phase.value)
        taken = painter.fontMetrics().horizontalAdvance(self._state.phase.value)
        painter.setFont(fonts.font(fonts.Size.SMALL))
        painter.setPen(QColor(colours.sidebar_muted))
        calls, is_below = self.calls_words(), self._has_words_below()
        if is_below:
            self._paint_line(painter, QRectF(12, 28, self.width() - 24, 18), self._state.words)
        elif calls:
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            room = first.adjusted(taken + 8, 0, 0, 0)
            shown = painter.fontMetrics().elidedText(self._state.words, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, side, shown)
        if calls:
            self._paint_bar(painter, 33 + (_LINE if is_below else 0))
        self._paint_line(painter, QRectF(12, self.height() - 26, self.width() - 24, 18), calls or self._state.words)
        painter.end()

    def _paint_line(self, painter: QPainter, room: QRectF, words: str) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_bar(self, painter: QPainter, top: float) -> None:
        colours = theme.shown()
        whole = QRectF(12, top, self.width() - 24, 4)
        painting.rounded(painter, whole, 2, QColor(colours.sidebar_badge))
        left, limit = self._state.calls_left or 0, self._state.day_limit or 1
        share = max(0.0, min(1.0, left / limit))
        colour = colours.sidebar_mark if share > 0.1 and not self._state.is_sparing else _DOT_COLOURS[Tone.AMBER]
        if share > 0:
            painting.rounded(painter, QRectF(12, top, max(4.0, whole.width() * share), 4), 2, QColor(colour))

    def opens(self) -> str:
        """The page that the state is about."""
        if self._state.phase in (Phase.NOT_CONNECTED, Phase.CONNECT_AGAIN):
            return "settings"
        if self._state.phase is Phase.NEEDS_YOU:
            return "compare" if self._state.compare else "desk"
        return "activity"
