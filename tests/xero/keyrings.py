"""Keyrings of every temper, as the keyring library lets one write them."""

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class DrawerKeyring(KeyringBackend):
    """Keeps secrets in a drawer of this process."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.drawer: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.drawer.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.drawer[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.drawer:
            raise PasswordDeleteError("not there")
        del self.drawer[service, username]


class LockedKeyring(DrawerKeyring):
    """Nobody unlocks it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("dismissed")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked("dismissed")


class ForgetfulKeyring(DrawerKeyring):
    """Takes a secret, says nothing, and loses it."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


class PlaintextKeyring(DrawerKeyring):
    """Named as the ones that write plain text."""


class ChainKeyring(DrawerKeyring):
    """Writes to the first of several."""

    def __init__(self, *backends: KeyringBackend) -> None:
        super().__init__()
        self.backends = backends
