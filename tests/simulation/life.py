"""One simulated life: a book, a practice Xero, people, weather and crashes, all from one seed, until all is quiet.

The engine, the store, the client and the practice Xero are the real ones. What must hold at the end is in `truths`.
"""

import hashlib
import random
import shutil
from datetime import datetime
from pathlib import Path

from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.sync.syncing import BY_TIMER, NOT_CONNECTED, sync
from safe_desktop.engine.workplace import Workplace, vault_for
from safe_desktop.errors import AnotherRunError
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import EntryState
from safe_desktop.xero.addresses import Addresses
from safe_desktop.xero.redaction import Redactor
from safe_desktop.xero.tokens import GRACE
from tests.simulation.climate import Climate, Figures, SimulatedControl
from tests.simulation.crashing_book import Crash, CrashingBook, CrashPlan
from tests.simulation.first_day import BOOK, ENVIRONMENT, connect_again, copy_first_day, home_in, practice_in
from tests.simulation.people import Bookkeeper, Settler
from tests.simulation.people_in_xero import Others
from tests.simulation.simulated_clock import SimulatedClock
from tests.simulation.simulated_wire import SimulatedWire
from tests.simulation.truths_of_counting import not_counted
from tests.simulation.weather import Weather

__all__ = ["Climate", "Figures", "Life", "Protocol", "SimulatedControl"]

MOST_QUIET_RUNS = 16
LISTS = ("contacts", "invoices", "credit_notes", "payments", "overpayments", "prepayments")


class Protocol:
    """The write protocol as it is built. A control takes a step of it away, to see the simulation notice."""

    wire: type[SimulatedWire] = SimulatedWire
    """The way to Xero."""

    def dress(self, book: Book) -> None:
        """What is done to the book at each start: nothing."""


class Life:
    """One life in its own folder."""

    def __init__(self, seed: int, made: Path, folder: Path, climate: Climate, protocol: Protocol | None = None) -> None:
        copy_first_day(made, folder)
        self.folder = folder
        self.climate = climate
        self.protocol = protocol or Protocol()
        self.chance = random.Random(seed)
        random.seed(seed)  # the program spreads its repeats by it
        self.figures = Figures(seed)
        self.trace: list[str] = []
        self.clock = SimulatedClock(counts_sleep=self.chance.random() < climate.counts_sleep)
        self.practice = practice_in(folder, self.clock)
        self.crashes = CrashPlan()
        rough = self.climate.faults * self.chance.choice((0.4, 1.0, 1.6))
        self.weather = Weather(self.chance, self.clock, rough, climate.read_faults, climate.writes, climate.where)
        self.wire = self.protocol.wire(self.practice, self.clock, self.weather, self.crashes, self.note)
        self.bookkeeper = Bookkeeper(self.chance, self.note, str(seed))
        self.others = Others(self.chance, self.note, self.practice, self.clock)
        self.settler = Settler(self.chance, self.note)
        self.reports: list[RunReport] = []
        self.workplace = self._start()

    def note(self, told: str) -> None:
        """One line of the trace."""
        self.trace.append(f"{self.clock.true_seconds():.3f} {told}")

    def live(self) -> None:
        """Steps, then quiet."""
        for _ in range(self.climate.steps):
            self._step()
        self._calm_down()

    def end(self) -> Figures:
        """Close everything; the figures of this life."""
        figures = self.figures
        figures.asked = self.workplace.book.mismatches.count()
        figures.calls, figures.writes = self.wire.calls, self.wire.writes
        figures.struck, figures.lines = self.weather.struck, self.trace
        figures.faults = figures.struck.total()
        figures.days = (self.clock.true_seconds() - SimulatedClock().true_seconds()) / 86_400
        figures.trace = hashlib.sha256("\n".join(self.trace).encode()).hexdigest()
        self.workplace.close()
        self.practice.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return figures

    def _start(self) -> Workplace:
        """The program starts: everything in memory is new."""
        home = home_in(self.folder)
        path = home.book_path(BOOK)
        book = CrashingBook.open(path, self.clock)
        assert isinstance(book, CrashingBook)
        book.crashes = self.crashes
        self.protocol.dress(book)
        self.wire.book = book
        addresses = Addresses.from_environment(ENVIRONMENT)
        return Workplace(
            home,
            book,
            self.clock,
            addresses,
            lambda: vault_for(home, path, addresses, None, None),
            self.wire,
            Redactor(),
        )

    def fail_by(self, plan: CrashPlan) -> None:
        """From now on the points before and after commits are this plan's, until the next start."""
        assert isinstance(self.workplace.book, CrashingBook)
        self.workplace.book.crashes = plan

    def start_again(self) -> None:
        """The program ends and starts anew."""
        self.workplace.close()
        self.workplace = self._start()

    def _start_again(self) -> None:
        """The process died: what is on the disk is all there is."""
        self.figures.crashes += 1
        self.note("crash")
        self.workplace.close()
        if self.chance.random() < 0.25:
            self.clock.start_computer_anew()
        self.clock.advance(self.chance.choice((1, 5, 60, 600)))
        self.workplace = self._start()

    def _step(self) -> None:
        chance, climate = self.chance, self.climate
        for _ in range(chance.randint(0, climate.deeds)):
            self.bookkeeper.act(self.workplace)
        if chance.random() < climate.others:
            for _ in range(chance.randint(1, 3)):
                self.others.act(self.workplace)
        if chance.random() < climate.desk:
            self.settler.act(self.workplace)
        if chance.random() < climate.wall_jumps:
            self.clock.set_wall(chance.choice((0, 0, 3_600, -3_600, 90_000, -90_000, 40_000_000)))
        if chance.random() < 0.1:
            self.wire.take_old_data()
        self.clock.advance(chance.choice(climate.gaps))
        self._sync(chance.choice((BY_TIMER, "Sync now")))

    def _sync(self, reason: str, is_calm: bool = False) -> RunReport | None:
        chance = self.chance
        control = SimulatedControl(self.clock)
        if not is_calm:
            if chance.random() < self.climate.crashes:
                self.crashes.arm(chance.randint(1, self.climate.crash_within))
            if chance.random() < 0.05:
                control = SimulatedControl(self.clock, stop_after=chance.randint(1, 20))
            self.wire.meanwhile = self._meanwhile
        self.figures.runs += 1
        try:
            report = sync(self.workplace, control, reason)
        except Crash:
            self._start_again()
            return None
        finally:
            self.crashes.arm(0)
            self.wire.meanwhile = lambda: None
        said = f"{report.sent} sent {report.received} received {report.skipped} skipped {report.refused} refused"
        self.note(f"run {reason}: {report.result} {report.words[:80]} {said}")
        self.reports.append(report)
        self.figures.problems.extend(not_counted(self.workplace.book, report))
        if report.result == NOT_CONNECTED and "has ended" in report.words:
            if "60 days" in report.words and not self._is_refresh_token_dead():
                self.figures.problems.append("the sign-in ended with a refresh token that was good still")
            self.note("connected again")
            connect_again(self.practice, self.clock, self.workplace)
        return report

    def _is_refresh_token_dead(self) -> bool:
        """Whether the answer to a refresh was lost, and nobody tried again within the half hour of grace."""
        tokens = self.workplace.vault.load()
        taken_at = self.wire.refreshed_at.get(tokens.refresh) if tokens else None
        return taken_at is not None and self.clock.true_seconds() - taken_at >= GRACE.total_seconds()

    def _meanwhile(self) -> None:
        """People go on working while a call is under way, and a second program may want to sync the same book."""
        if self.chance.random() < self.climate.second_programs:
            self._sync_beside()
        if self.chance.random() < self.climate.edits_under_way:
            armed, self.wire.crashes = self.wire.crashes, CrashPlan()
            book = self.workplace.book
            assert isinstance(book, CrashingBook)
            book.crashes = self.wire.crashes
            is_here = not self.climate.others or self.chance.random() < 0.7
            (self.bookkeeper if is_here else self.others).act(self.workplace)
            self.wire.crashes = book.crashes = armed

    def _sync_beside(self) -> None:
        """Another run on this book begins while one is under way: it must say so, and do nothing."""
        calls = self.wire.calls
        try:
            sync(self.workplace, SimulatedControl(self.clock), BY_TIMER)
        except AnotherRunError:
            self.note("another run was refused")
        else:
            self.figures.problems.append("two runs at once on one book")
        if self.wire.calls != calls:
            self.figures.problems.append("a run that was refused made calls")

    def _calm_down(self) -> None:
        """No more misfortunes and no more people: run until nothing moves any more."""
        self.note("calm")
        self.weather.is_calm = True
        self.clock.set_wall(0)
        self.clock.advance(26 * 3_600)
        calm_since = self.clock.now()
        still = 0
        for _ in range(MOST_QUIET_RUNS):
            self.clock.advance(16 * 60)
            report = self._sync("Sync now", is_calm=True)
            assert report is not None
            unsure = self.workplace.book.outbox.in_state(EntryState.UNSURE, EntryState.SENDING)
            moves = report.sent or report.received or unsure or report.result != "done"
            still = 0 if moves else still + 1
            if still >= 2 and self._has_read_all(calm_since):
                return
        self.figures.problems.append("it never came to rest")

    def _has_read_all(self, since: datetime) -> bool:
        """Whether each of Xero's lists was read since then: in a run without news it is one of the slow ones."""
        read = [self.workplace.book.cursors.get(name) for name in LISTS]
        return all(one is not None and since <= one.read_at <= self.clock.now() for one in read)
