"""Run inside a session with a real Secret Service: saves tokens in one vault and loads them in another."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from safe_desktop.xero.tokens import TokenSet
from safe_desktop.xero.vault import open_vault

TOKENS = TokenSet("access-canary", "refresh-canary", datetime(2026, 11, 25, tzinfo=UTC), 1800)


def main(folder: Path) -> None:
    """Print what kind of vault it was and whether it gave back what it was given, then forgot it."""
    vault = open_vault(folder, "Fern", is_practice=False)
    vault.save(TOKENS)
    same = open_vault(folder, "Fern", is_practice=False).load() == TOKENS
    sealed = all(b"canary" not in path.read_bytes() for path in folder.iterdir())
    vault.forget()
    gone = open_vault(folder, "Fern", is_practice=False).load() is None
    print(vault.kind.name, same, sealed, gone)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
