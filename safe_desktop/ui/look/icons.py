"""Icons by name, in any colour and size, sharp on every screen. Knows the icon files; knows no widget.

Lucide's drawings (ISC licence) say `currentColor`: the colour is put in before they are rendered, and the result kept.
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from safe_desktop.ui.look.resource_files import resource

ROW_SIZE = 16
NAVIGATION_SIZE = 18
_THIN, _STRONG = "1.75", "3"
"""In units of the 24 pixel drawing; a small mark needs a stronger line to stay visible."""


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _rendered(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    stroke = _STRONG if size < ROW_SIZE else _THIN
    drawing = _drawing(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, colour: QColor | str, size: int = ROW_SIZE, ratio: float | None = None) -> QPixmap:
    """The icon as a picture for a screen of this pixel ratio (that of the sharpest screen if not said)."""
    if ratio is None:
        ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    return _rendered(name, QColor(colour).name(), size, ratio)


def _with_room(picture: QPixmap, room: int) -> QPixmap:
    """The picture with empty room at its right: a style sheet cannot set the gap between icon and words."""
    ratio = picture.devicePixelRatio()
    wide = QPixmap(picture.width() + round(room * ratio), picture.height())
    wide.fill(Qt.GlobalColor.transparent)
    wide.setDevicePixelRatio(ratio)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return wide


def icon(
    name: str, colour: QColor | str, size: int = ROW_SIZE, disabled: QColor | str | None = None, room: int = 0
) -> QIcon:
    """The icon for buttons and menus, with its paler self for when they are disabled."""
    made = QIcon(_with_room(pixmap(name, colour, size), room))
    if disabled is not None:
        made.addPixmap(_with_room(pixmap(name, disabled, size), room), QIcon.Mode.Disabled)
    return made
