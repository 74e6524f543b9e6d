"""A statement of account laid out on A4 pages: letterhead, lines, ages, page numbers. Plain text only, nothing cut.

Knows how paper looks; what stands on it is the engine's. Colours are those of ink on paper, whatever the theme.
"""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QPagedPaintDevice,
    QPaintDevice,
    QPainter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.customer_statement import BANDS, CustomerStatement, StatementLine, StatementPart
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.look.resource_files import resource

_INK, _MUTED, _RULE = "#101828", "#566275", "#C9D1DB"
_TITLE, _LARGE, _TEXT, _SMALL = 20.0, 13.0, 9.0, 8.0
_FOOT_MM = 10.0
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_DAY_SHARE, _LEAST_FIGURE, _FIGURE_LETTER = 13.5, 11.0, 1.12
"""Per cent of the width: of a day, of a column of figures, and of a letter in it where the figures are longer."""


class StatementPaper:
    """The pages of one statement, laid out for a device: a PDF, or a picture."""

    def __init__(self, statement: CustomerStatement, device: QPaintDevice) -> None:
        self._statement = statement
        self._foot = _FOOT_MM / 25.4 * device.logicalDpiY()
        self._width = float(device.width())
        self._height = float(device.height()) - self._foot
        self.document = QTextDocument()
        self.document.setUseDesignMetrics(True)
        self.document.setDocumentMargin(0)
        self.document.setDefaultFont(_font(_TEXT))
        option = QTextOption()
        # A reference without a space is broken anywhere rather than cut.
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document.setDefaultTextOption(option)
        # Written as one edit, and only then laid out for the device: else every cell would lay out all of it again.
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        _write(cursor, statement)
        cursor.endEditBlock()
        self.document.documentLayout().setPaintDevice(device)
        self.document.setPageSize(QSizeF(self._width, self._height))

    @property
    def pages(self) -> int:
        """How many there are."""
        return self.document.pageCount()

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one page, counted from 0, with its foot."""
        painter.save()
        painter.translate(0, -page * self._height)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(0, page * self._height, self._width, self._height)
        painter.setClipRect(context.clip)
        self.document.documentLayout().draw(painter, context)
        painter.restore()
        self._paint_foot(painter, page)

    def paint_all(self, painter: QPainter, device: QPagedPaintDevice) -> None:
        """Paint every page onto its own sheet."""
        for page in range(self.pages):
            if page:
                device.newPage()
            self.paint(painter, page)

    def _paint_foot(self, painter: QPainter, page: int) -> None:
        box = QRectF(0, self._height, self._width, self._foot)
        painter.setFont(_font(_SMALL))
        painter.setPen(QColor(_MUTED))
        number = f"Page {page + 1} of {self.pages}"
        low = Qt.AlignmentFlag.AlignBottom
        painter.drawText(box, int(_RIGHT | low), number)
        room = self._width - painter.fontMetrics().horizontalAdvance(number) * 1.5
        words = f"Statement for {formats.visible(self._statement.customer.name)}, {self._statement.period.lower()}"
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(box, int(_LEFT | low), shown)


@lru_cache(maxsize=1)
def load_figures() -> None:
    """Make the fonts of figures known to Qt, once.

    Inter has digits of one width only as a feature of the font, and what is drawn with a feature can neither be
    searched for nor copied out of a PDF. In these cuts of Inter (licence beside them) such digits are the digits.
    """
    for name in ("SafeFigures-Regular.ttf", "SafeFigures-Strong.ttf"):
        if QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0:
            raise RuntimeError(f"the font {name} could not be read")


def _font(points: float, weight: QFont.Weight = fonts.REGULAR, figures: str = "") -> QFont:
    made = QFont([figures, fonts.FAMILY] if figures else [fonts.FAMILY])
    made.setPointSizeF(points)
    # The strong figures are a family of their own, which no name can be taken for.
    made.setWeight(fonts.REGULAR if figures else weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # A hyphen that changes between capitals is another sign to whoever searches the file.
    made.setFeature(QFont.Tag("calt"), 0)
    return made


def _style(points: float = _TEXT, weight: QFont.Weight = fonts.REGULAR, ink: str = _INK) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(_font(points, weight))
    made.setForeground(QBrush(QColor(ink)))
    return made


def _figures(points: float = _TEXT, weight: QFont.Weight = fonts.REGULAR, ink: str = _INK) -> QTextCharFormat:
    """Digits of one width, so that columns stand under each other."""
    made = _style(points, weight, ink)
    made.setFont(_font(points, weight, "SAFE Figures" if weight == fonts.REGULAR else "SAFE Figures Strong"))
    return made


def _block(side: Qt.AlignmentFlag = _LEFT, above: float = 0, *, stays: bool = False) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setAlignment(side)
    made.setTopMargin(above)
    made.setNonBreakableLines(stays)
    return made


# -- what stands on it


def _write(cursor: QTextCursor, statement: CustomerStatement) -> None:
    _write_head(cursor, statement)
    for part in statement.parts:
        if len(statement.parts) > 1:
            _paragraph(cursor, f"In {part.currency}", _style(_LARGE, fonts.SEMI_BOLD), above=16)
        if part.lines or part.opening:
            _write_lines(cursor, statement, part)
            _write_ages(cursor, part)
        else:
            _paragraph(cursor, "There is nothing to be paid.", _style(ink=_MUTED), above=18)


def _write_head(cursor: QTextCursor, statement: CustomerStatement) -> None:
    table = cursor.insertTable(1, 2, _table_format((60.0, 40.0), padding=0))
    left, right = table.cellAt(0, 0).firstCursorPosition(), table.cellAt(0, 1).firstCursorPosition()
    left.insertText("Statement of account", _style(_TITLE, fonts.SEMI_BOLD))
    customer = statement.customer
    address = customer.address
    town = " ".join(part for part in (address.city, address.postcode) if part)
    lines = [part for part in (*address.lines, town, address.region, address.country) if part]
    _paragraph(left, customer.name, _style(_LARGE, fonts.SEMI_BOLD), above=10)
    for line in lines:
        _paragraph(left, line, _style())
    if customer.code:
        _paragraph(left, f"Account {customer.code}", _style(ink=_MUTED), above=4)
    right.setBlockFormat(_block(_RIGHT, 6))
    right.insertText(formats.visible(statement.business), _style(_LARGE, fonts.SEMI_BOLD))
    _paragraph(right, statement.period, _style(ink=_MUTED), _RIGHT, 3)
    for part in statement.parts:
        words = "Balance due" if part.closing.minor >= 0 else "In your favour"
        _paragraph(right, words, _style(_SMALL, ink=_MUTED), _RIGHT, 10)
        due = part.closing if part.closing.minor >= 0 else -part.closing
        _paragraph(right, formats.money(due), _figures(_TITLE, fonts.SEMI_BOLD), _RIGHT)
    cursor.movePosition(QTextCursor.MoveOperation.End)


def _paragraph(
    cursor: QTextCursor, words: str, style: QTextCharFormat, side: Qt.AlignmentFlag = _LEFT, above: float = 0
) -> None:
    cursor.insertBlock(_block(side, above), style)
    cursor.insertText(formats.visible(words), style)


def _write_lines(cursor: QTextCursor, statement: CustomerStatement, part: StatementPart) -> None:
    is_open = statement.first is None
    heads = ("Date", "What", "Number", "Reference", *(("Due",) if is_open else ()), "Debit", "Credit", "Balance")
    rows = [_cells(line, is_open) for line in part.lines]
    if not is_open:
        rows.insert(0, _sum_cells("Opening balance", part.opening, len(heads)))
    rows.append(_sum_cells("Balance due" if is_open else "Closing balance", part.closing, len(heads)))
    table = cursor.insertTable(1 + len(rows), len(heads), _table_format(_shares(rows), above=18, heads=1))
    _row(table, 0, heads, (_style(_SMALL, fonts.SEMI_BOLD, _MUTED),) * 2, _RULE)
    for place, cells in enumerate(rows, start=1):
        is_sum = place == len(rows) or (place == 1 and not is_open)
        weight = fonts.SEMI_BOLD if is_sum else fonts.REGULAR
        _row(table, place, cells, (_style(weight=weight), _figures(weight=weight)), "" if is_sum else "#E6EAEF")
    cursor.movePosition(QTextCursor.MoveOperation.End)


def _cells(line: StatementLine, is_open: bool) -> tuple[str, ...]:
    due = (formats.day(line.due_on) if line.due_on else "",) if is_open else ()
    debit, credit = (formats.figure(one) if one is not None else "" for one in (line.debit, line.credit))
    return (
        formats.day(line.on),
        line.words,
        line.number,
        line.reference,
        *due,
        debit,
        credit,
        formats.figure(line.balance),
    )


def _sum_cells(words: str, amount: Money, columns: int) -> tuple[str, ...]:
    return ("", words, *[""] * (columns - 3), formats.figure(amount))


def _row(
    table: QTextTable, row: int, cells: Sequence[str], styles: tuple[QTextCharFormat, QTextCharFormat], rule: str
) -> None:
    """One row: words at the left, the last three columns figures at the right; a hairline under it."""
    for column, words in enumerate(cells):
        is_figure = column >= len(cells) - 3
        cell = table.cellAt(row, column)
        if rule:
            shape = QTextTableCellFormat()
            shape.setBottomBorder(0.75)
            shape.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            shape.setBottomBorderBrush(QBrush(QColor(rule)))
            shape.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignTop)
            cell.setFormat(shape)
        inside = cell.firstCursorPosition()
        is_day = bool(words) and words[0].isdigit() and column in (0, 4)
        # The words of a sum have the empty cells behind them for room.
        is_sum = column == 1 and not cells[0]
        inside.setBlockFormat(_block(_RIGHT if is_figure else _LEFT, stays=is_figure or is_day or is_sum))
        inside.insertText(formats.visible(words), styles[1 if is_figure or is_day else 0])


def _write_ages(cursor: QTextCursor, part: StatementPart) -> None:
    labels = [band.label if band.first is None else f"{band.label} days" for band in BANDS]
    heads = (*labels, "Credit", "Balance")
    amounts = (*part.aged.ages, part.aged.credit, part.closing)
    table = cursor.insertTable(2, len(heads), _table_format((100 / len(heads),) * len(heads), above=20))
    for column, (head, amount) in enumerate(zip(heads, amounts, strict=True)):
        weight = fonts.SEMI_BOLD if column == len(heads) - 1 else fonts.REGULAR
        for row, words, style in (
            (0, head, _style(_SMALL, fonts.SEMI_BOLD, _MUTED)),
            (1, formats.figure(amount), _figures(weight=weight)),
        ):
            inside = table.cellAt(row, column).firstCursorPosition()
            inside.setBlockFormat(_block(_RIGHT, stays=True))
            inside.insertText(words, style)
    cursor.movePosition(QTextCursor.MoveOperation.End)


def _shares(rows: Sequence[Sequence[str]]) -> list[float]:
    """Per cent of the width for each column: figures as wide as the longest, words share what is left."""
    columns = len(rows[0])
    longest = [max(len(cells[column]) for cells in rows) for column in range(columns - 3, columns)]
    figures = [max(_LEAST_FIGURE, (letters + 2) * _FIGURE_LETTER) for letters in longest]
    days = [_DAY_SHARE] * (1 if columns == 7 else 2)
    left = 100 - sum(figures) - sum(days)
    words = [left * 0.28, left * 0.34, left * 0.38]
    return [days[0], *words, *days[1:], *figures]


def _table_format(shares: Sequence[float], *, padding: float = 4, above: float = 0, heads: int = 0) -> QTextTableFormat:
    made = QTextTableFormat()
    made.setTopMargin(above)
    made.setBorder(0)
    made.setBorderCollapse(True)
    made.setCellSpacing(0)
    made.setCellPadding(padding)
    made.setHeaderRowCount(heads)
    made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    made.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, share) for share in shares])
    return made
