"""The program's own buttons, labels, tiles and fields: the standard widgets in our look, showing plain text only.

Everything that shows data is built from these, so that no name is ever read as HTML or as a menu key.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from safe_desktop.ui.look import fonts, icons, painting, theme
from safe_desktop.ui.look.formats import visible
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone

_ICON_GAP = 5


class Label(QLabel):
    """Plain text in a size, weight and ink of the theme. Elides with a tooltip if asked to."""

    def __init__(
        self,
        text: str = "",
        size: int = fonts.Size.TEXT,
        weight: QFont.Weight = fonts.REGULAR,
        ink: str = "text",
        *,
        wraps: bool = False,
        elides: bool = False,
        is_figures: bool = False,
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(fonts.font(size, weight, is_figures))
        self.setWordWrap(wraps)
        self._ink = ink
        self._elides = elides
        self._whole = ""
        if elides:
            self.setMinimumWidth(24)
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)
        self._colour()

    def setText(self, text: str) -> None:
        """Show the text; line breaks stay, everything else that is not to be seen becomes a symbol."""
        self._whole = "\n".join(visible(line) for line in text.split("\n"))
        self.setAccessibleName(self._whole)
        self._fit()

    def whole_text(self) -> str:
        """What the label says, also where it had no room for all of it."""
        return self._whole

    def set_ink(self, ink: str) -> None:
        """Change the colour to another token or tone."""
        self._ink = ink
        self._colour()

    def _fit(self) -> None:
        shown = self._whole
        if self._elides and self.width() > 0 and self.isVisible():
            shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
            self.setToolTip(plain_tip(self._whole) if shown != self._whole else "")
        super().setText(shown)

    def _colour(self) -> None:
        palette = self.palette()
        wanted = theme.shown().ink(self._ink)
        if palette.color(self.foregroundRole()) != wanted:
            palette.setColor(self.foregroundRole(), wanted)
            self.setPalette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_ink"):
            self._colour()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A theme that changed before this was first shown has not told it.
        self._colour()
        self._fit()


def plain_tip(text: str) -> str:
    """The text as a tooltip that Qt cannot take for HTML: what looks like a tag gets an invisible break."""
    return "\n".join(visible(line) for line in text.split("\n")).replace("<", "<\u200b")


class Button(QPushButton):
    """A push button in one of the looks plain, primary, danger, link; an `&` in its words is just an `&`."""

    def __init__(
        self,
        text: str,
        icon: str = "",
        look: str = "plain",
        *,
        is_small: bool = False,
        pressed: Callable[[], object] | None = None,
        tip: str = "",
        ink: str = "",
    ) -> None:
        super().__init__()
        self._icon = icon
        self._ink = ink
        self.setProperty("look", look)
        self.setProperty("is_small", is_small)
        size = fonts.Size.SECOND if is_small else fonts.Size.TEXT
        self.setFont(fonts.font(size, fonts.REGULAR if look == "link" else fonts.MEDIUM))
        self._room = _ICON_GAP if text else 0
        self.setIconSize(QSize(icons.ROW_SIZE + self._room, icons.ROW_SIZE))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.say(text)
        if tip:
            self.setToolTip(plain_tip(tip))
        if pressed is not None:
            self._pressed = pressed
            self.clicked.connect(self._on_clicked)
        self._colour()

    def say(self, text: str) -> None:
        """Change the words."""
        self.setText(visible(text).replace("&", "&&"))
        if text:
            self.setAccessibleName(visible(text))

    def set_icon(self, name: str) -> None:
        """Change the icon."""
        self._icon = name
        self._colour()

    def _on_clicked(self, _is_checked: bool = False) -> None:
        self._pressed()

    def _colour(self) -> None:
        if not self._icon:
            return
        colours = theme.shown()
        own = {"primary": "on_accent", "link": "accent", "danger": "red"}.get(self.property("look"), "muted")
        ink = colours.ink(self._ink or own)
        self.setIcon(icons.icon(self._icon, ink, icons.ROW_SIZE, colours.control, self._room))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_icon"):
            self._colour()


class IconButton(Button):
    """A square button that shows only an icon; its name is for tooltip and screen reader."""

    def __init__(self, icon: str, name: str, pressed: Callable[[], object] | None = None, size: int = 28) -> None:
        super().__init__("", icon, "icon", pressed=pressed, tip=name)
        self.setAccessibleName(name)
        self.setFixedSize(size, size)


class TickBox(QCheckBox):
    """A check box drawn as the ticks in tables are."""

    def __init__(self, text: str = "") -> None:
        super().__init__(visible(text).replace("&", "&&"))
        self.setFont(fonts.font())
        self.setMinimumHeight(24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.rect()
        middle.setWidth(painting.TICK_SIZE + 4)
        painting.draw_tick(painter, middle, self.checkState(), is_enabled=self.isEnabled())
        painter.setPen(QColor(theme.shown().text if self.isEnabled() else theme.shown().control))
        words = self.rect().adjusted(painting.TICK_SIZE + 12, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, int(flags) | int(Qt.TextFlag.TextHideMnemonic), self.text())
        if self.hasFocus():
            painting.draw_focus(painter, middle.toRectF().adjusted(-1, 0, 1, 0), 6)
        painter.end()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(painting.TICK_SIZE + 14 + words, 24)

    def hitButton(self, position: object) -> bool:
        """The whole widget may be clicked, not only the square that the style would have drawn."""
        return True


class ChipLabel(QWidget):
    """A chip by itself, for panels and headings."""

    def __init__(self, chip: Chip | None = None) -> None:
        super().__init__()
        self._chip = chip
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_chip(chip)

    def show_chip(self, chip: Chip | None) -> None:
        """Show this chip, or nothing."""
        self._chip = chip
        if chip is None:
            self.hide()
        elif self.parentWidget() is not None:  # without a parent it would be a window of its own
            self.show()
        self.setAccessibleName(visible(chip.text) if chip else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return painting.chip_size(self._chip) if self._chip else QSize(0, painting.CHIP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chip:
            painter = QPainter(self)
            painting.draw_chip(painter, self.rect(), self._chip)
            painter.end()


class IconTile(QWidget):
    """An icon on the pale ground of its tone, as cards and lists begin with."""

    def __init__(self, icon: str, tone: Tone = Tone.BLUE, size: int = 32) -> None:
        super().__init__()
        self._icon, self._tone = icon, tone
        self.setFixedSize(size, size)

    def show_icon(self, icon: str, tone: Tone) -> None:
        """Change icon and tone."""
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        painting.rounded(painter, self.rect().toRectF(), 8, colours.ground(self._tone))
        size = self.width() // 2
        picture = icons.pixmap(self._icon, colours.ink(self._tone), size, self.devicePixelRatio())
        painter.drawPixmap((self.width() - size) // 2, (self.height() - size) // 2, picture)
        painter.end()


class IconMark(QWidget):
    """A bare icon in an ink of the theme."""

    def __init__(self, icon: str, ink: str = "muted", size: int = icons.ROW_SIZE) -> None:
        super().__init__()
        self._icon, self._ink = icon, ink
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = theme.shown().ink(self._ink)
        painter.drawPixmap(0, 0, icons.pixmap(self._icon, ink, self.width(), self.devicePixelRatio()))
        painter.end()


class Card(QFrame):
    """A frame with an edge and round corners."""

    def __init__(self, look: str = "card") -> None:
        super().__init__()
        self.setProperty("look", look)


def line() -> QFrame:
    """A hairline between two parts of a card."""
    made = QFrame()
    made.setProperty("look", "line")
    made.setFixedHeight(1)
    return made
