"""When to sync by itself, and the one `SyncState` that says how things stand. Knows time and phases, no widget.

Whatever asks for a sync, the timer, a button or the tray, comes through here, so that never two run at once.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from safe_desktop.domain.call_economy import slowing
from safe_desktop.engine.control import Control
from safe_desktop.engine.showing.figures import Badges, badges
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.sync.syncing import BY_TIMER, FAILED, NOT_CONNECTED, OFFLINE, WAITING, sync
from safe_desktop.engine.sync.telling import Chosen
from safe_desktop.engine.workplace import ConnectionWord, Workplace
from safe_desktop.errors import AnotherRunError, NotConnected, OfflineError, SafeError, XeroBusyError
from safe_desktop.ui.look import formats
from safe_desktop.ui.shell.comparison_watch import ComparisonWatch
from safe_desktop.ui.shell.network_watch import NetworkWatch
from safe_desktop.ui.shell.next_sync import NextSync
from safe_desktop.ui.shell.sync_state import Phase, SyncState
from safe_desktop.ui.shell.work import Lane, Task, Work

BEAT_MS = 5_000
_WATCH_AFTER_MS = 3_000
"""To ask the system for news of the network takes 20 ms that the first paint does not have."""
_PHASES = {
    OFFLINE: Phase.OFFLINE,
    WAITING: Phase.BUSY,
    NOT_CONNECTED: Phase.CONNECT_AGAIN,
    FAILED: Phase.NEEDS_YOU,
}
_TITLES = {
    Phase.OFFLINE: "Tries again by itself",
    Phase.BUSY: "Goes on by itself",
    Phase.CONNECT_AGAIN: "Sign-in ended",
}
SyncFunction = Callable[..., RunReport]


class Heartbeat(QObject):
    """Beats every few seconds, starts a sync when one is due, and tells the state when it changes."""

    state_changed = Signal(object)
    synced = Signal(object)
    held = Signal(object)
    """A run that a person began and that sent nothing, because something must be decided first."""
    failed = Signal(object)

    def __init__(self, workplace: Workplace, work: Work, *, sync_function: SyncFunction = sync, seed: int = 0) -> None:
        super().__init__()
        self._workplace = workplace
        self._work = work
        self._sync = sync_function
        self._task: Task | None = None
        self._phase: Phase | None = None
        self._words, self._reason = "", ""
        self._done: Callable[[RunReport], object] | None = None
        self._is_over = False
        self._paused_until: datetime | None = None
        self.next = NextSync(workplace.clock.monotonic, seed)
        self.state = SyncState()
        self.comparison = ComparisonWatch(workplace, work, self)
        self.comparison.changed.connect(self.refresh)
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self.beat)

    # -- what others use

    def start(self) -> None:
        """Begin to beat; the first sync by itself comes shortly after the start."""
        self.next.begin()
        self._work.changed.connect(self._on_work_changed)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_app_application_state_changed)
        self._beat.start()
        QTimer.singleShot(_WATCH_AFTER_MS, self._watch_network)
        self.comparison.look()
        self.refresh()

    def stop(self) -> None:
        """Beat no more by itself; the state still follows what happens."""
        self._beat.stop()

    def end(self) -> None:
        """The book is about to be closed: neither beat nor ask it anything. A running sync is stopped by `work`."""
        self._beat.stop()
        self._is_over = True

    def is_syncing(self) -> bool:
        """Whether a sync runs or is next in its lane."""
        return self._task is not None

    def sync_now(
        self,
        reason: str = "Sync now",
        chosen: Chosen | None = None,
        *,
        read_only: bool = False,
        done: Callable[[RunReport], object] | None = None,
    ) -> Task | None:
        """Start a sync unless one runs already; the task to watch, or None."""
        if self._task is not None:
            return None

        def job(control: Control) -> RunReport:
            return self._sync(self._workplace, control, reason=reason, chosen=chosen, read_only=read_only)

        self._words, self._reason = "Starting", reason
        self._task = self._work.later(
            Lane.XERO,
            job,
            label="Syncing with Xero",
            done=self._on_synced,
            failed=self._on_failed,
            stopped=self._on_stopped,
        )
        self._task.progressed.connect(self._on_task_progressed)
        self._done = done
        self.refresh()
        return self._task

    def pause(self, hours: float = 1) -> None:
        """No sync by itself for so long; Sync now still works."""
        self._paused_until = self._workplace.clock.now() + timedelta(hours=hours)
        self.refresh()

    def resume(self) -> None:
        """End the pause."""
        self._paused_until = None
        self.refresh()

    @property
    def is_paused(self) -> bool:
        """Whether the pause still holds."""
        return self._paused_until is not None and self._workplace.clock.now() < self._paused_until

    # -- the beat

    @Slot()
    def beat(self) -> None:
        """See whether a sync is due; called by the timer."""
        is_time = self.next.beat()
        if self._paused_until is not None and not self.is_paused:
            self.resume()
        if is_time and self._syncs_by_itself():
            self.sync_now(BY_TIMER)

    def _syncs_by_itself(self) -> bool:
        settings = self._workplace.book.settings
        if self._task is not None or self.is_paused or not settings.sync_on_timer or not settings.timer_minutes:
            return False
        return self.state.can_sync

    @Slot()
    def _watch_network(self) -> None:
        if not self._is_over:
            self.network = NetworkWatch(self)
            self.network.came_back.connect(self._on_network_came_back)

    @Slot()
    def _on_network_came_back(self) -> None:
        self.next.network_is_back()

    # -- outcomes

    def _on_synced(self, report: RunReport) -> None:
        self._end(_PHASES.get(report.result))
        self.synced.emit(report)
        if report.is_held and self._reason != BY_TIMER:
            self.held.emit(report)
        if self._done is not None:
            self._done(report)

    def _on_failed(self, error: SafeError) -> bool:
        """Only what went wrong before the run began arrives here; a run that began tells by its report."""
        if isinstance(error, NotConnected):
            self._workplace.connection_lost(error)
        phases = {OfflineError: Phase.OFFLINE, XeroBusyError: Phase.BUSY, NotConnected: Phase.CONNECT_AGAIN}
        was_by_timer = self._reason == BY_TIMER
        self._end(phases.get(type(error)))
        self.failed.emit(error)
        # Those are told by the side bar; and nobody wants a dialog for a timer that found another copy at work.
        return type(error) in phases or (was_by_timer and isinstance(error, AnotherRunError))

    def _end(self, phase: Phase | None) -> None:
        self._task, self._phase = None, phase
        self._words = _TITLES.get(phase, "") if phase else ""
        if phase in (Phase.OFFLINE, Phase.BUSY):
            self.next.after_trouble()
        else:
            calls = self._workplace.connection()
            settings = self._workplace.book.settings
            slower = slowing(calls.calls_left, calls.day_limit, settings.day_reserve)
            self.next.after_run(settings.timer_minutes, slower)
        self.refresh()

    def _on_stopped(self) -> None:
        self._end(None)

    # -- the state

    @Slot()
    def refresh(self) -> None:
        """Work the state out anew and tell it if it changed; nothing once the book is being closed."""
        if self._is_over:
            return
        connection = self._workplace.connection()
        waiting = badges(self._workplace.book)
        last_good = self._workplace.book.runs.last_good()
        phase = self._phase_of(connection.word, waiting)
        state = SyncState(
            phase=phase,
            words=self._words_of(phase, waiting, last_good),
            last_good=last_good,
            organisation=connection.organisation,
            is_practice=connection.is_practice,
            to_send=waiting.to_send,
            waiting=waiting.desk,
            calls_left=connection.calls_left,
            day_limit=connection.day_limit,
            paused_until=self._paused_until,
            reserve=self._workplace.book.settings.day_reserve,
            compare=self.comparison.words,
        )
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    def _phase_of(self, word: ConnectionWord, waiting: Badges) -> Phase:
        if self._task is not None:
            return Phase.WORKING
        if word is ConnectionWord.NOT_CONNECTED:
            return Phase.NOT_CONNECTED
        if word is not ConnectionWord.CONNECTED:
            return Phase.CONNECT_AGAIN
        if self.is_paused:
            return Phase.PAUSED
        if self._phase is not None:
            return self._phase
        if waiting.desk or self.comparison.words:
            return Phase.NEEDS_YOU
        return Phase.TO_SEND if waiting.to_send else Phase.UP_TO_DATE

    def _words_of(self, phase: Phase, waiting: Badges, last_good: datetime | None) -> str:
        if phase is Phase.NOT_CONNECTED:
            return "Works without a network"
        if phase is Phase.PAUSED and self._paused_until is not None:
            return f"until {formats.clock_time(self._paused_until)}"
        if phase is Phase.NEEDS_YOU and not self._words:
            if self.comparison.words:
                return "compare both lists"
            return f"{formats.number(waiting.desk)} on the desk"
        if self._words:
            return self._words
        if phase is Phase.TO_SEND:
            return f"{formats.number(waiting.to_send)} to send"
        if last_good is None:
            return "Not synced yet"
        return formats.when(last_good, self._workplace.clock.today())

    @Slot(object)
    def _on_work_changed(self, _changes: object) -> None:
        # A change of the connection may have cured what the last sync failed of.
        if self._phase is Phase.CONNECT_AGAIN and self._workplace.connection().word is ConnectionWord.CONNECTED:
            self._phase, self._words = None, ""
        self.refresh()

    @Slot(int, int, str)
    def _on_task_progressed(self, _done: int, _total: int, words: str) -> None:
        # Words only: to count anew what waits, ten times a second, would keep the window from painting.
        self._words = words
        if self._task is not None and words != self.state.words:
            self.state = replace(self.state, words=words)
            self.state_changed.emit(self.state)

    @Slot(Qt.ApplicationState)
    def _on_app_application_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.refresh()
            self.next.came_to_window()
            self.beat()
