"""All books of this computer with what is in them, to open another one. Knows facts about books; opens none itself."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from safe_desktop.engine.books import BookFacts, list_books
from safe_desktop.engine.homes import Home
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, moment_column
from safe_desktop.ui.tables.fixed_rows import FixedRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup


class OpenBookDialog(Dialog):
    """A table of books; `chosen` gets the name of the one that was opened, `new_asked` is for a new one."""

    def __init__(
        self,
        home: Home,
        current: str,
        chosen: Callable[[str], object],
        new_asked: Callable[[], object],
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        words = "A book holds the sales side of one business and belongs to one organisation in Xero."
        super().__init__("Books", parent, subtitle=words, width=800)
        self._books = list_books(home)
        self._current = current
        self._chosen = chosen
        self._new_asked = new_asked
        self.table: RecordTable[BookFacts] = RecordTable(
            TableSetup(
                name="books",
                columns=_columns(current),
                source=lambda: FixedRows(self._books),
                noun="book",
                empty=("inbox", "No book yet", ""),
                has_search=False,
                is_sortable=False,
            ),
            preferences,
        )
        self.table.setMinimumHeight(260)
        self.form.addWidget(self.table, 1)
        self.add_button("New book…", self._on_new, "plus")
        self.add_cancel()
        self.open_button = self.add_primary("Open", self._on_open, "folder-open")
        self.table.opened.connect(self._on_table_opened)
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.reload()
        place = next((place for place, book in enumerate(self._books) if book.name == current), 0)
        if self._books:
            self.table.put_cursor(place)
        self.table.view.setFocus()

    @Slot(int)
    def _on_table_current_changed(self, _place: int) -> None:
        book = self.table.current()
        self.open_button.setEnabled(book is not None and not book.problem)
        self.open_button.say("Stay with it" if book is not None and book.name == self._current else "Open")

    @Slot(int)
    def _on_table_opened(self, _place: int) -> None:
        self._on_open()

    def _on_open(self) -> None:
        book = self.table.current()
        if book is None or book.problem:
            return
        self.accept()
        if book.name != self._current:
            # Opening waits until the dialog is gone: it belongs to the window that is about to change.
            chosen, name = self._chosen, book.name
            QTimer.singleShot(0, lambda: chosen(name))

    def _on_new(self) -> None:
        self.accept()
        self._new_asked()


def _columns(current: str) -> tuple[Column[BookFacts], ...]:
    def count(number: int | None) -> str:
        return formats.NOTHING if number is None else formats.number(number)

    return (
        Column(
            "name",
            "Book",
            lambda book: f"{book.name} (open)" if book.name == current else book.name,
            width=240,
            weight="medium",
            stretches=True,
        ),
        Column(
            "organisation",
            "In Xero as",
            lambda book: book.problem or book.organisation or "Not connected",
            width=180,
            is_second=True,
            ink=lambda book: "red" if book.problem else "",
        ),
        Column("customers", "Customers", lambda book: count(book.customers), width=92, is_right=True, is_figures=True),
        Column("documents", "Documents", lambda book: count(book.documents), width=92, is_right=True, is_figures=True),
        moment_column("changed_at", "Changed", lambda book: book.changed_at, sort=""),
    )
