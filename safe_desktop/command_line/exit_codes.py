"""What the program's exit code tells a script. Knows the codes and which error has which; prints nothing."""

from enum import IntEnum

from safe_desktop.errors import InputError, SafeError, StoreError


class Exit(IntEnum):
    """The codes, as the README lists them."""

    DONE = 0
    NEEDS_PERSON = 1
    BAD_INPUT = 2
    NOT_REACHED = 3
    FAULT = 70
    STOPPED = 130


def exit_of(problem: SafeError) -> Exit:
    """The code for a known problem: what the person gave, or what is out of reach just now."""
    return Exit.BAD_INPUT if isinstance(problem, InputError | StoreError) else Exit.NOT_REACHED
