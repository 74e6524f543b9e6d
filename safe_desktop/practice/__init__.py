"""A Xero of its own, to learn on, to rehearse on and to test against.

It runs as its own process and imports nothing from the rest of the program: it is written from what is known about
Xero (documentation, the OpenAPI file, other people's recordings), never to suit a client. If it shared our tax or wire
code, our mistakes would cancel out.
"""

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of the practice Xero run with these options; returns when it was told to stop."""
    # Imported here for start-up cost: whoever only names this package must not load a web server.
    from safe_desktop.practice.serving import run  # noqa: PLC0415

    return run(argv)
