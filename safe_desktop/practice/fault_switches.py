"""Faults on demand: which call is hit by which fault, before or after its effect, and how often. By script or by seed.

Knows only the plan; what a fault does to a call is in `fault_effects`. Faults live in memory: a restart clears them.
"""

import fnmatch
import random
from collections.abc import Mapping
from dataclasses import dataclass

FAULTS = {
    "refused": "no connection can be made for some seconds",
    "reset": "the connection is cut",
    "timeout": "no answer for some seconds",
    "status": "500, 502, 503 or 504",
    "html_200": "a page of HTML with status 200",
    "truncated": "an answer that stops half way",
    "oversized": "an answer of many megabytes",
    "429": "a limit is reached: minute, day or concurrent",
    "late_commit": "504 at once, the effect some seconds later",
    "stale_read": "data as they were when the fault was set",
    "empty_list": "an empty list",
}
BEFORE_ONLY = {"429", "late_commit", "stale_read", "empty_list", "refused"}


@dataclass
class Fault:
    """One planned fault. `times` counts down; 0 or less means without end. `chance` hits by seed."""

    fault: str
    when: str = "before"
    method: str = ""
    path: str = ""
    times: int = 1
    status: int = 500
    seconds: float = 2.0
    megabytes: int = 64
    problem: str = "minute"
    retry_after: int = 5
    skip: int = 0
    chance: float = 1.0

    def hits(self, method: str, path: str) -> bool:
        """Whether this call is meant."""
        if self.method and self.method.upper() != method:
            return False
        pattern = self.path.lower()
        plain = path.lower()
        return not pattern or plain.endswith(pattern) or pattern in plain or fnmatch.fnmatch(plain, pattern)


def read_fault(sent: Mapping[str, object]) -> Fault:
    """The fault somebody asked for; ValueError with a sentence when it makes no sense."""
    name = str(sent.get("fault", ""))
    status = sent.get("status", 500)
    if name.isdigit() and name != "429":
        status, name = int(name), "status"
    if name not in FAULTS:
        raise ValueError(f"There is no fault {name!r}. There are: {', '.join(FAULTS)}.")
    when = str(sent.get("when", "before"))
    if when not in ("before", "after"):
        raise ValueError("`when` is `before` or `after`.")
    known = set(Fault.__dataclass_fields__)
    unknown = set(sent) - known
    if unknown:
        raise ValueError(f"A fault has no {', '.join(sorted(unknown))}; it may have {', '.join(sorted(known))}.")
    fault = Fault(name, "before" if name in BEFORE_ONLY else when)
    fault.method, fault.path = str(sent.get("method", "")), str(sent.get("path", ""))
    fault.problem = str(sent.get("problem", "minute"))
    for field_name in ("times", "megabytes", "retry_after", "skip"):
        setattr(fault, field_name, int(str(sent.get(field_name, getattr(fault, field_name)))))
    fault.status = int(str(status))
    fault.seconds = float(str(sent.get("seconds", fault.seconds)))
    fault.chance = float(str(sent.get("chance", 1.0)))
    return fault


class FaultSwitches:
    """The faults that wait for their call."""

    def __init__(self, seed: int) -> None:
        self.waiting: list[Fault] = []
        self._chance = random.Random(seed)  # noqa: S311 - a simulation, not a secret

    def add(self, fault: Fault) -> None:
        """Plans a fault."""
        self.waiting.append(fault)

    def clear(self) -> None:
        """Forgets all faults."""
        self.waiting.clear()

    def for_call(self, method: str, path: str) -> Fault | None:
        """The fault that hits this call, counted down."""
        for fault in self.waiting:
            if not fault.hits(method, path):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.chance < 1.0 and self._chance.random() >= fault.chance:
                continue
            if fault.times == 1:
                self.waiting.remove(fault)
            elif fault.times > 1:
                fault.times -= 1
            return fault
        return None
