"""Draws what tables and controls share: chips, ticks, icon tiles, focus rings. Knows the theme only."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap

from safe_desktop.ui.look import fonts, icons, theme
from safe_desktop.ui.look.formats import visible
from safe_desktop.ui.look.theme import Tone

CHIP_HEIGHT = 22
TICK_SIZE = 16
_CHIP_PADDING, _DOT = 10, 6


@dataclass(frozen=True, slots=True)
class Chip:
    """A word on a coloured pill; the word says it, the colour and the dot only help."""

    text: str
    tone: Tone = Tone.GREY
    has_dot: bool = True


def rounded(painter: QPainter, box: QRectF, radius: float, ground: QColor, edge: QColor | None = None) -> None:
    """A filled round box, its edge one pixel wide and sharp."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ground)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(edge, 1))
        box = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


@lru_cache(maxsize=512)
def chip_size(chip: Chip) -> QSize:
    """How much room the chip takes."""
    words = QFontMetrics(fonts.font(fonts.Size.SMALL, fonts.SEMI_BOLD)).horizontalAdvance(visible(chip.text))
    return QSize(words + 2 * _CHIP_PADDING + (_DOT + 5 if chip.has_dot else 0), CHIP_HEIGHT)


def draw_chip(painter: QPainter, place: QRect, chip: Chip, *, on_selected: bool = False) -> None:
    """The chip at the left of the place, centred in its height, cut with dots if the place is too narrow."""
    width = min(chip_size(chip).width(), place.width())
    if width > 0:
        ratio = painter.device().devicePixelRatio()
        picture = _chip_picture(chip, on_selected, width, ratio, theme.shown().name)
        painter.drawPixmap(QPointF(place.left(), place.center().y() - CHIP_HEIGHT // 2 + 1), picture)


def draw_tick(painter: QPainter, box: QRect, state: Qt.CheckState, *, is_enabled: bool = True) -> None:
    """A tick box of 16 pixels in the middle of the place: empty, ticked or partly."""
    picture = _tick_picture(state, is_enabled, painter.device().devicePixelRatio(), theme.shown().name)
    painter.drawPixmap(QPointF(box.center().x() - 7, box.center().y() - 7), picture)


# A page of a table shows the same few chips and ticks a hundred times; drawn once, each is one call instead of fifteen.


@lru_cache(maxsize=512)
def _chip_picture(chip: Chip, on_selected: bool, width: int, ratio: float, _theme: str) -> QPixmap:
    colours = theme.shown()
    ground = QColor(colours.surface) if on_selected else colours.ground(chip.tone)
    return _picture(
        QSize(width, CHIP_HEIGHT),
        ratio,
        lambda painter, box: _draw_chip(painter, box, chip, ground, colours.ink(chip.tone)),
    )


@lru_cache(maxsize=32)
def _tick_picture(state: Qt.CheckState, is_enabled: bool, ratio: float, _theme: str) -> QPixmap:
    return _picture(
        QSize(TICK_SIZE, TICK_SIZE), ratio, lambda painter, box: _draw_tick(painter, box, state, is_enabled)
    )


def _picture(size: QSize, ratio: float, draw: Callable[[QPainter, QRectF], None]) -> QPixmap:
    picture = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return picture


def _draw_chip(painter: QPainter, box: QRectF, chip: Chip, ground: QColor, ink: QColor) -> None:
    rounded(painter, box, CHIP_HEIGHT / 2, ground)
    words = box.adjusted(_CHIP_PADDING, 0, -_CHIP_PADDING + 2, 0)
    if chip.has_dot:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(words.left() + _DOT / 2 - 1, box.center().y()), _DOT / 2, _DOT / 2)
        words.setLeft(words.left() + _DOT + 4)
    painter.setFont(fonts.font(fonts.Size.SMALL, fonts.SEMI_BOLD))
    painter.setPen(ink)
    shown = painter.fontMetrics().elidedText(visible(chip.text), Qt.TextElideMode.ElideRight, int(words.width()) + 1)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _draw_tick(painter: QPainter, square: QRectF, state: Qt.CheckState, is_enabled: bool) -> None:
    colours = theme.shown()
    if state is Qt.CheckState.Unchecked:
        rounded(painter, square, 4, QColor(colours.surface), QColor(colours.control))
        return
    rounded(painter, square, 4, QColor(colours.accent if is_enabled else colours.control))
    name = "check" if state is Qt.CheckState.Checked else "minus"
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(QPointF(square.left() + 2, square.top() + 2), icons.pixmap(name, colours.on_accent, 12, ratio))


def draw_focus(painter: QPainter, box: QRectF, radius: float) -> None:
    """The accent ring of two pixels that says where the keys go."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.shown().accent), 2))
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()
