"""One open book on screen: the workplace with its work door, heartbeat and context, begun and ended together.

The order of the end is the reverse of the beginning: heartbeat, work, workplace.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.look import home_words
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.look.tidying import Tidying
from safe_desktop.ui.shell.heartbeat import Heartbeat
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.work import Work

OpenBook = Callable[[str], AbstractContextManager[Workplace]]


class BookSession:
    """Everything that lives as long as a book is open."""

    def __init__(
        self,
        opening: AbstractContextManager[Workplace],
        problems: Problems,
        preferences: Preferences,
        appearance: Appearance,
        navigate: Callable[[Place], None],
    ) -> None:
        self._opening = opening
        workplace = opening.__enter__()
        home_words.use_of(workplace.book)
        self.work = Work(problems, after_each=workplace.book.close_here)
        self.heartbeat = Heartbeat(workplace, self.work)
        self._tidying = Tidying(self.work.is_busy)
        self.context = Context(
            workplace=workplace,
            work=self.work,
            problems=problems,
            preferences=preferences,
            appearance=appearance,
            heartbeat=self.heartbeat,
            navigate=navigate,
        )

    def close(self) -> None:
        """Stop the heartbeat, wait for the lanes, let go of the book."""
        self.heartbeat.end()
        self.work.close()
        self._tidying.close()
        self._opening.__exit__(None, None, None)
