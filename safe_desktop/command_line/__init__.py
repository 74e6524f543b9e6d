"""What is said to the program in words: the command line, and the way to the window. Asks the engine, shows answers.

Nothing here knows Xero, the database or Qt: a command is a few calls of the engine and a way to write down what came of
them.
"""

import os
import sys
from collections.abc import Sequence

from safe_desktop.errors import InputError

_PRACTICE_XERO = "practice-xero"


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of the program run with these words, by default those it was started with."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == [_PRACTICE_XERO]:
        # Imported here for start-up cost; its options are its own, so they are not looked at before.
        from safe_desktop.practice import main as practice_xero  # noqa: PLC0415

        return practice_xero(words[1:])
    # Imported here for start-up cost: the practice Xero above needs none of them.
    from safe_desktop.command_line.answering import prepare_streams, write_error  # noqa: PLC0415
    from safe_desktop.command_line.arguments import parse  # noqa: PLC0415

    try:
        asked = parse(words)
        if asked.command == _PRACTICE_XERO:
            raise InputError(
                "practice-xero comes first: it has options of its own.", "", "Say: safe-desktop practice-xero --help"
            )
    except InputError as problem:
        prepare_streams()
        return write_error(problem, "--json" in words)
    from safe_desktop.command_line.running import run  # noqa: PLC0415 - after the words are known to be good

    return run(asked, os.environ)
