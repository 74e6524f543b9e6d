"""The admin addresses under /practice/api: what a test or the practice page does to this Xero from outside its API.

JSON in, JSON out; a wish that cannot be met is a 400 with one sentence in `error`. Knows the switches and the acts.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from safe_desktop.practice import bank_play, bank_statement, other_bookkeeper
from safe_desktop.practice.admin_answers import answer, guarded, wishes_in
from safe_desktop.practice.admin_switches import AdminSwitches, Handler
from safe_desktop.practice.control_accounts import ledger_summary
from safe_desktop.practice.issued_tokens import digest
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.record_shelf import Element
from safe_desktop.practice.registered_apps import RegisteredApp, register
from safe_desktop.practice.seeded_organisations import CLIENT_ID, TEMPLATES, make_organisation

if TYPE_CHECKING:
    from safe_desktop.practice.practice_app import Practice

Wishes = Mapping[str, object]
Act = Callable[[OrganisationBooks, Wishes], Element]
PLAIN = "/practice/api"

ACTS: dict[str, Act] = {
    "pay": bank_play.pay,
    "delete-payment": bank_play.delete_payment,
    "void": other_bookkeeper.void_invoice,
    "edit-invoice": other_bookkeeper.edit_invoice,
    "rename-contact": other_bookkeeper.rename_contact,
    "archive-contact": other_bookkeeper.archive_contact,
    "merge-contacts": other_bookkeeper.merge_contacts,
    "lock-period": other_bookkeeper.lock_period,
    "rename-tax-rate": other_bookkeeper.rename_tax_rate,
    "contact": other_bookkeeper.make_contact,
    "invoice": other_bookkeeper.make_invoice,
    "publish-report": other_bookkeeper.publish_report,
    "settings": other_bookkeeper.change_settings,
    "cis": other_bookkeeper.switch_cis,
    "statement-line": bank_statement.statement_line,
    "reconcile": bank_statement.set_reconciled,
}


def act(practice: "Practice", name: str, wishes: Wishes) -> Element:
    """Plays one act in the organisation named; Invalid with a sentence when it cannot be."""
    with practice.state.writing():
        return ACTS[name](practice.books(str(wishes.get("organisation") or "")), wishes)


class AdminApi:
    """The admin addresses of one practice Xero."""

    def __init__(self, practice: "Practice") -> None:
        self.practice = practice

    def routes(self) -> list[Route]:
        """The addresses."""
        plain: dict[str, tuple[Handler, list[str]]] = {
            **AdminSwitches(self.practice).handlers(),
            "clients": (self.clients, ["GET", "POST"]),
            "organisations": (self.organisations, ["GET", "POST"]),
            "disconnect": (self.disconnect, ["POST"]),
            "reset": (self.reset, ["POST"]),
            "ledger": (self.ledger, ["GET"]),
            "connect-practice": (self.connect_practice, ["POST"]),
        }
        found = [Route(f"{PLAIN}/{name}", guarded(run), methods=ways) for name, (run, ways) in plain.items()]
        found += [Route(f"{PLAIN}/{name}", guarded(self._act(name)), methods=["POST"]) for name in ACTS]
        return found

    def _act(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        async def run(request: Request) -> Response:
            return answer(act(self.practice, name, await wishes_in(request)))

        return run

    async def clients(self, request: Request) -> Response:
        """GET the apps; POST one: client_id, name, redirect_uris, broad_scopes, certified, client_secret (web apps)."""
        state = self.practice.state
        if request.method == "POST":
            wishes = await wishes_in(request)
            uris = wishes.get("redirect_uris") or []
            if not isinstance(uris, list):
                raise ValueError("redirect_uris is a list.")
            app = RegisteredApp(
                *(str(wishes.get("client_id") or CLIENT_ID), str(wishes.get("name") or "Practice app")),
                redirect_uris=tuple(str(uri) for uri in uris),
                broad_scopes=bool(wishes.get("broad_scopes")),
                certified=bool(wishes.get("certified")),
                secret_hash=digest(str(wishes["client_secret"])) if wishes.get("client_secret") else "",
            )
            with state.writing():
                register(state, app)
        rows = state.database.execute("SELECT client_id, name, redirect_uris, broad_scopes, certified FROM clients")
        names = ("client_id", "name", "redirect_uris", "broad_scopes", "certified")
        return answer([{**dict(zip(names, row, strict=True)), "redirect_uris": json.loads(row[2])} for row in rows])

    async def organisations(self, request: Request) -> Response:
        """GET the organisations; POST one: country (GB, NZ, AU), name, short_code."""
        state = self.practice.state
        if request.method == "POST":
            wishes = await wishes_in(request)
            name = str(wishes.get("name") or "Another Organisation")
            template = {**TEMPLATES[str(wishes.get("country") or "GB")], "Name": name, "LegalName": name}
            template["ShortCode"] = str(wishes.get("short_code") or "!Prac9")
            with state.writing():
                make_organisation(state, template, tenant_id=state.new_id())
        rows = state.database.execute("SELECT tenant_id, name, kind FROM tenants ORDER BY place")
        return answer([dict(zip(("tenant_id", "name", "kind"), row, strict=True)) for row in rows])

    async def disconnect(self, request: Request) -> Response:
        """POST: the user disconnects the app (client_id) from an organisation inside Xero."""
        wishes = await wishes_in(request)
        client_id = str(wishes.get("client_id") or CLIENT_ID)
        return answer({"disconnected": self.practice.disconnect(str(wishes.get("organisation") or ""), client_id)})

    async def reset(self, request: Request) -> Response:
        """POST: an organisation starts anew, as a demo company does; the tenant stays, every other id is new."""
        books = self.practice.reset(str((await wishes_in(request)).get("organisation") or ""))
        return answer({"tenant_id": books.tenant, "name": books.organisation["Name"]})

    async def ledger(self, request: Request) -> Response:
        """GET: trial balance, what each contact owes, whether both tie out."""
        return answer(ledger_summary(self.practice.books(request.query_params.get("organisation", ""))))

    async def connect_practice(self, request: Request) -> Response:
        """POST: the app (client_id) is also connected to a practice, which is no organisation."""
        state, now = self.practice.state, self.practice.state.clock.now()
        client = str((await wishes_in(request)).get("client_id") or CLIENT_ID)
        tenant = state.database.execute("SELECT tenant_id FROM tenants WHERE kind='PRACTICE'").fetchone()[0]
        with state.writing():
            connection_id = state.new_id()
            state.database.execute(
                "INSERT OR REPLACE INTO connections VALUES (?,?,?,?,?,?,1)",
                (connection_id, client, tenant, state.new_id(), now, now),
            )
        return answer({"connection_id": connection_id, "tenant_id": tenant})
