"""`statement`: the lines of a bank statement file into the book, and matched at once as far as that is certain."""

import json

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start, file_meant
from safe_desktop.command_line.stopping import stoppable
from safe_desktop.engine.files.import_mapping import read_mapping
from safe_desktop.engine.files.statement_importing import StatementOptions, examine_statement, import_statement
from safe_desktop.engine.files.statement_report import StatementReport
from safe_desktop.engine.matching.matching_run import MatchReport, match_all
from safe_desktop.errors import InputError


def statement(start: Start) -> Answer:
    """Import, or with --dry-run report what an import would do; what could not be taken waits for a person."""
    asked = start.asked
    path = file_meant(asked.file)
    mapping = read_mapping(file_meant(asked.mapping)) if asked.mapping else None
    with opened_book(start) as workplace, stoppable() as control:
        if asked.show_mapping:
            look = examine_statement(workplace, path, mapping, control)
            if look.table is None:
                raise InputError(f"“{path.name}” has no columns to choose.", "Nothing was done.")
            text = look.table.mapping.as_json()
            return Answer(json.loads(text), tuple(text.splitlines()))
        options = StatementOptions(asked.account, mapping, asked.dry_run)
        report = import_statement(workplace, path, options, control)
        matched = match_all(workplace, control) if report.new_ids else MatchReport()
        code = Exit.NEEDS_PERSON if report.needs_person or matched.asked else Exit.DONE
        lines = [*report.told(), *([f"  {matched.words}"] if report.new_ids else [])]
        return Answer(_document(report, matched), tuple(lines), code)


def _document(report: StatementReport, matched: MatchReport) -> Json:
    told = plain(report)
    assert isinstance(told, dict)
    totals: dict[str, Json] = {"lines": report.lines, "new": report.new, "known": report.known}
    return {**told, **totals, "matching": plain(matched)}
