"""What a page is given over a book that is connected with a practice Xero in its own process, over real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.shell.heartbeat import Heartbeat
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.work import Work
from tests.engine.synced_book import Bench, connected


@contextmanager
def connected_context(
    folder: Path, appearance: Appearance, visits: list[Place], *options: str
) -> Iterator[tuple[Context, Bench]]:
    """The context and the bench with which tests play the other side."""
    with connected(folder, *options) as bench:
        workplace = bench.workplace
        work = Work(Problems(), after_each=workplace.book.close_here)
        heartbeat = Heartbeat(workplace, work)
        preferences = Preferences(workplace.home.preferences)
        try:
            yield Context(workplace, work, Problems(), preferences, appearance, heartbeat, visits.append), bench
        finally:
            work.close()
