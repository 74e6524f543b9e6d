"""How rough a simulated life is, what it had in it, and how waiting passes in it."""

from collections import Counter
from dataclasses import dataclass, field

from safe_desktop.engine.control import Control
from safe_desktop.errors import Cancelled
from tests.simulation.simulated_clock import SimulatedClock
from tests.simulation.weather import Stroke


@dataclass(frozen=True, slots=True)
class Climate:
    """How rough a life is. Everything can be turned down, to see which part of it breaks something."""

    steps: int = 14
    faults: float = 0.25
    read_faults: float = 1.0
    writes: tuple[Stroke, ...] = ()
    where: str = ""
    gaps: tuple[float, ...] = (5, 20, 61, 120, 300, 900, 1_000, 4_000, 90_000)
    deeds: int = 4
    crashes: float = 0.35
    crash_within: int = 60
    counts_sleep: float = 0.3
    edits_under_way: float = 0.03
    desk: float = 0.3
    others: float = 0.5
    wall_jumps: float = 0.08
    second_programs: float = 0.01


@dataclass(slots=True)
class Figures:
    """What a life had in it."""

    seed: int
    trace: str = ""
    calls: int = 0
    writes: int = 0
    faults: int = 0
    crashes: int = 0
    runs: int = 0
    days: float = 0.0
    struck: Counter[Stroke] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    asked: int = 0
    problems: list[str] = field(default_factory=list)


class SimulatedControl(Control):
    """Waiting takes simulated time, and a person may press Stop at any look."""

    def __init__(self, clock: SimulatedClock, stop_after: int = 0) -> None:
        super().__init__()
        self._clock = clock
        self._looks = 0
        self._stop_after = stop_after

    def check(self) -> None:
        """Raise `Cancelled` at the look that was chosen."""
        self._looks += 1
        if self._looks == self._stop_after:
            raise Cancelled
        super().check()

    def wait(self, seconds: float) -> None:
        """Let simulated time pass."""
        self.check()
        self._clock.advance(seconds)
