"""How the program starts and ends on screen; the one file that knows all its parts.

The window is painted first; only then, from a timer, is the book opened and are the pages filled.
"""

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.errors import AnotherRunError, InputError, SafeError
from safe_desktop.ui.look.appearance import Appearance, ThemeChoice
from safe_desktop.ui.look.painted_once import PaintedOnce
from safe_desktop.ui.look.resource_files import resource
from safe_desktop.ui.shell.interrupts import Interrupts
from safe_desktop.ui.shell.main_window import MainWindow
from safe_desktop.ui.shell.notices import Notices
from safe_desktop.ui.shell.place import Place
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.single_instance import SingleInstance
from safe_desktop.ui.shell.sync_state import SyncState
from safe_desktop.ui.shell.tray import Tray

if TYPE_CHECKING:
    # For start-up cost: what these load is loaded once the window has been painted.
    from safe_desktop.engine.homes import Home
    from safe_desktop.engine.sync.run_report import RunReport
    from safe_desktop.ui.shell.book_session import BookSession, OpenBook

_LAST_BOOK, _THEME, _TRAY_TOLD = "book", "theme", "tray.told"
_RAISE = "raise"


class Program(QObject):
    """The running program: window, tray, and the book that is open."""

    def __init__(self, app: QApplication, home: "Home", open_book: "OpenBook", book: str = "") -> None:
        super().__init__()
        self._app, self._home, self._open_book, self._asked_book = app, home, open_book, book
        self.preferences = Preferences(home.preferences)
        self.appearance = Appearance(app, _theme_choice(self.preferences.text(_THEME)))
        self.problems = Problems()
        self.session: BookSession | None = None
        self.window = MainWindow(home, self.preferences)
        self.tray: Tray | None = Tray() if Tray.is_available() else None
        self.notices = Notices(self.preferences, SystemClock(), self._show_notice)
        self.window.book_chosen.connect(self.switch_book)
        self.window.new_book_asked.connect(self._on_window_new_book_asked)
        self.window.all_books_asked.connect(self._on_window_all_books_asked)
        self.window.closing.connect(self._on_window_closing)
        self.window.quit_asked.connect(self.quit)
        self.appearance.changed.connect(self._on_appearance_changed)
        if self.tray is not None:
            self._connect_tray(self.tray)

    # -- beginning

    def begin(self) -> None:
        """Show the window; the book follows as soon as it has been painted."""
        PaintedOnce(self.window, self._open_first)
        self.window.show()
        if self.tray is not None:
            self.tray.show()

    @Slot()
    def _open_first(self) -> None:
        from safe_desktop.engine.books import list_books, new_book  # noqa: PLC0415 - start-up cost
        from safe_desktop.engine.homes import DEFAULT_BOOK  # noqa: PLC0415 - start-up cost

        names = [facts.name for facts in list_books(self._home)]
        wanted = self._asked_book or self.preferences.text(_LAST_BOOK)
        if self._asked_book and self._asked_book not in names:
            self.problems.show(
                InputError(
                    f"There is no book named “{self._asked_book}”.",
                    "Another book was opened instead." if names else "An empty book was made instead.",
                    "Choose a book at the top left.",
                )
            )
        if not names:
            new_book(self._home, DEFAULT_BOOK, SystemClock())
            names = [DEFAULT_BOOK]
        self.switch_book(wanted if wanted in names else names[0])

    @Slot(str)
    def switch_book(self, name: str) -> None:
        """Close the open book and open this one; on a problem the window stays without a book."""
        from safe_desktop.ui.shell.book_session import BookSession  # noqa: PLC0415 - start-up cost

        self._close_session()
        try:
            opening = self._open_book(name)
            session = BookSession(opening, self.problems, self.preferences, self.appearance, self.window.navigate)
        except SafeError as problem:
            self.window.sidebar.books.show_book(name, "Could not be opened")
            self.problems.show(problem)
            return
        self.session = session
        self.preferences.keep(_LAST_BOOK, name)
        session.heartbeat.state_changed.connect(self._on_heartbeat_state_changed)
        session.heartbeat.synced.connect(self._on_heartbeat_synced)
        session.heartbeat.failed.connect(self._on_heartbeat_failed)
        session.heartbeat.start()
        self.window.show_book(session.context)

    # -- the end

    @Slot()
    def quit(self) -> None:
        """End in order: nothing is sent any more, what was sent is written down."""
        self.window.is_ending = True
        self.window.close()
        if self.tray is not None:
            self.tray.hide()
        self._close_session()
        self.preferences.save()
        self._app.quit()

    def _close_session(self) -> None:
        self.window.forget_book()
        if self.session is not None:
            session, self.session = self.session, None
            session.close()

    @Slot()
    def _on_window_closing(self) -> None:
        self.preferences.save()
        if self.tray is None:
            self._close_without_tray()
            return
        self.window.hide()
        if not self.preferences.text(_TRAY_TOLD):
            self.preferences.keep(_TRAY_TOLD, "yes")
            words = "It goes on syncing from the tray. Quit it from the icon's menu, or with Ctrl+Q."
            self.tray.notify("SAFE Desktop is still running", words, Place("overview"))

    def _close_without_tray(self) -> None:
        is_connected = self.session is not None and self.session.heartbeat.state.organisation
        if not is_connected or self.preferences.text(_TRAY_TOLD):
            self.quit()
            return
        self.preferences.keep(_TRAY_TOLD, "yes")
        words = (
            "This desktop has no tray, so the program ends when its window is closed, and syncing with it. "
            "It goes on when you open it again. This is said only once."
        )
        from safe_desktop.ui.parts.dialog import Question  # noqa: PLC0415 - start-up cost

        Question("Closing ends the program", words, "Quit", self.quit, self.window, no="Stay").open()

    # -- tray and notices

    def _connect_tray(self, tray: Tray) -> None:
        tray.sync_asked.connect(self._on_tray_sync_asked)
        tray.pause_asked.connect(self._on_tray_pause_asked)
        tray.resume_asked.connect(self._on_tray_resume_asked)
        tray.quit_asked.connect(self.quit)
        tray.opened.connect(self._on_tray_opened)

    @Slot()
    def _on_tray_sync_asked(self) -> None:
        if self.session is not None:
            self.session.heartbeat.sync_now()

    @Slot()
    def _on_tray_pause_asked(self) -> None:
        if self.session is not None:
            self.session.heartbeat.pause()

    @Slot()
    def _on_tray_resume_asked(self) -> None:
        if self.session is not None:
            self.session.heartbeat.resume()

    @Slot(object)
    def _on_tray_opened(self, place: Place | None) -> None:
        self.window.raise_window()
        if place is not None:
            self.window.navigate(place)

    def _show_notice(self, title: str, words: str, place: Place) -> None:
        if self.tray is not None:
            self.tray.notify(title, words, place)

    @Slot(object)
    def _on_heartbeat_state_changed(self, state: SyncState) -> None:
        if self.tray is not None:
            self.tray.show_state(state)

    @Slot(object)
    def _on_heartbeat_synced(self, report: "RunReport") -> None:
        if not self.window.isActiveWindow():
            self.notices.after_run(report)

    @Slot(object)
    def _on_heartbeat_failed(self, error: SafeError) -> None:
        if not self.window.isActiveWindow():
            self.notices.after_error(error)

    # -- the rest

    @Slot()
    def _on_appearance_changed(self) -> None:
        self.preferences.keep(_THEME, self.appearance.choice.value)

    @Slot(str)
    def on_wished(self, _wish: str) -> None:
        """A second start asked for the window."""
        self.window.raise_window()

    @Slot()
    def _on_window_all_books_asked(self) -> None:
        from safe_desktop.ui.settings.open_book_dialog import OpenBookDialog  # noqa: PLC0415 - start-up cost

        current = self.session.context.workplace.book.name if self.session else ""
        new = self._on_window_new_book_asked
        OpenBookDialog(self._home, current, self.switch_book, new, self.preferences, self.window).open()

    @Slot()
    def _on_window_new_book_asked(self) -> None:
        from safe_desktop.ui.settings.new_book_dialog import NewBookDialog  # noqa: PLC0415 - start-up cost

        NewBookDialog(self._make_book, self.window).open()

    def _make_book(self, name: str) -> str:
        try:
            new_book_name = self._made(name)
        except InputError as problem:
            return str(problem)
        # Opening waits until the dialog is gone: it belongs to the window that is about to change.
        QTimer.singleShot(0, lambda: self.switch_book(new_book_name))
        return ""

    def _made(self, name: str) -> str:
        from safe_desktop.engine.books import new_book  # noqa: PLC0415 - start-up cost

        self._home.book_path(name)
        open_name = self.session.context.workplace.book.name if self.session else ""
        self._close_session()
        try:
            return new_book(self._home, name, SystemClock()).name
        except SafeError:
            if open_name:
                self.switch_book(open_name)
            raise


def _theme_choice(kept: str) -> ThemeChoice:
    return ThemeChoice(kept) if kept in list(ThemeChoice) else ThemeChoice.AUTO


def make_application(arguments: Sequence[str]) -> QApplication:
    """Qt's application with our name and icon."""
    app = QApplication(list(arguments))
    app.setApplicationName("SAFE Desktop")
    app.setDesktopFileName("safe-desktop")
    app.setWindowIcon(QIcon(str(resource("app", "safe-desktop.svg"))))
    app.setQuitOnLastWindowClosed(False)
    return app


def run(home: "Home", open_book: "OpenBook", *, book: str = "", arguments: Sequence[str] = ("safe-desktop",)) -> int:
    """Show the program until the person ends it; the exit code. A second start raises the first one's window."""
    home.prepare()
    app = make_application(arguments)
    instance = SingleInstance(home.folder)
    if not instance.is_first():
        if instance.send(_RAISE):
            return 0
        raise AnotherRunError(
            "SAFE Desktop is already running for these books, but does not answer.",
            "Nothing was opened.",
            "End the other one first, or choose another folder with --home.",
        )
    interrupts = Interrupts()
    program = Program(app, home, open_book, book)
    before = sys.excepthook

    def hook(_kind: type[BaseException], error: BaseException, _where: TracebackType | None) -> None:
        program.problems.crashed(error)

    sys.excepthook = hook
    try:
        instance.wished.connect(program.on_wished)
        interrupts.asked.connect(program.quit)
        QGuiApplication.setQuitLockEnabled(False)
        program.begin()
        return app.exec()
    finally:
        sys.excepthook = before
        interrupts.close()
        instance.close()
