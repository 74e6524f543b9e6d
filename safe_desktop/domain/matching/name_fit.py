"""Compares a text with one name: how much of the name is there, allowing for cuts, short forms and slips.

Pure words; knows no customer and no index.
"""

from dataclasses import dataclass

from safe_desktop.domain.matching.bank_vocabulary import EMPTY_IN_NAMES, LEGAL_FORMS
from safe_desktop.domain.matching.receipt_text import is_plain, words_of
from safe_desktop.domain.matching.slips import abbreviates, one_slip

WHOLE, ALMOST, SHORT, WEAK = 4, 3, 2, 1
"""How much of a name is there: all of it; all but a slip or what the bank cut off; its first words; an initial."""


@dataclass(slots=True)
class Name:
    """One way in which payers are called; an alias may stand for several of them, with how often each was paid for."""

    words: list[str]
    squash: str
    payers: dict[str, int]
    is_alias: bool = False


def name_words(text: str, may_be_cut: bool = False) -> list[str]:
    """The words of a folded name that tell it from others: without “the”, “and” and the legal form."""
    words = [word for word in words_of(text) if word not in EMPTY_IN_NAMES]
    if len(words) > 1 and words[0] == "THE":
        del words[0]
    while len(words) > 1 and (words[-1] in LEGAL_FORMS or (may_be_cut and "COMPANY".startswith(words[-1]))):
        words.pop()
    if words and len(words[0]) > 6 and words[0].startswith("THE"):
        # “THENEXUS PHARMACY”: the space was lost. A name that begins so by itself loses the letters on both sides.
        words[0] = words[0][3:]
    return words


def name_fit(words: list[str], squash: str, name: Name, may_be_cut: bool) -> int:
    """How well a text fits a name; 0 where it does not."""
    whole = name.squash
    if squash == whole:
        return WHOLE
    if whole.startswith(squash):
        return _beginning(words, squash, name, may_be_cut)
    if squash.startswith(whole) and len(name.words) > 1:
        behind = words[len(name.words) :]
        return WHOLE if behind and all(is_plain(word) for word in behind) else WEAK
    if (len(words[0]) == 1) != (len(name.words[0]) == 1) or (len(words[0]) == 1 and words[0] != name.words[0]):
        # An initial is all that tells two families in one trade apart; it may not be a slip.
        return 0
    if len(squash) >= 8:
        if one_slip(squash, whole):
            return ALMOST
        if len(whole) > len(squash) and _slip_in_beginning(squash, whole):
            return ALMOST if may_be_cut else _short(words)
    return _aligned(words, name.words, may_be_cut)


def _beginning(words: list[str], squash: str, name: Name, may_be_cut: bool) -> int:
    if may_be_cut and len(squash) >= 8:
        return ALMOST
    if name.is_alias:
        return SHORT if len(squash) >= 10 else 0
    joined = ""
    for at, word in enumerate(name.words):
        joined += word
        if joined == squash:
            return SHORT if at else WEAK
    return _aligned(words, name.words, may_be_cut) or (WEAK if len(squash) >= 10 else 0)


def _short(words: list[str]) -> int:
    return SHORT if len(words) > 1 else WEAK


def _slip_in_beginning(squash: str, whole: str) -> bool:
    size = len(squash)
    return one_slip(squash, whole[:size]) or one_slip(squash, whole[: size + 1]) or one_slip(squash, whole[: size - 1])


def _aligned(words: list[str], name: list[str], may_be_cut: bool) -> int:
    """Word against word: each the same, shortened, or with one slip."""
    slips = 0
    last = len(words) - 1
    for at, (word, other) in enumerate(zip(words, name, strict=False)):
        if word == other:
            continue
        if at == last and may_be_cut and other.startswith(word):
            return ALMOST if at else 0
        if len(word) > 3 and one_slip(word, other):
            slips += 1
        elif not (at and abbreviates(word, other)):
            return 0
    if slips > 2 or last < 1:
        return 0
    if last + 1 == len(name):
        return ALMOST
    return SHORT if last + 1 < len(name) else 0
