"""How a case of the desk looks: its icon, its chip with certainty as word and number, how it is told aloud.

Pure: no widget. What a case is called, and how certain it is, the engine has decided.
"""

from typing import Protocol

from safe_desktop.domain.money import Money
from safe_desktop.engine.matching import desk_values
from safe_desktop.engine.matching.desk_values import CaseDetail, CaseKind, DeskCase, Fact, ReasonMark
from safe_desktop.ui.look import formats, home_words
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone

_MARKS = {
    ReasonMark.TICK: ("check", "green"),
    ReasonMark.WARNING: ("circle-alert", "amber"),
    ReasonMark.INFO: ("info", "muted"),
}
_BANK_TEXT = "Text on the bank line"
_OF_THE_BANK = frozenset({"Payer", "Reference", _BANK_TEXT})


class Certain(Protocol):
    """Whatever is certain to a degree: a case, an alternative, a whole case."""

    @property
    def word(self) -> str: ...

    @property
    def certainty(self) -> int | None: ...

    @property
    def tone(self) -> desk_values.Tone: ...


def case_icon(kind: CaseKind) -> tuple[str, Tone]:
    """Money that came, or two sides that differ."""
    return ("hand-coins", Tone.BLUE) if kind is CaseKind.RECEIPT else ("git-compare-arrows", Tone.RED)


def certainty_chip(about: Certain) -> Chip | None:
    """Certainty as a word, with its number where there is one: Likely 88%."""
    if not about.word:
        return None
    words = about.word if about.certainty is None else f"{about.word} {about.certainty}%"
    return Chip(words, Tone(about.tone.value))


def reason_mark(mark: ReasonMark) -> tuple[str, str]:
    """Icon and ink of a reason that speaks for, stood in the way, or only informs."""
    return _MARKS[mark]


def amount_words(amount: Money) -> str:
    """An amount in a list: the currency is said only where it is not the usual one."""
    return formats.figure(amount) if amount.currency == home_words.currency() else formats.money(amount)


def case_speech(case: DeskCase) -> str:
    """The case in one sentence for a screen reader."""
    chip = certainty_chip(case)
    amount = formats.spoken_money(case.amount) if case.amount is not None else ""
    kind = "Receipt" if case.kind is CaseKind.RECEIPT else "Mismatch"
    return ", ".join(part for part in (kind, case.title, case.subtitle, amount, chip.text if chip else "") if part)


def amounts_words(amounts: tuple[Money, ...]) -> str:
    """Sums, one for each currency."""
    return " + ".join(formats.money(amount) for amount in amounts)


def title_of(detail: CaseDetail) -> str:
    """The title of a case; an amount of money is written as everywhere on screen."""
    if detail.kind is CaseKind.MISMATCH or detail.amount is None:
        return detail.title
    size = -detail.amount if detail.amount.minor < 0 else detail.amount
    return f"{formats.money(size)}{detail.title.removeprefix(str(size))}"


def second_line(detail: CaseDetail) -> str:
    """When and how it came, and the facts that are not the bank's own words."""
    facts = () if detail.kind is CaseKind.MISMATCH else detail.facts
    subtitle = home_words.local(detail.subtitle) if detail.kind is CaseKind.MISMATCH else detail.subtitle
    return " · ".join((subtitle, *(fact.value for fact in facts if fact.name not in _OF_THE_BANK)))


def bank_text(detail: CaseDetail) -> Fact | None:
    """What the bank wrote, in one line; nothing where it wrote nothing."""
    words = dict.fromkeys(fact.value for fact in detail.facts if fact.name in _OF_THE_BANK)
    if detail.kind is CaseKind.MISMATCH or not words:
        return None
    return Fact(_BANK_TEXT, "  ".join(words))
