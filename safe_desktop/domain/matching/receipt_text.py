"""Reads what a bank or a person wrote beside an amount: who seems to pay, and the words that may name documents.

Knows the manners of bank statements (fields cut at 18 letters, dates and machine references in the text). Knows no
customer and no document: `payer_names` and `numbering` look those up.
"""

import re
import unicodedata
from dataclasses import dataclass

from safe_desktop.domain.matching.bank_vocabulary import ANONYMOUS, COLLECTORS, MATTERS, MONTHS, PLAIN

FIELD = 18
"""Letters to which UK banks cut the fields of a statement line."""

_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_MACHINE = re.compile(
    # A date, and the time of day that some banks put behind it; but not the tail of a list such as 4212/13/14.
    r"(?<![\d/])(?:FP )?\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])(?: \d{4}\b)?"
    rf"|\b\d{{1,2}}{_MONTH}(?:\d{{4}}|\d{{2}})?\b(?: \d{{4}}\b)?"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{2}\.\d{2}\.(?:\d{4}|\d{2})\b"
    # Sort code and account, time of day, and what only the bank's machines read.
    r"|\b\d{2}-\d{2}-\d{2}(?: \d{8})?\b"
    r"|\b\d{1,2}:\d{2}(?::\d{2})?\b"
    r"|\b[A-Z]{0,3}\d{11,}[A-Z]{0,2}\b"
)
_WORD = re.compile(r"[A-Z0-9]+")
_SPLIT = re.compile(r"\s*,\s|\s{2,}|\s,|\s\|\s")
_LEAD = re.compile(
    r"(?:FASTER PAYMENTS?(?: (?:RECEIPT|RECEIVED|IN))?|BANK CREDIT|DIRECT CREDIT|AUTOMATED CREDIT|BACS CREDIT|BACS"
    r"|CHAPS|CREDIT FROM|TRANSFER FROM|RECEIVED FROM|PAYMENT FROM|FROM|FPI|BGC|MOBILE PAYMENT|GIRO CREDIT)\s+(?:FROM )?"
)
_REFERENCE = re.compile(r"\s(?:REF|REFERENCE|RE|YOUR REF|MEMO)[:. ]\s*")
_LONGEST = 400


@dataclass(slots=True)
class ReceiptText:
    """The two halves of a text, folded: `payer` as written, `payer_cut` if it may have been cut, `words` that follow.

    `words` are (word, what stands before it); `cut` says that the text seems to go on where the bank cut it off.
    """

    payer: str
    payer_cut: bool
    words: list[tuple[str, str]]
    cut: bool
    anonymous: bool

    @property
    def is_collector(self) -> bool:
        """Whether the payer is one who collects for others and pays out, known to this book or not."""
        return any(word.startswith(COLLECTORS) for word in words_of(self.payer)) or "PAYOUT" in self.payer

    @property
    def is_business_matter(self) -> bool:
        """Whether the text names what is no customer's payment: taxes, interest, loans, insurance, refunds to us."""
        return any(word in MATTERS for word in words_of(self.payer))


def fold(text: str) -> str:
    """The text in capitals without accents, and no longer than anyone reads."""
    if text.isascii():
        return text[:_LONGEST].upper()
    bare = unicodedata.normalize("NFKD", text[:_LONGEST])
    return "".join(one for one in bare if not unicodedata.combining(one)).upper()


def words_of(text: str) -> list[str]:
    """The words of a folded text."""
    return _WORD.findall(text)


def is_plain(word: str) -> bool:
    """Whether the word is one of those that say nothing about who pays or what for."""
    return word in PLAIN


def is_month(word: str) -> bool:
    """Whether the word names a month."""
    return word in MONTHS


def read_text(payee: str, reference: str, narrative: str, kind: str) -> ReceiptText:
    """The text of a receipt in two halves; a bank gives payee and reference, or a narrative that holds both."""
    if payee or not narrative:
        payer, rest = fold(payee).strip(), fold(reference).strip()
        if narrative:
            rest = f"{rest} {_MACHINE.sub(' ', fold(narrative))}".strip()
        cut = len(reference) >= FIELD - 1
    else:
        payer, rest, cut = _halves(fold(narrative), kind)
        rest = f"{fold(reference)} {rest}".strip()
    return ReceiptText(payer, len(payer) >= FIELD - 2, _with_gaps(rest), cut, _is_anonymous(payer))


def _halves(text: str, kind: str) -> tuple[str, str, bool]:
    """Payer and the rest of a narrative, and whether the rest was cut."""
    bare = _MACHINE.sub(" ", text).rstrip()
    if kind and bare.endswith(" " + kind.upper()):
        bare = bare[: -len(kind)].rstrip(" ")
    led = _led(bare.strip(" ,"))
    if (
        len(led) == len(bare.strip(" ,"))
        and len(bare) > FIELD
        and bare[FIELD] == " "
        and bare[FIELD - 1] != " "
        and "," not in bare[:FIELD]
    ):
        rest = bare[FIELD + 1 :].strip(" ,")
        return bare[:FIELD].strip(), rest, len(rest) >= FIELD - 1
    parts = _SPLIT.split(led, maxsplit=1)
    if len(parts) == 1:
        parts = _REFERENCE.split(led, maxsplit=1)
    if len(parts) > 1:
        rest = parts[1].strip(" ,")
        return parts[0], rest, len(rest) >= FIELD - 1
    return _loose_halves(led)


def _led(text: str) -> str:
    found = _LEAD.match(text)
    return text[found.end() :].strip() if found and found.end() < len(text) else text


def _loose_halves(text: str) -> tuple[str, str, bool]:
    """Where nothing but spaces divides the text, the payer ends before the first number or plain word."""
    for found in _WORD.finditer(text):
        word = found.group()
        if found.start() and (word in PLAIN or (word[-1].isdigit() and len(word) > 2)):
            return text[: found.start()].strip(), text[found.start() :], False
    return text, "", False


def _with_gaps(text: str) -> list[tuple[str, str]]:
    found, end = [], 0
    for one in _WORD.finditer(text):
        found.append((one.group(), text[end : one.start()]))
        end = one.end()
    return found


def _is_anonymous(payer: str) -> bool:
    words = words_of(payer)
    return all(word in ANONYMOUS or word.isdigit() for word in words[:2]) if words else True
