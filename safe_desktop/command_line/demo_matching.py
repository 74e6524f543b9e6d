"""The second half of the demo: a bank statement comes, its money finds the invoices, and both sides tie out.

By the same functions of the engine as at the desk; what only a person can decide is left waiting and said.
"""

from collections.abc import Callable

from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.sync_command import report_document, report_lines
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.statement_accounts import bank_accounts
from safe_desktop.engine.files.statement_importing import StatementOptions, import_statement
from safe_desktop.engine.matching.desk_cases import CaseFilter, desk_cases
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.sample_statement import statement_path, write_sample_statement
from safe_desktop.engine.showing.tie_out_rows import tie_out
from safe_desktop.engine.sync import syncing
from safe_desktop.engine.workplace import Workplace

_LINES = 2
_SHOWN = 5


def demo_matching(workplace: Workplace, control: Control, tell: Callable[[str], None]) -> dict[str, Json]:
    """What it did, for the document of the demo; each step is told as it is done."""
    path = statement_path(workplace.home)
    if not path.exists():
        write_sample_statement(workplace, path)
    report = import_statement(workplace, path, StatementOptions(_account(workplace)), control)
    tell(f"7. A bank statement comes: {report.lines} lines, {report.new} of them new.")
    matched = match_all(workplace, control)
    tell(f"8. Its money looks for the invoices. {matched.words}")
    waiting = desk_cases(workplace, CaseFilter.RECEIPTS)
    for case in waiting[:_SHOWN]:
        tell(f"   {case.amount} {case.title}: {case.subtitle}")
    if len(waiting) > _SHOWN:
        tell(f"   and {len(waiting) - _SHOWN} more; they wait at the desk for a person")
    tell("9. Sync now, so that Xero knows of it.")
    third = syncing.sync(workplace, control, reason="Demo")
    for line in list(report_lines(third))[:_LINES]:
        tell(f"   {line}")
    tied = tie_out(workplace.book)
    residue = ", ".join(str(total.residue) for total in tied.totals) or "0.00"
    tell(f"10. Tie-out of {len(tied.rows)} customers: residue {residue}.")
    return {
        "statement": {"lines": report.lines, "new": report.new},
        "matching": {
            "settled": matched.settled + matched.by_rule,
            "set_aside": matched.set_aside,
            "asked": matched.asked,
            "no_match": matched.no_match,
        },
        "waiting": [plain(case) for case in waiting],
        "third_sync": report_document(third),
        "unexplained_customers": tied.apart,
    }


def _account(workplace: Workplace) -> str:
    """The account of bank transfers, else the first bank account there is."""
    book = workplace.book
    method = book.payments.find_method(book.settings.default_method)
    known = bank_accounts(book)
    chosen = method.xero_account_code if method is not None else ""
    return chosen if chosen in known else next(iter(known), "")
