"""Lets `python -m safe_desktop` start the program."""

import sys

from safe_desktop.command_line import main

if __name__ == "__main__":
    sys.exit(main())
