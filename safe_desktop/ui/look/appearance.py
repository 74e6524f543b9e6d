"""Puts a theme on the whole program: palette, style sheet, font; follows the system's light and dark if asked to.

Knows `theme` and `style_sheet`; knows no page.
"""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from safe_desktop.ui.look import fonts, theme
from safe_desktop.ui.look.style_sheet import style_sheet
from safe_desktop.ui.look.theme import DARK, LIGHT, Theme


class ThemeChoice(StrEnum):
    AUTO = "Auto"
    LIGHT = "Light"
    DARK = "Dark"


def palette_of(colours: Theme) -> QPalette:
    """The theme as Qt's palette, so that every standard widget follows it."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    made = QPalette()
    named = {
        role.Window: colours.bg,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.raised,
        role.Text: colours.text,
        role.PlaceholderText: colours.faint,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.on_accent,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Accent: colours.accent,
        role.Light: colours.surface,
        role.Midlight: colours.line,
        role.Mid: colours.border,
        role.Dark: colours.control,
        role.Shadow: colours.border,
    }
    for where, colour in named.items():
        made.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(group.Disabled, where, QColor(colours.control))
    return made


class Appearance(QObject):
    """Holds the choice Auto, Light or Dark and keeps the program dressed accordingly."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice = ThemeChoice.AUTO) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        app.setStyle(QStyleFactory.create("Fusion"))
        fonts.load()
        app.setFont(fonts.font())
        app.styleHints().colorSchemeChanged.connect(self._on_hints_color_scheme_changed)
        self._dress()

    @property
    def choice(self) -> ThemeChoice:
        """What the person chose."""
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Change the look at once."""
        self._choice = choice
        self._dress()

    def _wanted(self) -> Theme:
        if self._choice is ThemeChoice.AUTO:
            # Without a desktop that tells, Qt answers Unknown: light then (stack.md 2).
            return DARK if self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._choice is ThemeChoice.DARK else LIGHT

    def _dress(self) -> None:
        colours = self._wanted()
        theme.show(colours)
        self._app.setPalette(palette_of(colours))
        self._app.setStyleSheet(style_sheet(colours))
        self.changed.emit()

    @Slot(Qt.ColorScheme)
    def _on_hints_color_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice is ThemeChoice.AUTO and theme.shown() is not self._wanted():
            self._dress()
