"""The program's own font, Inter, in the few sizes and weights the look has. Knows nothing of colours or widgets."""

from enum import IntEnum
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from safe_desktop.ui.look.resource_files import resource

FAMILY = "Inter"
_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")


class Size(IntEnum):
    """Pixels at 100 %; Qt scales all of them with the screen."""

    SMALL = 11
    SECOND = 12
    TEXT = 13
    CARD_TITLE = 15
    BIG_TITLE = 28
    PAGE_TITLE = 22
    FIGURE = 26


REGULAR, MEDIUM, SEMI_BOLD, BOLD = (
    QFont.Weight.Normal,
    QFont.Weight.Medium,
    QFont.Weight.DemiBold,
    QFont.Weight.Bold,
)


def load() -> None:
    """Make Inter known to Qt; static files, because the weights of a variable font are ignored (stack.md 2)."""
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0:
            raise RuntimeError(f"the font {name} could not be read")


@lru_cache(maxsize=64)
def metrics(size: int = Size.TEXT, weight: QFont.Weight = REGULAR, is_figures: bool = False) -> QFontMetrics:
    """How wide text is in the font of this size and weight."""
    return QFontMetrics(font(size, weight, is_figures))


@lru_cache(maxsize=64)
def font(size: int = Size.TEXT, weight: QFont.Weight = REGULAR, is_figures: bool = False) -> QFont:
    """The font of this size and weight; with `is_figures` all digits are equally wide, for columns of numbers."""
    made = QFont(FAMILY)
    made.setPixelSize(int(size))
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if is_figures:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
