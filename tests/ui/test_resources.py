"""Fonts and icons are there, whole, licensed, and none of them for nothing."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontMetrics, QRawFont

from safe_desktop.ui.look import fonts, icons
from safe_desktop.ui.look.resource_files import resource

ROOT = Path(__file__).resolve().parents[2]
SOURCES = "\n".join(path.read_text("utf-8") for path in (ROOT / "safe_desktop").rglob("*.py"))
ICONS = sorted(path.stem for path in resource("icons").glob("*.svg"))


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_used_somewhere(name: str) -> None:
    assert re.search(rf"[\"']{re.escape(name)}(\.svg)?[\"']", SOURCES), f"{name}.svg is used nowhere"


def test_every_icon_draws_something_in_its_colour() -> None:
    for name in ICONS:
        picture = icons.pixmap(name, QColor("#FF0000"), 32, 1.0).toImage()
        inked = [
            picture.pixelColor(x, y) for x in range(32) for y in range(32) if picture.pixelColor(x, y).alpha() > 200
        ]
        assert inked, name
        if not name.startswith("field-"):
            assert inked[0].red() > 200, name


def test_the_font_has_every_sign_that_the_screen_uses_in_every_weight() -> None:
    for weight in (fonts.REGULAR, fonts.MEDIUM, fonts.SEMI_BOLD, fonts.BOLD):
        raw = QRawFont.fromFont(fonts.font(13, weight))
        assert raw.familyName() == "Inter"
        missing = [sign for sign in "£€$−–—·…“”‘’→↑↓⏎Δ✓‹›áéłőşžßñ" if not raw.glyphIndexesForString(sign)[0]]
        assert not missing


def test_weights_differ_and_figures_are_equally_wide() -> None:
    widths = {QFontMetrics(fonts.font(60, weight)).horizontalAdvance("Bramley") for weight in
              (fonts.REGULAR, fonts.MEDIUM, fonts.SEMI_BOLD, fonts.BOLD)}  # fmt: skip
    assert len(widths) == 4
    metrics = QFontMetrics(fonts.font(13, is_figures=True))
    assert len({metrics.horizontalAdvance(digit * 8) for digit in "0123456789"}) == 1


def test_both_licences_are_shipped() -> None:
    assert "SIL Open Font License" in resource("fonts", "Inter-OFL-1.1.txt").read_text("utf-8")
    licence = resource("icons", "Lucide-ISC.txt").read_text("utf-8")
    assert "ISC License" in licence
    assert "Cole Bemis" in licence


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"fonts/none\.ttf"):
        resource("fonts", "none.ttf")
