"""One input for each kind of setting: tick, number, text, choice, day. Made from the setting's declaration.

Each shows a value, tells by `changed` what a person made of it, and says under itself what is wrong.
"""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from safe_desktop.store.setting_records import Declared
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Label, TickBox
from safe_desktop.ui.parts.inputs import Choice, DayInput

Options = Sequence[tuple[str, str]]
INPUT_WIDTH = 320
_HEIGHT = 34
_TICK_INDENT = 28


class NumberInput(QSpinBox):
    """A whole number between limits; scrolling over it changes nothing."""

    def __init__(self, least: int, most: int, value: int = 0) -> None:
        super().__init__()
        self.setFont(fonts.font(is_figures=True))
        self.setRange(least, most)
        self.setValue(value)
        self.setKeyboardTracking(False)
        # The style sheet's padding does not reach the text of a spin box.
        self.lineEdit().setTextMargins(7, 0, 0, 0)
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling over a form must not change a number."""
        event.ignore()


class SettingField(QWidget):
    """The frame of all: words above the input, a hint or a complaint under it."""

    changed = Signal(str, object)

    def __init__(self, declared: Declared, hint: str = "", *, has_title: bool = True) -> None:
        super().__init__()
        self.declared = declared
        self._hint = hint
        self._under = Label(hint, fonts.Size.SECOND, ink="muted", wraps=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        if has_title:
            self.column.addWidget(Label(declared.label, fonts.Size.SECOND, fonts.MEDIUM, "muted"))

    def add_input(self, widget: QWidget) -> None:
        """Put the input between words and hint."""
        widget.setAccessibleName(self.declared.label)
        self.column.addWidget(widget)
        self.column.addWidget(self._under)
        self._under.setVisible(bool(self._hint))

    def show_value(self, value: object) -> None:
        """Show the value as it is kept."""
        raise NotImplementedError

    def complain(self, words: str) -> None:
        """Say what is wrong with what was typed; empty words take it back."""
        self._under.setText(words or self._hint)
        self._under.set_ink("red" if words else "muted")
        self._under.setVisible(bool(words or self._hint))

    def complaint(self) -> str:
        """What it says is wrong, if anything."""
        text = self._under.whole_text()
        return "" if text == self._hint else text

    def tell(self, value: object) -> None:
        """Say that a person chose this value."""
        self.changed.emit(self.declared.name, value)


class TickSetting(SettingField):
    """On or off."""

    def __init__(self, declared: Declared, hint: str = "") -> None:
        super().__init__(declared, hint, has_title=False)
        self.box = TickBox(declared.label)
        self.add_input(self.box)
        self._under.setContentsMargins(_TICK_INDENT, 0, 0, 0)
        self.box.clicked.connect(self._on_box_clicked)

    def show_value(self, value: object) -> None:
        self.box.setChecked(bool(value))
        self.complain("")

    @Slot(bool)
    def _on_box_clicked(self, is_on: bool) -> None:
        self.tell(is_on)


class NumberSetting(SettingField):
    """A whole number within its declared limits."""

    def __init__(self, declared: Declared, hint: str = "") -> None:
        super().__init__(declared, hint)
        least, most = declared.least or 0, declared.most or 1
        self.input = NumberInput(least, most)
        self.input.setFixedWidth(120)
        self.add_input(self.input)
        self.input.valueChanged.connect(self._on_input_value_changed)

    def show_value(self, value: object) -> None:
        self.input.blockSignals(True)
        self.input.setValue(int(str(value)))
        self.input.blockSignals(False)
        self.complain("")

    @Slot(int)
    def _on_input_value_changed(self, value: int) -> None:
        self.tell(value)


class TextSetting(SettingField):
    """A text; told when the cursor leaves the field or Enter is pressed."""

    def __init__(self, declared: Declared, hint: str = "") -> None:
        super().__init__(declared, hint)
        self._kept = ""
        self.input = QLineEdit()
        self.input.setFont(fonts.font())
        self.input.setMaximumWidth(INPUT_WIDTH)
        self.add_input(self.input)
        self.input.editingFinished.connect(self._on_input_editing_finished)

    def show_value(self, value: object) -> None:
        # What a person typed and cannot be kept stays to be mended, whatever else is saved meanwhile.
        if not self.complaint():
            self._kept = str(value)
            self.input.setText(self._kept)

    @Slot()
    def _on_input_editing_finished(self) -> None:
        text = self.input.text()
        if text == self._kept:
            self.complain("")
        else:
            self.complain("")
            self.tell(text)


class ChoiceSetting(SettingField):
    """One of what the book or Xero has; `options` is asked each time, `problem_of` says what is wrong with a choice."""

    def __init__(
        self,
        declared: Declared,
        options: Callable[[], Options],
        problem_of: Callable[[str], str] = lambda _key: "",
        hint: str = "",
    ) -> None:
        super().__init__(declared, hint)
        self._options, self._problem_of = options, problem_of
        self.input = Choice()
        self.input.setMaximumWidth(INPUT_WIDTH)
        self.add_input(self.input)
        self.input.activated.connect(self._on_input_activated)

    def show_value(self, value: object) -> None:
        key = str(value)
        options = list(self._options())
        if key not in [one for one, _ in options]:
            options.append((key, key or "(none)"))
        self.input.show_options(options, key)
        self.complain(self._problem_of(key))

    @Slot(int)
    def _on_input_activated(self, _place: int) -> None:
        self.tell(self.input.key())


class DaySetting(SettingField):
    """A day or none: a tick box that switches it on, and the day beside it."""

    def __init__(self, declared: Declared, today: date, hint: str = "") -> None:
        super().__init__(declared, hint, has_title=False)
        self.box = TickBox(declared.label)
        self.day = DayInput(today)
        self.day.setFixedWidth(140)
        self.day.setAccessibleName(declared.label)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.box)
        row.addWidget(self.day)
        row.addStretch()
        self.add_input(both)
        self._under.setContentsMargins(_TICK_INDENT, 0, 0, 0)
        self.box.clicked.connect(self._on_changed)
        self.day.editingFinished.connect(self._on_day_finished)
        self.day.calendarWidget().clicked.connect(self._on_day_finished)

    def show_value(self, value: object) -> None:
        self.box.setChecked(value is not None)
        self.day.setEnabled(value is not None)
        if isinstance(value, date):
            self.day.show_day(value)
        self.complain("")

    @Slot()
    def _on_changed(self) -> None:
        self.tell(self.day.day() if self.box.isChecked() else None)

    @Slot()
    def _on_day_finished(self) -> None:
        if self.box.isChecked():
            self.tell(self.day.day())
