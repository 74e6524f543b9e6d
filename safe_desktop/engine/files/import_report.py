"""What became of every row of a file, and the proof that nothing was dropped: its counts and sums add up.

Values and arithmetic only. The file's own side of the sum is counted while it is read, the other side from the records.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from safe_desktop.engine.changes import Changes

REFUSED = "Refused"
ALREADY = "Already here"
_NAMED = 8


@dataclass(frozen=True, slots=True)
class Tally:
    """Records of one sort: how many, from how many rows, and their sum as the file counts it (quantity times price)."""

    word: str
    records: int = 0
    rows: int = 0
    amount: Decimal = Decimal(0)

    def plus(self, rows: int, amount: Decimal) -> "Tally":
        """The tally with one record more."""
        return Tally(self.word, self.records + 1, self.rows + rows, self.amount + amount)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was left out: all its rows, and the one reason."""

    rows: tuple[int, ...]
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A record that was taken over but needs a word, such as one that will not be sent."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class FileSum:
    """The file as it was read: its rows, and quantity times price over all rows that can be read."""

    rows: int = 0
    amount: Decimal = Decimal(0)
    unreadable_rows: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """How far records and file are apart. `rounding` is what rounding each line to pennies adds; it is no error."""

    rows_apart: int
    amount_apart: Decimal
    rounding: Decimal

    @property
    def adds_up(self) -> bool:
        """Whether every row and every penny of the file is accounted for."""
        return not self.rows_apart and not self.amount_apart


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole story of one import. `accepted` holds what was new (or, in a dry run, would be)."""

    kind: str
    file_name: str
    is_dry_run: bool
    file: FileSum
    accepted: tuple[Tally, ...]
    already: Tally
    refused: tuple[Refusal, ...]
    refused_sum: Tally
    rounding: Decimal
    kept_not_sent: tuple[Remark, ...] = ()
    on_account: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    new_customers: int = 0
    changes: Changes = field(default_factory=Changes)

    @property
    def rows(self) -> int:
        """How many rows the file has below its header, blank ones not counted."""
        return self.file.rows

    @property
    def records(self) -> int:
        """How many records are new."""
        return sum(tally.records for tally in self.accepted)

    @property
    def refused_rows(self) -> list[tuple[int, str]]:
        """Every refused row with its reason, in the order of the file."""
        return sorted((row, refusal.reason) for refusal in self.refused for row in refusal.rows)

    @property
    def needs_person(self) -> bool:
        """Whether something was left out that a person should look at."""
        return bool(self.refused)

    @property
    def check(self) -> Check:
        """The proof: what the file holds, less what became of it."""
        parts = (*self.accepted, self.already, self.refused_sum)
        return Check(
            rows_apart=self.file.rows - sum(part.rows for part in parts),
            amount_apart=self.file.amount - sum((part.amount for part in parts), Decimal(0)) + self.rounding,
            rounding=self.rounding,
        )

    def lines(self) -> list[str]:
        """The report as plain lines for a terminal or a text box."""
        done = "would be added" if self.is_dry_run else "added"
        told = [f"{self.file_name}: {self.file.rows:,} rows, sum {self.file.amount:,.2f}"]
        told += [_tally_line(tally, done) for tally in self.accepted if tally.records]
        if self.new_customers:
            told.append(f"  {_counted(self.new_customers, 'new customer')} {done}")
        told += [_tally_line(tally, "") for tally in (self.already, self.refused_sum) if tally.rows]
        if self.rounding:
            told.append(f"  Rounding each line to pennies: {self.rounding:+,f}")
        told += [f"  {note}" for note in self.notes]
        told += [f"  Kept, not sent: {line}" for line in _by_words(self.kept_not_sent)]
        told += [f"  On account: {line}" for line in _by_words(self.on_account)]
        told += [f"  Row {row}: {reason}" for row, reason in self.refused_rows]
        check = self.check
        told.append(
            "  Counts and sums agree with the file to the penny."
            if check.adds_up
            else f"  NOT ACCOUNTED FOR: {check.rows_apart} rows, {check.amount_apart}"
        )
        return told


def _tally_line(tally: Tally, done: str) -> str:
    return f"  {tally.word}: {tally.records:,} {done} ({_counted(tally.rows, 'row')}, {tally.amount:,.2f})".replace(
        "  (", " ("
    )


def _by_words(remarks: Iterable[Remark]) -> list[str]:
    """One line for all records with the same words, naming the first of them."""
    grouped: dict[str, list[str]] = {}
    for remark in remarks:
        grouped.setdefault(remark.words, []).append(remark.label)
    return [
        f"{', '.join(labels[:_NAMED])}{f' and {len(labels) - _NAMED:,} more' if len(labels) > _NAMED else ''}: {words}"
        for words, labels in grouped.items()
    ]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


class Tallies:
    """Adds up, while the records are decided on, what becomes of them."""

    def __init__(self, words: Sequence[str]) -> None:
        self._accepted = {word: Tally(word) for word in words}
        self.already = Tally(ALREADY)
        self.refused_sum = Tally(REFUSED)
        self.refused: list[Refusal] = []
        self.rounding = Decimal(0)

    @property
    def accepted(self) -> tuple[Tally, ...]:
        """The tallies of what was new, in the order of the words."""
        return tuple(self._accepted.values())

    def accept(self, word: str, rows: int, amount: Decimal, rounding: Decimal = Decimal(0)) -> None:
        """One record more that is new; `rounding` is how much its lines gained by it."""
        self._accepted[word] = self._accepted[word].plus(rows, amount)
        self.rounding += rounding

    def is_here(self, rows: int, amount: Decimal) -> None:
        """One record more that was there before."""
        self.already = self.already.plus(rows, amount)

    def refuse(self, rows: Iterable[int], label: str, reason: str, amount: Decimal) -> None:
        """One record more that is left out."""
        numbers = tuple(rows)
        self.refused.append(Refusal(numbers, label, reason))
        self.refused_sum = self.refused_sum.plus(len(numbers), amount)
