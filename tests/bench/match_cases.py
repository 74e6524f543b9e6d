"""Runs the product's own matcher on a folder of labelled cases: CSV in, JSON lines out.

    python tests/bench/match_cases.py --in FOLDER --out FILE

Speaks the contract of the shared matching cases (their README.md). Reads and writes by hand, with as few libraries as
can be, because the whole process is timed.
"""

import gc
import json
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from sys import intern

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from safe_desktop.domain.matching.matcher import match_each
from safe_desktop.domain.matching.situation import (
    EarlierReceipt,
    KnownPayment,
    OpenDocument,
    Payer,
    Provider,
    Receipt,
    ReceiptSource,
    Situation,
)
from safe_desktop.domain.matching.verdict import Act, Decision, Proposal, Verdict

_SOURCES = {"bank": ReceiptSource.BANK, "xero_payment": ReceiptSource.XERO_PAYMENT}
_days: dict[str, date] = {}


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of a CSV file, without its heading; fields may be quoted."""
    with path.open(encoding="utf-8") as file:
        next(file)
        for line in file:
            yield _quoted(line.rstrip("\n")) if '"' in line else line.rstrip("\n").split(",")


def _quoted(line: str) -> list[str]:
    fields, field, inside = [], "", False
    for one in line.replace('""', "\0"):
        if one == '"':
            inside = not inside
        elif one == "," and not inside:
            fields.append(field)
            field = ""
        else:
            field += one
    return [one.replace("\0", '"') for one in (*fields, field)]


def day(text: str) -> date:
    """The day, each parsed only once."""
    known = _days.get(text)
    if known is None:
        known = _days[text] = date.fromisoformat(text)
    return known


def situation(folder: Path) -> Situation:
    """The organisation in a folder."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return Situation(
        meta["currency"],
        tuple(
            Receipt(r[0], _SOURCES[r[1]], day(r[2]), int(r[3]), r[4], r[5], r[6], r[7], r[8])
            for r in rows(folder / "receipts.csv")
        ),
        tuple(
            OpenDocument(
                r[0],
                r[1],
                intern(r[3]),
                day(r[4]),
                day(r[5]),
                int(r[7]),
                int(r[8]),
                r[2] == "ACCRECCREDIT",
                r[6],
                True,
                r[0],
            )
            for r in rows(folder / "invoices.csv")
        ),
        tuple(
            KnownPayment(
                r[0],
                day(r[1]),
                int(r[2]),
                r[3],
                r[4],
                r[5],
                r[6] == "pending_payout",
                r[7],
                int(r[8]) if r[8] else None,
                r[9],
            )
            for r in rows(folder / "local_payments.csv")
        ),
        tuple(
            EarlierReceipt(day(r[0]), int(r[1]), r[6], r[2], r[3], r[4], r[5], tuple(r[7].split()))
            for r in rows(folder / "history.csv")
        ),
        tuple(Payer(*r) for r in rows(folder / "contacts.csv")),
        tuple(
            Provider(name, Decimal(str(one["percent"])), one["fixed_pence"], one["cap_pence"])
            for name, one in meta["providers"].items()
        ),
    )


def line(verdict: Verdict) -> str:
    """One line of output."""
    best = verdict.best
    out: dict[str, object] = {"receipt_id": verdict.receipt_key, "decision": verdict.decision.value}
    if verdict.decision is Decision.AUTOMATIC and best is not None:
        out.update(_told(best))
    else:
        out["suggestions"] = [_told(one) for one in verdict.proposals[:3]]
        out["confidence"] = best.confidence if best else 0.0
    return json.dumps(out, ensure_ascii=False)


def _told(proposal: Proposal) -> dict[str, object]:
    told: dict[str, object] = {
        "action": proposal.act.value,
        "confidence": proposal.confidence,
        "reason": "; ".join([reason.words for reason in proposal.reasons]),
    }
    if proposal.act is Act.ALLOCATE:
        told["allocations"] = [(share.document_key, share.minor) for share in proposal.shares]
        told["fee"], told["credit"] = proposal.fee_minor, proposal.credit_minor
        told["adjust"] = proposal.adjustment.value
    elif proposal.act is Act.DUPLICATE:
        told["duplicate_of"] = proposal.duplicate_of
    else:
        told["reverses"] = proposal.reverses
    return told


def main(words: list[str]) -> None:
    """Reads the folder named after --in, matches, and writes the file named after --out; without both says so."""
    if "--in" not in words or "--out" not in words:
        print("Nothing to match: give a folder of cases with --in and a file for the answers with --out.")
        return
    folder, out = Path(words[words.index("--in") + 1]), Path(words[words.index("--out") + 1])
    gc.disable()
    with out.open("w", encoding="utf-8") as file:
        file.writelines(f"{line(verdict)}\n" for verdict in match_each(situation(folder)))


if __name__ == "__main__":
    main(sys.argv[1:])
