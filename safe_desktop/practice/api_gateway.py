"""What every call to the accounting API passes on its way to a resource: token, scope, organisation, limits, key.

In Xero's order: who are you, may you, is there room, have you asked this before; only then is anything done, in one
transaction with the kept answer. Knows no resource and no socket.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from safe_desktop.practice.api_map import PREFIX, find_handler, is_modelled_name, known_parts
from safe_desktop.practice.call_and_answer import Answer, Call, json_answer, not_found
from safe_desktop.practice.connections_desk import is_connected
from safe_desktop.practice.granular_scopes import scopes_for
from safe_desktop.practice.issued_tokens import Bearer, TokenMint, TokenRefused
from safe_desktop.practice.knobs import Knobs
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_refusals import (
    Invalid,
    NoSuchResource,
    NotModelled,
    Refused,
    forbidden,
    post_data_invalid,
    server_error,
    unauthorised,
)
from safe_desktop.practice.practice_state import State
from safe_desktop.practice.rate_windows import LimitHit, RateWindows
from safe_desktop.practice.record_shelf import Element
from safe_desktop.practice.replayed_answers import keep, key_of, refused_key, stored
from safe_desktop.practice.xml_bodies import write_xml

_XML = "text/xml; charset=utf-8"
MAINTENANCE = "The Xero API is currently offline for maintenance"
ORGANISATION_OFFLINE = "The Organisation is offline"


@dataclass(frozen=True)
class Admitted:
    """A call that may go on, or the answer that turns it away."""

    call: Call
    answer: Answer | None = None


def refusal_answer(refused: Refused) -> Answer:
    """The answer that a refusal stands for."""
    if refused.body is None:
        return Answer(refused.status, headers=refused.headers)
    return json_answer(refused.status, refused.body, refused.headers)


def limit_answer(hit: LimitHit) -> Answer:
    """Xero's 429: an empty body, which limit it was, and how long to wait unless too many ran at once."""
    headers = {"X-Rate-Limit-Problem": hit.problem}
    if hit.retry_after is not None:
        headers["Retry-After"] = str(hit.retry_after)
    return Answer(429, headers=headers)


class ApiGateway:
    """The accounting API of this practice Xero."""

    def __init__(self, state: State, mint: TokenMint, knobs: Knobs, windows: RateWindows) -> None:
        self.state = state
        self.mint = mint
        self.knobs = knobs
        self.windows = windows
        self.not_modelled: list[str] = []

    def bearer(self, call: Call) -> Bearer:
        """Who is calling; Refused with a 401 when that cannot be told."""
        kind, _, token = call.headers.get("authorization", "").partition(" ")
        try:
            if kind.lower() != "bearer" or not token.strip():
                raise TokenRefused("AuthenticationUnsuccessful")
            return self.mint.bearer(token.strip())
        except TokenRefused as refused:
            raise unauthorised(refused.detail, self.state.clock_id()) from None

    def admit(self, call: Call) -> Admitted:
        """Lets a call in, or says why not: token, then scope, then organisation, then the state of the service."""
        try:
            bearer = self.bearer(call)
        except Refused as refused:
            return Admitted(call, refusal_answer(refused))
        tenant = call.headers.get("xero-tenant-id", "").strip().lower()
        call = call.signed_in(bearer.client_id, tenant)
        needed = scopes_for(call.method, known_parts(call.path))
        if needed and not needed & bearer.scopes:
            missing = unauthorised("AuthorizationUnsuccessful", self.state.clock_id(), scope_missing=True)
            return Admitted(call, refusal_answer(missing))
        if not is_connected(self.state, bearer, tenant):
            if self.knobs.number("disconnected_status") == 401:
                return Admitted(call, refusal_answer(unauthorised("AuthenticationUnsuccessful", self.state.clock_id())))
            return Admitted(call, refusal_answer(forbidden(self.state.clock_id())))
        return Admitted(call, self._unavailable(tenant))

    def _unavailable(self, tenant: str) -> Answer | None:
        if self.knobs.on("maintenance"):
            return Answer(503, MAINTENANCE.encode(), media="text/html; charset=utf-8")
        offline = self.knobs.text("organisation_offline")
        if offline and offline == self._name(tenant):
            return Answer(503, ORGANISATION_OFFLINE.encode(), media="text/html; charset=utf-8")
        return None

    def _name(self, tenant: str) -> str:
        row = self.state.database.execute("SELECT name FROM tenants WHERE tenant_id=?", (tenant,)).fetchone()
        return str(row[0]) if row else ""

    def enter(self, call: Call) -> LimitHit | None:
        """Counts the call that begins; the limit it hit, if any."""
        rolling = self.knobs.text("limit_window") == "rolling"
        return self.windows.enter(call.client_id, call.tenant_id, self.state.clock.now(), rolling=rolling)

    def limit_headers(self, call: Call) -> Mapping[str, str]:
        """What is left of the limits, for the answer."""
        rolling = self.knobs.text("limit_window") == "rolling"
        return self.windows.headers(call.client_id, call.tenant_id, self.state.clock.now(), rolling=rolling)

    def replayed(self, call: Call) -> Answer | None:
        """The answer kept for the call's key, when it was asked before."""
        key = key_of(call)
        return (refused_key(key) or stored(self.state, call, key)) if key else None

    def execute(self, call: Call, *, stale: bool = False) -> Answer:
        """Does what the call asks, in one transaction with the kept answer, and answers."""
        found = find_handler(call.method, call.path)
        if found is None:
            return self._unknown(call)
        if "application/pdf" in call.headers.get("accept", "").lower():
            self.not_modelled.append(f"{call.method} {call.path} as PDF")
            return _not_implemented(f"{call.method} {call.path} as PDF is not modelled by the practice Xero")
        if len(call.body) > self.knobs.number("largest_request"):
            return refusal_answer(Refused(413, {"Type": "RequestTooLarge", "Message": "The request is too large."}))
        handler, parts = found
        books = OrganisationBooks(self.state, call.tenant_id, self.knobs, client_id=call.client_id, stale=stale)
        if call.method == "GET":
            return self._in_language(call, self._answered(lambda: handler(books, call, *parts)))
        key = key_of(call)
        try:
            with self.state.writing():
                answer = self._in_language(call, handler(books, call, *parts))
                if key:
                    keep(self.state, call, key, answer)
                return answer
        except Exception as failure:
            # Nothing was kept of the effect; the answer to the key is kept all the same, as Xero keeps errors.
            answer = self._in_language(call, self._answered(partial(self._again, failure)))
            if key:
                with self.state.writing():
                    keep(self.state, call, key, answer)
            return answer

    @staticmethod
    def _again(trouble: Exception) -> Answer:
        raise trouble

    def _answered(self, work: Callable[[], Answer]) -> Answer:
        try:
            return work()
        except Refused as refused:
            return refusal_answer(refused)
        except NoSuchResource:
            return not_found()
        except NotModelled as missing:
            self.not_modelled.append(str(missing))
            return _not_implemented(str(missing))
        except Invalid as invalid:
            errors = [{"Message": message} for message in invalid.messages]
            element: Element = {**(invalid.echo or {}), "ValidationErrors": errors}
            body = {"ErrorNumber": 10, "Type": "ValidationException", "Message": "A validation exception occurred"}
            return json_answer(400, {**body, "Elements": [element]})
        except UnicodeError:
            return refusal_answer(post_data_invalid("The request could not be read as UTF-8."))
        except Exception:
            # A fault of the practice Xero itself. A client gets what Xero's own faults look like; we get the trace.
            logging.getLogger(__name__).exception("The practice Xero failed at a call")
            return refusal_answer(server_error("An error occurred in the practice Xero."))

    def _unknown(self, call: Call) -> Answer:
        parts = [part for part in call.path.removeprefix(PREFIX).split("/") if part]
        self.not_modelled.append(f"{call.method} {call.path}")
        if parts and is_modelled_name(parts[0]):
            return _not_implemented(f"{call.method} {call.path} is not modelled by the practice Xero")
        return _not_implemented(f"{call.method} {call.path} is not known to the practice Xero")

    def _in_language(self, call: Call, answer: Answer) -> Answer:
        """The answer in the language asked for: XML, Xero's default, unless JSON was named."""
        if answer.element is None or "json" in call.headers.get("accept", "").lower():
            return answer
        if self.knobs.text("without_accept") == "refuse":
            text = b"The practice Xero was not asked for JSON: send Accept: application/json."
            return Answer(406, text, media="text/plain; charset=utf-8")
        return Answer(answer.status, write_xml(answer.element), answer.headers, media=_XML)


def _not_implemented(message: str) -> Answer:
    """Xero's 501: XML whatever was asked for, which is what its oldest clients expect to read."""
    body = {"ErrorNumber": 20, "Type": "ApiMethodNotImplementedException", "Message": message}
    return Answer(501, write_xml(body), media=_XML)
