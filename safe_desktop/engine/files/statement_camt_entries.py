"""The entries of a CAMT.053 statement as lines: who paid, what was written, how much, and batches taken apart.

Knows the standard's elements and its namespaces. A batch becomes one line for each payment in it only where the
amounts of these, in the currency of the account, make the amount of the entry: the penny matters more than the detail.
"""

from datetime import date
from typing import Protocol

from safe_desktop.domain.money import Money, total
from safe_desktop.engine.files.statement_amounts import plain_money
from safe_desktop.engine.files.statement_lines import StatementLine

_NO_ID = frozenset({"", "NOTPROVIDED", "NONREF"})


class Element(Protocol):
    """What is used of the elements of the tree."""

    @property
    def text(self) -> str | None: ...
    def find(self, path: str) -> "Element | None": ...
    def findall(self, path: str) -> "list[Element]": ...
    def get(self, name: str) -> str | None: ...


def lines_of(entry: Element, currency: str, place: str) -> list[StatementLine]:
    """The lines of one entry: of a batch one for each payment in it, where their amounts are known and add up.

    None where no money moved; ValueError in words where the entry cannot be read.
    """
    whole = signed(amount_of(entry, "Amt", currency), entry)
    if not whole:
        return []
    details = every(entry, "NtryDtls/TxDtls")
    amounts = [_detail_amount(detail, entry, currency) for detail in details]
    known = [amount for amount in amounts if amount is not None]
    if len(details) > 1 and len(known) == len(details) and total(known, currency) == whole:
        return [
            _line(entry, detail, amount, f"{place}, payment {number}", number)
            for number, (detail, amount) in enumerate(zip(details, known, strict=True), start=1)
            if amount
        ]
    if len(details) == 1:
        return [_line(entry, details[0], whole, place)]
    return [_line(entry, entry, whole, place)]


def _line(entry: Element, detail: Element, amount: Money, place: str, part: int = 0) -> StatementLine:
    is_reversal = text_of(entry, "RvslInd") in ("true", "1")
    # Of money that came back, the other side is who was to get it.
    role = "Dbtr" if (amount.minor > 0) != is_reversal else "Cdtr"
    kind = _kind(entry)
    return StatementLine(
        came_on=_day(entry),
        amount=amount,
        kind=f"{kind} reversal".strip() if is_reversal else kind,
        payee=_party(detail, role),
        reference=_reference(detail),
        narrative=text_of(detail, "AddtlTxInf") or text_of(entry, "AddtlNtryInf"),
        bank_id=_bank_id(entry, detail, part),
        place=place,
    )


def _party(detail: Element, role: str) -> str:
    paths = (f"Ultmt{role}", role)
    for path in paths:
        for end in ("Nm", "Pty/Nm"):
            if name := text_of(detail, f"RltdPties/{path}/{end}"):
                return name
    return ""


def _reference(detail: Element) -> str:
    """What the payer wrote: structured references first, free text after, and his own number where there is nothing."""
    parts = [text_of(one, "CdtrRefInf/Ref") for one in every(detail, "RmtInf/Strd")]
    parts += [text_of(one, "RfrdDocInf/Nb") for one in every(detail, "RmtInf/Strd")]
    parts += [" ".join((one.text or "").split()) for one in every(detail, "RmtInf/Ustrd")]
    parts += [text_of(one, "AddtlRmtInf") for one in every(detail, "RmtInf/Strd")]
    text = " ".join(dict.fromkeys(part for part in parts if part))
    own = text_of(detail, "Refs/EndToEndId")
    return text or ("" if own in _NO_ID else own)


def _bank_id(entry: Element, detail: Element, part: int) -> str:
    if (own := text_of(detail, "Refs/AcctSvcrRef")) not in _NO_ID:
        return own
    shared = text_of(entry, "AcctSvcrRef")
    if shared not in _NO_ID:
        return f"{shared}/{part}" if part else shared
    own = text_of(detail, "Refs/TxId") or text_of(detail, "Refs/UETR")
    return "" if own in _NO_ID else own


def _kind(entry: Element) -> str:
    own = text_of(entry, "BkTxCd/Prtry/Cd")
    family = (text_of(entry, "BkTxCd/Domn/Fmly/Cd"), text_of(entry, "BkTxCd/Domn/Fmly/SubFmlyCd"))
    return own or " ".join(filter(None, family))


def _day(entry: Element) -> date:
    for path in ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"):
        text = text_of(entry, path)
        if text:
            try:
                # The day as the bank wrote it; a time and a zone may follow.
                return date.fromisoformat(text[:10])
            except ValueError as problem:
                raise ValueError(f"its date “{text[:40]}” cannot be read") from problem
    raise ValueError("it has no date")


def _detail_amount(detail: Element, entry: Element, currency: str) -> Money | None:
    """The amount of one payment of a batch in the account's currency, with its sign; None where it is not told."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        found = first_of(detail, path)
        if found is not None and found.get("Ccy") == currency:
            amount = plain_money(found.text or "", currency)
            return signed(amount, detail if text_of(detail, "CdtDbtInd") else entry)
    return None


def amount_of(element: Element, path: str, currency: str) -> Money:
    """The amount there, which must be in this currency; ValueError in words."""
    found = first_of(element, path)
    if found is None:
        raise ValueError("it has no amount")
    own = found.get("Ccy") or currency
    if own != currency:
        raise ValueError(f"its amount is in {own}, and the account is in {currency}")
    return plain_money(found.text or "", currency)


def signed(amount: Money, element: Element) -> Money:
    """The amount below zero where the element says that it went out; ValueError where it says nothing."""
    word = text_of(element, "CdtDbtInd")
    if word not in ("CRDT", "DBIT"):
        raise ValueError("it does not say whether the money came in or went out")
    return amount if word == "CRDT" else -amount


def _path(path: str) -> str:
    """The path in whatever version's namespace the file is."""
    return "/".join(f"{{*}}{part}" for part in path.split("/"))


def first_of(element: Element, path: str) -> Element | None:
    """The first element at this path."""
    return element.find(_path(path))


def every(element: Element, path: str) -> list[Element]:
    """Every element at this path."""
    return element.findall(_path(path))


def text_of(element: Element, path: str) -> str:
    """The text at this path in one line; empty where there is none."""
    found = first_of(element, path)
    return "" if found is None else " ".join((found.text or "").split())
