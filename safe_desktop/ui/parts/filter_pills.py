"""The row of pills above a table: one for each filter, with its count. Knows keys and words only."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from safe_desktop.ui.look import fonts, formats, painting, theme

_HEIGHT, _PADDING, _GAP, _BETWEEN = 28, 13, 8, 8


class Pill(QAbstractButton):
    """One filter: its words and how many records it holds."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__()
        self.key = key
        self.words = words
        self._count: int | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(words.replace("&", "&&"))
        self.show_count(None)

    def show_count(self, count: int | None) -> None:
        """Show how many there are."""
        self._count = count
        self.setAccessibleName(self.words if count is None else f"{self.words}, {formats.number(count)}")
        self.updateGeometry()
        self.update()

    def _count_text(self) -> str:
        return "" if self._count is None else formats.number(self._count)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(fonts.font(fonts.Size.SECOND, fonts.MEDIUM))
        width = metrics.horizontalAdvance(self.words) + 2 * _PADDING
        if self._count is not None:
            width += _GAP + metrics.horizontalAdvance(self._count_text())
        return QSize(width, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        ground = colours.selected if self.isChecked() else colours.hover if self.underMouse() else colours.surface
        edge = colours.accent if self.isChecked() else colours.border
        box = self.rect().toRectF()
        painting.rounded(painter, box, _HEIGHT / 2, QColor(ground), QColor(edge))
        if self.hasFocus():
            painting.draw_focus(painter, box, _HEIGHT / 2)
        painter.setFont(fonts.font(fonts.Size.SECOND, fonts.MEDIUM))
        metrics = painter.fontMetrics()
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.setPen(QColor(colours.accent if self.isChecked() else colours.muted))
        painter.drawText(QPointF(_PADDING, base), self.words)
        if self._count is not None:
            painter.setPen(QColor(colours.text if self.isChecked() else colours.muted))
            painter.drawText(QPointF(_PADDING + metrics.horizontalAdvance(self.words) + _GAP, base), self._count_text())
        painter.end()


class FilterPills(QWidget):
    """The filters of one list; `chosen` tells the key of the one that was clicked."""

    chosen = Signal(str)

    def __init__(self, filters: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._pills: dict[str, Pill] = {}
        self._left_out: set[str] = set()
        for key, words in filters:
            pill = Pill(key, words)
            pill.setParent(self)
            self._pills[key] = pill
            self._group.addButton(pill)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if filters:
            self._pills[filters[0][0]].setChecked(True)
        self._group.buttonClicked.connect(self._on_group_button_clicked)

    def keys(self) -> list[str]:
        """The keys of all filters, in their order."""
        return list(self._pills)

    def only(self) -> str:
        """The key of the chosen filter."""
        chosen = self._group.checkedButton()
        return chosen.key if isinstance(chosen, Pill) else ""

    def choose(self, key: str) -> None:
        """Choose a filter without telling; an unknown key chooses the first."""
        pill = self._pills.get(key) or next(iter(self._pills.values()), None)
        if pill:
            pill.setChecked(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many records each filter holds."""
        for key, pill in self._pills.items():
            pill.show_count(counts.get(key))
        self._place(self.width())
        self.updateGeometry()

    def show_only(self, keys: Iterable[str]) -> None:
        """Show the pills of these filters and hide the others; what is chosen stays chosen."""
        wanted = set(keys)
        self._left_out = self._pills.keys() - wanted
        for key, pill in self._pills.items():
            pill.setVisible(key in wanted)
        self._place(self.width())
        self.updateGeometry()

    def shown_keys(self) -> list[str]:
        """The keys of the filters that are not hidden."""
        return [pill.key for pill in self._shown()]

    def hasHeightForWidth(self) -> bool:
        """Pills that find no room go into another row."""
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, moves=False)

    def sizeHint(self) -> QSize:
        widths = [pill.sizeHint().width() for pill in self._shown()]
        return QSize(sum(widths) + _BETWEEN * max(0, len(widths) - 1), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(max((pill.sizeHint().width() for pill in self._shown()), default=0), _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width())

    def _place(self, width: int, *, moves: bool = True) -> int:
        """Put the pills into rows of this width; how high all rows are together."""
        left = top = 0
        for pill in self._shown():
            size = pill.sizeHint()
            if left and left + size.width() > width:
                left, top = 0, top + _HEIGHT + _BETWEEN
            if moves:
                pill.setGeometry(left, top, size.width(), _HEIGHT)
            left += size.width() + _BETWEEN
        return top + _HEIGHT

    def _shown(self) -> list[Pill]:
        return [pill for key, pill in self._pills.items() if key not in self._left_out]

    def _on_group_button_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, Pill):
            self.chosen.emit(button.key)
