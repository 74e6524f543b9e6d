"""The consent page: who asks, for what, for which organisation; Allow and Cancel. Works without JavaScript."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from safe_desktop.practice.call_and_answer import Answer, Call
from safe_desktop.practice.fault_effects import faulty_answer
from safe_desktop.practice.practice_clock import moment_of
from safe_desktop.practice.sign_in import AuthoriseRequest, SignInRefused, allow, organisations, read_request

if TYPE_CHECKING:
    from safe_desktop.practice.practice_app import Practice

ADDRESS = "/identity/connect/authorize"
PAGES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True, undefined=jinja2.StrictUndefined
)
PAGES.filters["day"] = lambda day: f"{date.fromisoformat(day):%d %b %Y}".lstrip("0") if day else ""
PAGES.filters["clock"] = lambda stamp: f"{moment_of(stamp):%H:%M:%S}"
_SCOPE_WORDS = {
    "openid": "Know who you are",
    "profile": "See your name",
    "email": "See your email address",
    "offline_access": "Stay connected when you are away",
    "accounting.contacts": "View and manage contacts",
    "accounting.invoices": "View and manage invoices and credit notes",
    "accounting.payments": "View and manage payments",
    "accounting.banktransactions": "View and manage bank transactions",
    "accounting.settings": "View and manage settings",
    "accounting.settings.read": "View settings",
    "accounting.attachments": "View and manage files",
    "accounting.reports.aged.read": "View what customers and suppliers owe",
    "accounting.reports.trialbalance.read": "View the trial balance",
    "accounting.reports.balancesheet.read": "View the balance sheet",
    "accounting.reports.taxreports.read": "View published tax returns",
    "accounting.reports.profitandloss.read": "View profit and loss",
}


def scope_words(scope: str) -> list[str]:
    """What each scope means, in words."""
    return [
        _SCOPE_WORDS.get(name, f"View {name.removeprefix('accounting.').removesuffix('.read').replace('.', ' ')}")
        for name in scope.split()
    ]


class ConsentPages:
    """The pages of signing in."""

    def __init__(self, practice: "Practice") -> None:
        self.practice = practice

    def routes(self) -> list[Route]:
        """The addresses."""
        return [Route(ADDRESS, self.show, methods=["GET"]), Route(ADDRESS, self.decide, methods=["POST"])]

    def _log(self, request: Request, status: int, query: str) -> None:
        call = Call(request.method, ADDRESS, query, dict(request.headers))
        self.practice.log.add(call, Answer(status), counted=False)

    def _refused(self, request: Request, wrong: SignInRefused) -> Response:
        self._log(request, 400, request.url.query)
        page = PAGES.get_template("sign-in-refused.html").render(error=wrong.error, sentence=wrong.sentence)
        return HTMLResponse(page, 400)

    async def show(self, request: Request) -> Response:
        """The consent page for an authorise link, or a page that says what is wrong with the link."""
        fault = self.practice.faults.for_call("GET", ADDRESS)
        if fault is not None and (spoilt := faulty_answer(fault)) is not None:
            return Response(spoilt.content, spoilt.status, media_type=spoilt.media)
        query = dict(request.query_params)
        try:
            asked = read_request(self.practice.state, query)
        except SignInRefused as wrong:
            return self._refused(request, wrong)
        self._log(request, 200, request.url.query)
        return HTMLResponse(self._page(asked, query))

    def _page(self, asked: AuthoriseRequest, query: dict[str, str]) -> str:
        return PAGES.get_template("consent.html").render(
            app=asked.app,
            scopes=scope_words(asked.scope),
            organisations=organisations(self.practice.state),
            needs_organisation=asked.scope_needs_organisation(),
            query=query,
        )

    async def decide(self, request: Request) -> Response:
        """Sends the user back with what they decided."""
        form = Call("POST", ADDRESS, body=await request.body()).form
        try:
            asked = read_request(self.practice.state, form)
            if form.get("decision") != "allow":
                back = asked.back({"error": "access_denied"})
            else:
                wanted = [form["organisation"]] if form.get("organisation") else []
                back = allow(self.practice.state, self.practice.knobs, asked, wanted)
        except SignInRefused as wrong:
            return self._refused(request, wrong)
        self._log(request, 302, "")
        return RedirectResponse(back, 302)
