"""OFX and QFX files as statements, in the old form (tags that are not closed) and the new one (XML).

Knows OFX. The library reads the tags; dates, amounts and what banks get wrong are read here, one transaction at a time,
so that one that is wrong is told and loses none of the others. No entity is ever expanded: the tags are read as text.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Protocol

# The library takes a third of a second to load; this module is only loaded when an OFX file is picked.
from ofxtools.Parser import TreeBuilder

from safe_desktop.domain.money import Money
from safe_desktop.engine.files.statement_amounts import plain_money
from safe_desktop.engine.files.statement_joining import joined_by_account
from safe_desktop.engine.files.statement_lines import LeftOut, Statement, StatementFormat, StatementLine
from safe_desktop.errors import InputError

_START = re.compile(r"<OFX>", re.IGNORECASE)
_END = re.compile(r"</OFX>", re.IGNORECASE)
_EMPTY_LEAF = re.compile(
    r"<(NAME|MEMO|CHECKNUM|REFNUM|SIC|BRANCHID|BANKID|ACCTID|ACCTKEY|SRVRTID|EXTDNAME|PAYEEID|FITID|MKTGINFO|LANGUAGE|ORG|FID|"
    r"INTU\.BID|USERKEY|DTUSER|DTAVAIL)>\s*(?=<(?!/\1>))"
)
"""An empty value whose tag is not closed, as banks write it, would swallow all that follows."""
_PRIVATE_TAG = re.compile(r"<[A-Z0-9.]+[:-][A-Z0-9.:-]+>[^<]*|</[A-Z0-9.]+[:-][A-Z0-9.:-]+>")
"""What a bank adds under a name that OFX does not allow; the library would take its text for that of another."""
_SELF_CLOSED = re.compile(r"<([A-Z0-9.]+)\s*/>")
_TRANSACTION = re.compile(r"<STMTTRN>", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{2,6}(?:\.\d+)?)?\s*(?:\[.*\])?")
_LABEL = 60


class _Element(Protocol):
    """What is used of the elements of the library's tree."""

    text: str | None

    def find(self, path: str) -> "_Element | None": ...
    def iter(self, tag: str) -> "Iterator[_Element]": ...


def read_ofx(name: str, text: str, currency: str) -> list[Statement]:
    """One statement for each account in the file; `currency` where the file names none. InputError in words."""
    start = _START.search(text)
    if start is None or not _END.search(text):
        raise _unreadable(name, "its end is missing" if start else "it has no <OFX>")
    root = _tree(name, text[start.start() :])
    statements = [
        _statement(name, response, currency) for kind in ("STMTRS", "CCSTMTRS") for response in root.iter(kind)
    ]
    told = sum(len(one.lines) + len(one.bad) + len(one.passed_over) for one in statements)
    if statements and told != len(_TRANSACTION.findall(text)):
        raise _unreadable(name, "some of its transactions stand outside a statement")
    if not statements:
        raise InputError(
            f"“{name}” is an OFX file without a bank statement.",
            "Nothing was imported.",
            "Download the transactions of the account, not only its balance or a list of accounts.",
        )
    # OFX gives a statement no name of its own: only the numbers of its lines can show that it is there twice.
    return joined_by_account([("", one) for one in statements])


def _tree(name: str, body: str) -> _Element:
    body = _replaced(body, "<!--", "-->", lambda _comment: "")
    # The library would read from the first such section of a line to the end of the last one.
    body = _replaced(body, "<![CDATA[", "]]>", lambda words: html.escape(words, quote=False))
    body = _EMPTY_LEAF.sub("", _SELF_CLOSED.sub("", _PRIVATE_TAG.sub("", body)))
    builder = TreeBuilder()
    try:
        builder.feed(body)
        root: _Element | None = builder.close()
    except (SyntaxError, AssertionError, IndexError, ValueError) as problem:
        raise _unreadable(name, str(problem)[:120]) from problem
    if root is None or any(list(one.iter("STMTTRN"))[1:] for one in root.iter("STMTTRN")):
        raise _unreadable(name, "its tags are not closed in their places")
    return root


def _replaced(text: str, opening: str, closing: str, with_what: Callable[[str], str]) -> str:
    """The text with every section between these marks replaced; in one pass, however many there are."""
    parts = []
    begin = 0
    while (start := text.find(opening, begin)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        parts += [text[begin:start], with_what(text[start + len(opening) : end])]
        begin = end + len(closing)
    return "".join((*parts, text[begin:]))


def _statement(name: str, response: _Element, default_currency: str) -> Statement:
    currency = (_text(response, "CURDEF") or default_currency).upper()
    lines: list[StatementLine] = []
    bad: list[LeftOut] = []
    passed_over: list[LeftOut] = []
    for number, transaction in enumerate(response.iter("STMTTRN"), start=1):
        place, label = f"transaction {number}", _label(transaction)
        try:
            line = _line(transaction, currency, place)
        except ValueError as problem:
            bad.append(LeftOut(place, label, str(problem)))
            continue
        if line.amount:
            lines.append(line)
        else:
            passed_over.append(LeftOut(place, label, "no money moved"))
    closing, notes = _closing(response, currency)
    return Statement(
        account=_account(response),
        currency=currency,
        lines=tuple(lines),
        closing=closing,
        file_name=name,
        format=StatementFormat.OFX,
        bad=tuple(bad),
        passed_over=tuple(passed_over),
        notes=tuple(notes),
    )


def _line(transaction: _Element, currency: str, place: str) -> StatementLine:
    own = _text(transaction, "CURRENCY/CURSYM").upper()
    if own and own != currency:
        raise ValueError(f"its amount is in {own}, and the account is in {currency}")
    payee = _text(transaction, "NAME") or _text(transaction, "PAYEE/NAME") or _text(transaction, "EXTDNAME")
    memo, number = _text(transaction, "MEMO"), _text(transaction, "CHECKNUM") or _text(transaction, "REFNUM")
    memo = "" if memo == payee else memo
    return StatementLine(
        came_on=_day(_text(transaction, "DTPOSTED")),
        amount=_money(_text(transaction, "TRNAMT"), currency, "amount"),
        kind=_text(transaction, "TRNTYPE"),
        payee=payee,
        reference=" ".join(filter(None, (memo, number))) if payee else number,
        narrative="" if payee else memo,
        bank_id=_text(transaction, "FITID"),
        place=place,
    )


def _closing(response: _Element, currency: str) -> tuple[Money | None, list[str]]:
    text = _text(response, "LEDGERBAL/BALAMT")
    if not text:
        return None, []
    try:
        return _money(text, currency, "closing balance"), []
    except ValueError as problem:
        return None, [f"The closing balance was left out: {problem}."]


def _account(response: _Element) -> str:
    for kind in ("BANKACCTFROM", "CCACCTFROM"):
        parts = [_text(response, f"{kind}/{tag}") for tag in ("BANKID", "ACCTID")]
        if parts[1]:
            return " ".join(filter(None, parts))
    return ""


def _money(text: str, currency: str, what: str) -> Money:
    # OFX lets a bank write a decimal comma; thousands are never grouped.
    return plain_money(text.replace(",", ".").replace(" ", ""), currency, what)


def _day(text: str) -> date:
    """The day as the bank wrote it: its zone says which day it was there, and that is the day on its paper too."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"its date “{text[:40]}” cannot be read" if text else "it has no date")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as problem:
        raise ValueError(f"its date “{text[:40]}” is not a day of the calendar") from problem


def _text(element: _Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else " ".join(html.unescape(found.text or "").split())


def _label(transaction: _Element) -> str:
    return " ".join(_words(transaction))[:_LABEL]


def _words(transaction: _Element) -> Iterable[str]:
    return filter(None, (_text(transaction, tag) for tag in ("NAME", "MEMO", "FITID")))


def _unreadable(name: str, problem: str) -> InputError:
    return InputError(
        f"“{name}” cannot be read as an OFX file.",
        f"It is damaged or cut off ({problem}). Nothing was imported.",
        "Download it again from the bank, or take CSV instead.",
    )
