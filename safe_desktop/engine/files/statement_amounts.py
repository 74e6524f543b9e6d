"""Amounts as banks write them: “1,234.56”, “-£12.00”, “12.00-”, “12.00 DR”. Pure; exact numbers only."""

import re
from decimal import Decimal, InvalidOperation

from safe_desktop.domain.money import Money, read_decimal

_ENDING = re.compile(r"(?i)^(?P<number>.*\d)\s*(?P<sign>cr|dr|od|[-+−])$")
_SIGN_INSIDE = re.compile(r"^([£$€])\s*([-+−])")
_LARGEST_POWER = 12
_OUT = ("dr", "od", "-", "−")
_WORDS_IN = frozenset({"c", "cr", "crdt", "credit", "in", "paid in", "money in", "+", "incoming"})
_WORDS_OUT = frozenset({"d", "dr", "dbit", "debit", "out", "paid out", "money out", "-", "−", "outgoing"})


def read_signed(text: str, decimal_comma: bool = False) -> Decimal:
    """The exact number in `text`, below zero where a sign or word says so; ValueError in words when it is none."""
    cleaned = _SIGN_INSIDE.sub(r"\2\1", text.strip())
    found = _ENDING.match(cleaned)
    number = found["number"] if found else cleaned
    if decimal_comma:
        number = number.translate({ord(","): ".", ord("."): ","})
    value = read_decimal(number)
    if found and found["sign"].lower() in _OUT:
        return -abs(value)
    return value


def is_money_in(word: str) -> bool:
    """Whether a word such as “CR” or “Debit” says that money came in; ValueError when it says neither."""
    plain = " ".join(word.casefold().split())
    if plain in _WORDS_IN:
        return True
    if plain in _WORDS_OUT:
        return False
    raise ValueError(f"is “{word[:20]}”, which says neither in nor out")


def plain_money(text: str, currency: str, what: str = "amount") -> Money:
    """The amount that a program wrote without sign or grouping of its own; ValueError in words when it is none."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation as problem:
        raise ValueError(
            f"its {what} “{text[:40]}” is not a number" if text.strip() else f"it has no {what}"
        ) from problem
    if not number.is_finite() or number.adjusted() > _LARGEST_POWER:
        raise ValueError(f"its {what} “{text[:40]}” is not an amount")
    return Money.exactly(number, currency)
