"""The apps registered with the practice Xero: their addresses, their kind of scopes. Knows the registration rules."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from safe_desktop.practice.practice_state import State
from safe_desktop.practice.record_shelf import as_json

MOST_ADDRESSES = 50


@dataclass(frozen=True)
class RegisteredApp:
    """One app as it was registered; one with a secret is a web app, one without signs in with PKCE."""

    client_id: str
    name: str
    redirect_uris: tuple[str, ...]
    broad_scopes: bool
    certified: bool
    secret_hash: str = ""

    @property
    def pkce(self) -> bool:
        """Whether it proves itself with a challenge, having no secret."""
        return not self.secret_hash


def find_app(state: State, client_id: str) -> RegisteredApp | None:
    """The app of a client id, or nothing."""
    row = state.database.execute("SELECT * FROM clients WHERE client_id=?", (client_id,)).fetchone()
    if row is None:
        return None
    return RegisteredApp(row[0], row[1], tuple(json.loads(row[2])), bool(row[3]), bool(row[4]), row[5])


def register(state: State, app: RegisteredApp) -> None:
    """Registers an app, or changes it; ValueError with a sentence when an address is not acceptable."""
    if len(app.redirect_uris) > MOST_ADDRESSES:
        raise ValueError(f"An app can have at most {MOST_ADDRESSES} redirect addresses.")
    if not app.redirect_uris:
        raise ValueError("An app needs a redirect address.")
    for address in app.redirect_uris:
        check_address(address)
    state.database.execute(
        "INSERT OR REPLACE INTO clients VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(app.client_id, app.name, as_json(list(app.redirect_uris)).decode()),
            *(app.broad_scopes, app.certified, app.secret_hash),
        ),
    )


def check_address(address: str) -> None:
    """Accepts https anywhere and plain http on `localhost`; ValueError with a sentence for anything else."""
    parts = urlsplit(address)
    if "*" in address:
        raise ValueError(f"{address}: wildcards are not allowed.")
    if parts.scheme == "http" and parts.hostname == "localhost":
        return
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError(f"{address}: must start with https://, or with http://localhost.")
