"""The window: side bar, banners, and the pages in a stack, each made when it is first looked at.

Knows pages by their protocol only. When something changed, the page that is shown reloads and the others know that
they must; no page ever speaks to another.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from safe_desktop.engine.changes import Changes
from safe_desktop.ui.shell.banners import COMPARE, Banners
from safe_desktop.ui.shell.navigation import ENTRIES
from safe_desktop.ui.shell.place import Place
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.sidebar import Sidebar
from safe_desktop.ui.shell.sync_state import SyncState
from safe_desktop.ui.shell.window_place import keep_place, restore_place

if TYPE_CHECKING:
    # For start-up cost: the window is painted before the pages and the engine are loaded.
    from safe_desktop.engine.homes import Home
    from safe_desktop.ui.shell.page import Context, Page

_SIZE, _SMALLEST = (1360, 880), (900, 600)
_START = "overview"


class MainWindow(QMainWindow):
    """The shell. `show_book` gives it a context to work with; without one it shows an empty frame."""

    book_chosen = Signal(str)
    new_book_asked = Signal()
    all_books_asked = Signal()
    quit_asked = Signal()
    closing = Signal()
    """The person closed the window; whether that ends the program is the application's decision."""

    def __init__(self, home: "Home", preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._context: Context | None = None
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._entries = ENTRIES
        self.is_ending = False
        self.setWindowTitle("SAFE Desktop")
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self.sidebar = Sidebar(self._entries, lambda: _book_names(home))
        self._stack = QStackedWidget()
        self.banners = Banners(connect=self._on_connect_again, compare=self._on_compare)
        self._lay_out()
        self._make_actions()
        self._coalesce = QTimer(self)
        self._coalesce.setSingleShot(True)
        self._coalesce.setInterval(0)
        self._coalesce.timeout.connect(self._reload_shown)
        self.sidebar.navigation.chosen.connect(self._on_navigation_chosen)
        self.sidebar.books.book_chosen.connect(self.book_chosen)
        self.sidebar.books.new_book_asked.connect(self.new_book_asked)
        self.sidebar.books.all_books_asked.connect(self.all_books_asked)
        self.sidebar.sync.clicked.connect(self._on_sync_panel_clicked)
        restore_place(self, preferences)

    # -- the book

    def show_book(self, context: "Context") -> None:
        """Work with this book from now on."""
        self.forget_book()
        self._context = context
        context.work.changed.connect(self._on_work_changed)
        context.heartbeat.state_changed.connect(self._on_heartbeat_state_changed)
        context.heartbeat.held.connect(self._on_heartbeat_held)
        self._on_heartbeat_state_changed(context.heartbeat.state)
        self.navigate(Place(_START))

    def forget_book(self) -> None:
        """Drop every page: the book is about to be closed."""
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._stale.clear()
        self._context = None

    # -- going places

    def navigate(self, place: Place) -> None:
        """Show a page, and on it a filter, a record, or begin something there."""
        if place.page == "find":
            self.find_anything()
            return
        page = self._page(place.page)
        if page is None:
            return
        self._bring_forward(page)
        if place.kind is not None and place.record_id:
            page.show_record(place.kind, place.record_id)
        elif not place.action:
            page.show_only(place.only)
        if place.action:
            page.do(place.action)

    def _bring_forward(self, page: "Page") -> None:
        self._stack.setCurrentWidget(page)
        self.sidebar.navigation.choose(page.name)
        self.banners.show_page(page.name)
        self._reload_shown()
        page.take_keys()

    def shown_page(self) -> "Page | None":
        """The page that is in front."""
        shown = self._stack.currentWidget()
        return next((page for page in self._pages.values() if page is shown), None)

    @Slot()
    def find_anything(self) -> None:
        """Open the field that finds everything."""
        if self._context is not None:
            from safe_desktop.ui.shell.find_anything import FindAnything  # noqa: PLC0415 - start-up cost

            FindAnything(self._context.workplace.book, self._entries, self.navigate, self).open()

    @Slot()
    def find_in_list(self) -> None:
        """Put the cursor into the search field of the list that has the keys, else of the page's first list."""
        from safe_desktop.ui.tables.record_table import RecordTable  # noqa: PLC0415 - start-up cost

        page, widget = self.shown_page(), QApplication.focusWidget()
        while widget is not None and not isinstance(widget, RecordTable):
            widget = widget.parentWidget()
        shown = [table for table in page.findChildren(RecordTable) if table.search.isVisible()] if page else []
        if isinstance(widget, RecordTable) and widget in shown:
            widget.focus_search()
        elif shown:
            shown[0].focus_search()

    def _page(self, name: str) -> "Page | None":
        if name in self._pages or self._context is None:
            return self._pages.get(name)
        from safe_desktop.ui.shell.page_list import page_of  # noqa: PLC0415 - start-up cost

        kind = page_of(name)
        if kind is None:
            return None
        page = kind(self._context)
        self._pages[name] = page
        self._stale.add(name)
        self._stack.addWidget(page)
        return page

    # -- what changed

    @Slot(object)
    def _on_work_changed(self, changes: Changes) -> None:
        for name, page in self._pages.items():
            if changes.touches(*page.touches):
                self._stale.add(name)
        # Several jobs may end at once: the page in front reads once.
        self._coalesce.start()

    @Slot()
    def _reload_shown(self) -> None:
        page = self.shown_page()
        if page is not None and page.name in self._stale:
            self._stale.discard(page.name)
            page.reload()

    @Slot(object)
    def _on_heartbeat_state_changed(self, state: SyncState) -> None:
        if self._context is None:
            return
        self.sidebar.sync.show_state(state)
        self.sidebar.navigation.show_badge("to_send", state.to_send)
        self.sidebar.navigation.show_badge("desk", state.waiting, is_alert=True)
        book = self._context.workplace.book.name
        under = f"In Xero as {state.organisation}" if state.organisation else "Not connected to Xero"
        under = "Connected to Xero" if state.organisation == book else under
        self.sidebar.books.show_book(book, under)
        self.setWindowTitle(f"{book} – SAFE Desktop")
        self._sync_action.setEnabled(state.can_sync)
        self.banners.show_state(state)

    @Slot(object)
    def _on_heartbeat_held(self, _report: object) -> None:
        self._on_compare()

    # -- making

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setProperty("look", "page")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(self._stack, 1)
        row.addLayout(column, 1)
        self.setCentralWidget(middle)

    def _make_actions(self) -> None:
        self._sync_action = self._action("Sync now", ("F5", "Ctrl+R"), self._on_sync)
        self._sync_action.setEnabled(False)
        self._action("Find anything", ("Ctrl+K",), self.find_anything)
        self._action("Find in this list", ("Ctrl+F",), self.find_in_list)
        self._action("Switch book", ("Ctrl+O",), self.sidebar.books.click)
        self._action("Quit", ("Ctrl+Q",), self.quit_asked.emit)
        for number, entry in enumerate(self._entries[:9], start=1):
            go = self._action(entry.title, (f"Ctrl+{number}",), self._on_page_action)
            go.setData(entry.name)

    def _action(self, words: str, keys: tuple[str, ...], pressed: object) -> QAction:
        action = QAction(words, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(pressed)
        self.addAction(action)
        return action

    # -- what a person does

    @Slot()
    def _on_sync(self) -> None:
        if self._context is not None:
            self._context.heartbeat.sync_now()

    @Slot()
    def _on_page_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._on_navigation_chosen(str(action.data()))

    @Slot(str)
    def _on_navigation_chosen(self, name: str) -> None:
        page = self._page(name)
        if page is not None:
            self._bring_forward(page)

    @Slot()
    def _on_sync_panel_clicked(self) -> None:
        self.navigate(Place(self.sidebar.sync.opens()))

    def _on_compare(self) -> None:
        self.navigate(Place(COMPARE))

    def _on_connect_again(self) -> None:
        self.navigate(Place("settings", action="connect"))

    def raise_window(self) -> None:
        """Bring the window to the front, from the tray or from behind."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    # -- geometry and the end

    def keep_geometry(self) -> None:
        """Remember size and place."""
        keep_place(self, self._preferences)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_geometry()
        if self.is_ending:
            event.accept()
            return
        event.ignore()
        self.closing.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Else the first button of the side bar would begin with the focus ring.
        self._stack.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self._context is not None:
            self._context.heartbeat.refresh()


def _book_names(home: "Home") -> list[str]:
    from safe_desktop.engine.books import list_books  # noqa: PLC0415 - start-up cost

    return [book.name for book in list_books(home)]
