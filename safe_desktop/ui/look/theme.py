"""The colours of the two themes by name, and which of them is shown. Knows no widget; `appearance` puts them on.

Text holds 4.5:1 and control edges 3:1 on every ground they are used on: a test computes it from these values.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from PySide6.QtGui import QColor


@lru_cache(maxsize=128)
def _colour(code: str) -> QColor:
    """One object for each colour: painting asks for thousands of them a second, and nobody changes one."""
    return QColor(code)


class Tone(StrEnum):
    """What a colour means; never the only signal, always together with words."""

    GREEN = "green"
    BLUE = "blue"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours. A tone is its ink and its pale ground."""

    name: str
    is_dark: bool
    bg: str
    surface: str
    raised: str
    border: str
    line: str
    control: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_second: str
    selected: str
    hover: str
    tones: dict[Tone, tuple[str, str]]
    sidebar: str
    sidebar_hover: str
    sidebar_edge: str
    sidebar_ink: str
    sidebar_text: str
    sidebar_muted: str
    sidebar_badge: str
    sidebar_mark: str
    alert_badge: str = "#C8382A"

    def ink(self, name: str) -> QColor:
        """The colour of a token or of a tone's ink, by name ("muted", "red" …)."""
        return _colour(self.tones[Tone(name)][0] if name in self.tones else getattr(self, name))

    def ground(self, tone: Tone) -> QColor:
        """The pale ground of a tone, under its ink."""
        return _colour(self.tones[tone][1])


LIGHT = Theme(
    name="light",
    is_dark=False,
    bg="#F4F6F9",
    surface="#FFFFFF",
    raised="#F8FAFC",
    border="#E1E6EC",
    line="#EBEEF2",
    control="#8390A0",
    text="#101828",
    muted="#566275",
    faint="#667183",
    accent="#0B6E99",
    on_accent="#FFFFFF",
    accent_hover="#095C80",
    accent_second="#9CCFE3",
    selected="#E3F1F8",
    hover="#F3F6F9",
    tones={
        Tone.GREEN: ("#12713A", "#E1F4E8"),
        Tone.BLUE: ("#175CD3", "#E4EEFD"),
        Tone.AMBER: ("#854F08", "#FDF0D8"),
        Tone.RED: ("#B42318", "#FDE9E7"),
        Tone.GREY: ("#475467", "#EAEEF3"),
    },
    sidebar="#0C1F2E",
    sidebar_hover="#17364D",
    sidebar_edge="#0C1F2E",
    sidebar_ink="#FFFFFF",
    sidebar_text="#B6C4D1",
    sidebar_muted="#91A7B9",
    sidebar_badge="#28516E",
    sidebar_mark="#3BA7D1",
)

DARK = Theme(
    name="dark",
    is_dark=True,
    bg="#0F1419",
    surface="#171D24",
    raised="#1B222A",
    border="#2B343E",
    line="#242C35",
    control="#6B7987",
    text="#E8EDF2",
    muted="#9BA8B5",
    faint="#8593A1",
    accent="#4DB5DA",
    on_accent="#06222E",
    accent_hover="#6CC4E3",
    accent_second="#2B6177",
    selected="#16323F",
    hover="#1C242C",
    tones={
        Tone.GREEN: ("#5FD08A", "#14301F"),
        Tone.BLUE: ("#7FB0FF", "#16284A"),
        Tone.AMBER: ("#F2B84B", "#35270F"),
        Tone.RED: ("#FF8A7D", "#3B1A18"),
        Tone.GREY: ("#A9B6C2", "#252E37"),
    },
    sidebar="#0A0F14",
    sidebar_hover="#17212B",
    sidebar_edge="#222B34",
    sidebar_ink="#E8EDF2",
    sidebar_text="#9FB0BF",
    sidebar_muted="#8798A8",
    sidebar_badge="#2B3945",
    sidebar_mark="#4DB5DA",
)


def _channel(value: float) -> float:
    return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1 to 21, as WCAG 2 computes it."""

    def luminance(colour: str) -> float:
        shade = QColor(colour)
        red, green, blue = (_channel(part) for part in (shade.redF(), shade.greenF(), shade.blueF()))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


_shown = LIGHT


def shown() -> Theme:
    """The theme that is on screen now; what paints asks at each painting, so that a change needs no bookkeeping."""
    return _shown


def show(theme: Theme) -> None:
    """Make this the theme that `shown` answers; only `appearance` calls it."""
    global _shown  # noqa: PLW0603 - one screen, one theme; passing it to every painter would say nothing more
    _shown = theme
