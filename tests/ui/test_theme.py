"""The colours hold what the look promises, computed from the tokens themselves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from safe_desktop.ui.look import theme
from safe_desktop.ui.look.appearance import Appearance, ThemeChoice, palette_of
from safe_desktop.ui.look.theme import DARK, LIGHT, Theme, Tone, contrast

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda found: found.name)


@THEMES
@pytest.mark.parametrize("ink", ["text", "muted", "faint"])
def test_text_can_be_read_on_every_ground_it_stands_on(colours: Theme, ink: str) -> None:
    grounds = [colours.bg, colours.surface, colours.raised, colours.hover]
    if ink != "faint":
        grounds.append(colours.selected)
    for ground in grounds:
        assert contrast(getattr(colours, ink), ground) >= 4.5, (ink, ground)


@THEMES
@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_can_be_read_on_its_ground_on_cards_and_on_selected_rows(colours: Theme, tone: Tone) -> None:
    ink, ground = colours.tones[tone]
    for under in (ground, colours.surface, colours.raised, colours.selected, colours.bg):
        assert contrast(ink, under) >= 4.5, (tone, under)


@THEMES
def test_buttons_links_badges_and_the_side_bar_can_be_read(colours: Theme) -> None:
    pairs = [
        (colours.on_accent, colours.accent),
        (colours.on_accent, colours.accent_hover),
        (colours.accent, colours.surface),
        (colours.accent, colours.bg),
        ("#FFFFFF", colours.alert_badge),
        ("#FFFFFF", colours.sidebar_badge),
    ]
    sidebar = (colours.sidebar_ink, colours.sidebar_text, colours.sidebar_muted)
    pairs += [(ink, ground) for ink in sidebar for ground in (colours.sidebar, colours.sidebar_hover)]
    for ink, ground in pairs:
        assert contrast(ink, ground) >= 4.5, (ink, ground)


@THEMES
def test_edges_of_controls_and_the_focus_ring_stand_out(colours: Theme) -> None:
    for ground in (colours.surface, colours.bg, colours.raised):
        assert contrast(colours.control, ground) >= 3.0, ground
        assert contrast(colours.accent, ground) >= 3.0, ground
    assert contrast(colours.sidebar_mark, colours.sidebar_hover) >= 3.0


def test_the_arrows_of_fields_stand_out_in_both_themes() -> None:
    for colours in (LIGHT, DARK):
        assert contrast("#7C8998", colours.surface) >= 3.0


def test_contrast_is_what_everybody_computes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_palette_and_what_is_painted_follow_the_choice(appearance: Appearance, qapp: QApplication) -> None:
    appearance.choose(ThemeChoice.DARK)
    assert theme.shown() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.bg
    assert DARK.surface in qapp.styleSheet()
    appearance.choose(ThemeChoice.LIGHT)
    assert theme.shown() is LIGHT
    assert palette_of(LIGHT).color(QPalette.ColorRole.Text).name().upper() == LIGHT.text


def test_auto_is_light_where_the_desktop_does_not_tell(appearance: Appearance, qapp: QApplication) -> None:
    appearance.choose(ThemeChoice.AUTO)
    is_dark = qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert theme.shown() is (DARK if is_dark else LIGHT)
