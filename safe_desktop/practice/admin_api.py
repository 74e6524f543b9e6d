"""The admin addresses under /practice/api: what a test or the practice page does to this Xero from outside its API.

JSON in, JSON out; a wish that cannot be met is a 400 with one sentence in `error`. Knows the switches and the acts.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from safe_desktop.practice import bank_play, bank_statement, other_bookkeeper
from safe_desktop.practice.control_accounts import ledger_summary
from safe_desktop.practice.fault_switches import read_fault
from safe_desktop.practice.knobs import KNOBS
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_clock import milliseconds, moment_of
from safe_desktop.practice.provenance import BEHAVIOURS
from safe_desktop.practice.record_shelf import Element, as_json, from_json
from safe_desktop.practice.refusals import Invalid, NoSuchResource, Refused
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


def answer(value: object, status: int = 200) -> Response:
    """A JSON answer of an admin address."""
    return Response(as_json(value), status, media_type="application/json")


def refused(sentence: str, status: int = 400) -> Response:
    """A refusal of an admin address."""
    return answer({"error": sentence}, status)


async def wishes_in(request: Request) -> dict[str, object]:
    """What was sent, as a dictionary; ValueError when it is no JSON object."""
    body = await request.body()
    value = from_json(body) if body.strip() else {}
    if not isinstance(value, dict):
        raise ValueError("Send a JSON object.")
    return value


def act(practice: "Practice", name: str, wishes: Wishes) -> Element:
    """Plays one act in the organisation named; Invalid with a sentence when it cannot be."""
    with practice.state.writing():
        return ACTS[name](practice.books(str(wishes.get("organisation") or "")), wishes)


def guarded(
    handler: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """The handler with its refusals turned into sentences."""

    async def run(request: Request) -> Response:
        try:
            return await handler(request)
        except Invalid as invalid:
            return refused(" ".join(invalid.messages))
        except NoSuchResource:
            return refused("There is no such record.", 404)
        except Refused as wrong:
            return refused(str((wrong.body or {}).get("Message", "Refused.")))
        except (ValueError, TypeError, KeyError) as wrong:
            return refused(f"That could not be understood: {wrong}")

    return run


class AdminApi:
    """The admin addresses of one practice Xero."""

    def __init__(self, practice: "Practice") -> None:
        self.practice = practice

    def routes(self) -> list[Route]:
        """The addresses."""
        plain: dict[str, tuple[Callable[[Request], Awaitable[Response]], list[str]]] = {
            "requests": (self.requests, ["GET", "DELETE"]),
            "faults": (self.faults, ["GET", "POST", "DELETE"]),
            "clock": (self.clock, ["GET", "POST"]),
            "limits": (self.limits, ["GET", "POST"]),
            "knobs": (self.knobs, ["GET", "POST", "DELETE"]),
            "clients": (self.clients, ["GET", "POST"]),
            "organisations": (self.organisations, ["GET", "POST"]),
            "disconnect": (self.disconnect, ["POST"]),
            "reset": (self.reset, ["POST"]),
            "start-over": (self.start_over, ["POST"]),
            "ledger": (self.ledger, ["GET"]),
            "connect-practice": (self.connect_practice, ["POST"]),
            "provenance": (self.provenance, ["GET"]),
            "not-modelled": (self.not_modelled, ["GET", "DELETE"]),
        }
        found = [Route(f"{PLAIN}/{name}", guarded(run), methods=ways) for name, (run, ways) in plain.items()]
        found += [Route(f"{PLAIN}/{name}", guarded(self._act(name)), methods=["POST"]) for name in ACTS]
        return found

    def _act(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        async def run(request: Request) -> Response:
            return answer(act(self.practice, name, await wishes_in(request)))

        return run

    async def requests(self, request: Request) -> Response:
        """GET the calls since `after`; DELETE forgets them."""
        if request.method == "DELETE":
            self.practice.log.clear()
            return answer([])
        return answer(self.practice.log.entries(int(request.query_params.get("after", 0))))

    async def faults(self, request: Request) -> Response:
        """GET the planned faults; POST one or a list of them; DELETE all."""
        practice = self.practice
        if request.method == "DELETE":
            practice.faults.clear()
            practice.state.drop_snapshot()
        if request.method == "POST":
            sent = from_json(await request.body())
            for wish in sent if isinstance(sent, list) else [sent]:
                fault = read_fault(wish)
                if fault.fault == "stale_read":
                    practice.state.hold_snapshot()
                if fault.fault == "refused":
                    practice.refuse_for(fault.seconds)
                else:
                    practice.faults.add(fault)
        return answer([vars(fault) for fault in practice.faults.waiting])

    async def clock(self, request: Request) -> Response:
        """GET the time; POST `now`, `advance_seconds`, `frozen`, or `real` for the true time, to change it."""
        clock = self.practice.state.clock
        if request.method == "POST":
            wishes = await wishes_in(request)
            frozen = bool(wishes["frozen"]) if "frozen" in wishes else None
            if wishes.get("real"):
                clock.shift, clock.frozen_at = 0, None
            if "now" in wishes:
                clock.set_to(milliseconds(datetime.fromisoformat(str(wishes["now"]))), frozen=frozen)
            elif frozen is not None:
                clock.set_to(clock.now(), frozen=frozen)
            if "advance_seconds" in wishes:
                clock.advance(int(float(str(wishes["advance_seconds"])) * 1000))
            with self.practice.state.writing():
                self.practice.state.save_clock()
        return answer({"now": moment_of(clock.now()).isoformat(), "frozen": clock.frozen_at is not None})

    async def limits(self, request: Request) -> Response:
        """GET or POST the limits: minute, day, concurrent, app_minute; `forget` starts the counts afresh."""
        limits = self.practice.windows.limits
        if request.method == "POST":
            wishes = await wishes_in(request)
            if wishes.pop("forget", False):
                self.practice.windows.forget()
            for name, value in wishes.items():
                if name not in vars(limits):
                    raise ValueError(f"there is no limit {name!r}, only {', '.join(vars(limits))}")
                setattr(limits, name, int(str(value)))
            with self.practice.state.writing():
                self.practice.state.set_setting("limits", vars(limits))
        return answer(vars(limits))

    async def knobs(self, request: Request) -> Response:
        """GET all knobs; POST `{name: position}`; DELETE puts all back to strict."""
        knobs = self.practice.knobs
        if request.method == "DELETE":
            knobs.reset()
        if request.method == "POST":
            for name, value in (await wishes_in(request)).items():
                knobs.turn(name, value)
        if request.method != "GET":
            with self.practice.state.writing():
                self.practice.state.set_setting("knobs", knobs.turned)
        about = {
            name: {"position": position, "default": KNOBS[name].default, "point": KNOBS[name].point}
            | {"positions": list(KNOBS[name].positions), "about": KNOBS[name].about}
            for name, position in knobs.all().items()
        }
        return answer(about)

    async def clients(self, request: Request) -> Response:
        """GET the apps; POST one: client_id, name, redirect_uris, broad_scopes, certified."""
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
            )
            with state.writing():
                register(state, app)
        rows = state.database.execute("SELECT client_id, name, redirect_uris, broad_scopes, certified FROM clients")
        names = ("client_id", "name", "redirect_uris", "broad_scopes", "certified")
        return answer([{**dict(zip(names, row, strict=True)), "redirect_uris": json.loads(row[2])} for row in rows])

    async def organisations(self, request: Request) -> Response:
        """GET the organisations; POST one: country (GB, NZ, AU), name, and any setting of it."""
        state = self.practice.state
        if request.method == "POST":
            wishes = await wishes_in(request)
            template = {**TEMPLATES[str(wishes.pop("country", "GB"))], **wishes}
            template.setdefault("Name", template.get("name", "Another Organisation"))
            if "name" in template:
                template["Name"] = template.pop("name")
            template.setdefault("LegalName", template["Name"])
            template.setdefault("ShortCode", "!Prac9")
            with state.writing():
                make_organisation(state, template, tenant_id=state.new_id())
        rows = state.database.execute("SELECT tenant_id, name, kind FROM tenants ORDER BY rowid")
        return answer([dict(zip(("tenant_id", "name", "kind"), row, strict=True)) for row in rows])

    async def disconnect(self, request: Request) -> Response:
        """POST: the user disconnects the app (client_id) from an organisation inside Xero."""
        wishes = await wishes_in(request)
        state = self.practice.state
        tenant = self.practice.tenant_of(str(wishes.get("organisation") or ""))
        with state.writing():
            ended = state.database.execute(
                "UPDATE connections SET live=0 WHERE tenant_id=? AND client_id=? AND live=1",
                (tenant, str(wishes.get("client_id") or CLIENT_ID)),
            ).rowcount
        return answer({"disconnected": ended})

    async def reset(self, request: Request) -> Response:
        """POST: an organisation starts anew, as a demo company does; the tenant stays, every other id is new."""
        wishes = await wishes_in(request)
        state = self.practice.state
        tenant = self.practice.tenant_of(str(wishes.get("organisation") or ""))
        settings = self.practice.books(str(wishes.get("organisation") or "")).organisation
        template = {name: value for name, value in settings.items() if name not in _MADE_ANEW}
        with state.writing():
            make_organisation(state, template, tenant_id=tenant)
        return answer({"tenant_id": tenant, "name": template["Name"]})

    async def start_over(self, _request: Request) -> Response:
        """POST: everything as new: no records, no connections, strict knobs, real time, an empty log."""
        self.practice.start_over()
        return answer({"done": True})

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

    async def provenance(self, _request: Request) -> Response:
        """GET: where each numbered behaviour is known from, and the knobs that turn it."""
        return answer([vars(behaviour) for behaviour in BEHAVIOURS.values()])

    async def not_modelled(self, request: Request) -> Response:
        """GET: the calls that this Xero did not know; DELETE forgets them."""
        if request.method == "DELETE":
            self.practice.gateway.not_modelled.clear()
        return answer(self.practice.gateway.not_modelled)


_MADE_ANEW = ("OrganisationID", "created", "next_number", "PeriodLockDate", "EndOfYearLockDate")
