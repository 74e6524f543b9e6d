"""Runs the command that was asked for, and turns whatever happens into an answer, a sentence and an exit code."""

import logging
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from safe_desktop.command_line.answering import Answer, aside, write, write_document, write_error
from safe_desktop.command_line.arguments import Asked
from safe_desktop.command_line.crash_file import report_text, write_report
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.log_file import Log, logging_to
from safe_desktop.command_line.starting import Start
from safe_desktop.engine.homes import Home, chosen_home
from safe_desktop.errors import Cancelled, SafeError

logger = logging.getLogger(__name__)
Command = Callable[[Start], Answer]


def run(asked: Asked, environ: Mapping[str, str]) -> int:
    """The exit code of what was asked for."""
    try:
        home = chosen_home(asked.home, environ, asked.practice)
        with logging_to(home, environ, asked.verbose) as log:
            return _logged(Start(asked, home, environ, log))
    except SafeError as problem:
        return write_error(problem, asked.json)


def _logged(start: Start) -> int:
    try:
        return _answered(start)
    except SafeError as problem:
        logger.info("%s: %s", type(problem).__name__, problem)
        return write_error(problem, start.asked.json)
    except (Cancelled, KeyboardInterrupt):
        return _stopped(start.asked.json)
    except BrokenPipeError:
        # Whoever read the answer has enough of it; what else is written while ending must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except Exception as error:  # a fault of the program: the person gets a report instead of a traceback
        logger.exception("A fault of the program")
        return _crashed(start.home, error, start.log, start.asked.json)


def _answered(start: Start) -> int:
    if not start.asked.command:
        # Imported here for start-up cost: a command must not load Qt.
        from safe_desktop.command_line.window_command import window  # noqa: PLC0415

        return window(start)
    logger.info("Command %s %s", start.asked.command, start.asked.action or "")
    return write(_command(start.asked.command)(start), start.asked.json)


def _command(name: str) -> Command:
    """The function behind a command."""
    # Imported here for start-up cost: the window needs none of them.
    from safe_desktop.command_line import (  # noqa: PLC0415
        balances_command,
        book_commands,
        check_command,
        compare_command,
        connect_commands,
        decision_commands,
        demo_command,
        file_commands,
        match_command,
        mismatch_commands,
        policy_command,
        preview_command,
        statement_command,
        status_command,
        sync_command,
        undo_command,
    )

    commands: dict[str, Command] = {
        "book": book_commands.book,
        "connect": connect_commands.connect,
        "disconnect": connect_commands.disconnect,
        "import": file_commands.import_file,
        "statement": statement_command.statement,
        "export": file_commands.export_file,
        "preview": preview_command.show_preview,
        "check": check_command.check_book,
        "retry": decision_commands.retry,
        "allow-locked": decision_commands.allow_locked,
        "policy": policy_command.policy,
        "debit": decision_commands.move_debit,
        "compare": compare_command.compare,
        "sync": sync_command.sync,
        "undo": undo_command.undo_run,
        "match": match_command.match,
        "receipts": match_command.receipts,
        "settle-receipt": match_command.settle_receipt,
        "undo-match": match_command.undo_match,
        "mismatches": mismatch_commands.mismatches,
        "balances": balances_command.balances,
        "tie-out": balances_command.tie_out,
        "customer-statement": balances_command.statement_of_account,
        "status": status_command.status,
        "demo": demo_command.demo,
    }
    return commands[name]


def _stopped(as_json: bool) -> int:
    aside("Stopped by you. What was done before that stays.")
    if as_json:
        write_document({"error": {"kind": "Stopped", "title": "Stopped by you.", "exit": int(Exit.STOPPED)}})
    return Exit.STOPPED


def _crashed(home: Home, error: Exception, log: Log, as_json: bool) -> int:
    path = write_report(home, error, log.redactor, datetime.now(UTC))
    aside("SAFE Desktop met a fault of its own. What was saved before stays.")
    if path is None:
        aside("The report of it could not be written; here it is:")
        aside(report_text(error, log.redactor))
    else:
        aside(f"The report of it, without secrets, is in {path}")
    if as_json:
        where = str(path) if path else ""
        write_document(
            {"error": {"kind": "Fault", "title": "A fault of the program.", "report": where, "exit": int(Exit.FAULT)}}
        )
    return Exit.FAULT
