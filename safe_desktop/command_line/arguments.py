"""The words of the command line: which commands there are and what each takes. Runs none of them.

Imports nothing slow, for `safe-desktop` alone must show its window at once.
"""

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from safe_desktop import __version__
from safe_desktop.errors import InputError

_KINDS = ("customers", "invoices", "payments")
PRACTICE_XERO = "practice-xero"


class Asked(argparse.Namespace):
    """What was given on the command line; the values here hold where nothing was given."""

    home: str | None = None
    book: str | None = None
    practice: bool = False
    json: bool = False
    verbose: bool = False
    command: str = ""
    action: str | None = None
    name: str | None = None
    kind: str = ""
    file: str = ""
    mapping: str | None = None
    dry_run: bool = False
    show_mapping: bool = False
    no_browser: bool = False
    organisation: str | None = None
    read_only: bool = False
    mismatch: int = 0
    reason: str = ""
    way: str = ""
    accept: Sequence[str] = ()
    refuse: Sequence[str] = ()
    take_in: str = ""
    skip: bool = False
    run: int = 0
    plan: bool = False
    account: str = ""
    field: str = ""
    policy: str = ""
    also_both: bool = False
    country: str = "GB"
    state: str = ""
    on: str = ""
    accept_certain: bool = False
    receipt: int = 0
    decision: int = 0
    proposal: int = 0
    customer: str = ""
    invoices: Sequence[str] = ()
    write_off: str = ""
    set_aside: bool = False
    later: str = ""
    out: str = ""
    since: str = ""
    to: str = ""
    by_issue_date: bool = False


class _Parser(argparse.ArgumentParser):
    """Raises InputError instead of ending the program, so that a script gets its JSON too."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message[:1].upper()}{message[1:]}.", "Nothing was done.", f"See: {self.prog} --help")


def parse(words: Sequence[str]) -> Asked:
    """What is asked for; InputError in words where it cannot be understood."""
    return _parser().parse_args(words, namespace=Asked())


def _shared() -> _Parser:
    """The options that may stand before and after the command. Without defaults: those are in `Asked`."""
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--home", metavar="DIR", help="put every file of the program under this folder (or SAFE_HOME)")
    shared.add_argument("--book", metavar="NAME", help="the book to work on; may be left out while there is one")
    shared.add_argument("--practice", action="store_true", help="the practice books, with the practice Xero")
    shared.add_argument("--json", action="store_true", help="answer with one JSON document")
    shared.add_argument("--verbose", action="store_true", help="log more, and to the standard error too")
    return shared


def _parser() -> _Parser:
    shared = _shared()
    parser = _Parser(
        prog="safe-desktop",
        parents=[shared],
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
        description="Keeps a small business's billing records equal with Xero. Without a command the window opens.",
        epilog="Exit code: 0 done, 1 done but something waits for a person, 2 bad input, 3 not connected or "
        "not reachable, 130 stopped.",
    )
    parser.add_argument("--version", action="version", version=f"SAFE Desktop {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def add(name: str, words: str) -> _Parser:
        return commands.add_parser(
            name,
            parents=[shared],
            help=words,
            description=f"{words[:1].upper()}{words[1:]}.",
            allow_abbrev=False,
            argument_default=argparse.SUPPRESS,
        )

    _add_book(add("book", "make, list or show books"), shared)
    _add_connecting(add("connect", "connect the book with an organisation"))
    add("disconnect", "end the sign-in, here and at Xero")
    _add_import(add("import", "take customers, invoices or payments out of a CSV or XLSX file"))
    _add_statement(add("statement", "take the lines of a bank statement (OFX, CAMT.053, CSV, Excel) into the book"))
    _add_kind_and_file(add("export", "write customers, invoices or payments to a .csv or .xlsx file"))
    add("preview", "what the next sync would send, field by field")
    add("check", "what would keep records from going to Xero: accounts, VAT codes, lock dates, plan; nothing is sent")
    add("retry", "send everything that Xero refused once more with the next sync")
    _add_locked(add("allow-locked", "let one record be sent although its period is locked in Xero"))
    _add_policy(add("policy", "what is done by itself where Xero changed a field: ask, keep ours, take Xero's"))
    _add_debit(add("debit", "move a Direct Debit or other collection on in its life"))
    _add_comparing(add("compare", "both lists side by side before the first sync: what is likely the same"))
    sync = add("sync", "run once: read Xero, then send what waits")
    sync.add_argument("--read-only", action="store_true", help="read Xero and send nothing")
    undo = add("undo", "take back in Xero what a run sent")
    undo.add_argument("run", type=int, metavar="RUN", help="the number of the run, as its report tells it")
    undo.add_argument("--plan", action="store_true", help="show what would be taken back and why not the rest")
    _add_mismatches(add("mismatches", "differences that a person must settle"), shared)
    _add_balances(add("balances", "what every customer owes as at a day, by age"))
    _add_matching(add)
    add("tie-out", "each customer's balance here and in Xero, with every reason why they differ")
    _add_customer_statement(add("customer-statement", "write a customer's statement of account as a PDF file"))
    add("status", "connection, last sync, what waits, balances")
    add("demo", "with --practice: the whole main job without a window")
    commands.add_parser(PRACTICE_XERO, help="the practice Xero alone; its options: practice-xero --help")
    return parser


def _add_book(book: _Parser, shared: _Parser) -> None:
    actions = book.add_subparsers(dest="action", metavar="new|list|show", required=True, parser_class=_Parser)
    new = actions.add_parser("new", parents=[shared], help="make a book", argument_default=argparse.SUPPRESS)
    new.add_argument("name", help="its name")
    new.add_argument(
        "--country", choices=("GB", "NZ", "AU"), type=str.upper, help="whose VAT or GST codes it begins with (GB)"
    )
    actions.add_parser("list", parents=[shared], help="list all books", argument_default=argparse.SUPPRESS)
    show = actions.add_parser("show", parents=[shared], help="show one book", argument_default=argparse.SUPPRESS)
    show.add_argument("name", nargs="?", help="its name; may be left out while there is one")


def _add_connecting(connect: _Parser) -> None:
    connect.add_argument("--no-browser", action="store_true", help="print the link and wait for the browser to return")
    connect.add_argument("--organisation", metavar="NAME", help="which organisation, where the sign-in reaches several")


def _add_comparing(compare: _Parser) -> None:
    compare.add_argument("--accept", nargs="+", metavar="ID", help="link these, or all that are likely: all")
    compare.add_argument("--refuse", nargs="+", metavar="ID", help="these are two; never ask about them again")
    compare.add_argument("--take-in", choices=("contacts", "invoices"), help="what only Xero has comes into the book")
    compare.add_argument("--skip", action="store_true", help="waive the rest: the next sync sends")


def _add_locked(command: _Parser) -> None:
    command.add_argument("kind", choices=("invoice", "credit_note", "payment"), help="what it is")
    command.add_argument("name", metavar="NUMBER", help="its number; of a payment the mark, such as SD-5A6FD14A")
    command.add_argument("reason", metavar="REASON", help="why, for the activity record")


def _add_policy(command: _Parser) -> None:
    command.add_argument("field", nargs="?", metavar="FIELD", help="such as customer.email; without it all are shown")
    command.add_argument("policy", nargs="?", metavar="POLICY", help="ask, keep_ours or take_theirs")
    command.add_argument("--also-both", action="store_true", help="also where both sides changed it; never for amounts")


def _add_debit(command: _Parser) -> None:
    states = ("pending", "submitted", "confirmed", "paid_out", "failed", "charged_back")
    command.add_argument("name", metavar="MARK", help="the mark of the payment, such as SD-5A6FD14A")
    command.add_argument("state", choices=states, help="what became of it; failed and charged_back take it back")
    command.add_argument("--on", metavar="DATE", help="since when, as 2026-11-25 (today)")


def _add_matching(add: Callable[[str, str], _Parser]) -> None:
    match = add("match", "find which invoice each receipt pays; what is certain is settled, the rest is proposed")
    match.add_argument("--plan", action="store_true", help="only propose, whatever the book's option says")
    match.add_argument("--accept-certain", action="store_true", help="settle everything that is certain")
    one = add("receipts", "money that waits to be settled, and what was decided")
    one.add_argument("receipt", type=int, nargs="?", default=0, metavar="ID", help="the whole of this one")
    settle = add("settle-receipt", "settle one receipt")
    settle.add_argument("receipt", type=int, metavar="ID", help="its number in the table")
    settle.add_argument("--accept", dest="proposal", type=int, metavar="N", help="the proposal of this number")
    settle.add_argument("--customer", metavar="NAME", help="whose money it is; without invoices it stays on account")
    settle.add_argument("--invoices", nargs="+", metavar="NUMBER", help="what it pays, or NUMBER=AMOUNT for a part")
    settle.add_argument("--write-off", metavar="CODE", help="the account for the small difference")
    settle.add_argument("--set-aside", action="store_true", help="it is no customer's money")
    settle.add_argument("--later", metavar="NOTE", help="ask again later, and what is waited for")
    undo = add("undo-match", "undo one decision about a receipt")
    undo.add_argument("decision", type=int, metavar="ID", help="the number of the decision, as receipts tells it")


def _add_balances(command: _Parser) -> None:
    command.add_argument("--on", metavar="DATE", help="as at this day, as 2026-11-25 (today)")
    command.add_argument("--by-issue-date", action="store_true", help="count days from the date of issue, not due date")
    command.add_argument("--out", metavar="FILE", help="write the list to this .csv or .xlsx file")


def _add_customer_statement(command: _Parser) -> None:
    command.add_argument("name", metavar="CUSTOMER", help="the customer's name or code")
    command.add_argument("--out", metavar="FILE", required=True, help="the .pdf file")
    command.add_argument("--since", metavar="DATE", help="all activity from this day on; without it what is open")
    command.add_argument("--to", metavar="DATE", help="the last day, as 2026-11-25 (today)")


def _add_kind_and_file(command: _Parser) -> None:
    command.add_argument("kind", choices=_KINDS, help="what the file holds")
    command.add_argument("file", metavar="FILE", help="the file")


def _add_import(command: _Parser) -> None:
    _add_kind_and_file(command)
    _add_mapping(command)


def _add_statement(command: _Parser) -> None:
    command.add_argument("file", metavar="FILE", help="the file, as the bank gave it")
    command.add_argument("--account", metavar="CODE", help="the account in Xero that it is of; else the one remembered")
    _add_mapping(command)


def _add_mapping(command: _Parser) -> None:
    command.add_argument("--mapping", metavar="FILE", help="which column is what, as JSON; else it is guessed")
    command.add_argument("--dry-run", action="store_true", help="report what would happen, and change nothing")
    command.add_argument(
        "--show-mapping", action="store_true", help="print the mapping that would be used, to edit it; import nothing"
    )


def _add_mismatches(command: _Parser, shared: _Parser) -> None:
    actions = command.add_subparsers(dest="action", metavar="settle", parser_class=_Parser)
    settle = actions.add_parser(
        "settle", parents=[shared], help="settle one of them", argument_default=argparse.SUPPRESS
    )
    settle.add_argument("mismatch", type=int, metavar="ID", help="its number in the table")
    settle.add_argument("way", metavar="WAY", help="the way out, as the table names it")
