"""`import` and `export`: records out of a file into the book, and out of the book into a file."""

import json

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start, file_meant
from safe_desktop.command_line.stopping import stoppable
from safe_desktop.engine.files.examining import examine
from safe_desktop.engine.files.exporting import export
from safe_desktop.engine.files.import_mapping import read_mapping
from safe_desktop.engine.files.import_report import ImportReport
from safe_desktop.engine.files.importing import run_import


def import_file(start: Start) -> Answer:
    """Import, or with --dry-run report what an import would do; refused rows wait for a person."""
    asked = start.asked
    mapping = read_mapping(file_meant(asked.mapping)) if asked.mapping else None
    with opened_book(start) as workplace, stoppable() as control:
        if asked.show_mapping:
            text = examine(workplace, asked.kind, file_meant(asked.file), mapping, control).mapping.as_json()
            return Answer(json.loads(text), tuple(text.splitlines()))
        report = run_import(
            workplace, control, asked.kind, file_meant(asked.file), mapping=mapping, dry_run=asked.dry_run
        )
        code = Exit.NEEDS_PERSON if report.needs_person else Exit.DONE
        return Answer(_document(report), tuple(report.lines()), code)


def export_file(start: Start) -> Answer:
    """Write the file; one that was there is replaced."""
    with opened_book(start) as workplace, stoppable() as control:
        report = export(workplace, control, start.asked.kind, file_meant(start.asked.file))
        return Answer(plain(report), tuple(report.lines()))


def _document(report: ImportReport) -> Json:
    told = plain(report)
    assert isinstance(told, dict)
    check = plain(report.check)
    assert isinstance(check, dict)
    refused: list[Json] = [{"row": row, "reason": reason} for row, reason in report.refused_rows]
    return {**told, "rows": report.rows, "refused_rows": refused, "check": {**check, "adds_up": report.check.adds_up}}
