"""The style sheet of a theme: what the palette cannot say. Rules go by class and by the property `look`.

There are no rules for plain QWidget: they would cascade into dialogs and views, and be slow.
"""

from dataclasses import fields
from string import Template

from safe_desktop.ui.look.resource_files import resource
from safe_desktop.ui.look.theme import Theme, Tone

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 5px 8px; }

QFrame[look="card"] { background: $surface; border: 1px solid $border; border-radius: 12px; }
QFrame[look="well"] { background: $raised; border: 1px solid $border; border-radius: 9px; }
QFrame[look="list-foot"] { background: $raised; border: none; border-top: 1px solid $border;
    border-bottom-left-radius: 11px; border-bottom-right-radius: 11px; }
QFrame[look="switch"] { background: $line; border: 1px solid $border; border-radius: 10px; }
QFrame[look="line"] { background: $line; border: none; }
QFrame[look="banner"] { background: $amber_ground; border: none; border-bottom: 1px solid $border; }
QFrame[look="banner-blue"] { background: $blue_ground; border: none; border-bottom: 1px solid $border; }
QFrame[look="banner-red"] { background: $red_ground; border: none; border-bottom: 1px solid $border; }
QScrollArea[look="page"], QWidget[look="page"] { background: $bg; border: none; }
QScrollArea[look="bare"] { background: transparent; border: none; }

QPushButton[look="plain"], QPushButton[look="primary"], QPushButton[look="danger"] {
    border-radius: 8px; padding: 0 14px; min-height: 32px; border: 1px solid $border;
    background: $surface; color: $text; }
QPushButton[look="plain"]:hover { background: $hover; }
QPushButton[look="plain"]:pressed, QPushButton[look="plain"]:checked { background: $selected; }
QPushButton[look="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[look="primary"]:hover, QPushButton[look="primary"]:pressed { background: $accent_hover; }
QPushButton[look="danger"] { color: $red; }
QPushButton[look="danger"]:hover { background: $red_ground; }
QPushButton[look="plain"]:disabled, QPushButton[look="primary"]:disabled, QPushButton[look="danger"]:disabled {
    background: $raised; border-color: $border; color: $control; }
QPushButton[look="plain"]:focus, QPushButton[look="danger"]:focus { border: 2px solid $accent; padding: 0 13px; }
QPushButton[look="primary"]:focus { border: 2px solid $text; padding: 0 13px; }
QPushButton[look="plain"][is_small="true"], QPushButton[look="primary"][is_small="true"] {
    min-height: 26px; padding: 0 11px; border-radius: 7px; }
QPushButton[look="plain"][is_small="true"]:focus { padding: 0 10px; }
QPushButton[look="link"] { border: 1px solid transparent; background: transparent; color: $accent; padding: 2px 4px;
    border-radius: 6px; text-align: left; }
QPushButton[look="link"][is_flush="true"] { padding: 1px 0; border-width: 0; border-bottom: 1px solid transparent; }
QPushButton[look="link"][is_flush="true"]:focus { border-bottom: 2px solid $accent; border-radius: 0; }
QPushButton[look="primary"][is_large="true"], QPushButton[look="plain"][is_large="true"] { min-height: 38px; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border: 2px solid $accent; padding: 1px 3px; }
QPushButton[look="link"]:disabled { color: $control; }
QPushButton[look="inline"] { border: none; border-bottom: 2px solid transparent; background: transparent;
    color: $accent; padding: 1px 0; text-align: left; }
QPushButton[look="inline"]:hover { text-decoration: underline; }
QPushButton[look="inline"]:focus { border-bottom-color: $accent; background: $selected; }
QPushButton[look="icon"] { border: 1px solid transparent; background: transparent; border-radius: 7px; padding: 0; }
QPushButton[look="icon"]:hover { background: $hover; }
QPushButton[look="icon"]:focus { border: 2px solid $accent; }
QPushButton::menu-indicator { width: 0; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox {
    background: $surface; color: $text; border: 1px solid $control; border-radius: 8px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox { min-height: 32px; padding: 0 9px; }
QPlainTextEdit, QTextEdit { padding: 5px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus,
QDoubleSpinBox:focus { border: 2px solid $accent; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus {
    padding: 0 8px; min-height: 30px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 4px; }
QLineEdit:read-only, QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled, QSpinBox:disabled {
    background: $raised; border-color: $border; }
QLineEdit[has_error="true"], QComboBox[has_error="true"], QDateEdit[has_error="true"] { border-color: $red; }
QLineEdit[look="cell"], QComboBox[look="cell"] { border: 2px solid $accent; border-radius: 0; min-height: 0;
    padding: 0 5px; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 26px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$arrow_down"); width: 14px; height: 14px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url("$arrow_down"); width: 10px; height: 10px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url("$arrow_up"); width: 10px; height: 10px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
    border: none; background: transparent; width: 20px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; padding: 4px; outline: none;
    selection-background-color: $selected; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; border-radius: 6px; }

QListView[look="choices"] { background: $surface; color: $text; border: 1px solid $border; padding: 4px; outline: none;
    selection-background-color: $selected; selection-color: $text; }
QListView[look="choices"]::item { min-height: 28px; padding: 0 6px; border-radius: 6px; }
QListView[look="choices"]::item:selected { background: $selected; color: $text; }

QAbstractItemView[look="table"] { background: transparent; border: none; outline: none; }
QAbstractItemView[look="list"] { background: transparent; border: none; outline: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QHeaderView, QHeaderView::section { background: transparent; border: none; }
QTableCornerButton::section { background: transparent; border: none; }

QMenu { background: $surface; border: 1px solid $border; padding: 6px; }
QMenu::item { padding: 7px 26px 7px 10px; border-radius: 6px; color: $text; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 5px 2px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $border; border-radius: 4px; }
QScrollBar::handle:hover { background: $control; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: transparent; border: none; width: 0; height: 0; }

QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSplitter::handle { background: transparent; }
QDialog { background: $bg; }
QGroupBox { border: 1px solid $border; border-radius: 9px; margin-top: 10px; padding: 12px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; color: $muted; }

QFrame[look="sidebar"] { background: $sidebar; border: none; border-right: 1px solid $sidebar_edge; }
QFrame[look="sidebar-panel"] { background: $sidebar_hover; border: none; border-radius: 9px; }
""")


def style_sheet(colours: Theme) -> str:
    """The whole sheet in the colours of this theme."""
    values = {part.name: getattr(colours, part.name) for part in fields(colours) if part.name not in ("name", "tones")}
    for tone in Tone:
        values[str(tone)], values[f"{tone}_ground"] = colours.tones[tone]
    # Their grey holds 3:1 on the fields of both themes, so that one drawing serves both.
    values["arrow_down"] = resource("icons", "field-down.svg").as_posix()
    values["arrow_up"] = resource("icons", "field-up.svg").as_posix()
    return _SHEET.substitute(values)
