"""Stands where the engine's sync stands, for tests of the screen alone: does what it is told and keeps account."""

from collections.abc import Callable
from dataclasses import dataclass, field

from safe_desktop.engine.changes import RUNS, Changes
from safe_desktop.engine.control import Control
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.workplace import Workplace


def report(result: str = "done", **more: object) -> RunReport:
    """A run's report with these figures, the rest noughts."""
    figures: dict[str, object] = {
        "run_id": 1,
        "result": result,
        "words": "",
        "looked_at": 0,
        "sent": 0,
        "same": 0,
        "skipped": 0,
        "refused": 0,
        "received": 0,
        "calls": 0,
        "seconds": 0.1,
        "items": (),
        "mismatches_open": 0,
        "changes": Changes.of(RUNS),
    }
    return RunReport(**{**figures, **more})  # type: ignore[arg-type]


@dataclass
class SyncStandIn:
    """Answers `outcome`: a report, or an error to raise; `meanwhile` runs while it "syncs"."""

    workplace: Workplace
    outcome: RunReport | BaseException = field(default_factory=report)
    meanwhile: Callable[[Control], object] | None = None
    reasons: list[str] = field(default_factory=list)

    def __call__(self, workplace: Workplace, control: Control, *, reason: str, **_more: object) -> RunReport:
        assert workplace is self.workplace
        self.reasons.append(reason)
        if self.meanwhile is not None:
            self.meanwhile(control)
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome
