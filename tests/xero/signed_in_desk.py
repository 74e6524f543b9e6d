"""A practice Xero in its own process and a client of ours, signed in as a person does, for tests over real HTTP."""

import socket
import threading
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import httpx

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.tax import VatCode
from safe_desktop.domain.theirs import Contact, TheirDocument
from safe_desktop.xero.addresses import Addresses
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.element_answers import ElementAnswer
from safe_desktop.xero.limits import CallBudget
from safe_desktop.xero.session import XeroAuth
from safe_desktop.xero.signing_in import SignIn
from safe_desktop.xero.transport import open_http
from safe_desktop.xero.vault import PracticeVault
from safe_desktop.xero.wire_writing import Element, contact_element, create_request, document_element
from tests.practice.practice_process import PracticeProcess, consent
from tests.xero.real_clock import RealClock

ROOT = Path(__file__).resolve().parents[2]
ORGANISATION = "Fernhill Coffee & Fruit"
CLIENT_ID = "5AFE0DE5C0FFEE5AFE0DE5C0FFEE0001"
VAT = {"STANDARD": VatCode("STANDARD", "20%", Decimal(20), "OUTPUT2")}
TODAY = date(2026, 11, 25)


def free_ports(count: int) -> tuple[int, ...]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _number in range(count)]
    ports = tuple(probe.getsockname()[1] for probe in probes)
    for probe in probes:
        probe.close()
    return ports


class Desk:
    """A practice Xero and a signed-in client of ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.xero = PracticeProcess.start(
            folder / "xero", "--seed", "7", "--minute-limit", "100000", "--day-limit", "1000000"
        )
        self.ports = free_ports(3)
        uris = [f"http://localhost:{port}/callback" for port in self.ports]
        self.xero.admin("clients", {"client_id": CLIENT_ID, "name": "SAFE Desktop", "redirect_uris": uris})
        self.addresses = replace(Addresses.from_environment(self.xero.environment()), client_id=CLIENT_ID)
        self.clock = RealClock()
        self.vault = PracticeVault(folder / "tokens.json")
        self.http = open_http()
        self.tenant_id = ""
        self.connection_id = ""
        self.sign_in()
        self.budget = CallBudget(self.clock, per_minute=100_000)
        self.client = self.new_client(self.budget)

    def sign_in(self, decision: str = "allow") -> None:
        """Sign in as a person does, the browser played by a thread."""
        with SignIn(self.addresses, self.clock, ports=self.ports) as attempt:
            browser = threading.Thread(target=self._browse, args=(attempt.link, decision))
            browser.start()
            try:
                (connection,) = attempt.wait(seconds=30)
            finally:
                browser.join(10)
            assert connection.name == ORGANISATION
            self.tenant_id, self.connection_id = connection.tenant_id, connection.connection_id
            attempt.keep(self.vault, self.folder / "tokens.lock")

    def _browse(self, link: str, decision: str) -> None:
        httpx.get(consent(link, ORGANISATION, decision=decision))

    def auth(self) -> XeroAuth:
        return XeroAuth(self.vault, self.addresses, self.clock, self.http, self.folder / "tokens.lock")

    def new_client(self, budget: CallBudget | None = None) -> XeroClient:
        plenty = budget or CallBudget(self.clock, per_minute=100_000)
        return XeroClient(self.addresses, self.auth(), self.tenant_id, plenty, self.clock)

    def write(self, kind: RecordKind, *elements: Element) -> list[ElementAnswer]:
        return self.client.write(create_request(kind, elements, uuid4().hex))

    def new_contact(self, name: str) -> Contact:
        (answer,) = self.write(RecordKind.CUSTOMER, contact_element(Customer(name)))
        assert isinstance(answer.value, Contact)
        return answer.value

    def new_document(self, document: Document, contact: Contact, status: str = "AUTHORISED") -> TheirDocument:
        kind = RecordKind(document.kind.value)
        (answer,) = self.write(kind, document_element(document, contact.contact_id, VAT, "200", status))
        assert isinstance(answer.value, TheirDocument), answer.messages
        return answer.value

    def close(self) -> None:
        self.client.close()
        self.http.close()
        self.xero.stop()


def a_line(quantity: str, price: str, discount: str = "0") -> Line:
    return Line("Beans", Decimal(quantity), Decimal(price), "STANDARD", Decimal(20), discount=Decimal(discount))


def an_invoice(number: str, *lines: Line, kind: DocumentKind = DocumentKind.INVOICE) -> Document:
    return Document(kind, number, 1, TODAY, TODAY + timedelta(days=30), lines or (a_line("1", "10"),))
