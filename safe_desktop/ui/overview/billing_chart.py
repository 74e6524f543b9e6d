"""Bars of what was billed and received, month by month. Painted here: no chart library says £ correctly (stack.md 2).

Knows months and two amounts each; negative months go below the line. The same figures always stand in a table too.
"""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.figures import MonthFigures
from safe_desktop.ui.look import fonts, formats, theme
from safe_desktop.ui.parts.controls import plain_tip

_LEFT, _BOTTOM, _TOP, _BAR, _BETWEEN = 52, 28, 8, 14, 2
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def axis(least: Decimal, most: Decimal, lines: int = 4) -> list[Decimal]:
    """Round values from below the least to above the most, about so many, always with zero."""
    span = max(most, Decimal(0)) - min(least, Decimal(0))
    if not span:
        return [Decimal(0), Decimal(100)]
    rough = span / lines
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * factor for factor in _STEPS if power * factor >= rough)
    bottom = (min(least, Decimal(0)) / step).to_integral_value(rounding="ROUND_FLOOR")
    top = (max(most, Decimal(0)) / step).to_integral_value(rounding="ROUND_CEILING")
    return [step * place for place in range(int(bottom), int(top) + 1)]


class BillingChart(QWidget):
    """Two bars for each month."""

    def __init__(self) -> None:
        super().__init__()
        self._months: tuple[MonthFigures, ...] = ()
        self._axis: list[Decimal] = [Decimal(0), Decimal(100)]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    def show_months(self, months: Sequence[MonthFigures]) -> None:
        """Show these, oldest at the left."""
        self._months = tuple(months)
        amounts = [amount.decimal for month in months for amount in (month.billed, month.received)] or [Decimal(0)]
        self._axis = axis(min(amounts), max(amounts))
        words = (
            f"{formats.month(month.month)}: billed {formats.spoken_money(month.billed)}, "
            f"received {formats.spoken_money(month.received)}"
            for month in self._months
        )
        self.setAccessibleName("Billed and received by month")
        self.setAccessibleDescription(". ".join(words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 150)

    def _y(self, value: Decimal) -> float:
        """The height of a value; pixels are no money, so a float is right here."""
        low, high = self._axis[0], self._axis[-1]
        share = float((value - low) / (high - low))
        return self.height() - _BOTTOM - share * (self.height() - _BOTTOM - _TOP)

    def _room(self) -> float:
        return (self.width() - _LEFT) / max(len(self._months), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_axis(painter)
        for place, month in enumerate(self._months):
            self._paint_month(painter, place, month)
        painter.end()

    def _paint_axis(self, painter: QPainter) -> None:
        colours = theme.shown()
        painter.setFont(fonts.font(fonts.Size.SMALL, is_figures=True))
        currency = self._months[0].billed.currency if self._months else "GBP"
        for value in self._axis:
            y = round(self._y(value))
            painter.fillRect(_LEFT, y, self.width() - _LEFT, 1, QColor(colours.border if not value else colours.line))
            painter.setPen(QColor(colours.muted))
            words = formats.short_money(Money.from_decimal(value, currency)) if value else "0"
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - 9, _LEFT - 10, 18), side, words)

    def _paint_month(self, painter: QPainter, place: int, month: MonthFigures) -> None:
        colours = theme.shown()
        centre = _LEFT + self._room() * (place + 0.5)
        bar = min(_BAR, max(3.0, self._room() / 2 - 4))
        for left, amount, colour in (
            (centre - bar - _BETWEEN / 2, month.billed, colours.accent),
            (centre + _BETWEEN / 2, month.received, colours.accent_second),
        ):
            self._paint_bar(painter, left, bar, amount.decimal, QColor(colour))
        is_last = place == len(self._months) - 1
        painter.setFont(fonts.font(fonts.Size.SMALL, fonts.SEMI_BOLD if is_last else fonts.REGULAR))
        painter.setPen(QColor(colours.text if is_last else colours.muted))
        box = QRectF(centre - self._room() / 2, self.height() - _BOTTOM + 8, self._room(), 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, formats.short_month(month.month))

    def _paint_bar(self, painter: QPainter, left: float, width: float, value: Decimal, colour: QColor) -> None:
        if not value:
            return
        base, end = self._y(Decimal(0)), self._y(value)
        box = QRectF(left, min(base, end), width, max(1.0, abs(base - end)))
        # Round ends away from the line: a taller round bar, cut off at the line.
        taller = box.adjusted(0, 0, 0, 4) if value > 0 else box.adjusted(0, -4, 0, 0)
        path = QPainterPath()
        path.addRoundedRect(taller, 3, 3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(box)
        painter.fillPath(path, colour)
        painter.restore()

    def month_at(self, position: QPointF) -> MonthFigures | None:
        """The month under the pointer."""
        place = int((position.x() - _LEFT) // self._room()) if self._months else -1
        return self._months[place] if position.x() >= _LEFT and 0 <= place < len(self._months) else None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            month = self.month_at(event.pos().toPointF())
            words = (
                ""
                if month is None
                else (
                    f"{formats.month(month.month)}\nBilled {formats.money(month.billed)}\n"
                    f"Received {formats.money(month.received)}"
                )
            )
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().event(event)
