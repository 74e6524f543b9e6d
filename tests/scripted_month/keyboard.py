"""A person who has nothing but a keyboard: keys go to whatever has the focus, and each act is counted.

Waits as a person does, until the program has answered. Clicks nothing and calls nothing of the program.
"""

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

PATIENCE_MS = 60_000


class Keyboard:
    """`acts` counts what was done: a key or chord is one, a text typed into a field is one."""

    def __init__(self) -> None:
        self.acts: Counter[str] = Counter()
        self.letters = 0
        self.decisions: Counter[str] = Counter()

    def press(self, *keys: str, why: str = "") -> None:
        """Press these keys one after the other: “Return”, “Ctrl+R”, “/”, “3”."""
        for key in keys:
            self.acts[why or key] += 1
            self._send(key)

    def type(self, text: str, why: str = "text") -> None:
        """Type a text into the field that has the focus."""
        self.acts[why] += 1
        self.letters += len(text)
        QTest.keyClicks(_target(), text)
        _settle()

    def decided(self, what: str) -> None:
        """Note that a person made up their mind about something."""
        self.decisions[what] += 1

    def wait_until(self, is_so: Callable[[], object], what: str = "", patience_ms: int = PATIENCE_MS) -> None:
        """Look until it is so; AssertionError that names it where it never is."""
        clock = QElapsedTimer()
        clock.start()
        while not is_so():
            _hand_over()
            assert clock.elapsed() < patience_ms, f"in vain: {what or is_so}"
            QTest.qWait(2)

    def report(self) -> str:
        """How much a person had to do, in one line."""
        total = sum(self.acts.values())
        decided = ", ".join(f"{count} {what}" for what, count in self.decisions.most_common())
        made = f"{sum(self.decisions.values())} decisions: {decided or 'none'}"
        return f"{total} user acts ({self.letters} letters typed), {made}"

    def _send(self, key: str) -> None:
        if len(key) == 1:
            QTest.keyClicks(_target(), key)
        else:
            QTest.keySequence(_target(), QKeySequence(key))
        _settle()


def _target() -> QWidget:
    """Where the keys of a real keyboard would go; a window that just opens or closes is waited for."""
    for _ in range(500):
        found = QApplication.focusWidget() or QApplication.activeWindow()
        if found is not None and found.isVisible():
            return found
        _hand_over()
        QTest.qWait(2)
    raise AssertionError("nothing has the keys")


def _hand_over() -> None:
    """What a window manager does, and a test has none: when a window closes, the one under it gets the keys."""
    active = QApplication.activeWindow()
    if active is None or not active.isVisible():
        under = QApplication.activeModalWidget() or next(
            (one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()), None
        )
        if under is not None:
            under.activateWindow()


def _settle() -> None:
    """Let the program do what the key began, as far as it does it at once."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    _hand_over()
