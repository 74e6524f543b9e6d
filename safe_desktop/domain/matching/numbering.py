"""Finds documents by the numbers and order numbers in a text, after the pattern of the book's own numbers.

Nothing is assumed of how numbers look: whole numbers, their digits and their last group are looked up as the book
wrote them, so that INV/2026/0042, A-1042, 20261042 and SI 42 are all found. Knows no payer and no amount.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from safe_desktop.domain.matching.bank_vocabulary import INVOICE_WORDS
from safe_desktop.domain.matching.items import Item
from safe_desktop.domain.matching.receipt_text import fold, is_month

_WORD = re.compile(r"[A-Z0-9]+")
_DIGITS = re.compile(r"\d+")
_PARTS = re.compile(r"([A-Z]*)(\d+)([A-Z]*)")
_LIST = re.compile(r"\s*(?:/|-|,|&|\+|AND)?\s*")
_LOOKALIKE = str.maketrans("OILSB", "01158")
_MOST = 40
"""Words of a text that are looked at; no person writes more numbers than that."""


_PERIODS = frozenset(("Q", "QTR", "QUARTER", "WK", "WEEK", "WEEKS", "PERIOD", "MONTH", "MTH"))
_ORDINALS = frozenset(("ST", "ND", "RD", "TH"))


def _is_time(letters: str, digits: str, behind: str, before: str) -> bool:
    """Whether the digits say when, and not what: NOV24, DEC 2025, WEEK 12, Q3, 2ND."""
    if letters in _PERIODS or (not letters and before in _PERIODS):
        return len(digits) <= 2
    if is_month(letters) or (not letters and is_month(before)):
        return len(digits) == 2 or (len(digits) == 4 and digits.startswith("20"))
    return behind in _ORDINALS and len(digits) <= 2


class Named(IntEnum):
    """How surely a word means a document's number, weakest first.

    OTHER: the digits behind other letters; TAIL: the last group of digits; DIGITS: all of them; ORDER: an order number.
    """

    OTHER = 0
    TAIL = 1
    DIGITS = 2
    ORDER = 3
    WHOLE = 4


@dataclass(slots=True)
class Mention:
    """One number in a text, and the documents it may mean (none: it is unexplained)."""

    word: str
    digits: str
    how: Named | None = None
    items: list[Item] = field(default_factory=list)
    gap: str = ""


class Numbering:
    """The numbers and order numbers of a book's documents, to be found in texts."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._whole: dict[str, list[Item]] = {}
        self._digits: dict[str, list[Item]] = {}
        self._tails: dict[str, list[Item]] = {}
        self._orders: dict[str, list[Item]] = {}
        self._order_digits: dict[str, list[Item]] = {}
        self._spaced: set[str] = set()
        self._joins = 1
        for item in items:
            self._add_number(item, fold(item.number))
            if item.reference:
                self._add_order(item, fold(item.reference))

    def _add_number(self, item: Item, number: str) -> None:
        words = _WORD.findall(number)
        if not words:
            return
        self._joins = max(self._joins, min(4, len(words)))
        item.squash = "".join(words)
        self._whole.setdefault(item.squash, []).append(item)
        if len(words) > 1 and item.squash.isdigit():
            self._spaced.add(" ".join(words))
        groups = _DIGITS.findall(number)
        if groups:
            item.digits = "".join(groups)
            self._digits.setdefault(item.digits.lstrip("0") or "0", []).append(item)
            if len(groups) > 1:
                self._tails.setdefault(groups[-1].lstrip("0") or "0", []).append(item)

    def _add_order(self, item: Item, reference: str) -> None:
        words = _WORD.findall(reference)
        whole = "".join(words)
        if any(one.isdigit() for one in whole):
            self._joins = max(self._joins, min(4, len(words)))
            self._orders.setdefault(whole, []).append(item)
            if len(words) > 1 and whole.isdigit():
                self._spaced.add(" ".join(words))
            digits = "".join(_DIGITS.findall(whole))
            if len(digits) >= 3 and digits != whole:
                self._order_digits.setdefault(digits.lstrip("0"), []).append(item)

    def mentions(self, words: list[tuple[str, str]]) -> list[Mention]:
        """The numbers in the words of a text, in their order; those that mean nothing here have no documents."""
        found: list[Mention] = []
        place, end = 0, min(len(words), _MOST)
        while place < end:
            took, mention = self._at(words, place, end, found)
            if mention is not None:
                mention.gap = words[place][1]
                found.append(mention)
            place += took
        return found

    def _at(
        self, words: list[tuple[str, str]], place: int, end: int, before: list[Mention]
    ) -> tuple[int, Mention | None]:
        for took in range(min(self._joins, end - place), 1, -1):
            parts = [word for word, _ in words[place : place + took]]
            mention = self._joined(parts)
            if mention is not None:
                return took, mention
        word, gap = words[place]
        if word.isalpha() and "O" not in word:
            return 1, None
        return 1, self._single(word, gap, words[place - 1][0] if place else "", before)

    def _joined(self, parts: list[str]) -> Mention | None:
        """Several words as one number; digits beside digits only where the book itself writes a number so."""
        joined = "".join(parts)
        if joined.isdigit() and " ".join(parts) not in self._spaced:
            return None
        return self._whole_or_order(joined)

    def _whole_or_order(self, word: str) -> Mention | None:
        items = self._whole.get(word)
        if items is not None:
            return Mention(word, items[0].digits, Named.WHOLE, items)
        items = self._orders.get(word)
        if items is not None:
            return Mention(word, "", Named.ORDER, items)
        return None

    def _single(self, word: str, gap: str, before_word: str, before: list[Mention]) -> Mention | None:
        mention = self._whole_or_order(word)
        if mention is not None:
            return mention
        parts = _PARTS.fullmatch(word)
        if parts is None:
            return self._looks_like(word)
        letters, digits, behind = parts.groups()
        if (behind or letters) and not (letters + behind).translate(_LOOKALIKE).strip("015"):
            mention = self._looks_like(word)
            if mention is not None and mention.items:
                return mention
        if _is_time(letters, digits, behind, before_word):
            return None
        mention = self._by_digits(word, letters, digits)
        shortened = self._shortened(digits, gap, before) if not letters else None
        if shortened is not None:
            # Both readings are kept: who pays tells 10438, 9747 from 10438, 19747.
            shortened.items = [*mention.items, *(item for item in shortened.items if item not in mention.items)]
            return shortened
        return mention

    def _by_digits(self, word: str, letters: str, digits: str) -> Mention:
        bare = digits.lstrip("0") or "0"
        if not letters or letters in INVOICE_WORDS:
            for table, how in ((self._digits, Named.DIGITS), (self._tails, Named.TAIL)):
                items = table.get(bare)
                if items is not None:
                    return Mention(word, digits, how, items)
        items = self._order_digits.get(bare)
        if items is not None and len(bare) >= 4:
            return Mention(word, digits, Named.TAIL, items)
        items = self._digits.get(bare) if len(bare) >= 3 else None
        if items is not None:
            return Mention(word, digits, Named.OTHER, items)
        return Mention(word, digits)

    def _shortened(self, digits: str, gap: str, before: list[Mention]) -> Mention | None:
        """The 14 in 4212/13/14: the last digits of a number that begins like the one before it."""
        if not before or not before[-1].items or not _LIST.fullmatch(gap):
            return None
        first = before[-1].digits
        if len(digits) >= len(first) or len(digits) > 4:
            return None
        whole = first[: -len(digits)] + digits
        items = self._digits.get(whole.lstrip("0") or "0")
        return Mention(digits, whole, Named.DIGITS, items) if items else None

    def _looks_like(self, word: str) -> Mention | None:
        """The number in which a letter stands for the digit that it looks like: INV24I295, TM4O12."""
        first = next((at for at, one in enumerate(word) if one.isdigit()), None)
        start = first if first is not None else word.index("O")
        while start > 0 and word[start - 1] in "OI":
            start -= 1
        fixed = word[:start] + word[start:].translate(_LOOKALIKE)
        if not fixed[start:].isdigit():
            return Mention(word, "".join(_DIGITS.findall(word))) if first is not None else None
        mention = self._whole_or_order(fixed) or self._by_digits(fixed, fixed[:start], fixed[start:])
        return mention if mention.items or first is not None else None
