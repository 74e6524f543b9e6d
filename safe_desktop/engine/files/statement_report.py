"""What became of a statement file: every line counted as new or known, and everything left out with its reason.

Values and words only.
"""

from dataclasses import dataclass, field
from datetime import date

from safe_desktop.domain.money import Money
from safe_desktop.engine.changes import Changes
from safe_desktop.engine.files.statement_lines import LeftOut, Proof, StatementFormat

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class AccountPart:
    """What became of the lines of one account. `new` and `known` add up to `lines`."""

    account: str
    account_code: str
    currency: str
    lines: int
    new: int
    known: int
    money_in: Money
    money_out: Money
    proof: Proof
    first_day: date | None = None
    last_day: date | None = None
    bad: tuple[LeftOut, ...] = ()
    passed_over: tuple[LeftOut, ...] = ()
    gaps: tuple[str, ...] = ()
    account_name: str = ""
    from_other_files: int = 0
    """Of the known, those that another kind of file of this account brought before."""

    @property
    def title(self) -> str:
        """Which account it is in words: as the bank calls it, and as the books do."""
        ours = f"account {self.account_code} {self.account_name}".rstrip() if self.account_code else ""
        words = ", ".join(filter(None, (self.account, ours))) or "One account"
        return words[:1].upper() + words[1:]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is missing as far as the file tells."""
        return not self.bad and not self.gaps and (self.proof.apart is None or self.proof.holds)


@dataclass(frozen=True, slots=True)
class StatementReport:
    """The whole story of one file. `new_ids` are the receipts it added; in a dry run there are none."""

    file_name: str
    format: StatementFormat
    is_dry_run: bool
    parts: tuple[AccountPart, ...]
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    new_ids: tuple[int, ...] = ()
    changes: Changes = field(default_factory=Changes)

    @property
    def lines(self) -> int:
        return sum(part.lines for part in self.parts)

    @property
    def new(self) -> int:
        return sum(part.new for part in self.parts)

    @property
    def known(self) -> int:
        return sum(part.known for part in self.parts)

    @property
    def bad(self) -> tuple[LeftOut, ...]:
        return tuple(bad for part in self.parts for bad in part.bad)

    @property
    def passed_over(self) -> tuple[LeftOut, ...]:
        return tuple(one for part in self.parts for one in part.passed_over)

    @property
    def needs_person(self) -> bool:
        """Whether something is missing that a person should look at."""
        return not all(part.is_sound for part in self.parts)

    def told(self) -> list[str]:
        """The report as plain lines for a terminal or a text box."""
        words = [f"{self.file_name} ({self.format.value}): {_counted(self.lines, 'line')}"]
        for part in self.parts:
            words += _part_lines(part, self.is_dry_run)
        words += [f"  {note}" for note in (*self.notes, *self.questions)]
        words += _left_out("Not taken", self.bad)
        words += _left_out("Passed over", self.passed_over)
        return words


def _part_lines(part: AccountPart, is_dry_run: bool) -> list[str]:
    when = f", {part.first_day:%d/%m/%Y} to {part.last_day:%d/%m/%Y}" if part.first_day and part.last_day else ""
    done = "would be added" if is_dry_run else "added"
    words = [
        f"  {part.title} in {part.currency}{when}",
        f"    {part.new:,} {done}, {part.known:,} here already; in {part.money_in}, out {part.money_out}",
        f"    {part.proof.words}",
    ]
    if part.from_other_files:
        words.append(f"    Of these here already, from another kind of file of this account: {part.from_other_files:,}")
    return words + [f"    {gap}" for gap in part.gaps]


def _left_out(what: str, ones: tuple[LeftOut, ...]) -> list[str]:
    words = [f"  {what}: {one.words}" for one in ones[:_SHOWN]]
    return words + ([f"  {what}: {len(ones) - _SHOWN:,} more"] if len(ones) > _SHOWN else [])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
