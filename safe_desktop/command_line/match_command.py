"""`match`, `receipts`, `settle-receipt`, `undo-match`: the desk's money without a window."""

from collections.abc import Iterator, Sequence

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.stopping import stoppable
from safe_desktop.command_line.text_tables import counted, pairs, table
from safe_desktop.engine.matching.accepting import accept, undo_decision
from safe_desktop.engine.matching.accepting_all import accept_all_certain
from safe_desktop.engine.matching.case_detail import receipt_detail
from safe_desktop.engine.matching.choices import Choice, later, set_aside
from safe_desktop.engine.matching.desk_cases import CaseFilter, CaseOrder, desk_cases
from safe_desktop.engine.matching.desk_history import decisions
from safe_desktop.engine.matching.desk_values import CaseDetail, DeskCase, ReasonMark
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.matching.named_choice import choice_named
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError

_MARKS = {ReasonMark.TICK: "+", ReasonMark.WARNING: "!", ReasonMark.INFO: "i"}


def match(start: Start) -> Answer:
    """One round of matching; with --plan it only proposes, with --accept-certain all that is certain is settled."""
    asked = start.asked
    with opened_book(start) as workplace, stoppable() as control:
        report = match_all(workplace, control, only_propose=asked.plan)
        lines = [report.words]
        document: dict[str, Json] = {"words": report.words}
        told = plain(report)
        assert isinstance(told, dict)
        document |= told
        if asked.accept_certain:
            done = accept_all_certain(workplace, control)
            document["accepted"] = len(done.settled)
            lines.append(f"{counted(len(done.settled), 'certain receipt')} settled.")
            lines += [f"Receipt {number} was not settled: {reason}" for number, reason in done.refused]
        cases = desk_cases(workplace, CaseFilter.RECEIPTS)
        document["waiting"] = [plain(one) for one in cases]
        return Answer(document, (*lines, *_waiting(cases)), Exit.NEEDS_PERSON if cases else Exit.DONE)


def receipts(start: Start) -> Answer:
    """What waits and what was decided; with a number the whole of one receipt."""
    with opened_book(start) as workplace:
        if start.asked.receipt:
            shown = receipt_detail(workplace, start.asked.receipt)
            return Answer(plain(shown), tuple(_detail(shown)))
        cases = desk_cases(workplace, CaseFilter.RECEIPTS, CaseOrder.DATE)
        decided = decisions(workplace, 50)
        document: dict[str, Json] = {"waiting": plain(cases), "decided": plain(decided)}
        lines = list(_waiting(cases))
        if decided:
            rows = [(str(one.id), f"{one.amount}", one.words, one.decided_by, one.ended or "stands") for one in decided]
            lines += ["", *table(("Decision", "Amount", "What", "By", ""), rows, right=("Decision", "Amount"))]
        return Answer(document, tuple(lines), Exit.NEEDS_PERSON if cases else Exit.DONE)


def settle_receipt(start: Start) -> Answer:
    """One receipt is settled as the options say."""
    with opened_book(start) as workplace:
        done = accept(workplace, start.asked.receipt, _choice(start, workplace))
        document: dict[str, Json] = {"receipt": done.receipt_id, "decision": done.decision_id, "words": done.words}
        return Answer(document, (_sentence(done.words), f"To undo it: undo-match {done.decision_id}"))


def undo_match(start: Start) -> Answer:
    """One decision is undone, and everything is as it was before it."""
    with opened_book(start) as workplace:
        done = undo_decision(workplace, start.asked.decision)
        return Answer({"receipt": done.receipt_id, "undone": done.decision_id}, (_sentence(done.words),))


def _sentence(words: str) -> str:
    """With a full stop, unless what a person wrote at its end brings one of its own."""
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _choice(start: Start, workplace: Workplace) -> Choice | int:
    asked = start.asked
    given = [bool(asked.proposal), bool(asked.customer or asked.invoices), asked.set_aside, bool(asked.later)]
    if sum(given) != 1:
        raise InputError(
            "Say one thing to do with it.",
            "Nothing was changed.",
            "One of --accept N, --customer NAME and/or --invoices NUMBER …, --set-aside, --later NOTE.",
        )
    if asked.proposal:
        return asked.proposal
    if asked.set_aside:
        return set_aside()
    if asked.later:
        return later(asked.later)
    return choice_named(workplace, asked.receipt, asked.customer, asked.invoices, asked.write_off)


def _waiting(cases: Sequence[DeskCase]) -> Iterator[str]:
    yield f"{counted(len(cases), 'receipt waits', 'receipts wait')} for a person." if cases else "No receipt waits."
    if not cases:
        return
    rows = [
        (
            str(one.record_id),
            f"{one.on:%d/%m/%Y}",
            str(one.amount),
            one.title,
            one.subtitle.partition(" · ")[2],
            one.word if one.certainty is None else f"{one.word} {one.certainty} %",
        )
        for one in cases
    ]
    yield ""
    yield from table(("Receipt", "Date", "Amount", "Who", "What it may be", ""), rows, right=("Receipt", "Amount"))


def _detail(shown: CaseDetail) -> Iterator[str]:
    yield f"{shown.title}, {shown.subtitle}"
    yield from pairs((fact.name, fact.value) for fact in shown.facts)
    yield ""
    yield shown.heading + (f" ({shown.word} {shown.certainty} %)" if shown.certainty is not None else "")
    yield from (f"  {_MARKS[one.mark]} {one.words}" for one in shown.reasons)
    if shown.outcome.problem:
        yield f"It cannot be accepted: {shown.outcome.problem}"
    rows = [
        (f"{one.on:%d/%m/%Y}", one.account, str(one.debit or ""), str(one.credit or ""))
        for one in shown.outcome.entries
    ]
    if rows:
        yield from ("", *table(("Date", "Account", "Debit", "Credit"), rows, right=("Debit", "Credit")))
    yield from (f"{one.customer} owes {one.before} before, {one.after} after." for one in shown.outcome.balances)
    if shown.alternatives:
        yield ""
    for each in shown.alternatives:
        sure = each.word if each.certainty is None else f"{each.word} {each.certainty} %"
        yield f"{each.number}: {each.title} ({each.detail}), {sure}"
    for past in shown.history:
        yield f"Decision {past.id}: {past.words}, by {past.decided_by}, {past.ended or 'stands'}"
