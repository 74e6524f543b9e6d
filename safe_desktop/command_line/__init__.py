"""What is said to the program in words: the command line, and the way to the window. Asks the engine, shows answers.

Nothing here knows Xero, the database or Qt: a command is a few calls of the engine and a way to write down what came of
them.
"""

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of the program run with these words, by default those it was started with."""
    # Imported here for start-up cost: a tool that only looks for `main` must not load the program.
    from safe_desktop.command_line.answering import prepare_streams, write_error  # noqa: PLC0415
    from safe_desktop.command_line.exit_codes import Exit  # noqa: PLC0415
    from safe_desktop.errors import InputError  # noqa: PLC0415

    words = list(sys.argv[1:] if argv is None else argv)
    prepare_streams()
    try:
        return _run(words)
    except InputError as problem:
        return write_error(problem, "--json" in words)
    except KeyboardInterrupt:  # before a command was under way: there is nothing to tell
        return Exit.STOPPED


def _run(words: list[str]) -> int:
    from safe_desktop.command_line.arguments import PRACTICE_XERO, parse  # noqa: PLC0415

    if PRACTICE_XERO in words:
        own, its = words[: words.index(PRACTICE_XERO) + 1], words[words.index(PRACTICE_XERO) + 1 :]
        if parse(own).command == PRACTICE_XERO:  # else it is the name of a book
            from safe_desktop.practice import main as practice_xero  # noqa: PLC0415 - a web server

            return practice_xero(its)
    asked = parse(words)
    # Whatever is written from here on is the person's own: books, locks, notes and exports alike.
    os.umask(0o077)
    from safe_desktop.command_line.running import run  # noqa: PLC0415 - only once the words are known to be good

    return run(asked, os.environ)
