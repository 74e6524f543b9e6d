"""What every page offers to the window, and what the window hands to every page.

A page re-reads itself when told that something it `touches` changed; no page ever refreshes another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QTreeView, QVBoxLayout, QWidget

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.shell.heartbeat import Heartbeat
from safe_desktop.ui.shell.place import Place
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.work import Work
from safe_desktop.ui.tables.record_table import RecordTable

__all__ = ["GAP", "PAGE_MARGINS", "Context", "Page", "Place"]

PAGE_MARGINS = (24, 20, 24, 20)
GAP = 14


@dataclass(frozen=True)
class Context:
    """What a page works with. One for each open book."""

    workplace: Workplace
    work: Work
    problems: Problems
    preferences: Preferences
    appearance: Appearance
    heartbeat: Heartbeat
    navigate: Callable[[Place], None]


class Page(QWidget):
    """A page with its heading. Subclasses name themselves and fill `self.body`."""

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    touches: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setAccessibleName(self.title)
        self.subtitle = Label("", fonts.Size.TEXT, ink="muted", elides=True)
        self.title_label = Label(self.title, fonts.Size.PAGE_TITLE, fonts.SEMI_BOLD)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title_label)
        words.addWidget(self.subtitle)
        self.heading = QHBoxLayout()
        self.heading.setSpacing(10)
        self.heading.addLayout(words, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*PAGE_MARGINS)
        self.body.setSpacing(GAP)
        self.body.addLayout(self.heading)

    def say(self, subtitle: str) -> None:
        """Show a line under the title."""
        self.subtitle.setText(subtitle)

    def take_keys(self) -> None:
        """Put the keys where work on the page begins: its list, so that the arrows move at once."""
        tables = (table.view for table in self.findChildren(RecordTable) if not table.setup.is_bare)
        for view in (*tables, *self.findChildren(QTreeView)):
            if view.isVisibleTo(self) and view.model().rowCount():
                view.setFocus()
                return
        self.setFocus()

    def reload(self) -> None:
        """Read everything that is shown again."""
        raise NotImplementedError

    def show_only(self, only: str) -> None:
        """Show the records of one filter."""

    def show_record(self, kind: RecordKind, record_id: int) -> None:
        """Put the cursor on one record."""

    def do(self, action: str) -> None:
        """Do one of the page's own things by name, such as "add" or "import"."""
