"""The second step of an import: which column holds what, with samples, and how dates, prices and numbers are meant.

Knows fields, headers and samples; guessing and reading are the engine's.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from safe_desktop.engine.files.examining import Examined
from safe_desktop.engine.files.import_columns import FIELDS, Field
from safe_desktop.engine.files.import_mapping import Mapping, refuse_unusable
from safe_desktop.store.book_file import Book
from safe_desktop.ui.bringing_in.import_options_form import ImportOptionsForm
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Card, Label
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.parts.panel_parts import empty, notice

_SAMPLES = 3
_NOT_THERE = "(not in the file)"
_CHOICE_WIDTH = 190


class ColumnsStep(QWidget):
    """The fields with their columns at the left, the options at the right, and what should be known above both."""

    changed = Signal()

    def __init__(self, book: Book, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self._examined: Examined | None = None
        self.choices: dict[str, Choice] = {}
        self._samples: dict[str, Label] = {}
        self.options = ImportOptionsForm(book, kind)
        self._notices = QVBoxLayout()
        self._notices.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._notices)
        both = QHBoxLayout()
        both.setSpacing(14)
        both.addWidget(self._fields_card(), 1)
        both.addWidget(self.options)
        column.addLayout(both, 1)

    def show_file(self, examined: Examined) -> None:
        """Show what the file's columns seem to mean."""
        self._examined = examined
        headers = [header for header in dict.fromkeys(examined.headers) if header]
        options = [("", _NOT_THERE), *((header, header) for header in headers)]
        for key, choice in self.choices.items():
            choice.blockSignals(True)
            choice.show_options(options, examined.mapping.columns.get(key, ""))
            choice.blockSignals(False)
            self._show_samples(key)
        self.options.show_options(examined.mapping.options)
        self._show_notices(examined)

    def mapping(self) -> Mapping:
        """What a person settled; InputError where a column is missing that must be there."""
        assert self._examined is not None, "a file is shown before its columns are asked for"
        columns = {key: choice.key() for key, choice in self.choices.items() if choice.key()}
        mapping = Mapping(self._kind, columns, self.options.options(self._examined.mapping.options))
        refuse_unusable(mapping, self._examined.headers, self._examined.file_name)
        return mapping

    # -- making

    def _fields_card(self) -> Card:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(16, 12, 16, 14)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(2, 1)
        for column, title in enumerate(("Field", "Column of the file", "First values")):
            grid.addWidget(Label(title, fonts.Size.SMALL, fonts.SEMI_BOLD, "muted"), 0, column)
        for row, field in enumerate(FIELDS[self._kind], start=1):
            self._add_field(grid, row, field)
        grid.setRowStretch(len(FIELDS[self._kind]) + 1, 1)
        scroll = QScrollArea()
        scroll.setProperty("look", "bare")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        card = Card()
        column_ = QVBoxLayout(card)
        column_.setContentsMargins(1, 1, 1, 1)
        column_.addWidget(scroll)
        return card

    def _add_field(self, grid: QGridLayout, row: int, field: Field) -> None:
        name = f"{field.label} (needed)" if field.is_required else field.label
        weight = fonts.MEDIUM if field.is_required else fonts.REGULAR
        choice = Choice()
        choice.setFixedWidth(_CHOICE_WIDTH)
        choice.setAccessibleName(f"Column for {name}")
        choice.setProperty("field", field.key)
        choice.currentIndexChanged.connect(self._on_choice_current_index_changed)
        samples = Label("", fonts.Size.SECOND, ink="muted", elides=True)
        title = Label(name, weight=weight)
        title.setBuddy(choice)
        grid.addWidget(title, row, 0)
        grid.addWidget(choice, row, 1)
        grid.addWidget(samples, row, 2)
        self.choices[field.key] = choice
        self._samples[field.key] = samples

    def _show_samples(self, key: str) -> None:
        if self._examined is None:
            return
        header = self.choices[key].key()
        values = _first_values(self._examined.headers, self._examined.samples, header) if header else []
        self._samples[key].setText("   ·   ".join(values))

    def _show_notices(self, examined: Examined) -> None:
        empty(self._notices)
        if examined.is_remembered:
            self._notices.addWidget(
                notice("Remembered: a file with these columns was imported before.", "check", "green")
            )
        for words in examined.questions:
            self._notices.addWidget(notice(words, "triangle-alert", "amber"))

    @Slot(int)
    def _on_choice_current_index_changed(self, _index: int) -> None:
        for key in self.choices:
            self._show_samples(key)
        self.changed.emit()


def _first_values(headers: Sequence[str], samples: Sequence[Sequence[str]], header: str) -> list[str]:
    """The first different values of a column that are not empty."""
    place = headers.index(header)
    values = (row[place].strip() for row in samples if place < len(row))
    return list(dict.fromkeys(value for value in values if value))[:_SAMPLES]
