"""A program of its own that makes one call with the stored sign-in; several of them are started at once."""

import sys
import time
from pathlib import Path

from safe_desktop.xero.addresses import Addresses
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.limits import CallBudget
from safe_desktop.xero.session import XeroAuth
from safe_desktop.xero.transport import open_http
from safe_desktop.xero.vault import PracticeVault
from tests.xero.real_clock import RealClock


def main(address: str, client_id: str, tenant_id: str, folder: Path) -> None:
    """Wait for the signal to begin, then say the organisation's name."""
    here = Addresses(address, address, address, client_id, is_practice=True)
    clock = RealClock()
    with open_http() as http:
        auth = XeroAuth(PracticeVault(folder / "tokens.json"), here, clock, http, folder / "tokens.lock")
        client = XeroClient(here, auth, tenant_id, CallBudget(clock), clock)
        print("ready", flush=True)
        while not (folder / "go").exists():
            time.sleep(0.001)
        print(client.organisation().name)
        client.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]))
