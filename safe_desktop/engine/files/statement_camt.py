"""CAMT.053 files (ISO 20022, the XML statement of banks) as statements, whatever their version.

Knows the standard's frame: accounts, balances, what is booked. The library opens the file without ever resolving an
entity or reaching for the network; the entries are read by `statement_camt_entries`.
"""

import re
from collections.abc import Sequence

# The library brings a big XML reader along; this module is only loaded when such a file is picked.
from pycamt.parser import Camt053Parser

from safe_desktop.domain.money import Money
from safe_desktop.engine.files.statement_camt_entries import (
    Element,
    amount_of,
    every,
    first_of,
    lines_of,
    signed,
    text_of,
)
from safe_desktop.engine.files.statement_joining import joined_by_account
from safe_desktop.engine.files.statement_lines import LeftOut, Statement, StatementFormat, StatementLine
from safe_desktop.errors import InputError

_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_OTHERS = {
    "BkToCstmrAcctRpt": "a report within the day (CAMT.052)",
    "BkToCstmrDbtCdtNtfctn": "an advice of single payments (CAMT.054)",
    "CstmrPmtStsRpt": "an answer to payments that were handed in",
    "CstmrCdtTrfInitn": "an order of payments, not a statement",
}
_LABEL = 60


def read_camt(name: str, content: bytes, default_currency: str) -> list[Statement]:
    """One statement for each account in the file; InputError in words when it cannot be read."""
    # A NUL in every other byte is UTF-16; what is looked for is plain letters in both.
    if _DECLARES.search(content.replace(b"\0", b"")):
        raise InputError(
            f"“{name}” was not read: it declares a document type of its own.",
            "No bank does that; such a file can be made to harm. Nothing was imported.",
            "Download the statement again from the bank itself.",
        )
    try:
        root: Element = Camt053Parser(content).tree
    except (SyntaxError, ValueError, LookupError) as problem:
        words = problem.msg if isinstance(problem, SyntaxError) else str(problem)
        raise _unreadable(name, words[:120]) from problem
    found = every(root, "BkToCstmrStmt/Stmt")
    if not found:
        raise _not_a_statement(name, root)
    return joined_by_account([(_mark(element), _statement(name, element, default_currency)) for element in found])


def _mark(element: Element) -> str:
    """What the bank calls this statement, or this page of it; empty where it does not say."""
    parts = ("Id", "ElctrncSeqNb", "LglSeqNb", "StmtPgntn/PgNb")
    return " ".join(text_of(element, part) for part in parts).strip()


def _statement(name: str, element: Element, default_currency: str) -> Statement:
    currency = text_of(element, "Acct/Ccy") or _currency_of(element) or default_currency
    lines: list[StatementLine] = []
    bad: list[LeftOut] = []
    passed_over: list[LeftOut] = []
    for number, entry in enumerate(every(element, "Ntry"), start=1):
        place = f"entry {number}"
        label = text_of(entry, "AddtlNtryInf")[:_LABEL] or text_of(entry, "AcctSvcrRef")
        status = text_of(entry, "Sts/Cd") or text_of(entry, "Sts") or "BOOK"
        try:
            if status != "BOOK":
                passed_over.append(LeftOut(place, label, "it is not booked yet; a later statement will have it"))
            elif found := lines_of(entry, currency, place):
                lines += found
            else:
                passed_over.append(LeftOut(place, label, "no money moved"))
        except ValueError as problem:
            bad.append(LeftOut(place, label, str(problem)))
    return Statement(
        account=text_of(element, "Acct/Id/IBAN") or text_of(element, "Acct/Id/Othr/Id"),
        currency=currency,
        lines=tuple(lines),
        opening=_balance(element, ("OPBD", "PRCD"), currency),
        closing=_balance(element, ("CLBD",), currency),
        file_name=name,
        format=StatementFormat.CAMT,
        bad=tuple(bad),
        passed_over=tuple(passed_over),
    )


def _balance(element: Element, kinds: Sequence[str], currency: str) -> Money | None:
    for kind in kinds:
        for balance in every(element, "Bal"):
            if text_of(balance, "Tp/CdOrPrtry/Cd") == kind:
                try:
                    return signed(amount_of(balance, "Amt", currency), balance)
                except ValueError:
                    return None  # the lines are good without it; only the proof is lost
    return None


def _currency_of(element: Element) -> str:
    """That of the first amount: the account need not name its own."""
    for path in ("Bal/Amt", "Ntry/Amt"):
        found = first_of(element, path)
        if found is not None and found.get("Ccy"):
            return found.get("Ccy") or ""
    return ""


def _not_a_statement(name: str, root: Element) -> InputError:
    what = next((words for tag, words in _OTHERS.items() if first_of(root, tag) is not None), "no statement of a bank")
    return InputError(
        f"“{name}” is {what}.",
        "Nothing was imported.",
        "Download the booked statement of the account: CAMT.053, OFX or CSV.",
    )


def _unreadable(name: str, problem: str) -> InputError:
    return InputError(
        f"“{name}” cannot be read as a CAMT statement.",
        f"It is damaged or cut off ({problem}). Nothing was imported.",
        "Download it again from the bank.",
    )
