"""Puts the practice Xero together: state, switches, Xero's side, the admin addresses and the pages, as one web app."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount

from safe_desktop.practice.admin_api import AdminApi
from safe_desktop.practice.api_gateway import ApiGateway
from safe_desktop.practice.consent_pages import ConsentPages
from safe_desktop.practice.fault_effects import OpenConnections
from safe_desktop.practice.fault_switches import FaultSwitches
from safe_desktop.practice.issued_tokens import TokenMint
from safe_desktop.practice.knobs import Knobs
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.own_faults import fault_page
from safe_desktop.practice.practice_clock import PracticeClock
from safe_desktop.practice.practice_pages import PracticePages
from safe_desktop.practice.practice_state import State
from safe_desktop.practice.rate_windows import DAY_MS, Limits, RateWindows
from safe_desktop.practice.request_log import RequestLog
from safe_desktop.practice.seeded_organisations import CLIENT_ID, MADE_ANEW, make_organisation, plant
from safe_desktop.practice.xero_side import XeroSide


class Practice:
    """One practice Xero with everything it is made of."""

    def __init__(self, folder: Path, issuer: str, seed: int | None = None, clock: PracticeClock | None = None) -> None:
        self.issuer = issuer
        self.state = State(folder, seed, clock)
        plant(self.state)
        self.knobs = Knobs(self.state.setting("knobs", {}))
        self.windows = RateWindows(Limits(**self.state.setting("limits", {})))
        self.first_limits = Limits()
        self.log = RequestLog(self.state)
        for client, tenant, at in self.log.counted_since(self.state.clock.now() - DAY_MS):
            self.windows.recount(client, tenant, at)
        self.mint = TokenMint(self.state, issuer)
        self.faults = FaultSwitches(int(self.state.setting("seed", 0)))
        self.connections = OpenConnections()
        self.gateway = ApiGateway(self.state, self.mint, self.knobs, self.windows)
        self.xero = XeroSide(self.gateway, self.faults, self.log, self.connections, issuer)
        self.shut_door: Callable[[float], None] = lambda _seconds: None

    def tenant_of(self, name: str) -> str:
        """The tenant id of an organisation by name or id; the first one when nothing is named."""
        row = self.state.database.execute(
            "SELECT tenant_id FROM tenants WHERE kind='ORGANISATION' AND (?='' OR name=? OR tenant_id=?) "
            "ORDER BY place LIMIT 1",
            (name, name, name),
        ).fetchone()
        if row is None:
            raise ValueError(f"there is no organisation {name!r}")
        return str(row[0])

    def books(self, name: str) -> OrganisationBooks:
        """The books of an organisation by name or id; the first one when nothing is named."""
        return OrganisationBooks(self.state, self.tenant_of(name), self.knobs)

    def disconnect(self, organisation: str, client_id: str = CLIENT_ID) -> int:
        """How many connections of the app ended when its user disconnected it from an organisation inside Xero."""
        sql = "UPDATE connections SET live=0 WHERE tenant_id=? AND client_id=? AND live=1"
        with self.state.writing():
            return self.state.database.execute(sql, (self.tenant_of(organisation), client_id)).rowcount

    def reset(self, organisation: str) -> OrganisationBooks:
        """The books of an organisation that starts anew, as a demo company does: the tenant stays, all ids are new."""
        old = self.books(organisation)
        template = {name: value for name, value in old.organisation.items() if name not in MADE_ANEW}
        with self.state.writing():
            make_organisation(self.state, template, tenant_id=old.tenant)
        return self.books(old.tenant)

    def refuse_for(self, seconds: float) -> None:
        """Lets nobody connect for some seconds and cuts who is connected, once the answer has left."""
        asyncio.get_running_loop().call_later(0.05, self.shut_door, seconds)

    def start_over(self) -> None:
        """Makes everything as it was when this practice Xero was started for the first time, in real time."""
        self.faults.clear()
        self.knobs.reset()
        self.gateway.not_modelled.clear()
        self.windows.forget()
        self.windows.limits = replace(self.first_limits)
        self.state.drop_snapshot()
        self.log.clear()
        self.state.clock.shift, self.state.clock.frozen_at = 0, None
        with self.state.writing():
            self.state.wipe()
        plant(self.state)

    def web_app(self) -> Starlette:
        """The web app that serves all of it at one address."""
        routes = [
            *ConsentPages(self).routes(),
            *PracticePages(self).routes(),
            *AdminApi(self).routes(),
            Mount("/", app=self.xero),
        ]
        return Starlette(routes=routes, exception_handlers={500: fault_page})

    def close(self) -> None:
        """Closes its files."""
        self.state.close()
