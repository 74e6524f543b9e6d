"""Notices outside the window: at most one of a kind a day, each opening the page that settles it.

How a notice is shown is handed in (the tray's balloon); knows reports and errors, no widget.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from safe_desktop.domain.clock import Clock
from safe_desktop.errors import NotConnected, SafeError
from safe_desktop.ui.look import formats
from safe_desktop.ui.shell.place import Place
from safe_desktop.ui.shell.preferences import Preferences

if TYPE_CHECKING:
    # For start-up cost: this is loaded before the first paint, the engine's sync is not.
    from safe_desktop.engine.sync.run_report import RunReport

_REFUSED = "refused"
"""`Outcome.REFUSED`, as runs keep it."""
Show = Callable[[str, str, Place], object]


class Notices:
    """Decides whether a report or an error deserves a notice."""

    def __init__(self, preferences: Preferences, clock: Clock, show: Show) -> None:
        self._preferences, self._clock, self._show = preferences, clock, show

    def after_run(self, report: "RunReport") -> None:
        """Tell of what Xero refused, and of what waits for a person."""
        refused = [item for item in report.items if item.outcome == _REFUSED]
        if refused:
            first = refused[0]
            others = f"\nThe other {formats.number(report.sent)} records were sent." if report.sent else ""
            title = f"Xero refused {formats.count(len(refused), 'record')}"
            if len(refused) == 1:
                title = f"Xero refused 1 {first.kind.noun}"
            self.tell("refused", title, f"{first.label}: {first.reason}{others}", Place("to_send", "failed"))
        elif report.mismatches_open:
            cases = formats.count(report.mismatches_open, "case")
            self.tell("desk", f"{cases} on the desk", "Xero and this book differ; a person must choose.", Place("desk"))

    def after_error(self, error: SafeError) -> None:
        """Tell of a sign-in that has ended; other errors are shown where they happen or go away by themselves."""
        if isinstance(error, NotConnected):
            self.tell("sign-in", "The sign-in to Xero has ended", "Connect again; nothing is lost.", Place("settings"))

    def tell(self, kind: str, title: str, words: str, place: Place) -> bool:
        """Show a notice unless one of its kind was shown today; whether it was shown."""
        today = self._clock.today().isoformat()
        if self._preferences.text(f"notice.{kind}") == today:
            return False
        self._preferences.keep(f"notice.{kind}", today)
        self._show(formats.visible(title), "\n".join(formats.visible(line) for line in words.split("\n")), place)
        return True
