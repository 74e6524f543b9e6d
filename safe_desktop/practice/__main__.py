"""Lets `python -m safe_desktop.practice` start the practice Xero."""

import sys

from safe_desktop.practice import main

if __name__ == "__main__":
    sys.exit(main())
