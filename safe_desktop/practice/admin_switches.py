"""The admin addresses that set the practice Xero itself: log, faults, clock, limits, knobs, a fresh start.

What happens inside an organisation is in `admin_api`.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from safe_desktop.practice.admin_answers import answer, wishes_in
from safe_desktop.practice.fault_switches import read_fault
from safe_desktop.practice.knobs import KNOBS
from safe_desktop.practice.practice_clock import milliseconds, moment_of
from safe_desktop.practice.provenance import BEHAVIOURS
from safe_desktop.practice.record_shelf import from_json

if TYPE_CHECKING:
    from safe_desktop.practice.practice_app import Practice

Handler = Callable[[Request], Awaitable[Response]]


class AdminSwitches:
    """The switches of one practice Xero, by address."""

    def __init__(self, practice: "Practice") -> None:
        self.practice = practice

    def handlers(self) -> dict[str, tuple[Handler, list[str]]]:
        """Each address below /practice/api with its handler and methods."""
        return {
            "requests": (self.requests, ["GET", "DELETE"]),
            "faults": (self.faults, ["GET", "POST", "DELETE"]),
            "clock": (self.clock, ["GET", "POST"]),
            "limits": (self.limits, ["GET", "POST"]),
            "knobs": (self.knobs, ["GET", "POST", "DELETE"]),
            "start-over": (self.start_over, ["POST"]),
            "provenance": (self.provenance, ["GET"]),
            "not-modelled": (self.not_modelled, ["GET", "DELETE"]),
        }

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

    async def provenance(self, _request: Request) -> Response:
        """GET: where each numbered behaviour is known from, and the knobs that turn it."""
        return answer([vars(behaviour) for behaviour in BEHAVIOURS.values()])

    async def not_modelled(self, request: Request) -> Response:
        """GET: the calls that this Xero did not know; DELETE forgets them."""
        if request.method == "DELETE":
            self.practice.gateway.not_modelled.clear()
        return answer(self.practice.gateway.not_modelled)

    async def start_over(self, _request: Request) -> Response:
        """POST: everything as new: no records, no connections, strict knobs, real time, an empty log."""
        self.practice.start_over()
        return answer({"done": True})
