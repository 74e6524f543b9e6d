"""What a run did: counted while it goes, and the report at its end. The figures always add up."""

from collections import Counter
from dataclasses import dataclass, field

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.changes import Changes
from safe_desktop.store.run_records import Outcome, RunCounts, RunItem

ONLY_READ = "Only read"
"""The words of a run that was to send nothing."""
_MANY = 25
"""Records skipped for one reason are listed one by one up to this many, and counted together beyond."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a person is told of a run; looked_at = sent + same + skipped + refused."""

    run_id: int
    result: str
    words: str
    looked_at: int
    sent: int
    same: int
    skipped: int
    refused: int
    received: int
    calls: int
    seconds: float
    items: tuple[RunItem, ...]
    mismatches_open: int
    changes: Changes
    by_rule: int = 0
    """How many differences were settled by the rules that a person made for their fields."""
    is_held: bool = False
    """Whether nothing was sent because a person must decide something first; `words` say what."""

    @property
    def needs_person(self) -> bool:
        """Whether something waits that only a person can settle."""
        return bool(self.is_held or self.refused or self.mismatches_open or self.result != "done")


@dataclass(slots=True)
class Tally:
    """The counting of one run while it goes."""

    items: list[RunItem] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    by_rule: int = 0
    _counts: Counter[Outcome] = field(default_factory=Counter)

    def add(self, kind: RecordKind, local_id: int, label: str, outcome: Outcome, reason: str = "") -> None:
        """One record, what was done with it and why."""
        self.items.append(RunItem(kind, local_id, label, outcome, reason))
        self._counts[outcome] += 1

    def same(self, count: int = 1) -> None:
        """So many records were compared and are equal."""
        self._counts[Outcome.SAME] += count

    def skipped(self, kind: RecordKind, reason: str, records: list[tuple[int, str]]) -> None:
        """These records were left for one reason."""
        if len(records) <= _MANY:
            for local_id, label in records:
                self.add(kind, local_id, label, Outcome.SKIPPED, reason)
            return
        self.items.append(RunItem(kind, 0, f"{len(records):,} {kind.plural}", Outcome.SKIPPED, reason))
        self._counts[Outcome.SKIPPED] += len(records)

    def settled_by_rule(self, kind: RecordKind, local_id: int, label: str, told: str) -> None:
        """A difference of this record was settled by a rule, and nobody was asked."""
        self.add(kind, local_id, label, Outcome.BY_RULE, told)
        self.by_rule += 1

    def changed(self, *kinds: str) -> None:
        """Records of these kinds are no longer what pages may show."""
        self.kinds.update(kinds)

    @property
    def changes(self) -> Changes:
        return Changes(frozenset(self.kinds))

    def counts(self, calls: int) -> RunCounts:
        """The figures so far."""
        count = self._counts
        sent, same = count[Outcome.SENT], count[Outcome.SAME]
        skipped, refused = count[Outcome.SKIPPED], count[Outcome.REFUSED]
        received = count[Outcome.RECEIVED] + count[Outcome.BY_RULE]
        return RunCounts(sent + same + skipped + refused, sent, same, skipped, refused, received, calls)
