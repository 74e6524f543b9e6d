"""The pages at the practice Xero's own address: play the bank, be the other bookkeeper, switch faults, read the log.

Plain forms that work without JavaScript and with keys alone. Everything done here is an act of the admin addresses.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from safe_desktop.practice.admin_api import ACTS, act
from safe_desktop.practice.bank_statement import WAYS_IN_WORDS
from safe_desktop.practice.call_and_answer import Call
from safe_desktop.practice.consent_pages import PAGES
from safe_desktop.practice.fault_switches import FAULTS, read_fault
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_clock import moment_of
from safe_desktop.practice.practice_refusals import Invalid, NoSuchResource, Refused
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.sign_in import organisations

if TYPE_CHECKING:
    from safe_desktop.practice.practice_app import Practice

SHOWN = 100


class PracticePages:
    """The pages of one practice Xero."""

    def __init__(self, practice: "Practice") -> None:
        self.practice = practice

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/", self.bank, methods=["GET"]),
            Route("/practice/bookkeeper", self.bookkeeper, methods=["GET"]),
            Route("/practice/switches", self.switches, methods=["GET"]),
            Route("/practice/calls", self.calls, methods=["GET"]),
            Route("/practice/do/{name}", self.do, methods=["POST"]),
        ]

    def _render(self, request: Request, page: str, **values: object) -> Response:
        chosen = request.query_params.get("organisation", "")
        try:
            books = self.practice.books(chosen)
        except ValueError:
            books = self.practice.books("")
        text = PAGES.get_template(page).render(
            organisations=organisations(self.practice.state),
            books=books,
            tenant=books.tenant,
            said=request.query_params.get("said", ""),
            wrong=request.query_params.get("wrong", ""),
            now=moment_of(self.practice.state.clock.now()),
            **{name: value(books) if callable(value) else value for name, value in values.items()},
        )
        return HTMLResponse(text)

    async def bank(self, request: Request) -> Response:
        """Invoices with what is open, to pay them, and the latest payments, to take them away."""
        find = request.query_params.get("find", "").strip()
        return self._render(
            request,
            "bank.html",
            find=find,
            invoices=lambda books: _invoices(books, find),
            payments=_payments,
            banks=_banks,
            ways=WAYS_IN_WORDS,
        )

    async def bookkeeper(self, request: Request) -> Response:
        """Everything another person can do in Xero's own screens."""
        return self._render(request, "bookkeeper.html", rates=_rates)

    async def switches(self, request: Request) -> Response:
        """Faults, the clock and the knobs."""
        return self._render(
            request,
            "switches.html",
            faults=FAULTS,
            waiting=[vars(fault) for fault in self.practice.faults.waiting],
            knobs=self.practice.knobs.all(),
            limits=vars(self.practice.windows.limits),
        )

    async def calls(self, request: Request) -> Response:
        """The latest calls, newest first."""
        entries = self.practice.log.entries(most=SHOWN)[::-1]
        return self._render(request, "calls.html", calls=entries)

    async def do(self, request: Request) -> Response:
        """Does what a form asks and goes back to its page with a sentence."""
        form = Call("POST", "", body=await request.body()).form
        page = form.pop("page", "/")
        page = page if page.startswith("/") and not page.startswith("//") else "/"
        name = request.path_params["name"]
        try:
            said = self._done(name, form)
            back = {"said": said}
        except (Invalid, ValueError) as wrong:
            back = {"wrong": " ".join(wrong.messages) if isinstance(wrong, Invalid) else str(wrong)}
        except NoSuchResource:
            back = {"wrong": "There is no such record."}
        except Refused as refused:
            back = {"wrong": str((refused.body or {}).get("Message", "Refused."))}
        back["organisation"] = form.get("organisation", "")
        return RedirectResponse(f"{page}?{urlencode(back)}", 303)

    def _done(self, name: str, form: dict[str, str]) -> str:
        practice = self.practice
        if name in ACTS:
            # An empty field means that nothing was said; only clearing a lock date and unreconciling are meant so.
            meant = (
                form if name in ("lock-period", "reconcile") else {key: value for key, value in form.items() if value}
            )
            return _sentence(name, form, act(practice, name, meant))
        if name == "disconnect":
            practice.disconnect(form.get("organisation", ""))
            return "The app is disconnected."
        if name == "reset":
            practice.reset(form.get("organisation", ""))
            return "The organisation starts anew."
        if name == "fault":
            fault = read_fault({key: value for key, value in form.items() if value and key != "organisation"})
            if fault.fault == "refused":
                practice.refuse_for(fault.seconds)
            else:
                if fault.fault == "stale_read":
                    practice.state.hold_snapshot()
                practice.faults.add(fault)
            return f"The next call will meet: {FAULTS[fault.fault]}."
        if name == "no-faults":
            practice.faults.clear()
            return "No fault is waiting any more."
        if name == "advance":
            practice.state.clock.advance(int(form.get("seconds") or 0) * 1000)
            with practice.state.writing():
                practice.state.save_clock()
            return "The clock was moved."
        if name == "forget-calls":
            practice.log.clear()
            return "The log is empty."
        raise ValueError(f"There is nothing called {name} to do.")


def _sentence(name: str, form: dict[str, str], told: Element) -> str:
    if name == "pay":
        return f"{told['amount']} was paid on {form.get('invoice_number')}; {told['left']} is left."
    if name == "delete-payment":
        return f"The payment of {told['amount']} was taken away; {told['left']} is open again."
    if name == "statement-line":
        return "The line was matched."
    if name in ("invoice", "edit-invoice", "void"):
        return f"Invoice {told['invoice_number']} is now {told['status'].lower()}, {told['total']} in all."
    return "Done."


def _invoices(books: OrganisationBooks, find: str) -> list[Element]:
    condition, values = "type='ACCREC'", list[object]()
    if find:
        condition += (
            " AND (instr(key, folded(?)) > 0 OR parent IN (SELECT c.id FROM records c "
            "WHERE c.tenant=r.tenant AND c.kind='contact' AND instr(c.key, folded(?)) > 0))"
        )
        values = [find, find]
    tail = f"ORDER BY status='AUTHORISED' DESC, updated DESC LIMIT {SHOWN}"
    records = books.shelf.where("invoice", condition, values, tail)
    contacts = books.shelf.many("contact", (record.parent for record in records))
    return [_told(record, contacts.get(record.parent)) for record in records]


def _told(record: Record, contact: Record | None) -> Element:
    body = record.body
    return {
        "id": record.id,
        "number": body.get("InvoiceNumber", ""),
        "contact": contact.body["Name"] if contact else "",
        "day": record.day,
        "due": record.due,
        "total": body["Total"],
        "left": body["AmountDue"],
        "status": record.status,
        "currency": body["CurrencyCode"],
    }


def _payments(books: OrganisationBooks) -> list[Element]:
    records = books.shelf.where("payment", "status<>'DELETED'", (), f"ORDER BY updated DESC LIMIT {SHOWN}")
    found = []
    for record in records:
        document = books.shelf.get(record.body["target"], record.parent)
        assert document is not None
        body = document.body
        found.append(
            {
                "id": record.id,
                "day": record.day,
                "amount": record.body["Amount"],
                "reference": record.body["Reference"],
                "reconciled": record.body["IsReconciled"],
                "document": body.get("InvoiceNumber") or body.get("CreditNoteNumber") or document.type.title(),
            }
        )
    return found


def _rates(books: OrganisationBooks) -> list[tuple[str, str]]:
    return [(code, str(rate.body["Name"])) for code, rate in books.tax_rates.items() if rate.status == "ACTIVE"]


def _banks(books: OrganisationBooks) -> list[Element]:
    payable = {
        record.id: record
        for record in books.accounts.values()
        if record.status == "ACTIVE" and (record.type == "BANK" or record.body.get("EnablePaymentsToAccount"))
    }
    rows = [
        {"id": record.id, "code": record.body.get("Code", ""), "name": record.body["Name"]}
        for record in payable.values()
    ]
    return sorted(rows, key=lambda row: str(row["code"]))
