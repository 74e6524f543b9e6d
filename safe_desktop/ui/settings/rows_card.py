"""A card of the settings page whose values stand under each other like a table: a row of inputs for each, kept at once.

Knows how rows come, are edited, complain and go. Must not know what a row is about: each card says that.
"""

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.parts.input_row import Shares, lay_in_row, titles_row
from safe_desktop.ui.parts.settings_card import SettingsCard

V = TypeVar("V")


class ValueRow(QWidget, Generic[V]):
    """The inputs of one value, and at their end what is wrong with it; `edited` tells that a person changed something.

    A new one is not kept yet.
    """

    edited = Signal()

    def __init__(self, value: V, is_new: bool) -> None:
        super().__init__()
        self.value = value
        self.is_new = is_new
        self.state = Label("", fonts.Size.SECOND, wraps=True)

    def lay(self, widgets: Sequence[QWidget], shares: Shares) -> None:
        """Put the inputs into the row, what is wrong behind them."""
        lay_in_row(self, (*widgets, self.state), shares)

    def show_value(self, value: V) -> None:
        """Show the value as it is kept."""
        raise NotImplementedError

    def typed(self) -> V | None:
        """The value as it stands in the inputs; None where it is not one yet."""
        raise NotImplementedError

    def standing_words(self) -> tuple[str, bool]:
        """What is to be said about the value as it is kept, and whether it is a problem."""
        return "", False

    def complain(self, words: str) -> None:
        """Say at the row what is wrong with what was typed; else what is to be said about it as it is kept."""
        told, is_problem = (words, True) if words else self.standing_words()
        self.state.setText(told)
        self.state.set_ink("red" if is_problem else "muted")

    def is_being_typed(self) -> bool:
        """Whether a person is in it: then nothing is put into its inputs from elsewhere."""
        return False

    @Slot()
    def on_edited(self) -> None:
        """An input was changed."""
        self.edited.emit()


class RowsCard(SettingsCard, Generic[V]):
    """A row for each kept value; with `add_words` a way to add one, with `hint` a word on what is missing."""

    def __init__(
        self,
        title: str,
        sentence: str,
        titles: Sequence[str],
        shares: Shares,
        *,
        hint: str = "",
        add_words: str = "",
    ) -> None:
        super().__init__(title, sentence)
        self.rows: list[ValueRow[V]] = []
        self._hint = Label(hint, fonts.Size.SECOND, ink="amber", wraps=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self._column.addWidget(titles_row((*titles, ""), shares))
        self.form.addWidget(self._hint)
        self.form.addLayout(self._column)
        if add_words:
            self.add = Button(add_words, "plus", pressed=self._add)
            self.form.addWidget(self.add, alignment=Qt.AlignmentFlag.AlignLeft)

    # -- what each card says

    def kept(self) -> Sequence[V]:
        """The values as they are kept, in their order."""
        raise NotImplementedError

    def key_of(self, value: V) -> Hashable:
        """What tells a value from the others for as long as it lives."""
        raise NotImplementedError

    def row_of(self, value: V | None) -> ValueRow[V]:
        """A row for this value; for a new one where there is none."""
        raise NotImplementedError

    def keep(self, typed: V, before: V | None, row: ValueRow[V]) -> bool:
        """Keep it, or complain at its row; `before` is None for a new one."""
        raise NotImplementedError

    def lacks(self) -> bool:
        """Whether the hint is to be shown."""
        return False

    # -- what is alike for all

    def reload(self) -> None:
        """Show all values as they are kept; one that is being added stays at the end."""
        self._hint.setVisible(self.lacks())
        known = {self.key_of(row.value): row for row in self.rows if not row.is_new}
        for value in self.kept():
            row = known.get(self.key_of(value))
            if row is None:
                self._put(self.row_of(value))
            elif not row.is_being_typed():
                row.show_value(value)

    def _add(self) -> None:
        row = next((row for row in self.rows if row.is_new), None)
        if row is None:
            row = self.row_of(None)
            self._put(row)
        row.setFocus()

    def _put(self, row: ValueRow[V]) -> None:
        self.rows.append(row)
        self._column.addWidget(row)
        row.edited.connect(self._on_row_edited)

    @Slot()
    def _on_row_edited(self) -> None:
        row = self.sender()
        if not isinstance(row, ValueRow):
            return
        typed, before = row.typed(), row.value
        if typed is None or (typed == before and not row.is_new):
            return
        is_kept = self.keep(typed, None if row.is_new else before, row)
        if is_kept and row.is_new:
            # The kept value has a row of its own now.
            self.rows.remove(row)
            row.hide()
            row.deleteLater()
            self.reload()
        elif is_kept:
            row.show_value(typed)
